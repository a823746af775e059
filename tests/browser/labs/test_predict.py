"""Predict, then reveal: the published answers, the keys, the ladder, the badges, the files."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.access import violations
from tests.browser.arrays import LARGE, NET, opened
from tests.browser.conftest import Fresh


def asked_for_w(page: Page) -> None:
    for _ in range(13):
        page.keyboard.press("PageDown")
    page.keyboard.press("q")
    expect(page.locator(".predict-asked")).to_contain_text("with all its terms")


def answer(page: Page, text: str) -> None:
    field = page.locator(".predict-field")
    expect(field).to_be_focused()
    field.fill(text)
    field.press("Enter")


def file(page: Page, kind: str) -> Path:
    with page.expect_download() as waiting:
        page.click(f"[data-export={kind}]")
    return Path(waiting.value.path())


ANSWERS = [
    ("", "refused", "Type a number first, such as"),
    ("abc", "refused", "“abc” is no number. Type one such as"),
    ("-0.25", "again", "That is the z path only: w̄ also hears from R."),
    ("0.05", "again", "That is the R path only: w̄ also hears from z."),
    ("0.2", "again", "The size is right, the sign is not."),
    ("−0.2", "right", "✓ −0.2 is right."),
    ("-1/5", "right", "✓ −1/5 is right: it is −0.2."),
    ("-0,2", "right", "✓ −0.2 is right."),
]


def said(page: Page) -> str:
    """The verdict as it is read: mathematics once, as its letters, and adjoints with their bars."""
    text: str = page.locator(".predict-verdict").evaluate(
        """(verdict) => {
          const copy = verdict.cloneNode(true);
          for (const math of copy.querySelectorAll('.katex')) {
            math.replaceWith(math.querySelector('annotation').textContent);
          }
          return copy.textContent.replace(/\\\\bar\\{(\\w)\\}/g, '$1\u0304');
        }"""
    )
    return unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("rung", ["all", "last"])
def test_the_answers_to_w(still: Page, rung: str) -> None:
    asked_for_w(still)
    still.check(f"[data-rung={rung}]")
    still.locator(".predict-field").focus()
    for typed, verdict, words in ANSWERS:
        answer(still, typed)
        expect(still.locator(".predict-verdict")).to_have_attribute("data-verdict", verdict)
        assert unicodedata.normalize("NFC", words) in said(still), typed
        is_right = verdict == "right"
        expect(still.locator("body")).to_have_attribute("data-step", "16" if is_right else "13")
        if is_right:
            shown = typed.replace("-", "−").replace(",", ".")
            expect(still.locator("[data-node=w]")).to_have_attribute("data-predicted", f"✓ {shown}")
        else:
            expect(still.locator("[data-node=w]:not([data-adjoint])")).to_have_count(1)  # nothing is given away
            expect(still.locator("[data-score]")).to_contain_text("0 right · 0 nearly · 0 not")
        # Back to the question before, and to this one again, which is then asked anew.
        for _ in range(4 if is_right else 1):
            still.keyboard.press("PageUp")
        still.keyboard.press("PageDown")
        expect(still.locator("body")).to_have_attribute("data-step", "13")
        still.locator(".predict-field").focus()


def test_a_sum_that_is_missed_twice_is_taken_apart_and_the_prediction_stays(still: Page) -> None:
    asked_for_w(still)
    answer(still, "-0.25")
    answer(still, "0.05")
    said = still.locator(".predict-verdict")
    expect(said).to_contain_text("It is −0.2. Now term by term:")
    expect(still.locator("body")).to_have_attribute("data-step", "13")
    expect(still.locator(".predict-asked")).to_contain_text("Which term does z")
    answer(still, "-0.25")
    w = still.locator("[data-node=w]")
    expect(w).to_have_attribute("data-predicted", "✓ −0.25")
    answer(still, "7")
    expect(said).to_contain_text("Not that. The first factor is")
    answer(still, "0.05")
    expect(still.locator("body")).to_have_attribute("data-step", "15")
    expect(still.locator(".predict-asked")).to_contain_text("their sum is shown already")
    still.keyboard.press("PageDown")
    expect(said).to_contain_text("It is −0.2.")
    expect(w).to_have_attribute("data-predicted", "✗ 0.05")
    expect(w).to_have_attribute("data-adjoint", "-0.2")
    expect(still.locator(".predict-log li")).to_have_count(3)
    expect(still.locator(".predict-log li[aria-current]")).to_contain_text("0.05")
    assert violations(still) == []

    still.keyboard.press("PageUp")
    expect(w).to_have_attribute("data-predicted", "✓ 0.05")
    expect(still.locator(".predict-log li")).to_have_count(2)
    still.keyboard.press("PageDown")
    expect(w).to_have_attribute("data-predicted", "✗ 0.05")
    still.locator("[data-lab=predict] .lab-close").click()
    expect(still.locator("[data-predicted], [data-prediction]")).to_have_count(0)
    still.keyboard.press("q")
    expect(w).to_have_attribute("data-predicted", "✗ 0.05")


def test_the_score_is_a_file(still: Page) -> None:
    asked_for_w(still)
    still.check("[data-rung=last]")
    still.locator(".predict-field").focus()
    answer(still, "-0.25")
    answer(still, "-0.25")
    expect(still.locator("body")).to_have_attribute("data-step", "16")
    expect(still.locator("[data-slips]")).to_have_text("Slips: 1 × one path only.")
    data = json.loads(file(still, "json").read_text("utf-8"))
    about = {"version": 1, "example": "lecture", "grain": "named", "rung": "last", "inputs": {}}
    assert {key: data[key] for key in about} == about
    assert "L_reg = L + λR" in data["source"]
    assert data["score"] == {"right": 0, "near": 0, "wrong": 1, "skipped": 0, "slips": {"path": 1}}
    row = {"step": 16, "node": "w", "kind": "adjoint", "edge": None, "entry": None, "asked": "number"}
    outcome = {"answered": "-0.25", "truth": -0.2, "verdict": "wrong", "slip": "path", "tries": 2, "rung": "last"}
    assert data["steps"] == [row | outcome]
    [line] = csv.DictReader(io.StringIO(file(still, "csv").read_text("utf-8")))
    assert (line["node"], line["truth"], line["slip"], line["example"]) == ("w", "-0.2", "path", "lecture")
    assert line["source"] == data["source"]


def test_a_clicker_is_never_held_up(still: Page) -> None:
    still.keyboard.press("q")
    expect(still.locator(".predict-asked")).to_contain_text("What will")
    answer(still, "0")
    step = still.locator("body")
    expect(step).to_have_attribute("data-step", "1")
    expect(still.locator(".predict-field")).to_be_focused()
    still.keyboard.press("PageDown")
    expect(step).to_have_attribute("data-step", "2")
    expect(still.locator(".predict-verdict")).to_contain_text("Not predicted: it is 0.5.")
    still.keyboard.press("PageUp")
    expect(step).to_have_attribute("data-step", "1")
    expect(still.locator(".predict-verdict")).to_contain_text("0 is right.")
    still.locator(".predict-field").blur()
    for key in ("ArrowRight", "PageDown", "Space"):
        still.keyboard.press(key)
    expect(step).to_have_attribute("data-step", "4")
    expect(still.locator("[data-score]")).to_have_text("1 right · 0 nearly · 0 not · 3 skipped")
    still.locator(".predict-field").focus()
    still.keyboard.press("Escape")
    expect(still.locator("[data-lab=predict]")).to_have_count(0)


def test_the_rungs_fade_and_a_run_of_right_answers_leads_higher(still: Page) -> None:
    still.keyboard.press("q")
    still.check("[data-rung=worked]")
    expect(still.locator(".predict-field")).to_be_hidden()
    still.check("[data-rung=last]")
    expect(still.locator(".predict-asked")).to_contain_text("Values are not asked on this rung")
    for _ in range(6):
        still.keyboard.press("PageDown")
    still.locator(".predict-field").focus()
    for right in ("0.1", "1", "-0.5", "-0.125", "0.5"):
        answer(still, right)
    expect(still.locator("[data-score]")).to_contain_text("5 right in a row: try “All blanks”.")
    still.keyboard.press("Escape")
    still.keyboard.press("q")
    expect(still.locator("[data-rung=last]")).to_be_checked()


def test_the_rule_can_be_picked_in_place_of_the_number(still: Page) -> None:
    asked_for_w(still)
    still.check("[data-rule-mode]")
    choices = still.locator(".predict-choice")
    assert 3 <= choices.count() <= 4
    assert violations(still) == []
    for notation in (
        "(∂ L reg / ∂ z) x + (∂ L reg / ∂ R) w",
        "z_bar x + R_bar w",
        "z.grad x + R.grad w",
    ):
        still.locator("[data-rule-mode]").press("n")
        expect(still.get_by_role("button", name=notation, exact=True)).to_be_visible()
    still.locator("[data-rule-mode]").press("n")
    right = still.get_by_role("button", name="z\u0304 x + R\u0304 w", exact=True)
    [wrong, *_] = [choice for choice in choices.all() if choice.inner_text() != right.inner_text()]
    wrong.focus()
    still.keyboard.press("Enter")
    expect(still.locator(".predict-verdict")).to_have_attribute("data-verdict", "again")
    expect(wrong).to_have_attribute("aria-disabled", "true")
    right.click()
    expect(still.locator(".predict-verdict")).to_contain_text("That is the rule.")
    expect(still.locator("body")).to_have_attribute("data-step", "16")
    expect(still.locator("[data-node=w]")).to_have_attribute("data-predicted", "✓")


def test_what_was_so_before_a_value_changed_is_called_stale(still: Page) -> None:
    asked_for_w(still)
    still.locator("[data-leaf=w] .leaf-field").fill("1")
    expect(still.locator("[data-node=w]")).to_have_attribute("data-value", "1")
    still.locator(".predict-field").focus()
    answer(still, "-0.2")
    expect(still.locator(".predict-verdict")).to_contain_text("before the last change")


def test_in_french_too(fresh: Fresh) -> None:
    page = fresh("?lang=fr", reduced_motion="reduce")
    expect(page.locator("[data-node]")).to_have_count(9)
    page.keyboard.press("q")
    expect(page.locator(".predict-asked")).to_contain_text("Que vaudra")
    answer(page, "abc")
    expect(page.locator(".predict-verdict")).to_contain_text("« abc » n’est pas un nombre")


def test_of_a_small_array_one_entry_is_asked_and_every_step_has_a_word(fresh: Fresh) -> None:
    page = opened(fresh, NET)
    page.keyboard.press("q")
    asked = page.locator(".predict-asked")
    expect(asked).to_contain_text("What will z")
    steps = int(page.locator("body").get_attribute("data-steps") or 0)
    for step in range(1, steps + 1):
        assert asked.inner_text().strip()
        page.keyboard.press("PageDown")
        expect(page.locator("body")).to_have_attribute("data-step", str(step))
    expect(asked).to_contain_text("The walk is over")


def test_of_a_large_array_the_shape_is_asked(fresh: Fresh) -> None:
    page = opened(fresh, LARGE)
    steps = int(page.locator("body").get_attribute("data-steps") or 0)
    for _ in range(steps - 2):
        page.keyboard.press("PageDown")
    page.keyboard.press("q")
    expect(page.locator(".predict-asked")).to_contain_text("Which shape has")
    page.get_by_role("button", name="6 × 20", exact=True).click()
    expect(page.locator(".predict-verdict")).to_have_text("✓ 6×20 is right.")
    expect(page.locator("[data-node=W]")).to_have_attribute("data-predicted", "✓ 6×20")
    assert violations(page) == []
