"""A real server on a free port and a real browser. A machine without a browser fails; it does not skip."""

from __future__ import annotations

import json
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import PIPE
from typing import Any, TypeAlias

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from scripts import browser as browsers
from scripts import frontend
from scripts.places import ROOT
from tests.browser.profiles import VIEWPORT, WARM, Profile, fits
from tests.children import PATIENCE, child

Fresh: TypeAlias = Callable[..., Page]

SESSION = 7_000.0
"""Seconds that the server of a run may live: as long as the run."""
SLOW_MS = 60_000
"""How long is waited for what takes a moment on a quiet machine: several browsers may share the processors."""


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the server of this run answers, with its closing slash."""
    frontend.ensure(Path(sys.executable), everything=True)  # the page that is tested is today's
    command = [sys.executable, "-m", "app", "--port", "0"]
    with child(command, longest=SESSION, cwd=ROOT, stderr=PIPE) as server:
        assert server.stderr is not None
        port = next(json.loads(line)["port"] for line in server.stderr if '"listening"' in line)
        yield f"http://127.0.0.1:{port}/"
        server.terminate()
        server.communicate(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's Chromium."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=SLOW_MS)
        flags = [*browsers.FLAGS, *WARM]
        chromium = playwright.chromium.launch(executable_path=str(browsers.ensure()), args=flags)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def profile(browser: Browser, address: str) -> Iterator[Profile]:
    """The profile that the first page of each test is opened in."""
    shared = Profile(browser, address, SLOW_MS)
    yield shared
    shared.close()


@pytest.fixture
def fresh(browser: Browser, profile: Profile, address: str) -> Iterator[Fresh]:
    """Opens an address in a profile without a past. No request may leave the machine, whatever the test does.

    The second page of a test has a profile that shares nothing with the first one's.
    """
    contexts: list[BrowserContext] = []
    strayed: list[str] = []

    def watch(url: str) -> None:
        if not url.startswith((address, "data:", "blob:")):
            strayed.append(url)

    def alone(options: dict[str, Any]) -> Page:
        context = browser.new_context(**{"viewport": VIEWPORT, **options})
        contexts.append(context)
        context.set_default_timeout(SLOW_MS)
        context.on("request", lambda request: watch(request.url))
        return context.new_page()

    opened: list[Page] = []
    profile.watch = watch

    def open_page(url: str = "", **options: Any) -> Page:
        page = profile.page(options) if not opened and fits(options) else alone(options)
        opened.append(page)
        page.goto(url if url.startswith("http") else address + url)
        return page

    yield open_page
    profile.wipe()
    for context in contexts:
        context.close()
    assert strayed == []


@pytest.fixture
def desk(fresh: Fresh) -> Page:
    """The page as it starts: the running example before its first step."""
    page = fresh()
    expect(page.locator("[data-node]")).to_have_count(9)
    return page


@pytest.fixture
def still(fresh: Fresh) -> Page:
    """The same for someone who prefers reduced motion: nothing to wait for after a step."""
    page = fresh(reduced_motion="reduce")
    expect(page.locator("[data-node]")).to_have_count(9)
    return page


@pytest.fixture(scope="session")
def trace(address: str) -> dict[str, Any]:
    """The running example's trace, as any program gets it."""
    with urllib.request.urlopen(f"{address}api/examples/lecture/trace", timeout=PATIENCE) as answer:
        found: dict[str, Any] = json.load(answer)
        return found
