"""The whole walk in a real browser, by the keys of a clicker, against the trace that the service answers."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

NODES = """() => Object.fromEntries([...document.querySelectorAll('[data-node]')].map(({dataset}) =>
  [dataset.node, [dataset.state, dataset.value ?? null, dataset.adjoint ?? null]]))"""

SCREEN = """() => [...document.querySelectorAll('#stage, #formula, #ledger, #listing, #controls, #timeline')]
  .map((part) => part.outerHTML).join('\\n')"""


def walk_to(page: Page, position: int, key: str = "PageDown") -> None:
    now = int(page.locator("body").get_attribute("data-step") or 0)
    for _ in range(abs(position - now)):
        page.keyboard.press(key)
    expect(page.locator("body")).to_have_attribute("data-step", str(position))


def nodes(page: Page) -> dict[str, list[str | None]]:
    found: dict[str, list[str | None]] = page.evaluate(NODES)
    return found


def screen(page: Page) -> str:
    """Everything that shows the step, for those who prefer stillness: no messenger is on its way."""
    return str(page.evaluate(SCREEN))


def test_the_start_is_the_lectures_figure(desk: Page) -> None:
    expect(desk.locator("body")).to_have_attribute("data-step", "0")
    expect(desk.locator("body")).to_have_attribute("data-steps", "16")
    expect(desk.locator("[data-edge]")).to_have_count(9)
    ids = desk.locator("[data-node]").evaluate_all("(all) => all.map((node) => node.dataset.node).sort()")
    assert ids == sorted(["x", "b", "w", "z", "y", "t", "L", "R", "L_reg"])
    fans = desk.locator("[data-edge][data-fan-in=true]")
    assert fans.evaluate_all("(all) => all.map((edge) => edge.dataset.edge).sort()") == ["w->R", "w->z"]


def test_values_and_adjoints_are_the_traces_at_every_step(desk: Page, trace: dict[str, Any]) -> None:
    """Forward by one key of a clicker and back by the other; what is not known yet is not there."""
    known_values = {node["id"]: node["value"] for node in trace["nodes"] if not node["parents"]}
    known_adjoints: dict[str, float] = {}
    expected = [(dict(known_values), dict(known_adjoints))]
    terms = {step["node"]: 0 for step in trace["steps"]}
    for step in trace["steps"]:
        terms[step["node"]] += step["kind"] == "term"
    for step in trace["steps"]:
        if step["kind"] == "value":
            known_values[step["node"]] = step["value"]
        elif step["kind"] != "term":
            known_adjoints[step["node"]] = step["adjoint"]
        elif terms[step["node"]] == 1:
            known_adjoints[step["node"]] = step["total"]
        expected.append((dict(known_values), dict(known_adjoints)))

    def check(position: int) -> None:
        values, adjoints = expected[position]
        shown = nodes(desk)
        assert {id: float(value) for id, (_, value, _) in shown.items() if value is not None} == values
        assert {id: float(adjoint) for id, (_, _, adjoint) in shown.items() if adjoint is not None} == adjoints

    check(0)
    for position in range(1, len(expected)):
        desk.keyboard.press("PageDown")
        check(position)
    assert expected[-1] == (
        {node["id"]: node["value"] for node in trace["nodes"]},
        {node["id"]: node["adjoint"] for node in trace["nodes"]},
    )
    for position in reversed(range(len(expected) - 1)):
        desk.keyboard.press("PageUp")
        check(position)


@pytest.mark.parametrize(("key", "back"), [("ArrowRight", "ArrowLeft"), (" ", "PageUp"), ("PageDown", "ArrowLeft")])
def test_every_key_of_the_contract_steps_without_a_click_first(desk: Page, key: str, back: str) -> None:
    body = desk.locator("body")
    desk.keyboard.press(key)
    expect(body).to_have_attribute("data-step", "1")
    desk.keyboard.press(back)
    expect(body).to_have_attribute("data-step", "0")
    desk.keyboard.press(back)
    expect(body).to_have_attribute("data-step", "0")
    desk.keyboard.press("End")
    expect(body).to_have_attribute("data-step", "16")
    desk.keyboard.press(key)
    expect(body).to_have_attribute("data-step", "16")
    desk.keyboard.press("Home")
    expect(body).to_have_attribute("data-step", "0")


def test_fifty_steps_forward_and_fifty_back_is_the_same_screen(fresh: Any) -> None:
    source = "param w = 0.5\n" + "\n".join(f"a{k} = sin({f'a{k - 1}' if k else 'w'} * w)" for k in range(20))
    page = fresh("#v=1&s=" + source.replace("\n", ";").replace(" ", "+") + "&k=3", reduced_motion="reduce")
    expect(page.locator("[data-node]")).to_have_count(21)
    expect(page.locator("body")).to_have_attribute("data-step", "3")
    before = screen(page)
    walk_to(page, 53)
    assert screen(page) != before
    walk_to(page, 3, "PageUp")
    assert screen(page) == before


def test_stepping_back_undoes_exactly_one_step(still: Page) -> None:
    screens = [screen(still)]
    for position in range(1, 17):
        walk_to(still, position)
        screens.append(screen(still))
    assert len(set(screens)) == 17
    for position in reversed(range(16)):
        walk_to(still, position, "PageUp")
        assert screen(still) == screens[position]


def test_the_fan_in_is_partial_and_the_ledger_says_what_is_awaited(desk: Page) -> None:
    w = desk.locator("[data-node=w]")
    walk_to(desk, 13)
    expect(w).to_have_attribute("data-state", "waiting")
    expect(desk.locator("[data-term]")).to_have_count(0)
    walk_to(desk, 14)
    expect(w).to_have_attribute("data-state", "partial")
    expect(w).not_to_have_attribute("data-adjoint", "")
    rows = desk.locator("[data-term]")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("−0.125 × 2= −0.25")
    expect(rows.nth(1)).to_contain_text("awaited")
    expect(desk.locator("#ledger")).to_contain_text("1 of 2 terms received")
    expect(desk.locator("[data-formula] .lit")).to_have_count(1)
    walk_to(desk, 15)
    expect(desk.locator("#ledger")).to_contain_text("2 of 2 terms received")
    expect(desk.locator("[data-total]")).to_have_text("−0.2")
    walk_to(desk, 16)
    expect(w).to_have_attribute("data-adjoint", "-0.2")
    expect(w.locator(".node-adjoint")).to_have_text("−0.2")


def test_the_listing_lights_one_line_and_names_i_pa_and_ch(desk: Page) -> None:
    lit = desk.locator("[data-line][data-current]")
    expect(lit).to_have_count(0)
    for position, line, words in ((1, "value", "Pa"), (6, "seed", "i=9"), (14, "adjoint", "Ch")):
        walk_to(desk, position)
        expect(lit).to_have_count(1)
        expect(lit).to_have_attribute("data-line", line)
        expect(desk.locator("[data-live]")).to_contain_text(words)


def test_the_seed_says_the_lectures_sentence(desk: Page) -> None:
    walk_to(desk, 6)
    assert "Raising" in desk.locator("[data-caption]").inner_text()
    expect(desk.locator("[data-announcer]")).to_contain_text("Raising L_reg by h raises L_reg by h")
    expect(desk.locator("[data-node=L_reg]")).to_have_attribute("data-adjoint", "1")


def test_positions_belong_to_the_graph_and_never_to_the_step(desk: Page) -> None:
    boxes = """() => [...document.querySelectorAll('[data-node] .node-name')]
      .map((node) => Object.values(node.getBoundingClientRect().toJSON()))"""
    start = desk.evaluate(boxes)
    for position in (5, 6, 14, 16, 2):
        walk_to(desk, position, "PageUp" if position == 2 else "PageDown")
        assert desk.evaluate(boxes) == start


def test_a_fast_clicker_never_waits(desk: Page) -> None:
    """Forty keys in one burst: the state is the last key's at once, the animation gives way."""
    desk.evaluate(
        """() => { for (let press = 0; press < 13; press += 1)
             document.dispatchEvent(new KeyboardEvent('keydown', { key: 'PageDown', bubbles: true })); }"""
    )
    assert desk.locator("body").get_attribute("data-step") == "13"
    assert nodes(desk)["b"] == ["active", "-1", "-0.125"]
    assert desk.locator(".flight").count() <= 1


