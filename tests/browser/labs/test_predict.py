"""Predict, then reveal: the published answers, the keys, the badges, the file."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.access import violations


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


@pytest.mark.parametrize(
    ("typed", "verdict", "words"),
    [
        ("−0.2", "right", "is right"),
        ("-1/5", "right", "is right"),
        ("-0.25", "again", "z path only"),
        ("0.05", "again", "R path only"),
        ("0.2", "again", "the sign is not"),
        ("", "refused", "Type a number first"),
        ("abc", "refused", "is no number"),
    ],
)
def test_the_answers_to_w(still: Page, typed: str, verdict: str, words: str) -> None:
    asked_for_w(still)
    answer(still, typed)
    said = still.locator(".predict-verdict")
    expect(said).to_have_attribute("data-verdict", verdict)
    expect(said).to_contain_text(words)
    expect(still.locator("body")).to_have_attribute("data-step", "16" if verdict == "right" else "13")
    assert still.locator("[data-score]").inner_text().startswith("1 right") is (verdict == "right")


def test_a_second_miss_reveals_and_the_prediction_stays_beside_the_truth(still: Page) -> None:
    asked_for_w(still)
    answer(still, "-0.25")
    answer(still, "-0.25")
    expect(still.locator(".predict-verdict")).to_contain_text("It is −0.2.")
    w = still.locator("[data-node=w]")
    expect(w).to_have_attribute("data-predicted", "✗ −0.25")
    expect(w).to_have_attribute("data-adjoint", "-0.2")
    assert violations(still) == []
    still.locator(".predict-field").blur() if still.locator(".predict-field").is_visible() else None
    still.keyboard.press("PageUp")
    expect(w).not_to_have_attribute("data-predicted", "✗ −0.25")
    still.keyboard.press("PageDown")
    expect(w).to_have_attribute("data-predicted", "✗ −0.25")
    with still.expect_download() as waiting:
        still.click("[data-export=json]")
    data = json.loads(waiting.value.path().read_text("utf-8"))
    assert data["example"] == "lecture"
    [row] = [row for row in data["steps"] if row["verdict"] == "wrong"]
    assert (row["node"], row["slip"], row["tries"], row["truth"]) == ("w", "path", 2, -0.2)
    still.locator("[data-lab=predict] .lab-close").click()
    expect(still.locator("[data-predicted]")).to_have_count(0)


def test_a_clicker_is_never_held_up_and_the_rungs_fade(still: Page) -> None:
    still.keyboard.press("q")
    expect(still.locator(".predict-asked")).to_contain_text("What will")
    answer(still, "0")
    expect(still.locator("body")).to_have_attribute("data-step", "1")
    expect(still.locator(".predict-field")).to_be_focused()
    still.locator(".predict-field").blur()
    still.keyboard.press("PageDown")
    expect(still.locator(".predict-verdict")).to_have_attribute("data-verdict", "skipped")
    expect(still.locator("[data-score]")).to_contain_text("1 right, 0 nearly, 0 not, 1 not predicted")
    for _ in range(11):
        still.keyboard.press("PageDown")
    still.check("[data-rung=all]")
    expect(still.locator(".predict-asked")).to_contain_text("Which term does")
    still.check("[data-rung=worked]")
    expect(still.locator(".predict-field")).to_be_hidden()
    still.check("[data-rung=last]")
    still.check("[data-rule-mode]")
    assert still.locator(".predict-choice").count() >= 2
    assert violations(still) == []
    still.click("[data-choice=right]")
    expect(still.locator(".predict-verdict")).to_have_attribute("data-verdict", "right")
    expect(still.locator("body")).to_have_attribute("data-step", "16")
