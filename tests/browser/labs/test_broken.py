"""The broken engines: the published wrong numbers beside the right ones, in step."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.access import violations
from tests.browser.labs.opening import open_lab


def opened(page: Page, fault: str) -> None:
    open_lab(page, "broken")
    page.check(f"[data-fault={fault}]")


@pytest.mark.parametrize(
    ("fault", "node", "right", "wrong"),
    [("overwrite", "a", "2", "1"), ("early", "a", "24", "28"), ("unreset", "w", "-0.2", "-0.4")],
)
def test_each_fault_has_its_published_number(still: Page, fault: str, node: str, right: str, wrong: str) -> None:
    opened(still, fault)
    preset = still.locator(".broken-preset")
    if preset.is_visible():
        preset.click()
        expect(preset).to_be_hidden()
    still.locator("[data-fault]:checked").blur()
    still.keyboard.press("End")
    row = still.locator(f"[data-disagrees={node}]")
    expect(row).to_have_attribute("data-right", right)
    expect(row).to_have_attribute("data-wrong", wrong)
    expect(still.locator("[data-engine=right]")).to_be_visible()
    expect(still.locator("[data-engine=wrong]")).to_contain_text("wrong")
    beside = still.locator(f"[data-lab=broken] [data-node={node}]")
    expect(beside).to_have_attribute("data-adjoint", wrong)
    expect(beside).to_have_attribute("data-wrong", "")
    assert violations(still) == []


def test_both_engines_play_in_step_and_the_lab_leaves_nothing_behind(still: Page) -> None:
    opened(still, "unreset")
    still.locator("[data-fault]:checked").blur()
    for _ in range(3):
        still.keyboard.press("PageDown")
    for graph in ("#stage", "[data-lab=broken]"):
        expect(still.locator(f"{graph} [data-node=L]")).to_have_attribute("data-value", "0.125")
        expect(still.locator(f"{graph} [data-node=R]")).not_to_have_attribute("data-value", "0.125")
    still.keyboard.press("PageUp")
    expect(still.locator("[data-lab=broken] [data-node=L]")).not_to_have_attribute("data-value", "0.125")
    still.locator("[data-lab=broken] .lab-close").press("Escape")
    expect(still.locator("[data-lab]")).to_have_count(0)
    expect(still.locator("[data-engine]")).to_have_count(0)
    expect(still.locator("[data-node]")).to_have_count(9)


def test_arrays_are_refused_with_a_remedy(fresh: Any) -> None:
    page = fresh("#v=1&s=W=[1,2];L=sum(W)&l=broken", reduced_motion="reduce")
    expect(page.locator(".broken-why")).to_contain_text("Press U")
    page.keyboard.press("u")
    expect(page.locator(".broken-why")).to_be_empty()
