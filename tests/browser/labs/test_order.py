"""The order lab: orders are chosen by pointer and by keyboard, refused with the edge they break, and counted."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.access import violations_by_any_light
from tests.browser.labs.opening import ADJOINTS, open_lab

ORDER = "() => [...document.querySelectorAll('[data-order-chip]')].map(({dataset}) => dataset.orderChip).join(' ')"
WRITTEN = "w b x t z y L R L_reg"


@pytest.fixture
def lab(still: Page) -> Page:
    """The running example with the lab open, as the menu opens it."""
    open_lab(still, "order")
    expect(still.locator("[data-order-chip]")).to_have_count(9)
    return still


def step_to(page: Page, position: int) -> None:
    while int(page.locator("body").get_attribute("data-step") or 0) < position:
        page.keyboard.press("PageDown")


def drag(page: Page, chip: str, over: str) -> None:
    """To just before another chip."""
    held, target = (page.locator(f"[data-order-chip={id}]").bounding_box() for id in (chip, over))
    assert held is not None
    assert target is not None
    page.mouse.move(held["x"] + 20, held["y"] + 20)
    page.mouse.down()
    page.mouse.move(target["x"] + 4, target["y"] + 20, steps=3)
    page.mouse.up()


def said(page: Page) -> Locator:
    return page.locator(".order-said")


def test_the_number_of_valid_orders_is_counted(lab: Page) -> None:
    expect(lab.locator("[data-count]")).to_have_text("204 of 362,880 orders of all 9 nodes are valid")
    expect(lab.locator("[data-count='204'][data-exact]")).to_be_visible()
    lab.keyboard.press("g")
    expect(lab.locator("[data-count='9114'][data-exact]")).to_be_visible()


def test_an_invalid_drop_snaps_back_and_names_the_edge(lab: Page) -> None:
    drag(lab, "w", "R")
    assert lab.evaluate(ORDER) == WRITTEN
    expect(said(lab)).to_have_attribute("data-edge", "w->z")
    sentence = "w->z: z is computed from w, so w must stand before z."
    expect(lab.locator("[data-lab=order] [role=status]")).to_have_text(sentence)
    expect(lab.locator("#stage [data-edge='w->z']")).to_have_attribute("data-order-broken", "")
    assert lab.evaluate("[...document.querySelectorAll('[data-order-chip][data-broken]')].length") == 2
    lab.keyboard.press("PageDown")
    expect(lab.locator("[data-order-broken]")).to_have_count(0)


def test_so_does_an_invalid_move_by_keys(lab: Page) -> None:
    lab.locator("[data-order-chip=y]").focus()
    lab.keyboard.press("Alt+ArrowLeft")
    expect(said(lab)).to_have_attribute("data-edge", "z->y")
    assert lab.evaluate(ORDER) == WRITTEN
    lab.keyboard.press("]")
    expect(said(lab)).to_have_attribute("data-edge", "y->L")


def test_a_valid_move_changes_the_walk_and_no_number(lab: Page, trace: dict[str, Any]) -> None:
    step_to(lab, 2)
    drag(lab, "R", "z")
    assert lab.evaluate(ORDER) == "w b x t R z y L L_reg"
    expect(lab.locator("body")).to_have_attribute("data-step", "3")  # y's step is the third now
    lab.keyboard.press("Home")
    lab.keyboard.press("PageDown")
    expect(lab.locator("#stage [data-node=R]")).to_have_attribute("data-current", "")
    expect(lab.locator("#listing")).to_contain_text("5")
    chip = lab.locator("[data-order-chip=t]")
    chip.focus()
    for _ in range(3):
        lab.keyboard.press("]")
    assert lab.evaluate(ORDER) == "w b x R z y t L L_reg"
    expect(chip).to_be_focused()
    for order in ("depthFirst", "breadthFirst", "byLot", "byLot"):
        lab.locator(f"[data-order={order}]").click()
        lab.locator("body").press("End")
        assert lab.evaluate(ADJOINTS) == trace["adjoints"]
    assert lab.evaluate(ORDER) != WRITTEN
    lab.keyboard.press("Escape")  # the focus is in the panel
    expect(lab.locator("[data-lab]")).to_have_count(0)
    lab.keyboard.press("Home")
    lab.keyboard.press("PageDown")
    expect(lab.locator("#stage [data-node=z]")).to_have_attribute("data-current", "")


def test_a_node_asked_too_early_names_what_is_missing(lab: Page) -> None:
    step_to(lab, 7)
    lab.locator("#stage [data-node=w] .node-name").click()
    expect(said(lab)).to_have_attribute("data-missing", "z")
    voice = lab.locator("[data-lab=order] [role=status]")
    early = "the adjoint of w needs the adjoint of z and the adjoint of R; the adjoint of z is not there yet."
    expect(voice).to_have_text(early)
    expect(lab.locator("#stage [data-node=z][data-order-missing]")).to_be_visible()
    expect(lab.locator("[data-order-chip=z][data-missing]")).to_be_visible()
    lab.keyboard.press("Home")
    lab.locator("[data-order-chip=L]").press("Enter")
    expect(voice).to_have_text("L needs y and t; y is not there yet.")


def test_a_ready_node_can_come_next(lab: Page) -> None:
    step_to(lab, 10)
    lab.locator("[data-order-chip=w]").press("Enter")
    expect(said(lab)).to_have_attribute("data-verdict", "ready")
    lab.locator(".order-compute").click()
    expect(lab.locator("#stage [data-node=w]")).to_have_attribute("data-state", "partial")
    expect(lab.locator("body")).to_have_attribute("data-step", "11")
    assert lab.evaluate(ORDER) == "b x t w z y L R L_reg"
    expect(lab.locator("[data-order-chip=w]")).to_be_focused()


def test_a_large_graph_has_no_strip_but_still_answers(fresh: Any) -> None:
    source = "param+w+=+0.5;" + ";".join(f"a{k}+=+sin({f'a{k - 1}' if k else 'w'})" for k in range(70))
    page = fresh(f"#v=1&s={source}&k=0&l=order", reduced_motion="reduce")
    expect(said(page)).to_contain_text("This graph has 71 nodes; the strip holds 60 at most.")
    expect(page.locator("[data-order-chip]")).to_have_count(0)
    expect(page.locator("[data-count='1']")).to_be_visible()


def test_axe_finds_nothing(lab: Page) -> None:
    step_to(lab, 14)
    lab.locator("[data-order-chip=z]").press("Enter")
    assert violations_by_any_light(lab) == []
    lab.locator("[data-order-chip=w]").press("]")
    lab.locator("[data-order-chip=w]").press("]")
    assert violations_by_any_light(lab) == []
