"""The graph is not the architecture: the network beside its graph, each lighting the other."""

from __future__ import annotations

import json
import urllib.request
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.access import violations_by_any_light
from tests.browser.labs.opening import open_lab


@pytest.fixture
def lab(still: Page) -> Page:
    """The running example with its network beside it."""
    open_lab(still, "network")
    expect(still.locator("[data-unit=y]")).to_be_visible()
    return still


def test_the_lectures_network_is_one_unit_beside_nine_nodes(lab: Page) -> None:
    counts = lab.locator("[data-network]")
    expect(counts).to_have_text("1 unit, 1 weight and 1 bias in the network; 9 nodes in the graph.")
    assert {key: counts.get_attribute(f"data-{key}") for key in ("units", "weights", "biases", "nodes")} == {
        "units": "1", "weights": "1", "biases": "1", "nodes": "9",
    }  # fmt: skip
    expect(lab.locator(".network-picture button")).to_have_count(4)  # x, w, b and the unit
    expect(lab.locator("#stage [data-node]")).to_have_count(9)
    expect(lab.locator("[data-weight=w]")).to_contain_text("0.5")
    expect(lab.locator(".network-apart .unseen")).to_have_text("In the graph only: t, L, R and L_reg.")


def test_each_side_lights_the_other(lab: Page) -> None:
    lit = lab.locator("#stage [data-in-network]")
    lab.locator("[data-unit=y]").hover()
    expect(lit).to_have_count(2)
    expect(lab.locator("#stage [data-node=z][data-in-network=unit]")).to_be_visible()
    expect(lab.locator(".network-told .unseen")).to_have_text("One unit, 2 nodes: z and y.")
    lab.locator("#stage [data-node=w] .node-name").click()
    expect(lab.locator("[data-weight=w][data-lit]")).to_be_visible()
    expect(lab.locator(".network-told .unseen")).to_contain_text("one node with 2 children, z and R")
    lab.locator("#stage [data-node=R] .node-name").click()
    expect(lab.locator(".network-told .unseen")).to_contain_text("R is in the graph only")
    lab.locator("[data-lab=network] .lab-close").click()
    expect(lit).to_have_count(0)


def test_a_step_lights_its_part(lab: Page) -> None:
    lab.keyboard.press("PageDown")
    expect(lab.locator("[data-unit=y][data-current]")).to_be_visible()  # z, the sum, is computed
    expect(lab.locator("[data-unit=y] .network-value")).to_be_empty()
    lab.keyboard.press("PageDown")
    expect(lab.locator("[data-unit=y] .network-value")).to_have_text("0.5")
    lab.keyboard.press("PageDown")
    expect(lab.locator(".network-picture [data-current]")).to_have_count(0)  # L is no part of it
    lab.keyboard.press("End")
    while (lab.locator("#stage [data-node=w]").get_attribute("data-current")) is None:
        lab.keyboard.press("PageUp")
    expect(lab.locator("[data-weight=w][data-current], [data-line=w][data-current]")).to_have_count(2)


def test_by_keyboard_alone(lab: Page) -> None:
    lab.locator("[data-source=x]").focus()
    seen = []
    for _ in range(4):
        seen.append(lab.locator(".network-told .unseen").inner_text())
        lab.keyboard.press("Tab")
    assert [words.split()[0] for words in seen] == ["x", "One", "w", "b"]
    lab.keyboard.press("Shift+Tab")
    lab.keyboard.press("Enter")
    expect(lab.locator("[data-bias=b][data-lit]")).to_be_visible()
    lab.keyboard.press("Escape")
    expect(lab.locator("[data-lab]")).to_have_count(0)


@pytest.mark.parametrize(
    ("example", "counts", "parts"),
    [
        ("two-two-two", "4 units, 8 weights and 2 biases in the network; 25 nodes in the graph.", 18),
        ("multilayer", "4 units, 8 weights and 4 biases in the network; 10 nodes in the graph.", 7),
        ("xor", "3 units, 6 weights and 3 biases in the network; 10 nodes in the graph.", 7),
        ("tanh-neuron", "1 unit, 2 weights and 1 bias in the network; 10 nodes in the graph.", 6),
    ],
)
def test_the_examples_that_are_networks(fresh: Any, address: str, example: str, counts: str, parts: int) -> None:
    with urllib.request.urlopen(f"{address}api/examples/{example}", timeout=60) as answer:
        source = json.load(answer)["source"]
    page = fresh(f"#v=1&s={quote(source, safe='')}&l=network", reduced_motion="reduce")
    expect(page.locator("[data-network]")).to_have_text(counts)
    expect(page.locator(".network-picture button")).to_have_count(parts)


def test_a_model_that_is_no_network(fresh: Any) -> None:
    page = fresh("#v=1&s=param a=2;b=a²;L=b%2Ba&l=network", reduced_motion="reduce")
    expect(page.locator("[data-network]")).to_contain_text("There is no unit in this model")
    expect(page.locator(".network-picture")).to_be_hidden()


def test_axe_finds_nothing(lab: Page) -> None:
    lab.locator("[data-unit=y]").click()
    lab.locator("body").press("End")
    assert violations_by_any_light(lab) == []
