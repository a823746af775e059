"""The handout: what is on the sheets, that blanks hide every result, and that two pages hold the running example."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.access import violations

SHEET = ".handout-sheet"


def opened(page: Page) -> None:
    page.keyboard.press("h")
    expect(page.locator(f"{SHEET} [data-node]")).to_have_count(9)


def pages(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True, print_background=True)))


@pytest.mark.parametrize("extent", ["key", "every"])
def test_the_running_example_takes_two_pages(still: Page, extent: str) -> None:
    opened(still)
    still.check(f"[data-handout={extent}]")
    assert pages(still) == 2
    still.check("[data-handout=blanks]")
    assert pages(still) == 2


def test_key_steps_hold_the_published_numbers_and_blanks_hide_them(still: Page) -> None:
    opened(still)
    assert still.locator("[data-handout-line]").count() == 5 + 9
    w = still.locator("[data-handout-line=w] .handout-result")
    expect(w).to_contain_text("−0.2")
    assert violations(still) == []
    still.check("[data-handout=blanks]")
    expect(w.locator("[data-blank]")).to_have_count(1)
    results = still.locator(".handout-result").all_inner_texts()
    assert [text for text in results if text.strip()] == []
    expect(still.locator(f"{SHEET} [data-node=z]")).not_to_have_attribute("data-value", "0")
    expect(still.locator(f"{SHEET} [data-node=x]")).to_have_attribute("data-value", "2")
    still.check("[data-handout=every]")
    assert still.locator("[data-handout-line]").count() == 16


def test_in_print_the_sheet_is_all_there_is(still: Page) -> None:
    opened(still)
    still.emulate_media(media="print")
    for part in (".header", ".footer", ".side", "#stage", ".reading", ".handout-options"):
        expect(still.locator(part)).to_be_hidden()
    expect(still.locator(SHEET)).to_be_visible()
    direction = still.locator(".handout-graph").get_attribute("data-direction")
    assert direction == "right", "paper is not a phone"


def test_paper_is_white_in_a_dark_room(fresh: Any) -> None:
    page = fresh(color_scheme="dark", reduced_motion="reduce")
    expect(page.locator("[data-node]")).to_have_count(9)
    opened(page)
    assert page.locator(SHEET).evaluate("(sheet) => getComputedStyle(sheet).backgroundColor") == "rgb(255, 255, 255)"
    name = page.locator(f"{SHEET} [data-node=w] .node-name")
    assert name.evaluate("(name) => getComputedStyle(name).backgroundColor") == "rgb(255, 255, 255)"
    assert violations(page) == []
