"""What axe has to say about a page."""

from __future__ import annotations

from playwright.sync_api import Page

from scripts.places import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


def violations(page: Page) -> list[str]:
    """What axe objects to, after the animations have run out."""
    page.evaluate("() => Promise.all(document.getAnimations().map(({finished}) => finished.catch(() => null)))")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = page.evaluate(
        """async () => (await axe.run(document)).violations.map(({id, help, nodes}) =>
             `${id}: ${help}: ${nodes.slice(0, 4).map((node) => node.html.slice(0, 160)).join(' | ')}`)"""
    )
    return found


def violations_by_any_light(page: Page) -> list[str]:
    """The same for those who prefer a light page and for those who prefer a dark one, in one page."""
    found = []
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {one}" for one in violations(page)]
    return found
