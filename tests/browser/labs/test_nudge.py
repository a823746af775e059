"""The nudge lab: the ripple's numbers on the page, the residual that shrinks, paths that add."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.access import violations_by_any_light
from tests.browser.labs.opening import number, open_lab


@pytest.fixture
def lab(still: Page) -> Page:
    """The running example with the lab open: w is nudged by 0.1."""
    open_lab(still, "nudge")
    expect(still.locator("[data-ripple=L_reg]")).to_be_visible()
    return still


def test_the_lectures_ripple(lab: Page) -> None:
    shown = {row: lab.locator(f"[data-ripple={row}]") for row in ("z", "y", "L", "R", "L_reg")}
    predicted = {row: number(place, "predicted") for row, place in shown.items()}
    assert predicted == pytest.approx({"z": 0.2, "y": 0.05, "L": -0.025, "R": 0.05, "L_reg": -0.02})
    expect(shown["z"]).to_contain_text("= 2 · 0.1")
    expect(shown["L"]).to_contain_text("= −0.5 · 0.05")
    verdict = lab.locator(".nudge-verdict")
    expect(verdict).to_contain_text("−0.2 · 0.1 = −0.02")
    assert number(verdict, "change") == pytest.approx(-0.018175285)
    changes = {node: number(lab.locator(f"#stage [data-node={node}]"), "change") for node in ("w", "z", "R")}
    assert changes == pytest.approx({"w": 0.1, "z": 0.2, "R": 0.055})
    expect(lab.locator("#stage [data-node=L_reg] .nudge-change")).to_contain_text("−0.0182")
    expect(lab.locator("#stage [data-change]")).to_have_count(6)


def test_two_paths_add(lab: Page) -> None:
    output = lab.locator("[data-ripple=L_reg][data-paths='2']")
    expect(output).to_contain_text("−0.025 + 0.005")
    expect(output).to_contain_text("two paths add")
    shares = [number(lab.locator(f"#stage [data-edge='{edge}->L_reg']"), "share") for edge in ("L", "R")]
    assert shares == pytest.approx([-0.025, 0.005])
    assert sum(shares) == pytest.approx(number(output, "predicted"))


def test_the_residual_shrinks_by_a_hundred_when_h_does_by_ten(lab: Page) -> None:
    verdict = lab.locator(".nudge-verdict")
    found = []
    for h in ("0.01", "0.001"):
        lab.locator("[data-nudge=tenth]").click()
        expect(lab.locator(f".nudge[data-h='{h}']")).to_be_visible()
        expect(lab.locator(".nudge [role=status]")).to_contain_text(f"h = {h}:")
        found.append((number(verdict, "residual"), number(verdict, "quadratic")))
    (large, first), (small, second) = found
    assert large / small == pytest.approx(100, rel=0.02)
    assert first == pytest.approx(second, rel=0.02)
    assert number(lab.locator(".nudge-plot"), "slope") == pytest.approx(2, abs=0.02)


def test_by_keyboard_alone(lab: Page) -> None:
    slider = lab.get_by_role("slider", name="The nudge h")
    slider.focus()
    lab.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "0.2")
    expect(lab.locator(".nudge-verdict[data-predicted^='-0.04']")).to_be_visible()
    expect(lab.locator("body")).to_have_attribute("data-step", "0")  # the arrow was the slider's
    field = lab.get_by_label("The nudge h as a number")
    field.fill("nothing")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("-1/4")
    expect(lab.locator(".nudge-verdict[data-predicted='0.05']")).to_be_visible()
    lab.get_by_label("Nudge", exact=True).last.select_option("y")
    expect(lab.locator("[data-ripple=z]")).to_have_count(0)
    expect(lab.locator(".nudge-verdict[data-predicted='0.125']")).to_be_visible()
    lab.keyboard.press("Escape")
    expect(lab.locator("[data-lab], [data-change], [data-share], .nudge-change")).to_have_count(0)


def test_a_node_is_chosen_on_the_stage_and_the_walk_goes_on(lab: Page) -> None:
    lab.locator("#stage [data-node=z] .node-name").click()
    expect(lab.locator("#stage [data-node=z][data-nudged]")).to_be_visible()
    expect(lab.locator("#stage [data-node=w][data-change]")).to_have_count(0)
    assert number(lab.locator(".nudge-verdict"), "predicted") == pytest.approx(-0.0125)
    lab.locator("body").press("End")
    expect(lab.locator("#stage [data-node=w]")).to_have_attribute("data-adjoint", "-0.2")
    expect(lab.locator("#stage [data-node=L_reg] .nudge-change")).to_be_visible()
    lab.keyboard.press("g")
    expect(lab.locator("#stage [data-node='L.1'][data-change]")).to_be_visible()  # every operation a node


def test_arrays_are_refused_with_a_remedy(fresh: Any) -> None:
    page = fresh("#v=1&s=W=[1,2];L=sum(W)&l=nudge", reduced_motion="reduce")
    expect(page.locator(".nudge-why")).to_contain_text("Press U")
    page.keyboard.press("u")
    expect(page.locator(".nudge-why")).to_be_empty()
    expect(page.locator("[data-ripple=L]")).to_be_visible()


def test_axe_finds_nothing(lab: Page) -> None:
    expect(lab.locator("[data-ripple=L_reg]")).to_be_visible()
    lab.locator("body").press("End")
    assert violations_by_any_light(lab) == []
