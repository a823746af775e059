"""Large graphs in real Chromium: how soon a key press is on the screen, and whether the page ever stands still.

The graphs are a network neuron by neuron and a recurrent one, folded as they open and partly unfolded. The longest
frame is the longest time between two frames, over loading, stepping, unfolding, panning and zooming.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, Page

from benchmarks._networks import layered, recurrent
from benchmarks.page import PAUSE_MS, VISIT, WATCH_KEYS, chromium, page_of, server
from benchmarks.report import Row

STEPS = 40
LOADS = 3
SETTLED_MS = 1_000
MODELS = {"220 nodes": layered(7, 3), "5,083 nodes": layered(20, 11), "5,005 nodes in a row": recurrent(1000)}

WATCH_STEPS = WATCH_KEYS.replace("const before", "if (!event.key.startsWith('Arrow')) return;\n    const before")
"""Other keys change no step."""

WATCH_FRAMES = """
() => {
  let last = performance.now();
  window.benchmark.longest = 0;
  const tick = (now) => {
    window.benchmark.longest = Math.max(window.benchmark.longest, now - last);
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}
"""
LONGEST = "() => { const found = window.benchmark.longest; window.benchmark.longest = 0; return found; }"
DRAWN = "() => document.querySelector('[data-group]') !== null && !document.querySelector('#stage').dataset.unready"


def measure() -> Iterable[Row]:
    """For each model the wait for a step, and the longest frame of each thing one does."""
    with server() as address, chromium() as browser:
        for name, source in MODELS.items():
            waits, frames = visit(browser, address, source)
            most = 50.0 if name.startswith("220") else None  # of thousands of nodes only the frames are promised
            yield Row(
                f"{name}: key press to painted step, median of {len(waits)}", statistics.median(waits), "ms", most
            )
            for moving, longest in frames.items():
                yield Row(f"  longest frame while {moving}", longest, "ms", most=200)


def visit(browser: Browser, address: str, source: str) -> tuple[list[float], dict[str, float]]:
    """Open a model on the page as it stands, walk through a part of it, and look round in it."""
    with page_of(browser, address) as page:
        page.evaluate(VISIT)
        page.evaluate(WATCH_STEPS)
        page.evaluate(WATCH_FRAMES)
        frames = {"loading": max(load(page, source) for _ in range(LOADS))}
        steps = int(page.evaluate("document.body.dataset.steps"))
        press(page, ["ArrowRight"] * STEPS)
        frames["stepping"] = page.evaluate(LONGEST)
        press(page, ["End", *["ArrowLeft"] * STEPS])
        frames["stepping back from the end"] = page.evaluate(LONGEST)
        press(page, ["d", "d", "d"])
        frames["unfolding"] = page.evaluate(LONGEST)
        press(page, ["ArrowLeft"] * STEPS)
        frames["stepping unfolded"] = page.evaluate(LONGEST)
        pan(page)
        frames["panning"] = page.evaluate(LONGEST)
        zoom(page)
        frames["zooming"] = page.evaluate(LONGEST)
        waits: list[float] = page.evaluate("window.benchmark.waits")
        if page.evaluate("Number(document.body.dataset.step)") != steps - 2 * STEPS:
            raise RuntimeError("the page did not follow the keys")
        return waits, frames


def load(page: Page, source: str) -> float:
    """Open a small model and then the large one; the longest frame of the latter."""
    page.evaluate("() => { location.hash = '#v=1&s=L=1' }")
    page.wait_for_function("() => document.querySelectorAll('[data-node]').length === 1")
    page.wait_for_timeout(SETTLED_MS)
    page.evaluate(LONGEST)
    page.evaluate("(hash) => { location.hash = hash }", f"#v=1&s={quote(source, safe='')}&k=0")
    page.wait_for_function(DRAWN)
    page.wait_for_timeout(SETTLED_MS)
    longest: float = page.evaluate(LONGEST)
    return longest


def press(page: Page, keys: Iterable[str]) -> None:
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(PAUSE_MS)


def middle(page: Page) -> tuple[float, float]:
    box: Any = page.locator("#stage").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + 0.85 * box["height"]


def pan(page: Page) -> None:
    """Drag the graph to and fro."""
    x, y = middle(page)
    page.mouse.move(x, y)
    page.mouse.down()
    for turn in range(40):
        page.mouse.move(x + 6 * (turn if turn < 20 else 40 - turn), y - turn)
        page.wait_for_timeout(16)
    page.mouse.up()


def zoom(page: Page) -> None:
    """Come closer and go away with the wheel."""
    page.mouse.move(*middle(page))
    for turn in range(40):
        page.mouse.wheel(0, -60 if turn < 20 else 60)
        page.wait_for_timeout(16)
