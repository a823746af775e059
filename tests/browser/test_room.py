"""What a lecturer needs in the room: size of text, spot, jump, tour, and a window of notes on the other screen."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_access import violations
from tests.browser.test_sizes import OVERFLOW, OVERLAPS, SETTLED, walk_to


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720)])
def test_one_key_makes_all_text_larger_and_nothing_is_clipped(fresh: Any, size: tuple[int, int]) -> None:
    page: Page = fresh(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    expect(page.locator("[data-node]")).to_have_count(9)
    walk_to(page, 14)
    letters = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    for pressed, wanted in (("z", 20), ("z", 24)):
        page.keyboard.press(pressed)
        assert page.evaluate(letters) == wanted
        page.evaluate(SETTLED)
        found = page.evaluate(OVERFLOW)
        assert (found["page"], found["parts"], found["stage"]) == (0, [], [])
        assert page.evaluate(OVERLAPS) == []
    page.reload()  # the browser remembers it
    expect(page.locator("html")).to_have_attribute("data-size", "2")
    page.keyboard.press("z")
    assert page.evaluate(letters) == 16
    page.reload()
    expect(page.locator("[data-node]")).to_have_count(9)
    assert page.locator("html").get_attribute("data-size") is None


def test_the_laser_spot_follows_the_pointer_and_escape_ends_it(desk: Page) -> None:
    desk.keyboard.press("r")
    spot = desk.locator("[data-laser-spot]")
    expect(spot).to_be_visible()
    for x, y in ((300, 200), (911, 402)):
        desk.mouse.move(x, y)
        box = spot.bounding_box()
        assert box is not None
        assert (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) == (x, y)
    assert desk.evaluate("getComputedStyle(document.elementFromPoint(911, 402)).cursor") == "none"
    desk.mouse.click(911, 402)  # what is under the spot is pressed, not the spot
    assert desk.evaluate("document.elementFromPoint(911, 402).closest('.laser')") is None
    assert violations(desk) == []
    desk.keyboard.press("Escape")
    expect(spot).to_be_hidden()
    assert desk.evaluate("getComputedStyle(document.querySelector('#stage')).cursor") == "grab"
    desk.keyboard.press("r")
    expect(spot).to_be_visible()
    desk.keyboard.press("r")
    expect(spot).to_be_hidden()


def test_jumping_to_a_number_a_value_or_an_adjoint(desk: Page) -> None:
    body, field = desk.locator("body"), desk.get_by_role("combobox", name="Jump to a step")

    def jump(text: str) -> None:
        desk.keyboard.press("j")
        expect(field).to_be_focused()
        desk.keyboard.type(text)
        desk.keyboard.press("Enter")

    jump("14")
    expect(body).to_have_attribute("data-step", "14")
    expect(desk.locator("[data-node=w]")).to_have_attribute("data-sum", "-0.25")
    jump("z")
    expect(body).to_have_attribute("data-step", "1")
    jump("w̄")
    expect(body).to_have_attribute("data-step", "16")
    expect(desk.locator("[data-node=w]")).to_have_attribute("data-adjoint", "-0.2")
    desk.keyboard.press("j")
    desk.keyboard.type("L")
    expect(desk.locator("[data-position]")).to_have_count(4)
    assert violations(desk) == []
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(body).to_have_attribute("data-step", "8")  # L̄
    desk.keyboard.press("j")
    desk.keyboard.type("17")
    expect(desk.locator(".jump-note")).to_contain_text("no such step")
    desk.keyboard.press("Enter")
    expect(field).to_be_visible()
    desk.keyboard.press("Escape")
    expect(field).to_be_hidden()
    expect(body).to_have_attribute("data-step", "8")
    desk.keyboard.press("PageDown")  # keys work at once again
    expect(body).to_have_attribute("data-step", "9")
