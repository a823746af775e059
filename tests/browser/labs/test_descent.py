"""Taking a gradient step: after the gradient, never with it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.access import violations
from tests.browser.labs.opening import open_lab


def opened(page: Page) -> None:
    open_lab(page, "descent")


def test_the_step_waits_for_the_gradient_and_is_an_action_of_its_own(still: Page) -> None:
    opened(still)
    step = still.locator("[data-descent=step]")
    expect(step).to_have_attribute("aria-disabled", "true")
    step.click(force=True)
    expect(still.locator("[data-leaf=w] input[type=text], [data-leaf=w] input[type=number]").first).to_have_value("0.5")
    step.blur()
    still.keyboard.press("End")
    expect(step).not_to_have_attribute("aria-disabled", "true")
    expect(still.locator("[data-rule=w] annotation")).to_contain_text("0.52")
    assert violations(still) == []
    step.click()
    expect(still.locator("body")).to_have_attribute("data-step", "0")
    expect(still.locator("[data-node=w]")).to_have_attribute("data-value", "0.52")
    expect(still.locator("[data-node=b]")).to_have_attribute("data-value", "-0.9875")
    expect(still.locator("[data-node=x]")).to_have_attribute("data-value", "2")
    expect(step).to_have_attribute("aria-disabled", "true")
    expect(still.locator(".descent-plot")).to_have_attribute("data-losses", "2")


def test_rounds_lower_the_loss_and_undo_takes_steps_back(still: Page) -> None:
    opened(still)
    plot = still.locator(".descent-plot")
    still.click("[data-descent=rounds]")
    expect(plot).to_have_attribute("data-losses", "11")
    still.locator("[data-descent=rounds]").blur()
    still.keyboard.press("End")
    loss = float(still.locator("[data-node=L_reg]").get_attribute("data-value") or "nan")
    assert 0.09 < loss < 0.11
    for _ in range(10):
        still.click("[data-descent=back]")
    expect(plot).to_have_attribute("data-losses", "1")
    expect(still.locator("[data-node=w]")).to_have_attribute("data-value", "0.5")


def test_a_model_without_parameters_is_told_what_to_write(still: Page) -> None:
    opened(still)
    still.goto(still.url.split("#")[0] + "#v=1&s=input+x=2;y=x^2&l=descent")
    expect(still.locator(".descent-status")).to_contain_text("no parameter")
