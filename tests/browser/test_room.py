"""What a lecturer needs in the room: size of text, spot, jump, tour, and a window of notes on the other screen."""

from __future__ import annotations

from itertools import pairwise
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.access import violations
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


AT = """() => {
  const tour = document.querySelector('.tour');
  return tour.hidden ? null : [+tour.dataset.point, +document.body.dataset.step, tour.hasAttribute('data-answered')];
}"""


def pressed(page: Page, key: str) -> list[Any]:
    """Press a key in the tour and wait until it has led somewhere."""
    before = page.evaluate(AT)
    page.keyboard.press(key)
    page.wait_for_function(f"(before) => JSON.stringify(({AT})()) !== JSON.stringify(before)", arg=before)
    found: list[Any] = page.evaluate(AT)
    return found


def toured(fresh: Any, **options: Any) -> Page:
    page: Page = fresh(reduced_motion="reduce", **options)
    expect(page.locator("[data-node]")).to_have_count(9)
    page.keyboard.press("v")
    expect(page.locator(".tour")).to_have_attribute("data-lesson", "lecture-6")
    return page


def test_the_tour_is_walked_from_its_start_to_its_end_with_one_key(fresh: Any) -> None:
    page = toured(fresh)
    points = int(page.locator(".tour").get_attribute("data-points") or 0)
    walk = [page.evaluate(AT)]
    said: dict[int, dict[str, str]] = {}
    numbers = "(all) => Object.fromEntries(all.map((one) => [one.dataset.gap, one.textContent]))"
    while True:
        point, _, answered = walk[-1]
        said[point] = page.locator("[data-gap]").evaluate_all(numbers)
        assert "?" not in said[point].values()
        if point == points - 1 and answered == (page.locator("[data-tour-question]").inner_text() != ""):
            break
        walk.append(pressed(page, "PageDown"))
    visited = [point for point, _, _ in walk]
    assert sorted(set(visited)) == list(range(points))
    assert all(0 <= later - sooner <= 1 for sooner, later in pairwise(visited))
    assert sum(answered for _, _, answered in walk) >= 5, "questions are answered on the way"
    assert visited.count(16) == 4, "the terms of w, one press each"
    assert said[16] == {"w->z": "−0.25", "w->R": "0.05", "w̄": "−0.2"}
    assert said[3] == {"∂x/∂w": "0.7864", "∂y/∂x": "0.8135", "∂z/∂y": "0.8345", "w̄": "0.5339"}
    assert said[27] == {"w->R": "0.05", "w̄": "−0.2"}, "the appendix asks which of the two is meant"
    page.keyboard.press("PageDown")  # there is nothing after the end
    for wanted in reversed(walk[-7:-1]):  # and the way back is the way there
        assert pressed(page, "PageUp") == wanted


def test_the_numbers_of_a_caption_follow_the_sliders_and_the_notation(fresh: Any) -> None:
    page = toured(fresh)
    pressed(page, "PageDown")
    expect(page.locator("[data-gap=L_reg]")).to_have_text("0.1375")
    page.locator("[data-leaf=w] input[type=number], [data-leaf=w] input:not([type=range])").first.fill("0")
    expect(page.locator("[data-gap=L_reg]")).not_to_have_text("0.1375")
    page.keyboard.press("Escape")  # in the field: the tour stays
    expect(page.locator(".tour")).to_be_visible()


def test_a_tour_is_left_taken_up_again_and_linked_to(fresh: Any) -> None:
    page = toured(fresh)
    for _ in range(4):
        at = pressed(page, "ArrowRight")
    page.wait_for_function("location.hash.includes('t=lecture-6.3')")
    link = page.evaluate("location.hash")
    page.keyboard.press("Escape")
    expect(page.locator(".tour")).to_be_hidden()
    assert "t=" not in page.evaluate("new Promise((done) => setTimeout(() => done(location.hash), 600))")
    page.keyboard.press("v")
    expect(page.locator(".tour")).to_have_attribute("data-point", "3")
    page.keyboard.press("v")
    expect(page.locator(".tour")).to_be_hidden()
    again = fresh(link, reduced_motion="reduce")
    expect(again.locator(".tour")).to_have_attribute("data-point", "3")
    assert again.evaluate(AT) == at
    lost = fresh(f"#v=1&s={quote('L = 1 + 1')}&k=0&t=no-lesson.3", reduced_motion="reduce")
    expect(lost.locator("#message")).to_contain_text("no-lesson")
    expect(lost.locator(".tour")).to_be_hidden()


@pytest.mark.parametrize(("scheme", "size"), [("light", (1280, 720)), ("dark", (1280, 800)), ("light", (390, 844))])
def test_axe_finds_nothing_in_the_tour_and_nothing_is_cut_off(fresh: Any, scheme: str, size: tuple[int, int]) -> None:
    page = toured(fresh, color_scheme=scheme, viewport={"width": size[0], "height": size[1]})
    for _ in range(3):
        pressed(page, "PageDown")
    expect(page.locator("[data-tour-question]")).to_contain_text("learn")
    cut = """() => [...document.querySelectorAll('.tour-main, .tour-aside, .tour-place, .tour-caption')]
      .filter((part) => part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 2)
      .map((part) => part.className)"""
    assert page.evaluate(cut) == []
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
