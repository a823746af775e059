"""Arrays on the page: shapes, grids, sums over rows, leaves entry by entry, unfolding."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.access import violations
from tests.browser.arrays import BATCH, LARGE, MODELS, NET, opened, walk_to
from tests.browser.test_sizes import OVERFLOW, OVERLAPS, SIZES


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


def test_a_model_of_numbers_after_one_of_arrays_is_as_if_it_had_come_first(fresh: Any, desk: Page) -> None:
    page = opened(fresh, NET)
    page.evaluate("location.hash = ''")
    expect(page.locator("[data-node=L_reg]")).to_be_visible()
    expect(page.locator("body")).not_to_have_attribute("data-arrays", "")
    look = """() => [...document.querySelectorAll('#stage .node, #stage .edge, #stage .edge-label')]
      .map((part) => part.outerHTML.replace(/ style="[^"]*"/g, "")).sort()"""
    for one in (page, desk):
        one.emulate_media(reduced_motion="reduce")
        one.keyboard.press("End")
        expect(one.locator("[data-node=w]")).to_have_attribute("data-adjoint", "-0.2")
    assert page.evaluate(look) == desk.evaluate(look)


def test_a_large_array_is_a_corner_and_a_summary(fresh: Any) -> None:
    page = opened(fresh, LARGE)
    W = page.locator("[data-node=W]")
    expect(W).to_have_attribute("data-shape", "6×20")
    expect(W.locator(".node-value .cell")).to_have_count(36)
    expect(W.locator(".grid-words")).to_have_text("−3 … 3")
    expect(page.locator("[data-leaf=W] .leaf-large")).to_contain_text("change it in the text")


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


def test_arrays_are_told_in_words_where_their_code_cannot_be_fetched(fresh: Any, address: str) -> None:
    page = fresh("healthz", reduced_motion="reduce")
    page.route("**/arrays-*.js", lambda route: route.abort())
    page.goto(f"{address}#v=1&s={quote(NET, safe='')}&k=0")
    expect(page.locator("[data-node=x] .node-value")).to_have_text("[1, 2]")
    page.keyboard.press("End")
    expect(page.locator("[data-node=h] .node-adjoint")).to_have_text("[−0.3665, 0.3803]")
    expect(page.locator("[data-leaf]")).to_have_count(0)
