"""French, whole: the page as it starts, a walk, the help, a lab, and the way back to English."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.access import violations
from tests.browser.test_sizes import OVERFLOW, OVERLAPS, SIZES, walk_to

ENGLISH = """() => {
  const words = /\\b(the|of|and|is|are|to|with|from|this|step|node|search|close|not|by|than)\\b/i;
  const isSeen = (element) => element.getClientRects().length > 0
    && !element.closest("body [lang=en], .picker-title, .katex, .cm-content, pre, kbd, script, style, noscript");
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) if (isSeen(texts.currentNode.parentElement)) found.push(texts.currentNode.textContent);
  for (const name of ["aria-label", "title", "placeholder", "aria-valuetext", "aria-description"])
    for (const element of document.querySelectorAll(`[${name}]`))
      if (isSeen(element)) found.push(element.getAttribute(name));
  return { read: found.length, english: found.filter((text) => words.test(text)) };
}"""
"""What is on the screen or said of it, and what of that is English without being marked so."""


def assert_french(page: Page) -> None:
    found = page.evaluate(ENGLISH)
    assert found["read"] > 50
    assert found["english"] == []


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
    assert_french(french)
    walk_to(french, 14)
    expect(french.locator("[data-caption]")).to_contain_text("Terme 1 sur 2 pour")
    expect(french.locator("#ledger h2")).to_contain_text("1 sur 2")
    expect(french.locator("#listing")).to_contain_text("pour")
    expect(french.locator("[data-leaf=w] .leaf-role")).to_have_text("paramètre")
    expect(french.locator("[data-narration]")).to_have_attribute("lang", "en")
    assert_french(french)
    assert violations(french) == []


def test_help_and_labs_in_french_and_the_switch_keeps_the_screen(french: Page) -> None:
    walk_to(french, 3)
    french.keyboard.press("a")
    expect(french.locator("#labs")).to_be_visible()
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


def test_every_part_that_is_fetched_later_speaks_french(french: Page) -> None:
    walk_to(french, 14)
    for key, part, words in (
        ("i", "#inspector", "L’adjoint comme somme"),
        ("m", "#modes", "La rétropropagation coûte"),
        ("?", "#help", "convergence (fan-in)"),
        ("a", "#labs", "Ateliers"),
        ("/", ".finder", ""),
    ):
        french.keyboard.press(key)
        shown = french.locator(part)
        expect(shown).to_be_visible()
        expect(shown).to_contain_text(words)
        assert_french(french)
        french.keyboard.press("Escape")
    french.click(".picker")
    expect(french.locator(".picker-search")).to_have_attribute("placeholder", "Chercher un exemple")
    assert_french(french)
    french.keyboard.press("Escape")
    french.keyboard.press("c")
    expect(french.locator("#message")).to_contain_text("9 adjoints sur 9 concordent avec les différences centrées.")


def test_every_lab_speaks_french(french: Page) -> None:
    walk_to(french, 14)
    french.keyboard.press("a")
    expect(french.locator("[data-open-lab]").first).to_be_visible()
    labs = french.locator("[data-open-lab]").evaluate_all("(all) => all.map((one) => one.dataset.openLab)")
    assert len(labs) > 5
    for lab in labs:
        french.click(f"[data-open-lab={lab}]")
        expect(french.locator(f"[data-lab={lab}]")).to_be_visible()
        french.wait_for_load_state("networkidle")
        assert_french(french)
        french.click(f"[data-lab={lab}] .lab-close")
        french.keyboard.press("a")


def test_a_mistake_is_placed_explained_and_mended_in_french(fresh: Any) -> None:
    page: Page = fresh(f"?lang=fr#v=1&s={quote('param w = 2; y = w + v', safe='')}", reduced_motion="reduce")
    problem = page.locator("#editor .problem")
    expect(problem.locator(".problem-place")).to_have_text("Ligne 1, colonne 22")
    what = problem.locator(".problem-what")
    expect(what).to_have_text(re.compile("^«\u00a0v\u00a0» n’est pas défini ici.$"))
    assert what.get_attribute("lang") is None
    expect(problem.locator(".problem-hint")).to_contain_text("Vouliez-vous dire «\u00a0w\u00a0»\u00a0?")
    expect(problem.locator(".problem-remedy").first).to_have_text("Écrire plutôt w")
    expect(page.locator("#stage")).to_have_attribute(
        "data-words", "Le graphe s’affiche ici dès que le modèle est lisible."
    )
    assert_french(page)
    assert violations(page) == []


def test_a_service_that_is_silent_is_told_of_in_french(french: Page) -> None:
    french.route("**/api/trace", lambda route: route.abort())
    french.keyboard.press("g")
    notice = french.locator(".problem-notice")
    expect(notice).to_contain_text("Le service ne répond pas.")
    expect(notice).to_contain_text("votre texte n’est pas perdu")
    assert_french(french)


def test_a_language_chosen_once_counts_until_another_is(fresh: Any, address: str) -> None:
    page: Page = fresh(reduced_motion="reduce")
    expect(page.locator("[data-node]")).to_have_count(9)
    page.keyboard.press("?")
    page.click("[data-language=fr]")
    expect(page).to_have_url(re.compile(r"\?lang=fr"))
    page.goto(f"{address}#v=1&s={quote('y = 3', safe='')}")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("[data-node=y]")).to_be_visible()
    page.goto(f"{address}?lang=en")
    expect(page.locator("[data-action=next]")).to_have_attribute("aria-label", "Next step")


def test_a_french_browser_is_answered_in_french_and_others_in_english(fresh: Any) -> None:
    page = fresh(locale="fr-CH", reduced_motion="reduce")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page = fresh(locale="de-DE", reduced_motion="reduce")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("[data-action=next]")).to_have_attribute("aria-label", "Next step")
    assert page.evaluate(ENGLISH)["english"] != [], "what looks for English finds it"


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
