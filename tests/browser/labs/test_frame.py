"""What holds for every lab of the table, and for the next one: opened, used and closed by keyboard, linked to, in
two languages, and nothing of it left behind."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from scripts.places import ROOT
from tests.browser.access import violations
from tests.browser.labs.opening import open_lab

TABLE = (ROOT / "app" / "static" / "labs" / "table.js").read_text("utf-8")
LABS = re.findall(r'\bid: "([a-z]+)"', TABLE)
STEPS = 14


def walked(page: Page) -> None:
    for _ in range(STEPS):
        page.keyboard.press("PageDown")
    expect(page.locator("body")).to_have_attribute("data-step", str(STEPS))


def test_the_table_has_a_row_for_each_folder() -> None:
    folders = {path.parent.name for path in (ROOT / "app" / "static" / "labs").glob("*/index.js")}
    assert set(LABS) == folders
    assert len(LABS) == len(set(LABS)) > 0
    assert {path.stem for path in (ROOT / "docs" / "labs").glob("*.md")} == folders


def test_the_default_screen_gained_one_button(desk: Page) -> None:
    assert desk.locator("[data-action=labs]").count() == 1
    assert desk.locator("[data-lab], #labs").count() == 0
    desk.keyboard.press("PageDown")
    assert desk.locator("[data-lab], #labs").count() == 0


def test_the_menu_is_a_matter_of_keys(still: Page) -> None:
    still.keyboard.press("a")
    menu = still.locator("#labs")
    expect(menu).to_be_visible()
    expect(still.locator("[data-open-lab]")).to_have_count(len(LABS))
    assert violations(still) == []
    still.keyboard.press("ArrowDown")
    chosen = still.evaluate("document.activeElement.dataset.openLab")
    still.keyboard.press("Enter")
    expect(menu).to_be_hidden()
    expect(still.locator(f"[data-lab={chosen}]")).to_be_visible()
    still.keyboard.press("a")
    expect(menu).to_be_visible()
    still.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(still.locator(f"[data-lab={chosen}]")).to_be_visible()


@pytest.mark.parametrize("lab", LABS)
def test_each_lab_opens_in_mid_sweep_walks_on_and_leaves_nothing_behind(still: Page, lab: str) -> None:
    walked(still)
    before = still.locator("#stage").inner_html()
    open_lab(still, lab)
    panel = still.locator(f"[data-lab={lab}]")
    expect(panel.locator(".lab-body > *").first).to_be_attached()
    expect(still).to_have_url(re.compile(rf"[#&]l={lab}\b"))
    assert violations(still) == []
    still.evaluate("document.activeElement.blur()")  # keys typed in a lab's field stay there
    still.keyboard.press("PageUp")
    still.keyboard.press("PageDown")
    close = panel.locator(".lab-close")
    close.focus()
    close.press("Escape")
    expect(still.locator("[data-lab]")).to_have_count(0)
    expect(still.locator("[data-action=labs]")).to_be_focused()
    still.keyboard.press("PageUp")
    still.keyboard.press("PageDown")
    assert still.locator("#stage").inner_html() == before


@pytest.mark.parametrize("lab", LABS)
def test_each_lab_fits_where_it_stands(fresh: Any, lab: str) -> None:
    """At every size nothing of the panel leaves the page sideways, and the walk's buttons stay in reach."""
    page: Page = fresh(f"#v=1&s=w=2;y=w^2&k=2&l={lab}", reduced_motion="reduce")
    expect(page.locator(f"[data-lab={lab}] .lab-body > *").first).to_be_attached()
    for width, height in [(1920, 1080), (1280, 720), (390, 844)]:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("() => new Promise(requestAnimationFrame)")
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert over <= 0, (lab, width)
        expect(page.locator("[data-action=next]")).to_be_in_viewport()


def test_a_link_to_no_lab_says_so_and_shows_the_walk(fresh: Any) -> None:
    page = fresh("#v=1&s=w=2;y=w^2&l=alchemy")
    expect(page.locator("#message")).to_contain_text("alchemy")
    expect(page.locator("[data-node]")).to_have_count(2)
    expect(page.locator("[data-lab]")).to_have_count(0)


def test_the_side_column_shows_one_thing_at_a_time(still: Page) -> None:
    """A lab in the side column gives way to what is asked for there, and takes its place again."""
    side = next(
        lab for lab in LABS if 'place = "side"' in (ROOT / f"app/static/labs/{lab}/index.js").read_text("utf-8")
    )
    open_lab(still, side)
    still.keyboard.press("m")
    expect(still.locator("#modes")).to_be_visible()
    expect(still.locator("[data-lab]")).to_have_count(0)
