"""How soon a key press is on the screen while a lab is open: each lab, on the running example, in real Chromium."""

from __future__ import annotations

import statistics
from collections.abc import Iterable

from playwright.sync_api import Browser

from benchmarks.page import PAUSE_MS, VISIT, WATCH_KEYS, chromium, page_of, server
from benchmarks.report import Row

WALKS = 2


def measure() -> Iterable[Row]:
    """Medians over the key presses of whole walks, forward and back."""
    with server() as address, chromium() as browser:
        for lab in (None, *labs(browser, address)):
            waits = walk(browser, address, lab)
            name = "without a lab" if lab is None else f"with the lab {lab}"
            yield Row(
                f"key press to painted step {name}, median of {len(waits)}", statistics.median(waits), "ms", most=50
            )


def labs(browser: Browser, address: str) -> list[str]:
    """The labs that the menu offers."""
    with page_of(browser, address) as page:
        page.evaluate(VISIT)
        page.keyboard.press("a")
        page.wait_for_selector("[data-open-lab]")
        found: list[str] = page.eval_on_selector_all(
            "[data-open-lab]", "(all) => all.map((one) => one.dataset.openLab)"
        )
        return found


def walk(browser: Browser, address: str, lab: str | None) -> list[float]:
    """Go through the running example and back with the lab open, and return each key's wait in milliseconds."""
    with page_of(browser, address) as page:
        page.evaluate(VISIT)
        if lab is not None:
            page.keyboard.press("a")
            page.click(f"[data-open-lab={lab}]")
            page.wait_for_selector(f"[data-lab={lab}] .lab-body > *", state="attached")
            page.wait_for_load_state("networkidle")
            page.evaluate("document.activeElement.blur()")  # keys typed in a lab's field stay there
        page.evaluate(WATCH_KEYS)
        steps = int(page.evaluate("document.body.dataset.steps"))
        for _ in range(WALKS):
            for key in ["PageDown"] * steps + ["PageUp"] * steps:
                page.keyboard.press(key)
                page.wait_for_timeout(PAUSE_MS)
        waits: list[float] = page.evaluate("window.benchmark.waits")
        if len(waits) != 2 * steps * WALKS:
            raise RuntimeError(f"{lab}: {2 * steps * WALKS} keys were pressed, and {len(waits)} steps were seen")
        return waits
