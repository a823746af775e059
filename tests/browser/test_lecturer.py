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
    expect(field).to_be_focused()
    desk.keyboard.type("L")
    expect(desk.locator("[data-position]")).to_have_count(4)
    assert violations(desk) == []
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(body).to_have_attribute("data-step", "8")  # L̄
    desk.keyboard.press("j")
    expect(field).to_be_focused()
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


def pressed(page: Page, key: str, at: Page | None = None) -> list[Any]:
    """Press a key in the tour, or in the window of its notes, and wait until it has led somewhere."""
    before = page.evaluate(AT)
    (at or page).keyboard.press(key)
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
    assert said[17] == {"ā": "2"}
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
    page.wait_for_function("!location.hash.includes('t=')")
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


def noted(page: Page) -> Page:
    """The window of notes that W opens."""
    with page.context.expect_page() as opened:
        page.keyboard.press("w")
    notes = opened.value
    expect(notes.locator("[data-screen=now] .katex").first).to_be_visible()
    return notes


def stands(page: Page, notes: Page, position: int) -> None:
    """Both windows are at this step."""
    expect(page.locator("body")).to_have_attribute("data-step", str(position))
    expect(notes.locator("body")).to_have_attribute("data-position", str(position))


def test_the_notes_keep_step_with_the_page_and_the_page_with_them(desk: Page) -> None:
    notes = noted(desk)
    stands(desk, notes, 0)
    for _ in range(13):
        desk.keyboard.press("PageDown")
    stands(desk, notes, 13)
    expect(notes.locator("[data-screen=now] [data-caption]")).to_contain_text("−0.125 × 1 = −0.125")
    expect(notes.locator("[data-screen=next] [data-caption]")).to_contain_text("Term 1 of 2")
    expect(notes.locator("[data-screen=next] [data-substituted]")).to_contain_text("−0.25")
    expect(notes.locator("[data-kind=narration]")).to_contain_text("The bias enters z")
    expect(notes.locator("[data-kind=narration-next]")).to_contain_text("Here two roads meet.")
    for key, position in (("PageDown", 14), ("ArrowLeft", 13), ("End", 16), ("Home", 0), (" ", 1)):
        notes.keyboard.press(key)
        stands(desk, notes, position)
    notes.keyboard.press("b")
    expect(desk.locator("[data-blanket]")).to_be_visible()
    expect(notes.locator("[data-status]")).to_contain_text("black")
    notes.keyboard.press("Escape")
    expect(desk.locator("[data-blanket]")).to_be_hidden()
    desk.keyboard.press("r")
    expect(notes.locator("[data-status]")).to_contain_text("laser")
    notes.keyboard.press("Escape")
    expect(desk.locator("[data-laser-spot]")).to_be_hidden()
    notes.keyboard.press("j")
    notes.keyboard.type("w̄")
    expect(notes.locator("[data-position='16'][role=option]")).to_be_visible()
    notes.keyboard.press("Enter")
    stands(desk, notes, 16)
    expect(notes.locator("[data-screen=next]")).to_contain_text("Nothing follows.")


def test_the_notes_tell_what_the_tour_will_ask_and_lead_it(fresh: Any) -> None:
    page = toured(fresh)
    notes = noted(page)
    expect(notes.locator("[data-kind=notes]")).to_contain_text("by hand")
    for _ in range(2):
        pressed(page, "PageDown", notes)
    expect(page.locator(".tour")).to_have_attribute("data-point", "2")
    expect(page.locator("[data-tour-answer]")).not_to_contain_text("Gradient descent")
    expect(notes.locator("[data-kind=question]")).to_contain_text("Is it a way to learn")
    expect(notes.locator("[data-screen=next]")).to_contain_text("Gradient descent learns")
    notes.keyboard.press("PageDown")
    expect(page.locator("[data-tour-answer]")).to_contain_text("Gradient descent")
    expect(notes.locator("[data-screen=next]")).to_contain_text("A chain of three functions")
    assert violations(notes) == []
    while pressed(page, "PageDown", notes)[0] < 6:
        pass
    expect(notes.locator("[data-screen=next] [data-caption]")).to_contain_text("computed from")


def test_two_pages_in_one_browser_have_notes_of_their_own(desk: Page) -> None:
    other = desk.context.new_page()
    other.goto(desk.url.partition("#")[0])
    expect(other.locator("[data-node]")).to_have_count(9)
    mine, theirs = noted(desk), noted(other)
    desk.keyboard.press("PageDown")
    stands(desk, mine, 1)
    theirs.keyboard.press("End")
    stands(other, theirs, 16)
    stands(desk, mine, 1)
    # A tab that was duplicated remembers what the first one does, and must find out that it is not the first.
    name = desk.evaluate("sessionStorage.getItem('presenter')")
    copy = desk.context.new_page()
    copy.add_init_script(f"sessionStorage.presenter ||= '{name}'")
    copy.goto(desk.url.partition("#")[0])
    copy.wait_for_function("(name) => sessionStorage.presenter !== name", arg=name)
    copy.keyboard.press("End")
    expect(copy.locator("body")).to_have_attribute("data-step", "16")
    stands(desk, mine, 1)


def test_closing_or_reloading_either_window_harms_nothing(desk: Page) -> None:
    notes = noted(desk)
    notes.close()
    desk.keyboard.press("PageDown")
    expect(desk.locator("body")).to_have_attribute("data-step", "1")
    notes = noted(desk)
    stands(desk, notes, 1)
    notes.reload()
    stands(desk, notes, 1)
    desk.reload()
    expect(desk.locator("[data-node]")).to_have_count(9)
    expect(notes.locator("body:not([data-alone])")).to_be_visible()  # until then it says that the page is away
    notes.keyboard.press("PageDown")
    stands(desk, notes, 2)
    desk.close()
    expect(notes.locator("[data-status]")).to_contain_text("The page was closed")
    expect(notes.locator("[data-screen=now] .katex").first).to_be_visible()


def test_where_no_window_opens_the_page_says_so_and_offers_a_link(desk: Page) -> None:
    desk.evaluate("window.open = () => null")
    desk.keyboard.press("w")
    notice = desk.get_by_role("alert")
    expect(notice).to_contain_text("opened no second window")
    assert violations(desk) == []
    with desk.context.expect_page() as opened:
        notice.get_by_role("link").click()
    expect(notice).to_have_count(0)
    notes = opened.value
    desk.keyboard.press("PageDown")
    stands(desk, notes, 1)


def test_the_talk_is_timed_and_the_timer_starts_anew(desk: Page) -> None:
    desk.context.clock.install()
    notes = noted(desk)
    timer = notes.locator("[data-timer]")
    expect(timer).to_have_text("0:00")
    notes.clock.fast_forward("12:34")
    expect(timer).to_have_text("12:34")
    notes.reload()
    expect(timer).to_have_text("12:34")
    notes.get_by_role("button", name="Reset").click()
    expect(timer).to_have_text("0:00")


def test_notes_without_a_page_say_where_they_come_from(fresh: Any) -> None:
    page = fresh("presenter")
    expect(page.locator(".notes-lost")).to_contain_text("Press W")
    assert violations(page) == []


@pytest.mark.parametrize(("asked", "spoken"), [("fr", "fr"), ("tlh", "en"), ("toString", "en")])
def test_the_notes_speak_the_language_of_their_address(fresh: Any, asked: str, spoken: str) -> None:
    page = fresh(f"presenter#l={asked}")
    expect(page.locator("html")).to_have_attribute("lang", spoken)
    expect(page.locator(".notes-lost p")).to_contain_text("Appuyez" if spoken == "fr" else "Press W")
