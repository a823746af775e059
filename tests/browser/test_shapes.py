"""Shapes on every edge, in both directions; and a mismatch explained in words."""

from __future__ import annotations

import json
import urllib.request
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Page, expect

SHAPES = {
    "W__1->z": "2×2",
    "x->z": "2",
    "b__1->z": "2",
    "z->h": "2",
    "W__2->y": "2×2",
    "h->y": "2",
    "b__2->y": "2",
    "y->L": "2",
    "t->L": "2",
}
SHOWN = """() => Object.fromEntries([...document.querySelectorAll('#stage .edge-label')].map((label) => {
    const isShown = getComputedStyle(label).visibility === 'visible';
    return [label.dataset.label, isShown ? getComputedStyle(label, '::after').content.replaceAll('"', '') : ''];
}))"""


def shown(page: Page) -> dict[str, str]:
    """What each label shows of a shape: the sheet writes it, so the page is asked what it paints."""
    found: dict[str, str] = page.evaluate(SHOWN)
    return found


def test_every_edge_of_the_multilayer_net_has_its_shape_both_ways(fresh: Any, address: str) -> None:
    with urllib.request.urlopen(f"{address}api/examples/multilayer", timeout=60) as answer:
        source = json.load(answer)["source"]
    page = fresh(f"#v=1&s={quote(source, safe='')}", reduced_motion="reduce")
    expect(page.locator("[data-node]")).to_have_count(10)
    for key in ("PageDown", "End"):
        page.locator("body").press(key)
        assert shown(page) == SHAPES
    expect(page.locator("#stage")).to_have_attribute("data-phase", "backward")


def test_scalars_have_none(still: Page) -> None:
    still.keyboard.press("End")
    assert set(shown(still).values()) == {"none"}


def test_a_mismatch_is_told_in_words_with_both_shapes_and_what_would_fit(desk: Page) -> None:
    content = desk.locator("#editor .cm-content")
    (content if content.count() else desk.locator("#editor textarea")).click()
    expect(content).to_be_focused()
    desk.keyboard.press("Control+a")
    desk.keyboard.insert_text("param W = [[1, 2, 3], [4, 5, 6]]\ninput x = [1, 2]\ny = W @ x\nL = sum(y)")
    problem = desk.locator("#editor [role=alert]")
    expect(problem).to_contain_text("Shapes (2, 3) and (2,) do not fit in a matrix product")
    expect(problem).to_contain_text("the left side has 3 columns, the right side 2 entries")
    expect(problem).to_contain_text("W has the shape (2, 3), x has the shape (2,)")
    expect(problem).to_contain_text("transpose one of them with .T, so that the inner sizes agree")
    expect(desk.locator("#editor [data-problem]")).to_have_text("W @ x")
