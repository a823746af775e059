"""Arrays on the page: shapes, grids, sums over rows, leaves entry by entry, unfolding, the closer look, checks."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_access import violations
from tests.browser.test_sizes import OVERFLOW, OVERLAPS, SIZES

NET = """param W = [[0.1, 0.2], [0.3, -0.1]], b = [0, 0.1]
param V = [[0.5, -0.4], [0.2, 0.3]], c = [0.1, -0.1]
input x = [1, 2]
target t = [1, 0]
z = W @ x + b
h = σ(z)
y = V @ h + c
L = ½ sum((y − t)^2)"""
BATCH = """input X = [[1, -0.5, 0.2], [0.3, 0.8, -1]]
param W = [[0.1, 0.2], [0.3, -0.1], [0.5, 0.4]], b = [0.1, -0.2]
target T = [[0, 1], [1, 0]]
Z = X @ W + b
H = tanh(Z)
L = sum((H − T)^2) + 0.05 sum(W^2)"""
LARGE = f"""input x = {[k / 10 for k in range(20)]}
param W = {[[(k + 3 * row) % 7 - 3 for k in range(20)] for row in range(6)]}
z = W @ x
L = sum(tanh(z))"""
MODELS = {"net": NET, "batch": BATCH, "large": LARGE}


def opened(fresh: Any, source: str, step: int = 0, size: tuple[int, int] = (1280, 720), **options: Any) -> Page:
    page: Page = fresh(
        f"#v=1&s={quote(source, safe='')}&k={step}",
        viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", **options,
    )  # fmt: skip
    expect(page.locator("[data-node]").first).to_be_visible()
    return page


def walk_to(page: Page, node: str) -> None:
    """Step until the node's adjoint is there."""
    for _ in range(200):
        if page.locator(f"[data-node='{node}'][data-adjoint]").count():
            return
        page.keyboard.press("PageDown")
    raise AssertionError(f"{node} never has an adjoint")


def test_scalars_wait_for_nothing_that_arrays_need(fresh: Any, address: str) -> None:
    page = fresh("healthz")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    expect(page.locator("[data-node]")).to_have_count(9)
    page.keyboard.press("End")
    expect(page.locator("body")).to_have_attribute("data-step", "16")
    assert [url for url in asked if "arrays" in url or "inspector" in url or "checks" in url or "help" in url] == []
    assert page.locator("[data-shape]").count() == 0
    expect(page.locator("[data-action=elements]")).to_be_hidden()


def test_shapes_values_and_adjoints_of_arrays(fresh: Any) -> None:
    page = opened(fresh, NET)
    W, h = page.locator("[data-node=W]"), page.locator("[data-node=h]")
    expect(W).to_have_attribute("data-shape", "2×2")
    expect(page.locator("[data-label='W->z']")).to_have_attribute("data-shape", "2×2")
    expect(page.locator("[data-label='h->y']")).to_have_attribute("data-shape", "2")
    assert json.loads(W.get_attribute("data-value") or "") == [[0.1, 0.2], [0.3, -0.1]]
    assert W.locator(".node-value .cell").all_inner_texts() == ["0.1", "0.2", "0.3", "−0.1"]
    expect(h.locator(".cell")).to_have_count(0)  # not known yet
    walk_to(page, "y")
    assert h.get_attribute("data-adjoint") is None
    expect(h.locator(".node-adjoint .cell")).to_have_count(0)
    page.keyboard.press("PageDown")
    adjoint = json.loads(h.get_attribute("data-adjoint") or "")
    assert adjoint == pytest.approx([-0.36648, 0.38029], abs=1e-4)
    cells = h.locator(".node-adjoint .cell")
    assert cells.all_inner_texts() == ["−0.3665", "0.3803"]
    assert cells.evaluate_all("(all) => all.map((cell) => cell.dataset.sign)") == ["−", "+"]
    expect(h).to_have_attribute("aria-label", "h, intermediate, value [0.6225, 0.5498], adjoint [−0.3665, 0.3803]")
    page.keyboard.press("PageUp")
    expect(h.locator(".node-adjoint .cell")).to_have_count(0)


def test_a_column_is_drawn_as_a_column_and_a_bias_of_rows_as_a_row(fresh: Any) -> None:
    def columns(page: Page, node: str) -> str:
        grid = page.locator(f"[data-node={node}] .node-value .grid")
        return str(grid.evaluate("(grid) => getComputedStyle(grid).gridTemplateColumns.split(' ').length"))

    assert columns(opened(fresh, NET), "b") == "1"
    assert columns(opened(fresh, BATCH), "b") == "2"


