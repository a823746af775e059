"""Graphs too large to be drawn whole: they open folded, and the step is always to be seen."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from benchmarks._networks import layered, recurrent
from tests.browser.test_sizes import OVERFLOW, OVERLAPS, SIZES

LAYERS = layered(7, 3)
MANY = recurrent(400)

ITEM = """() => { const current = [...document.querySelectorAll('[data-node][data-current]')];
  const box = current[0]?.getBoundingClientRect(), stage = document.querySelector('#stage').getBoundingClientRect();
  return { count: current.length, node: current[0]?.dataset.node, member: current[0]?.dataset.member ?? null,
    inside: box && box.left >= stage.left && box.right <= stage.right && box.top >= stage.top
      && box.bottom <= stage.bottom,
    shown: document.querySelector('[data-live]').textContent }; }"""


def opened(fresh: Any, source: str, position: int = 0, more: str = "", **options: Any) -> Page:
    fragment = f"#v=1&s={quote(source, safe='')}&k={position}{more}"
    page: Page = fresh(fragment, reduced_motion="reduce", **options)
    expect(page.locator("[data-group]").first).to_be_visible()
    return page


def group_of(page: Page, member: str) -> str:
    """The folded group whose name begins or ends with this node."""
    names: list[str] = page.eval_on_selector_all("[data-group]", "(all) => all.map((one) => one.dataset.node)")
    return next(name for name in names if member in name.split("…"))


def node(page: Page, name: str) -> Any:
    return page.locator(f'[data-node="{name}"]')


def test_a_large_graph_opens_folded_and_says_how_much_there_is(fresh: Any) -> None:
    page = opened(fresh, LAYERS)
    assert page.locator("[data-node]").count() < 12
    first = node(page, group_of(page, "h1_7"))
    expect(first).to_have_attribute("data-group", "70")
    expect(first).to_contain_text("70 nodes")
    expect(page.locator(".scale-bar")).to_contain_text("220 nodes")
    assert page.locator("#stage").get_attribute("data-large") == ""


def test_the_step_is_always_on_one_thing_that_is_drawn_and_in_view(fresh: Any) -> None:
    page = opened(fresh, LAYERS)
    steps = int(page.locator("body").get_attribute("data-steps") or 0)
    groups = 0
    for position in range(1, 60):
        page.keyboard.press("ArrowRight")
        found = page.evaluate(ITEM)
        assert found["count"] == 1, position
        assert found["inside"], position
        groups += found["member"] is not None
    assert groups > 40
    page.keyboard.press("End")
    expect(page.locator("body")).to_have_attribute("data-step", str(steps))
    assert page.evaluate(ITEM)["count"] == 1


def test_a_groups_state_follows_its_members(fresh: Any) -> None:
    page = opened(fresh, LAYERS)
    first = node(page, group_of(page, "h1_7"))
    expect(first).to_have_attribute("data-state", "waiting")
    page.keyboard.press("ArrowRight")
    expect(first).to_have_attribute("data-state", "active")
    expect(first).to_have_attribute("data-done", "1")
    expect(first).to_have_attribute("data-total", "14")
    expect(first).to_have_attribute("data-member", "z1_1")
    for _ in range(14):
        page.keyboard.press("ArrowRight")
    expect(first).to_have_attribute("data-state", "done")
    expect(first).not_to_have_attribute("data-member", "h1_7")


def test_a_click_unfolds_and_the_bar_folds_again(fresh: Any) -> None:
    page = opened(fresh, LAYERS)
    before = page.locator("[data-node]").count()
    name = group_of(page, "h2_7")
    node(page, name).click()
    expect(node(page, name)).to_have_count(0)
    assert page.locator("[data-node]").count() == before + 3
    page.keyboard.press(" ")
    expect(page.locator("body")).to_have_attribute("data-step", "1")  # the click has not taken the keys
    page.locator(f'[data-open="{name}"]').click()
    expect(node(page, name)).to_have_count(1)
    assert page.locator("[data-node]").count() == before


def test_enter_unfolds_and_folds_without_a_mouse(fresh: Any) -> None:
    page = opened(fresh, LAYERS)
    name = group_of(page, "h2_7")
    node(page, name).focus()
    page.keyboard.press("Enter")
    expect(node(page, name)).to_have_count(0)
    expect(page.locator(f'[data-open="{name}"]')).to_be_focused()
    page.keyboard.press("Enter")
    expect(node(page, name)).to_be_focused()


def test_a_key_unfolds_the_group_of_the_step_down_to_its_node(fresh: Any) -> None:
    page = opened(fresh, MANY, 700)
    for _ in range(5):
        page.keyboard.press("d")
    found = page.evaluate(ITEM)
    assert (found["count"], found["member"]) == (1, None)
    assert found["inside"]
    page.keyboard.press("o")
    expect(page.locator("[data-open]")).to_have_count(0)
    assert page.evaluate(ITEM)["member"] == found["node"]


def test_a_node_is_found_by_name_unfolded_and_shown(fresh: Any) -> None:
    page = opened(fresh, MANY)
    expect(node(page, "h_321")).to_have_count(0)
    page.keyboard.press("/")
    page.keyboard.type("h321")
    expect(page.locator('[data-find="h_321"]')).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(node(page, "h_321")).to_be_in_viewport()
    expect(node(page, "h_321")).to_have_attribute("data-found", "")
    page.keyboard.press("ArrowRight")
    expect(page.locator("body")).to_have_attribute("data-step", "1")


def test_escape_leaves_the_field_and_its_keys_stay_there(fresh: Any) -> None:
    page = opened(fresh, LAYERS)
    page.keyboard.press("/")
    page.keyboard.type("d o")
    expect(page.locator(".finder")).to_contain_text("No node has this in its name")
    expect(page.locator("body")).to_have_attribute("data-step", "0")
    page.keyboard.press("Escape")
    expect(page.locator(".finder")).to_be_hidden()


def test_the_same_key_finds_a_node_of_a_small_graph(still: Page) -> None:
    still.keyboard.press("/")
    expect(still.locator(".finder-field")).to_be_focused()
    still.keyboard.type("R")
    still.keyboard.press("Enter")
    expect(still.locator('[data-node="R"]')).to_have_attribute("data-found", "")
    expect(still.locator('[data-node="R"]')).to_be_in_viewport()


def test_the_link_brings_back_what_is_open(fresh: Any) -> None:
    page = opened(fresh, LAYERS, 30)
    page.keyboard.press("d")
    expect(page.locator("[data-open]")).to_have_count(1)
    drawn = page.locator("[data-node]").count()
    page.wait_for_function("() => location.hash.includes('&u=')")
    page.reload()
    expect(page.locator("[data-open]")).to_have_count(1)
    assert page.locator("[data-node]").count() == drawn
    expect(page.locator("body")).to_have_attribute("data-step", "30")


def test_a_map_appears_while_a_part_is_out_of_sight(fresh: Any) -> None:
    page = opened(fresh, LAYERS, 3)
    expect(page.locator(".scale-map")).to_be_hidden()
    for _ in range(4):
        page.keyboard.press("+")
    expect(page.locator(".scale-map")).to_be_visible()
    page.keyboard.press("0")
    expect(page.locator(".scale-map")).to_be_hidden()


def test_a_slider_moves_the_numbers_of_a_large_graph_and_not_its_groups(fresh: Any) -> None:
    page = opened(fresh, LAYERS, 411)
    page.locator(f'[data-node="{group_of(page, "h2_7")}"]').click()
    place = page.locator('[data-node="y"]').bounding_box()
    before = page.locator('[data-node="y"]').get_attribute("data-value")
    page.locator('[data-leaf="x_1"] input[type="number"]').fill("2")
    expect(page.locator('[data-node="y"]')).not_to_have_attribute("data-value", before or "")
    expect(page.locator("[data-open]")).to_have_count(1)
    assert page.locator('[data-node="y"]').bounding_box() == place


@pytest.mark.parametrize("size", SIZES)
def test_nothing_lies_on_anything_else(fresh: Any, size: tuple[int, int]) -> None:
    page = opened(fresh, LAYERS, 30, viewport={"width": size[0], "height": size[1]})
    found = page.evaluate(OVERFLOW)
    assert found["page"] <= 0
    assert found["stage"] == []
    assert page.evaluate(OVERLAPS) == []


def test_a_small_model_after_a_large_one_is_drawn_as_ever(fresh: Any) -> None:
    page = opened(fresh, LAYERS)
    page.evaluate("() => { location.hash = '#v=1&s=param+w=2;L=w^2&k=0' }")
    expect(page.locator("[data-node]")).to_have_count(2)
    expect(page.locator("[data-group], .frame, .scale-bar:not([hidden])")).to_have_count(0)
    assert page.locator("#stage").get_attribute("data-large") is None
