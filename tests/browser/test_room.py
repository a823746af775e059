"""What a lecturer needs in the room: size of text, spot, jump, tour, and a window of notes on the other screen."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

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
