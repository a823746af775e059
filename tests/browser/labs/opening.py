"""What the tests of several labs do: open one from the menu, walk, and read what stands there."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

ADJOINTS = """() => Object.fromEntries([...document.querySelectorAll('#stage [data-adjoint]')].map(({dataset}) =>
  [dataset.node, Number(dataset.adjoint)]))"""
"""Of the nodes on the stage, as far as they are known."""


def open_lab(page: Page, lab: str) -> None:
    """Open a lab as its menu does, by key and click."""
    page.keyboard.press("a")
    page.click(f"[data-open-lab={lab}]")
    expect(page.locator(f"[data-lab={lab}]")).to_be_visible()


def number(place: Locator, attribute: str) -> float:
    """The number in an attribute ``data-…``; NaN where there is none."""
    return float(place.get_attribute(f"data-{attribute}") or "nan")
