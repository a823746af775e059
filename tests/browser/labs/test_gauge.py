"""Slope gauges: what passes at a nonlinearity, what a chain of slopes leaves over."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.access import violations_by_any_light
from tests.browser.labs.opening import number, open_lab


@pytest.fixture
def lab(still: Page) -> Page:
    """The running example with the lab open, its curves drawn."""
    open_lab(still, "gauge")
    expect(still.locator("[data-gauge=y][data-verdict]")).to_be_visible()
    return still


def test_the_lectures_logistic_passes_the_most_it_can(lab: Page) -> None:
    gauge = lab.locator("[data-gauge=y]")
    assert number(gauge, "slope") == 0.25
    expect(gauge.locator(".gauge-slope b")).to_have_text("0.25")
    expect(gauge).to_contain_text("passes 25\u00a0%, the most σ can")
    curve = gauge.locator(".gauge-curve").get_attribute("d") or ""
    assert curve.count("L") == 62  # 63 values of the engine
    expect(lab.locator("[data-gauge]")).to_have_count(2)
    expect(lab.locator("[data-gauge=R]")).to_contain_text("passes 50\u00a0% of what arrives")


def test_a_slider_moves_the_point_and_asks_for_no_curve_again(lab: Page) -> None:
    asked: list[str] = []
    lab.on("request", lambda request: asked.append(request.url) if request.url.endswith("/nudge") else None)
    curve = lab.locator("[data-gauge=y] .gauge-curve").get_attribute("d")
    lab.locator("[data-leaf=b] input:not([type=range])").fill("3")
    expect(lab.locator("[data-gauge=y][data-verdict=flat]")).to_contain_text(
        "nearly flat: passes 1.8\u00a0% of what arrives"
    )
    assert number(lab.locator("[data-gauge=y]"), "slope") == pytest.approx(0.017662706213)
    assert lab.locator("[data-gauge=y] .gauge-curve").get_attribute("d") == curve
    assert asked == []


def test_the_step_lights_its_gauge_and_its_link(lab: Page) -> None:
    for _ in range(2):
        lab.keyboard.press("PageDown")
    expect(lab.locator("[data-gauge=y][data-current]")).to_be_visible()
    lab.keyboard.press("End")
    expect(lab.locator("[data-current][data-gauge]")).to_have_count(0)
    expect(lab.locator("[data-chain]")).to_have_attribute("data-paths", "2")
    assert number(lab.locator("[data-chain]"), "chain") == -0.25
    lab.locator("#stage [data-node=w] .node-name").click()
    expect(lab.locator("[data-gauge=R][data-picked]")).to_be_visible()


def test_a_dead_relu_passes_nothing(lab: Page) -> None:
    lab.locator("[data-gauge-preset=dead-relu]").focus()
    lab.keyboard.press("Enter")
    gauge = lab.locator("[data-gauge=h][data-verdict=none]")
    expect(gauge).to_contain_text("flat: nothing passes")
    assert number(gauge, "slope") == 0
    assert number(lab.locator("[data-chain]"), "chain") == 0
    expect(lab.locator("#stage [data-node=w]")).to_have_attribute("data-adjoint", "0")


def test_a_chain_of_four_vanishes(lab: Page) -> None:
    lab.locator("[data-gauge-preset=vanishing]").click()
    expect(lab.locator("[data-gauge][data-verdict]")).to_have_count(5)
    lab.locator("[data-gauge-leaf]").select_option("a0")
    chain = lab.locator("[data-chain]")
    expect(chain).to_contain_text("the adjoint of a0")
    assert number(chain, "chain") == pytest.approx(-0.000923533302170798)
    left = [
        abs(number(lab.locator(f"[data-link='{edge}']"), "product"))
        for edge in ("C", "a4->C", "z4->a4", "z3->a3", "z2->a2", "z1->a1")
    ]
    assert left[0] == 1
    assert all(after < before / 2 for before, after in itertools.pairwise(left))


def test_of_an_array_one_entry_and_how_many_are_flat(fresh: Any) -> None:
    page = fresh("#v=1&s=param z=[0,9,-9];y=σ(z);L=sum(y)&l=gauge", reduced_motion="reduce")
    expect(page.locator("[data-gauge=y][data-slope='0.25']")).to_contain_text("Nearly flat: 2 of 3.")
    page.keyboard.press("u")
    expect(page.locator("[data-gauge][data-verdict=flat]")).to_have_count(2)


def test_axe_finds_nothing(lab: Page) -> None:
    expect(lab.locator("[data-gauge=y][data-verdict]")).to_be_visible()
    lab.locator("body").press("End")
    assert violations_by_any_light(lab) == []
