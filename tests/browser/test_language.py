"""French, whole: the page as it starts, a walk, the help, a lab, and the way back to English."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.access import violations
from tests.browser.test_sizes import OVERFLOW, OVERLAPS, SIZES, walk_to


@pytest.fixture
def french(fresh: Any) -> Page:
    page: Page = fresh("?lang=fr", reduced_motion="reduce")
    expect(page.locator("[data-node]")).to_have_count(9)
    return page


def test_a_walk_in_french(french: Page) -> None:
    expect(french.locator("html")).to_have_attribute("lang", "fr")
    expect(french.locator("[data-action=next]")).to_have_attribute("aria-label", "Étape suivante")
    expect(french.locator("#stage")).to_have_attribute("aria-label", "Graphe de calcul")
    expect(french.locator("[data-caption]")).to_contain_text("Appuyez sur → pour commencer")
    walk_to(french, 14)
    expect(french.locator("[data-caption]")).to_contain_text("Terme 1 sur 2 pour")
    expect(french.locator("#ledger h2")).to_contain_text("1 sur 2")
    expect(french.locator("#listing")).to_contain_text("pour")
    expect(french.locator("[data-leaf=w] .leaf-role")).to_have_text("paramètre")
    assert violations(french) == []


def test_help_and_labs_in_french_and_the_switch_keeps_the_screen(french: Page) -> None:
    walk_to(french, 3)
    french.keyboard.press("a")
    expect(french.locator("#labs")).to_contain_text("Ateliers")
    french.keyboard.press("Escape")
    french.keyboard.press("?")
    expect(french.locator("#help-title")).to_have_text("Touches et signes")
    expect(french.locator("[data-language=fr]")).to_have_attribute("aria-current", "true")
    assert violations(french) == []
    french.click("[data-language=en]")
    expect(french.locator("html")).to_have_attribute("lang", "en")
    expect(french).to_have_url(re.compile(r"\?lang=en#.*k=3"))
    expect(french.locator("body")).to_have_attribute("data-step", "3")
    expect(french.locator("[data-caption]")).to_contain_text("is computed from")


def test_a_french_browser_is_answered_in_french_and_others_in_english(fresh: Any) -> None:
    page = fresh(locale="fr-CH", reduced_motion="reduce")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page = fresh(locale="de-DE", reduced_motion="reduce")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("[data-action=next]")).to_have_attribute("aria-label", "Next step")


@pytest.mark.parametrize("size", SIZES)
def test_french_is_longer_and_fits(fresh: Any, size: tuple[int, int]) -> None:
    page = fresh("?lang=fr", viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    expect(page.locator("[data-node]")).to_have_count(9)
    for position in (0, 14):
        walk_to(page, position)
        found = page.evaluate(OVERFLOW)
        assert found["page"] <= 0
        assert found["parts"] == []
        assert found["stage"] == []
        assert page.evaluate(OVERLAPS) == []
