"""The four sizes: nothing overflows, nothing is clipped, nothing lies on anything else."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

SIZES = [(1920, 1080), (1280, 720), (1024, 768), (390, 844)]

LONG = """param hidden_activation_of_unit_17 = 0.7
input learning_rate_of_the_optimiser = 1.25
preactivation_of_output_unit_3 = hidden_activation_of_unit_17 * learning_rate_of_the_optimiser
regularised_objective = exp(-preactivation_of_output_unit_3^2) / (1 + exp(preactivation_of_output_unit_3))"""
COPIES = [f"a{k}" for k in range(1, 13)]
FAN = "\n".join(["param w = 0.5", *(f"{copy} = {k}w" for k, copy in enumerate(COPIES)), "L = " + " + ".join(COPIES)])
MODELS = {"lecture": "", "long": LONG, "fan": FAN, "single": "y = 3"}

OVERFLOW = """() => ({
  page: document.documentElement.scrollWidth - window.innerWidth,
  parts: [...document.querySelectorAll(
    '.caption, .narration, .ledger, .listing, .header, .footer, .controls, .formula-lines')]
    .filter((part) => part.getClientRects().length && part.scrollWidth > part.clientWidth + 1)
    .map((part) => `${part.className}: ${part.scrollWidth} > ${part.clientWidth}`),
  stage: (() => { const stage = document.querySelector('#stage').getBoundingClientRect();
    return [...document.querySelectorAll('.node-name, .node-value, .node-adjoint, .edge-label')].filter((part) => {
      const box = part.getBoundingClientRect();
      return part.textContent && box.width && (box.left < stage.left - 0.5 || box.right > stage.right + 0.5
        || box.top < stage.top - 0.5 || box.bottom > stage.bottom + 0.5); }).map((part) => part.textContent); })(),
})"""

OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll('.node-name, .node-value, .node-adjoint, .edge-label')]
    .filter((part) => part.textContent && getComputedStyle(part).visibility === 'visible')
    .map((part) => ({ name: part.textContent, node: part.closest('.node'), box: part.getBoundingClientRect() }));
  const found = [];
  for (const [index, one] of boxes.entries()) for (const other of boxes.slice(index + 1)) {
    if (one.node && one.node === other.node) continue;
    const width = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
    const height = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
    if (width > 1 && height > 1) found.push(`${one.name} and ${other.name}`);
  }
  return found;
}"""


def opened(fresh: Any, size: tuple[int, int], source: str) -> Page:
    fragment = f"#v=1&s={quote(source, safe='')}&k=0" if source else ""
    page: Page = fresh(fragment, viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    expect(page.locator("[data-node]").first).to_be_visible()
    return page


def walk_to(page: Page, position: int) -> None:
    now = int(page.locator("body").get_attribute("data-step") or 0)
    for _ in range(position - now):
        page.keyboard.press("PageDown")
    expect(page.locator("body")).to_have_attribute("data-step", str(position))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("model", MODELS)
def test_nothing_overflows_or_overlaps(fresh: Any, size: tuple[int, int], model: str) -> None:
    page = opened(fresh, size, MODELS[model])
    steps = int(page.locator("body").get_attribute("data-steps") or 0)
    for position in sorted({0, steps // 2, max(0, steps - 2), steps}):
        walk_to(page, position)
        found = page.evaluate(OVERFLOW)
        assert found["page"] <= 0
        assert found["stage"] == []
        if model != "long":  # a formula that cannot be broken scrolls in its own line
            assert found["parts"] == []
        assert page.evaluate(OVERLAPS) == []


TEXT_SIZES = """() => {
  const scale = (part) => part.getBoundingClientRect().width / part.offsetWidth || 1;
  const all = (selector) => [...document.querySelectorAll(selector)]
    .filter((part) => part.offsetWidth && part.textContent.trim())
    .map((part) => [`${part.className} ${part.textContent.slice(0, 20)}`,
      parseFloat(getComputedStyle(part).fontSize) * scale(part)]);
  return {
    formula: all('.formula-line')[0][1],
    words: all('.caption, .narration, .ledger td, .ledger h2, .listing li, .listing-live, .plain-line, .button-label, '
      + '.counter, .timeline-label'),
    graph: all('.node-name, .node-value, .node-adjoint, .edge-number'),
  };
}"""


SETTLED = """() => new Promise((settled) => {
  let before = "", same = 0;
  const look = () => {
    const boxes = [...document.querySelectorAll("[data-node]")].map((one) => one.getBoundingClientRect());
    const now = boxes.map(({ x, y, width }) => [x, y, width]).join();
    same = now === before ? same + 1 : 0;
    before = now;
    if (same === 12) settled();
    else requestAnimationFrame(look);
  };
  look();
})"""
"""Waits until every node has stood still for a dozen frames."""


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (1024, 768)])
def test_on_a_projector_nothing_is_smaller_than_a_fiftieth_of_the_screen(fresh: Any, size: tuple[int, int]) -> None:
    """With the panel closed, as one shows it to a class; with it open the graph alone may be smaller."""
    page = opened(fresh, size, "")
    page.keyboard.press("l")
    walk_to(page, 14)
    for panel in ("open", "closed"):
        expect(page.locator("body")).to_have_attribute("data-editor", panel)
        page.evaluate(SETTLED)  # the graph is fitted to its new room a frame or two later
        found = page.evaluate(TEXT_SIZES)
        assert found["formula"] >= size[1] / 25 - 0.5
        read = found["words"] if panel == "open" else found["words"] + found["graph"]
        assert [(name, text) for name, text in read if text < size[1] / 50 - 0.3] == []
        overflow = page.evaluate(OVERFLOW)
        assert overflow["page"] <= 0
        assert overflow["stage"] == []
        page.keyboard.press("e")


def test_a_phone_reads_from_top_to_bottom(fresh: Any) -> None:
    page = opened(fresh, (390, 844), "")
    expect(page.locator("#stage")).to_have_attribute("data-direction", "down")
    tops = page.locator("[data-node]").evaluate_all(
        "(all) => Object.fromEntries(all.map((node) => [node.dataset.node, node.getBoundingClientRect().top]))"
    )
    assert tops["w"] < tops["z"] < tops["y"] < tops["L"] < tops["L_reg"]
    step = page.locator("[data-action=next]")
    expect(step).to_be_in_viewport()
    step.click()
    expect(page.locator("body")).to_have_attribute("data-step", "1")


def test_the_graph_has_the_most_of_a_small_window(fresh: Any) -> None:
    page = opened(fresh, (1024, 768), "")
    box = page.locator("#stage").bounding_box()
    assert box is not None
    assert box["width"] * box["height"] > 0.4 * 1024 * 768