def test_the_sum_over_rows_is_a_fan_in(fresh: Any) -> None:
    page = opened(fresh, BATCH)
    expect(page.locator("[data-edge='b->Z']")).to_have_attribute("data-fan-in", "true")
    expect(page.locator("[data-label='b->Z']")).to_have_attribute("data-summed", "0")
    sign = page.locator("[data-label='b->Z']").evaluate("(label) => getComputedStyle(label, '::before').content")
    assert sign == '"Σ"'
    assert page.locator("[data-mark=b]").count() == 1
    walk_to(page, "b")
    expect(page.locator("[data-caption]")).to_contain_text("and summed over the 2 places where")
    expect(page.locator("[data-repeat]")).to_have_count(2)  # the two rows of Z̄, and their sum
    cells = [float(text.replace("−", "-")) for text in page.locator("#ledger .cell").all_inner_texts()]
    assert [cells[0] + cells[2], cells[1] + cells[3]] == pytest.approx(cells[4:6], abs=2e-3)
    page.keyboard.press("PageDown")
    expect(page.locator("[data-repeat]")).to_have_count(0)


def test_the_ledger_of_two_terms_between_arrays(fresh: Any) -> None:
    page = opened(fresh, BATCH)
    for _ in range(40):
        if page.locator("[data-node=W][data-received='1']").count():
            break
        page.keyboard.press("PageDown")
    rows = page.locator("[data-term]")
    expect(rows).to_have_count(2)
    expect(page.locator("[data-term][data-received=false]")).to_contain_text("awaited")
    expect(page.locator("[data-node=W] .node-adjoint")).to_have_attribute("data-open", "")
    page.keyboard.press("PageDown")
    grids = page.locator("#ledger .grid")
    expect(grids).to_have_count(3)
    terms = [
        [float(text.replace("−", "-")) for text in grids.nth(k).locator(".cell").all_inner_texts()] for k in (0, 1, 2)
    ]
    assert [one + other for one, other in zip(terms[0], terms[1], strict=True)] == pytest.approx(terms[2], abs=1e-3)


def test_not_a_number_is_marked_and_keeps_the_scale(fresh: Any) -> None:
    page = opened(fresh, "input x = [-1, 0, 1]\ny = ln(x)\nL = sum(y)")
    page.keyboard.press("PageDown")
    cells = page.locator("[data-node=y] .node-value .cell")
    expect(cells).to_have_count(3)
    assert cells.evaluate_all("(all) => all.map((cell) => cell.dataset.sign)") == ["NaN", "−∞", "0"]
    assert json.loads(page.locator("[data-node=y]").get_attribute("data-value") or "") == ["NaN", "-Infinity", 0]


def test_a_large_array_is_a_corner_and_a_summary(fresh: Any) -> None:
    page = opened(fresh, LARGE)
    W = page.locator("[data-node=W]")
    expect(W).to_have_attribute("data-shape", "6×20")
    expect(W.locator(".node-value .cell")).to_have_count(36)
    expect(W.locator(".grid-words")).to_have_text("−3 … 3")
    expect(page.locator("[data-leaf=W] .leaf-large")).to_contain_text("too large to be edited here")


def test_a_leaf_is_edited_entry_by_entry_and_written_back(fresh: Any) -> None:
    page = opened(fresh, NET, step=8)
    body = page.locator("body")
    entry = page.get_by_label("W[1, 0]", exact=True)
    expect(page.locator("[data-leaf=W] .leaf-slider")).to_be_hidden()
    entry.fill("0.7")
    expect(page.locator("[data-node=W]")).to_have_attribute("data-value", "[[0.1,0.2],[0.7,-0.1]]")
    expect(body).to_have_attribute("data-step", "8")
    slider = page.get_by_label("W[1, 0], slider")
    expect(slider).to_be_visible()
    slider.fill("0.5")
    expect(page.locator("[data-node=W]")).to_have_attribute("data-value", "[[0.1,0.2],[0.5,-0.1]]")
    entry.fill("nonsense")
    entry.blur()
    expect(page.locator("[data-leaf=W] .leaf-note")).to_contain_text("That is no number; W[1, 0] stays 0.5.")
    expect(entry).to_have_value("0.5")
    page.get_by_role("button", name="Write these values into the text").click()
    expect(page.locator("#editor")).to_contain_text("param W = [[0.1, 0.2], [0.5, -0.1]], b = [0, 0.1]")
    expect(page.get_by_role("button", name="Write these values into the text")).to_be_hidden()


