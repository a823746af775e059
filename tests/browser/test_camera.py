"""Coming closer to a graph too large to be read whole."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from playwright.sync_api import Page, Route, expect

CHAIN = "\n".join(["param w = 0.5", "a0 = sin(w)", *(f"a{k} = sin(a{k - 1})*w" for k in range(1, 30))])

CURRENT = """() => { const stage = document.querySelector('#stage').getBoundingClientRect();
  const node = document.querySelector('[data-current][data-node]').getBoundingClientRect();
  return { inside: node.left >= stage.left && node.right <= stage.right && node.top >= stage.top
    && node.bottom <= stage.bottom, size: node.height }; }"""


def opened(fresh: Any) -> Page:
    page: Page = fresh(f"#v=1&s={quote(CHAIN, safe='')}&k=3", reduced_motion="reduce")
    expect(page.locator("[data-node]")).to_have_count(31)
    return page


def test_keys_come_closer_the_current_node_stays_in_view_and_one_key_shows_all(fresh: Any) -> None:
    page = opened(fresh)
    whole = page.evaluate(CURRENT)
    for _ in range(4):
        page.keyboard.press("+")
    near = page.evaluate(CURRENT)
    assert near["size"] > 3 * whole["size"]
    assert near["inside"]
    for _ in range(40):
        page.keyboard.press("PageDown")
        assert page.evaluate(CURRENT)["inside"]
    page.keyboard.press("0")
    assert abs(page.evaluate(CURRENT)["size"] - whole["size"]) < 0.5


def test_the_wheel_comes_closer_and_a_step_does_not_undo_it(fresh: Any) -> None:
    page = opened(fresh)
    whole = page.evaluate(CURRENT)["size"]
    box = page.locator("#stage").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.wheel(0, -600)
    page.wait_for_function(
        f"() => ({CURRENT})().size > {whole * 1.3}"
    )  # a function: text is no code under the page's policy
    near = page.evaluate(CURRENT)["size"]
    page.keyboard.press("PageDown")
    assert abs(page.evaluate(CURRENT)["size"] - near) < 0.5


def test_a_wheel_that_is_faster_than_the_code_for_gestures_is_not_lost(fresh: Any, address: str) -> None:
    page: Page = fresh("healthz", reduced_motion="reduce")
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/gestures-*.js", hold)
    with page.expect_request("**/gestures-*.js"):
        page.goto(f"{address}#v=1&s={quote(CHAIN, safe='')}&k=3")
    expect(page.locator("[data-node]")).to_have_count(31)
    whole = page.evaluate(CURRENT)["size"]
    box = page.locator("#stage").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.wheel(0, -600)
    page.evaluate("() => new Promise(requestAnimationFrame)")
    assert abs(page.evaluate(CURRENT)["size"] - whole) < 0.5
    for route in waiting:
        route.continue_()
    page.wait_for_function(
        f"() => ({CURRENT})().size > {whole * 1.3}"
    )  # a function: text is no code under the page's policy
