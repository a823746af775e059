"""The page in real Chromium: how soon it is there, what that takes, and how soon a key press is on the screen.

The server is a real one on a free port, the browser a fresh profile for every visit, drawing in software.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from benchmarks.report import Row
from scripts import browser as browsers
from scripts.places import ROOT

VISITS = 11
WALKS = 3
PAUSE_MS = 120
"""Between key presses, so that each is measured by itself."""
SIZE: ViewportSize = {"width": 1440, "height": 810}

WATCH_START = """
window.benchmark = { standing: new Promise((resolve) => {
  const look = () => document.querySelectorAll("[data-node]").length > 0 && document.querySelector("[data-formula]")
    ? requestAnimationFrame(() => resolve(performance.now())) : requestAnimationFrame(look);
  requestAnimationFrame(look);
}) };
"""
"""Resolves a frame after the graph and the formula are in the document: they have then been painted."""

VISIT = """
async () => {
  const standing = await window.benchmark.standing;
  const [page] = performance.getEntriesByType("navigation");
  const all = [page, ...performance.getEntriesByType("resource")].filter((entry) => entry.responseEnd <= standing);
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  const bytes = (entries) => entries.reduce((sum, entry) => sum + entry.encodedBodySize, 0);
  const fonts = all.filter((entry) => entry.name.endsWith(".woff2"));
  const styles = all.filter((entry) => entry === page || entry.name.endsWith(".css"));
  return { paint: paint.startTime, standing, requests: all.length,
    styles: bytes(styles), fonts: bytes(fonts), bytes: bytes(all) - bytes(fonts) };
}
"""

WATCH_KEYS = """
() => {
  window.benchmark.waits = [];
  window.addEventListener("keydown", (event) => {
    const before = document.body.dataset.step;
    const look = () => {
      if (document.body.dataset.step === before) return requestAnimationFrame(look);
      requestAnimationFrame(() => window.benchmark.waits.push(performance.now() - event.timeStamp));
    };
    requestAnimationFrame(look);
  }, { capture: true });
}
"""
"""From the moment the browser had the key to the beginning of the frame after the one that shows the new step."""


def measure() -> Iterable[Row]:
    """Medians over visits and over the key presses of whole walks, forward and back."""
    with server() as address, chromium() as browser:
        visit(browser, address)  # the first visitor computes what the others are sent from the cache
        visits = [visit(browser, address) for _ in range(VISITS)]
        waits = walk(browser, address)
    yield Row("first contentful paint", median(visits, "paint"), "ms", most=250)
    yield Row("graph and formula of the running example painted", median(visits, "standing"), "ms")
    yield Row(
        "compressed text, styles and scripts until the graph stands", median(visits, "bytes") / 1000, "kB", most=150
    )
    yield Row("  of these, what the first paint waits for", median(visits, "styles") / 1000, "kB")
    yield Row("  fonts besides", median(visits, "fonts") / 1000, "kB")
    yield Row("  requests", median(visits, "requests"))
    yield Row(f"key press to painted step, median of {len(waits)}", statistics.median(waits), "ms", most=50)
    yield Row("  95th percentile", statistics.quantiles(waits, n=20)[-1], "ms")


def median(visits: list[dict[str, float]], name: str) -> float:
    return statistics.median(visit[name] for visit in visits)


def visit(browser: Browser, address: str) -> dict[str, float]:
    """Open the page with an empty cache and ask it how that went."""
    with page_of(browser, address) as page:
        answer: dict[str, float] = page.evaluate(VISIT)
        return answer


def walk(browser: Browser, address: str) -> list[float]:
    """Go through the running example and back, and return each key's wait in milliseconds."""
    with page_of(browser, address) as page:
        page.evaluate(VISIT)
        page.evaluate(WATCH_KEYS)
        steps = int(page.evaluate("document.body.dataset.steps"))
        for _ in range(WALKS):
            for key in ["ArrowRight"] * steps + ["ArrowLeft"] * steps:
                page.keyboard.press(key)
                page.wait_for_timeout(PAUSE_MS)
        waits: list[float] = page.evaluate("window.benchmark.waits")
        if len(waits) != 2 * steps * WALKS:
            raise RuntimeError(f"{2 * steps * WALKS} keys were pressed, and {len(waits)} steps were seen")
        return waits


@contextmanager
def page_of(browser: Browser, address: str) -> Iterator[Page]:
    """The page in a profile of its own."""
    context = browser.new_context(viewport=SIZE)
    try:
        page = context.new_page()
        page.add_init_script(WATCH_START)
        page.goto(address)
        yield page
    finally:
        context.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's browser, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(browsers.ensure()), args=browsers.FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def server() -> Iterator[str]:
    """A server in a process of its own, on a free port."""
    environment: dict[str, Any] = {**os.environ, "BACKSWEEP_LOG_LEVEL": "INFO", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "app", "--port", "0"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, encoding="utf-8"
    ) as process:
        try:
            if process.stderr is None:
                raise RuntimeError("the server's log cannot be read")
            listening = next((line for line in process.stderr if "listening" in line), None)
            if listening is None:
                raise RuntimeError(f"the server ended with exit code {process.wait()}")
            yield f"http://127.0.0.1:{json.loads(listening)['port']}/"
        finally:
            process.terminate()