def test_a_link_brings_back_a_changed_entry_and_the_unfolded_graph(fresh: Any) -> None:
    page = opened(fresh, NET, step=8)
    page.get_by_label("x[1]", exact=True).fill("-3")
    expect(page.locator("[data-node=x]")).to_have_attribute("data-value", "[1,-3]")
    page.get_by_label("x[1]", exact=True).press("Escape")
    page.keyboard.press("u")
    expect(page.locator("[data-node='x[1]']")).to_have_attribute("data-value", "-3")
    page.wait_for_function("location.hash.includes('g=element')")
    again = fresh(page.url, reduced_motion="reduce")
    expect(again.locator("[data-node='x[1]']")).to_have_attribute("data-value", "-3")
    expect(again.locator("body")).to_have_attribute("data-grain", "element")
    expect(again.get_by_label("x[1]", exact=True)).to_have_value("-3")


def test_arrays_unfold_into_the_scalar_graph_and_fold_again_at_the_same_step(fresh: Any) -> None:
    page = opened(fresh, NET)
    walk_to(page, "h")
    step = page.locator("body").get_attribute("data-step") or ""
    page.keyboard.press("u")
    expect(page.locator("[data-node]")).to_have_count(23)
    expect(page.locator("[data-node='h[0]']")).to_have_attribute("data-current", "")
    for node in ("h[0]", "h[1]"):
        assert page.locator(f"[data-node='{node}']").get_attribute("data-adjoint") is not None
    expect(page.locator("[data-edge='h[0]->y[1]']")).to_have_attribute("data-fan-in", "true")
    expect(page.locator("[data-action=elements]")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("u")
    expect(page.locator("[data-node]")).to_have_count(10)
    expect(page.locator("body")).to_have_attribute("data-step", step)


def test_a_cell_of_an_adjoint_shows_its_sum_term_by_term(fresh: Any) -> None:
    page = opened(fresh, NET)
    walk_to(page, "h")
    page.locator("[data-node=h] .node-adjoint [data-at='1']").click()
    rows = page.locator("[data-sum-term]")
    expect(rows).to_have_count(2)
    assert rows.evaluate_all("(all) => all.map((row) => row.dataset.sumTerm)") == ["h[1]->y[0]", "h[1]->y[1]"]
    expect(rows.first).to_contain_text("−0.8087 × (−0.4)")
    expect(page.locator("#inspector tfoot")).to_contain_text("0.3803")
    lit = page.locator("#stage .cell[data-lit]")
    expect(lit).to_have_count(3)  # the entry itself and the two of ȳ that it sums
    expect(page.locator("[data-edge='h->y']")).to_have_attribute("data-lit", "")
    page.keyboard.press("PageUp")  # h̄ is not known there: its terms are awaited
    expect(page.locator("[data-sum-term][data-received=false]")).to_have_count(2)
    expect(page.locator("#inspector .look-unknown")).to_have_text("not known yet")


def test_a_node_of_the_unfolded_graph_lights_the_terms_of_its_sum(fresh: Any) -> None:
    page = opened(fresh, NET)
    page.keyboard.press("u")
    expect(page.locator("[data-node]")).to_have_count(23)
    page.keyboard.press("End")
    page.locator("[data-node='h[0]'] .node-name").click()
    expect(page.locator("[data-sum-term]")).to_have_count(2)
    lit = page.locator(".edge[data-lit]").evaluate_all("(all) => all.map((edge) => edge.dataset.edge).sort()")
    assert lit == ["h[0]->y[0]", "h[0]->y[1]"]
    page.locator("[data-sum-term='h[0]->y[1]'] button").click()  # goes to the step of that term
    expect(page.locator("[data-edge='h[0]->y[1]']")).to_have_attribute("data-state", "sending")
    page.keyboard.press("i")
    expect(page.locator("#inspector")).to_be_hidden()
    expect(page.locator(".edge[data-lit]")).to_have_count(0)
    expect(page.locator("#editor")).to_be_visible()


def test_the_jacobian_that_is_spared(fresh: Any) -> None:
    page = opened(fresh, NET)
    walk_to(page, "z")
    page.keyboard.press("i")
    details = page.locator("[data-diagonal='z->h']")
    details.locator("summary").click()
    expect(details).to_contain_text("4 products, 2 of them with 0")
    grids = details.locator(".grid")
    expect(grids).to_have_count(6)
    full, short = grids.nth(2).locator(".cell").all_inner_texts(), grids.nth(5).locator(".cell").all_inner_texts()
    assert full == short == ["−0.08612", "0.09413"]


def test_the_keyboard_alone_looks_closer(fresh: Any) -> None:
    page = opened(fresh, NET)
    page.keyboard.press("End")
    page.keyboard.press("i")
    expect(page.locator("#inspector")).to_be_visible()
    page.get_by_label("Node", exact=True).select_option("h")
    cell = page.get_by_role("button", name="h[0], adjoint −0.3665")
    cell.focus()
    cell.press("Enter")
    expect(page.locator("[data-sum-term]")).to_have_count(2)
    expect(page.get_by_role("button", name="h[0], adjoint −0.3665")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#inspector")).to_be_hidden()


def test_every_finished_adjoint_wears_the_verdict_of_its_check(desk: Page) -> None:
    for _ in range(9):
        desk.keyboard.press("PageDown")
    desk.keyboard.press("c")
    expect(desk.locator(".node[data-check=agrees]")).to_have_count(9)
    sign = "(node) => getComputedStyle(node.querySelector('.node-adjoint'), '::after').content"
    assert desk.locator("[data-node=y]").evaluate(sign) == '"✓"'
    assert desk.locator("[data-node=w]").evaluate(sign) == "none"  # its adjoint is not known yet
    words = desk.locator("[data-node=y]").get_attribute("aria-description") or ""
    assert words.startswith("Agrees with central differences: error ")
    desk.keyboard.press("c")
    expect(desk.locator(".node[data-check]")).to_have_count(0)


def test_a_kink_is_excused_by_its_name(fresh: Any) -> None:
    page = opened(fresh, "input x = 0\ny = relu(x)")
    page.keyboard.press("End")
    page.keyboard.press("c")
    x = page.locator("[data-node=x]")
    expect(x).to_have_attribute("data-check", "excused")
    assert "kink" in (x.get_attribute("aria-description") or "")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("model", MODELS)
def test_nothing_overflows_or_overlaps(fresh: Any, size: tuple[int, int], model: str) -> None:
    page = opened(fresh, MODELS[model], size=size)
    steps = int(page.locator("body").get_attribute("data-steps") or 0)
    for position in (0, steps // 2, steps - 2, steps):
        while int(page.locator("body").get_attribute("data-step") or 0) < position:
            page.keyboard.press("PageDown")
        found = page.evaluate(OVERFLOW)
        assert found["page"] <= 0
        assert found["stage"] == []
        if page.locator("#stage[data-bare]").count() == 0:  # there the label that speaks lies over what is there
            assert page.evaluate(OVERLAPS) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(fresh: Any, scheme: str) -> None:
    page = opened(fresh, BATCH, color_scheme=scheme)
    assert violations(page) == []
    page.keyboard.press("End")
    page.get_by_label("W[1, 0]", exact=True).focus()
    assert violations(page) == []
    page.locator("[data-node=Z] .node-adjoint [data-at='1,0']").click()
    expect(page.locator("[data-sum-term]")).to_have_count(1)
    page.locator("[data-diagonal] summary").first.click()
    assert violations(page) == []


def test_the_curve_of_a_check_is_drawn_on_demand(fresh: Any) -> None:
    page = opened(fresh, NET)
    walk_to(page, "z")
    page.keyboard.press("i")
    expect(page.locator("#inspector .curve")).to_have_count(0)
    page.get_by_role("button", name="Check this adjoint").click()
    expect(page.locator("#inspector .look-said")).to_contain_text("Agrees with central differences")
    curve = page.locator("#inspector .curve")
    assert (curve.get_attribute("aria-label") or "").startswith("Error of the central difference against the step h")
    points = curve.locator("circle").evaluate_all(
        "(all) => all.map((one) => [+one.getAttribute('cx'), +one.getAttribute('cy')])"
    )
    assert len(points) == 15
    lowest = max(points, key=lambda point: point[1])  # the foot of the V is neither at its left end nor at its right
    assert min(x for x, _ in points) < lowest[0] < max(x for x, _ in points)
    page.keyboard.press("Home")
    page.keyboard.press("PageDown")
    expect(page.locator("#inspector .look-check")).to_be_hidden()  # what is not known cannot be checked


def test_forward_mode_is_stepped_beside_reverse_and_its_sweeps_are_counted(desk: Page) -> None:
    desk.keyboard.press("m")
    expect(desk.locator("[data-cost]")).to_contain_text("The gradient has 4 numbers and takes as many sweeps")
    on = desk.get_by_label("Next step of the tangent sweep")
    tally = desk.locator("[data-tally]")
    expect(tally).to_contain_text("0 of 4 numbers of the gradient after 0 sweeps. Reverse mode: all 4 after 1.")
    moving = desk.locator("[data-tangent]")
    expect(moving.first).to_have_attribute("data-tangent", "w")
    assert desk.locator("[data-tangent=z] .modes-dot").inner_text() == ""  # not known yet
    on.click()
    on.click()
    expect(desk.locator("[data-tangent=z] .modes-dot")).to_have_text("2")  # ż = ẇ x
    while on.get_attribute("aria-disabled") is None:
        on.click()
    expect(desk.locator("[data-tangent=L_reg] .modes-dot")).to_have_text("−0.2")  # what reverse mode gives for w
    expect(tally).to_contain_text("1 of 4")
    for _ in range(3):
        desk.get_by_role("button", name="Next sweep").click()
    expect(tally).to_contain_text("4 of 4 numbers of the gradient after 4 sweeps")
    desk.keyboard.press("Escape")
    expect(desk.locator("#modes")).to_be_hidden()
    expect(desk.locator("#editor")).to_be_visible()


def test_the_backward_pass_is_shown_as_code_and_as_a_graph_and_back_leads_back(fresh: Any) -> None:
    page = opened(fresh, NET)
    page.keyboard.press("m")
    page.get_by_role("button", name="Show it as Python code").click()
    expect(page.locator(".modes-code")).to_contain_text("def routine")
    page.get_by_role("button", name="Open the backward pass as a graph").click()
    expect(page.locator("[data-node=W_bar]")).to_have_attribute("data-shape", "2×2")
    expect(page.locator("#modes")).to_be_hidden()
    page.wait_for_function("location.hash.includes('W_bar')")
    page.go_back()
    expect(page.locator("[data-node]")).to_have_count(10)


@pytest.mark.parametrize("size", [(1280, 720), (390, 844)])
def test_axe_finds_nothing_in_the_other_modes(fresh: Any, size: tuple[int, int]) -> None:
    page = opened(fresh, NET, step=8, size=size)
    page.keyboard.press("m")
    expect(page.locator("[data-tangent]").first).to_be_visible()
    page.get_by_role("button", name="Show it as Python code").click()
    expect(page.locator(".modes-code")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator("[data-node=h] .node-name").click()
    page.get_by_role("button", name="Check this adjoint").click()
    expect(page.locator("#inspector .curve")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate(OVERFLOW)["page"] <= 0


def test_arrays_are_told_in_words_where_their_code_cannot_be_fetched(fresh: Any, address: str) -> None:
    page = fresh("healthz", reduced_motion="reduce")
    page.route("**/arrays-*.js", lambda route: route.abort())
    page.goto(f"{address}#v=1&s={quote(NET, safe='')}&k=0")
    expect(page.locator("[data-node=x] .node-value")).to_have_text("[1, 2]")
    page.keyboard.press("End")
    expect(page.locator("[data-node=h] .node-adjoint")).to_have_text("[−0.3665, 0.3803]")
    expect(page.locator("[data-leaf]")).to_have_count(0)


def test_a_part_that_cannot_be_fetched_is_said_so_and_may_be_asked_for_again(fresh: Any, address: str) -> None:
    page = fresh("healthz", reduced_motion="reduce")
    page.route("**/modes.css", lambda route: route.abort())
    page.goto(address)
    expect(page.locator("[data-node]")).to_have_count(9)
    page.keyboard.press("m")
    expect(page.locator("#message")).to_contain_text("could not be fetched")
    expect(page.locator("#editor")).to_be_visible()
    page.unroute("**/modes.css")
    page.keyboard.press("m")
    expect(page.locator("[data-cost]")).to_contain_text("Backprop costs")
    page.keyboard.press("e")  # the editor comes back in its place
    expect(page.locator("#modes")).to_be_hidden()
    expect(page.locator("#editor")).to_be_visible()
