"""What is opened over the walk and closed again: the closer look, the checks, forward mode, costs and code."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.access import violations
from tests.browser.arrays import NET, opened, walk_to
from tests.browser.test_sizes import OVERFLOW


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
