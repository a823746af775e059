"""Numbers on a French page: how many, how many times and per cent are written as French does, in every part and lab.

The model's own numbers keep the point that its text has (docs/adding-a-language.md); they are no figures in this sense.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Fresh
from tests.browser.labs.opening import open_lab
from tests.browser.labs.test_frame import LABS
from tests.browser.test_lecturer import noted

SAID = """() => {
  const isSeen = (element) => element.getClientRects().length > 0
    && !element.closest("body [lang=en], .katex, .cm-content, pre, code, kbd, script, style, noscript, option");
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = new Set();
  while (texts.nextNode()) {
    const holder = texts.currentNode.parentElement;
    // The whole line: what is set bold, or in a gap, stands in it.
    if (isSeen(holder)) found.add(texts.currentNode.textContent).add(holder.closest("p, li, td, dd, figcaption, text")
      ?.textContent ?? "");
  }
  for (const name of ["aria-label", "title", "placeholder", "aria-valuetext", "aria-description"])
    for (const element of document.querySelectorAll(`[${name}]`))
      if (isSeen(element)) found.add(element.getAttribute(name));
  return [...found];
}"""
"""What is on the screen or said of it."""

WRITINGS = {
    "groups": re.compile(r"(?<![\d.,\[])\d{1,3}(?:,\d{3})+(?![\d,\]])"),
    "no groups": re.compile(r"(?<![\w.,⁻−-])\d{5,}(?![\w.,])"),
    "point": re.compile(r"\d\.\d+(?:\s· 10[⁻⁰¹²³⁴-⁹]|\s%|\stim|\sfois|\s×(?:\s[a-zé]|\.))"),
}
"""How English writes figures: `1,234`, `0.5 %`, `2.4 · 10¹⁸`; and a figure that nobody wrote for a language."""

SMALL = "param w = 0.3\ninput x = 1.5\ntarget t = 1\nz = w x\ny = σ(z)\nL = ½(y − t)²"
LARGE = "\n".join(["param w = 0.5", "h0 = 1", *(f"h{k} = h{k - 1} w + w" for k in range(1, 1011)), "L = h1010"])


LENGTHY = "handout"
"""Sets each of the large model's thousands of steps as mathematics; its own figures are those of the small model."""


def english(page: Page) -> dict[str, list[str]]:
    texts = page.evaluate(SAID)
    found = {name: [one for one in texts if writing.search(one)] for name, writing in WRITINGS.items()}
    return {name: lines for name, lines in found.items() if lines}


def walked(fresh: Fresh, language: str, source: str, labs: list[str]) -> dict[str, list[str]]:
    """What of a page in a language is written as English does, with each lab in its turn, the costs and the notes."""
    found: dict[str, list[str]] = {}
    page: Page = fresh(f"?lang={language}#v=1&s={quote(source, safe='')}&k=4", reduced_motion="reduce")
    expect(page.locator("body")).to_have_attribute("data-step", "4")

    def read(shown: Page = page) -> None:
        shown.wait_for_load_state("networkidle")
        assert shown.evaluate(SAID), "something is said"
        for name, texts in english(shown).items():
            found.setdefault(name, []).extend(texts)

    read()
    for lab in labs:
        open_lab(page, lab)  # it takes the place of the one before
        expect(page.locator(f"[data-lab={lab}] .lab-body > *").first).to_be_attached()
        read()
    page.locator("[data-lab] .lab-close").press("Escape")
    page.keyboard.press("End")
    read()
    page.keyboard.press("m")
    expect(page.locator("[data-cost] p").first).to_be_visible()
    read()
    notes = noted(page)
    # Not `3,031` and not `3031`: the place in the walk as it stands in the window of notes.
    steps = int(page.locator("body").get_attribute("data-steps") or 0)
    written = {"en": f"{steps:,}", "fr": f"{steps:,}".replace(",", "\u202f")}[language]
    expect(notes.locator(".notes-step")).to_contain_text(f"{written} / {written}")
    read(notes)
    return found


@pytest.mark.parametrize(
    ("source", "labs", "controls"),
    [(SMALL, LABS, {"point"}), (LARGE, [lab for lab in LABS if lab != LENGTHY], {"groups", "point"})],
    ids=["small", "large"],
)
def test_no_figure_of_a_french_page_is_written_as_english_does(
    fresh: Any, source: str, labs: list[str], controls: set[str]
) -> None:
    assert walked(fresh, "fr", source, labs) == {}
    assert set(walked(fresh, "en", source, ["gauge", "order"])) == controls, "what looks for English figures finds them"
