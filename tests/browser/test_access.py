"""Access: axe finds nothing, the keyboard reaches everything, steps are spoken, colour is never alone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.access import violations


@pytest.mark.parametrize(("scheme", "size"), [("light", (1280, 720)), ("dark", (1280, 720)), ("light", (390, 844))])
def test_axe_finds_nothing_at_any_part_of_the_walk(fresh: Any, scheme: str, size: tuple[int, int]) -> None:
    page = fresh(color_scheme=scheme, viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    expect(page.locator("[data-node]")).to_have_count(9)
    for position in (0, 2, 14):
        while int(page.locator("body").get_attribute("data-step") or 0) < position:
            page.keyboard.press("PageDown")
        assert violations(page) == []
    page.keyboard.press("n")
    page.keyboard.press("l")
    assert violations(page) == []
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    assert violations(page) == []


def test_the_keyboard_alone_reaches_every_control(desk: Page) -> None:
    reached = set()
    for _ in range(60):
        desk.keyboard.press("Tab")
        reached.add(desk.evaluate("document.activeElement.dataset.action ?? document.activeElement.id"))
    view = {"editor", "grain", "notation", "large", "theme", "share", "fullscreen", "help"}
    assert view | {"timeline", "next", "play"} <= reached


def test_each_step_is_spoken_once_politely(desk: Page) -> None:
    voice = desk.locator("[data-announcer]")
    expect(voice).to_have_attribute("aria-live", "polite")
    desk.keyboard.press("PageDown")
    expect(voice).to_have_text("Step 1 of 16. z is computed from w, x and b.")
    desk.keyboard.press("PageDown")
    expect(voice).to_have_text("Step 2 of 16. y is computed from z.")


def test_a_node_says_what_is_known_of_it_and_what_is_not(desk: Page) -> None:
    z = desk.locator("[data-node=z]")
    expect(z).to_have_attribute("aria-label", "z, intermediate, value not known yet")
    desk.keyboard.press("End")
    expect(z).to_have_attribute("aria-label", "z, intermediate, value 0, adjoint −0.125")


def test_without_colour_states_and_fan_ins_still_differ(desk: Page) -> None:
    """What greyscale leaves: dashes before a value is known, a double ring while terms are awaited, double lines."""
    style = "(node) => getComputedStyle(node).borderTopStyle"
    name = ".node-name"
    assert desk.locator("[data-node=z]").locator(name).evaluate(style) == "dashed"
    assert desk.locator("[data-node=w]").locator(name).evaluate(style) == "solid"
    core = "(edge) => getComputedStyle(edge.querySelector('.edge-core')).stroke"
    assert desk.locator("[data-edge='w->z']").evaluate(core) != "none"
    assert desk.locator("[data-edge='x->z']").evaluate(core) == "none"
    for _ in range(14):
        desk.keyboard.press("PageDown")
    assert desk.locator("[data-node=w]").locator(name).evaluate(style) == "double"
