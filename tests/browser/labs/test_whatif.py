"""What if: a line is changed in mid-sweep; the step is kept and exactly what changed is marked."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.access import violations
from tests.browser.labs.opening import open_lab


def opened(page: Page, position: int) -> None:
    for _ in range(position):
        page.keyboard.press("PageDown")
    open_lab(page, "whatif")


def test_another_loss_changes_exactly_one_backward_rule_and_keeps_the_step(still: Page) -> None:
    opened(still, 9)
    still.click("[data-whatif=cross]")
    verdict = still.locator(".whatif-verdict")
    expect(verdict).to_have_attribute("data-rules-changed", "1")
    expect(verdict).to_contain_text("1 of 6 backward rules changed.")
    expect(still.locator("body")).to_have_attribute("data-step", "9")
    expect(still.locator("[data-node][data-changed=rule]")).to_have_count(1)
    expect(still.locator("[data-node=y]")).to_have_attribute("data-changed", "rule")
    expect(still.locator("[data-node=z]")).to_have_attribute("data-changed", "number")
    expect(still.locator("[data-node=R]")).not_to_have_attribute("data-changed", "number")
    expect(still.locator("[data-rule-changed]")).to_have_count(1)
    expect(still.locator("[data-rule-changed=y] .whatif-old")).to_contain_text("y")
    assert violations(still) == []
    still.click("[data-whatif=back]")
    expect(verdict).to_have_attribute("data-rules-changed", "0")
    expect(still.locator("[data-node=L]")).to_have_attribute("data-value", "0.125")
    expect(still.locator("body")).to_have_attribute("data-step", "9")


def test_a_slider_changes_numbers_and_no_rule(still: Page) -> None:
    opened(still, 12)
    field = still.locator("[data-leaf=x] input").last
    field.fill("3")
    field.press("Enter")
    verdict = still.locator(".whatif-verdict")
    expect(verdict).to_contain_text("0 of 6 backward rules changed.")
    expect(still.locator("[data-node=w]")).to_have_attribute("data-changed", "number")
    expect(still.locator("[data-node=R]")).not_to_have_attribute("data-changed", "number")
    still.click("[data-whatif=keep]")
    expect(verdict).to_contain_text("Nothing differs")
    still.locator("[data-lab=whatif] .lab-close").click()
    expect(still.locator("[data-changed]")).to_have_count(0)
