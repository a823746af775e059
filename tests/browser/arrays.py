"""Models with arrays, and ways to open and walk them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from playwright.sync_api import Page, expect

NET = """param W = [[0.1, 0.2], [0.3, -0.1]], b = [0, 0.1]
param V = [[0.5, -0.4], [0.2, 0.3]], c = [0.1, -0.1]
input x = [1, 2]
target t = [1, 0]
z = W @ x + b
h = σ(z)
y = V @ h + c
L = ½ sum((y − t)^2)"""
BATCH = """input X = [[1, -0.5, 0.2], [0.3, 0.8, -1]]
param W = [[0.1, 0.2], [0.3, -0.1], [0.5, 0.4]], b = [0.1, -0.2]
target T = [[0, 1], [1, 0]]
Z = X @ W + b
H = tanh(Z)
L = sum((H − T)^2) + 0.05 sum(W^2)"""
LARGE = f"""input x = {[k / 10 for k in range(20)]}
param W = {[[(k + 3 * row) % 7 - 3 for k in range(20)] for row in range(6)]}
z = W @ x
L = sum(tanh(z))"""
MODELS = {"net": NET, "batch": BATCH, "large": LARGE}


def opened(fresh: Any, source: str, step: int = 0, size: tuple[int, int] = (1280, 720), **options: Any) -> Page:
    page: Page = fresh(
        f"#v=1&s={quote(source, safe='')}&k={step}",
        viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", **options,
    )  # fmt: skip
    expect(page.locator("[data-node]").first).to_be_visible()
    return page


def walk_to(page: Page, node: str) -> None:
    """Step until the node's adjoint is there."""
    for _ in range(200):
        if page.locator(f"[data-node='{node}'][data-adjoint]").count():
            return
        page.keyboard.press("PageDown")
    raise AssertionError(f"{node} never has an adjoint")