def test_the_product_travels_only_forward_and_not_for_those_who_prefer_stillness(fresh: Any) -> None:
    watch = """() => { window.flights = 0; new MutationObserver((changes) => { for (const change of changes)
      for (const node of change.addedNodes) if (node.classList?.contains('flight')) window.flights += 1; })
      .observe(document.querySelector('#stage'), { childList: true, subtree: true }); }"""
    for motion, expected in (("no-preference", 1), ("reduce", 0)):
        page = fresh(reduced_motion=motion)
        expect(page.locator("[data-node]")).to_have_count(9)
        walk_to(page, 6)
        page.evaluate(watch)
        walk_to(page, 7)
        walk_to(page, 6, "PageUp")
        assert page.evaluate("window.flights") == expected
        assert nodes(page)["R"][2] is None


def test_playing_goes_through_the_walk_and_stops_when_a_key_steps(fresh: Any) -> None:
    page = fresh()
    page.clock.install()
    page.reload()
    expect(page.locator("[data-node]")).to_have_count(9)
    page.keyboard.press("p")
    expect(page.locator("body")).to_have_attribute("data-step", "1")
    page.clock.run_for(3000)
    expect(page.locator("body")).to_have_attribute("data-step", "3")
    page.keyboard.press("PageUp")
    page.clock.run_for(5000)
    expect(page.locator("body")).to_have_attribute("data-step", "2")


def test_the_timeline_is_clicked_dragged_and_spoken(desk: Page) -> None:
    timeline = desk.locator("#timeline")
    box = timeline.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    desk.mouse.click(box["x"] + box["width"] * 6 / 16, middle)
    expect(desk.locator("body")).to_have_attribute("data-step", "6")
    desk.mouse.move(box["x"] + box["width"] * 6 / 16, middle)
    desk.mouse.down()
    desk.mouse.move(box["x"] + box["width"] * 14 / 16, middle, steps=4)
    desk.mouse.up()
    expect(desk.locator("body")).to_have_attribute("data-step", "14")
    expect(timeline).to_have_attribute("aria-valuenow", "14")
    assert "Term 1 of 2" in (timeline.get_attribute("aria-valuetext") or "")
    expect(desk.locator("[data-mark]")).to_have_count(1)
    timeline.focus()
    desk.keyboard.press("ArrowLeft")
    expect(desk.locator("body")).to_have_attribute("data-step", "13")
