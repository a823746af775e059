"""A profile that tests use one after the other, wiped in between.

A page in a new profile costs a second of one processor, most of it for a process that starts cold. In a process that is
warm, it costs less than half of that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page, ViewportSize

WARM = ["--process-per-site"]
"""The browser's flag that lets the pages of one profile share a process."""
EMULATED = ("reduced_motion", "color_scheme", "forced_colors")
"""Options of a profile that a page can have by itself."""
VIEWPORT: ViewportSize = {"width": 1280, "height": 720}

WIPE = """async () => {
  localStorage.clear();
  sessionStorage.clear();
  for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name);
  return Function.prototype.toString.call(Date).includes("[native code]");
}"""
"""Empties what pages keep; false where the profile's clock was replaced, which lasts as long as the profile."""


class Profile:
    """One profile for many tests. `watch` hears of every address that its pages ask for."""

    def __init__(self, browser: Browser, address: str, slow_ms: float) -> None:
        self.browser, self.address, self.slow_ms = browser, address, slow_ms
        self.watch: Callable[[str], None] = lambda _url: None
        self.context: BrowserContext | None = None
        self.keeper: Page | None = None

    def page(self, options: dict[str, Any]) -> Page:
        """A new page with these options, all of which can be a page's own."""
        context = self.context or self._open()
        page = context.new_page()
        page.set_viewport_size(options.get("viewport", VIEWPORT))
        page.emulate_media(**{name: options[name] for name in EMULATED if name in options})
        return page

    def _open(self) -> BrowserContext:
        context = self.browser.new_context(viewport=VIEWPORT)
        context.set_default_timeout(self.slow_ms)
        context.on("request", lambda request: self.watch(request.url))
        self.keeper = context.new_page()  # it keeps the process alive, and reaches what the site has stored
        self.keeper.goto(f"{self.address}healthz")
        self.context = context
        return context

    def wipe(self) -> None:
        """Make it as new for the next test, or give it up where that cannot be."""
        if self.context is None or self.keeper is None:
            return
        try:
            for page in self.context.pages:
                if page != self.keeper:
                    page.close()
            self.context.unroute_all()
            self.context.clear_cookies()
            self.context.clear_permissions()
            self.context.set_offline(False)
            is_as_new = self.keeper.evaluate(WIPE)
        except Error:  # its process is gone
            is_as_new = False
        if not is_as_new:
            self.close()

    def close(self) -> None:
        if self.context is not None:
            self.context.close()
        self.context = None


def fits(options: dict[str, Any]) -> bool:
    """Whether a page can have these options in a profile that has others."""
    return set(options) <= {"viewport", *EMULATED}
