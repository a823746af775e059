"""Holding what fixed? Two answers to one derivative, pins on the graph, and the number that each hold leaves."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.access import violations_by_any_light
from tests.browser.labs.opening import open_lab


@pytest.fixture
def lab(still: Page) -> Page:
    """The running example with the lab open."""
    open_lab(still, "holding")
    expect(answer(still)).to_have_attribute("data-derivative", "-0.2")
    return still


def answer(page: Page) -> Locator:
    return page.locator(".holding-answer .holding-number")


def test_two_answers_stand_side_by_side(lab: Page) -> None:
    total, direct = lab.locator("[data-answer=total]"), lab.locator("[data-answer=direct]")
    expect(total).to_contain_text("−0.2")
    expect(direct).to_contain_text("0.05")
    expect(total).to_have_attribute("aria-pressed", "true")
    expect(lab.locator(".holding-why")).to_contain_text("It is −0.2.")
    shares = [
        float(lab.locator(f"[data-through={node}]").get_attribute("data-contribution") or "nan") for node in ("L", "R")
    ]
    assert shares == pytest.approx([-0.25, 0.05])
    direct.click()
    expect(direct).to_have_attribute("aria-pressed", "true")
    expect(answer(lab)).to_have_text("0.05")
    expect(lab.locator("#stage [data-node=L][data-held] .holding-pin")).to_be_visible()
    expect(lab.locator("#stage [data-edge='L->L_reg']")).to_have_attribute("data-way", "still")
    expect(lab.locator("#stage [data-edge='y->L']")).to_have_attribute("data-way", "cut")
    expect(lab.locator("#stage [data-edge='R->L_reg']")).to_have_attribute("data-way", "open")
    expect(lab.locator("[data-through=L]")).to_contain_text("held")


def test_holding_y_leaves_the_direct_use(lab: Page) -> None:
    lab.locator("[data-hold=y]").focus()
    lab.keyboard.press("Space")
    expect(answer(lab)).to_have_text("0.05")
    expect(lab.locator("[data-hold=y]")).to_be_focused()
    expect(lab.locator("body")).to_have_attribute("data-step", "0")  # the space was the box's
    lab.keyboard.press("PageDown")
    expect(lab.locator("body")).to_have_attribute("data-step", "1")  # a clicker's key is not
    expect(lab.locator(".holding-ways")).to_have_text("1 of 2 paths is open.")
    spoken = "The derivative of L_reg by w, holding y: 0.05."
    expect(lab.locator("[data-lab=holding] [role=status]")).to_have_text(spoken)
    under = lab.locator(".holding-answer .holding-symbol annotation")
    assert (under.text_content() or "").endswith("_{\\!y}")


def test_nodes_are_pinned_on_the_stage_and_the_walk_goes_on(lab: Page) -> None:
    lab.locator("#stage [data-node=R] .node-name").click()
    expect(lab.locator("#stage [data-node=R][data-held]")).to_be_visible()
    expect(answer(lab)).to_have_text("−0.25")
    lab.locator("#stage [data-node=z] .node-name").click()
    expect(answer(lab)).to_have_text("0")
    lab.locator("body").press("End")
    expect(lab.locator("#stage [data-node=w]")).to_have_attribute("data-adjoint", "-0.2")
    lab.locator("#stage [data-node=b] .node-name").click()  # a leaf is what the derivative is taken by
    expect(answer(lab)).to_have_text("−0.125")
    expect(lab.locator("[data-answer=direct]")).to_be_hidden()
    expect(lab.locator(".holding-ways")).to_contain_text("one path only")
    lab.locator(".holding-choice").press("Escape")
    expect(lab.locator("[data-lab], [data-held], [data-varied], [data-way], .holding-pin")).to_have_count(0)


def test_another_grain_and_arrays(lab: Page, fresh: Any) -> None:
    lab.keyboard.press("g")
    expect(lab.locator("[data-hold='L.1']")).to_be_visible()
    lab.locator("[data-hold=y]").check()
    expect(answer(lab)).to_have_text("0.05")
    page = fresh("#v=1&s=W=[1,2];L=sum(W)&l=holding", reduced_motion="reduce")
    expect(page.locator(".holding-hindered")).to_contain_text("Press U")
    page.keyboard.press("u")
    expect(answer(page)).to_have_text("1")


def test_axe_finds_nothing(lab: Page) -> None:
    lab.locator("[data-hold=y]").check()
    expect(answer(lab)).to_have_text("0.05")
    lab.locator("body").press("End")
    assert violations_by_any_light(lab) == []
