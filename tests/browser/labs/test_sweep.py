"""The sweep lab: gather or scatter, all adjoints or what the parameters need; the same numbers in each."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.access import violations_by_any_light
from tests.browser.labs.opening import ADJOINTS, open_lab

CURRENT = "() => document.querySelector('#stage [data-node][data-current]')?.dataset.node ?? null"
LIT = "[data-sweep-listing={}] [data-sweep-line][data-current]"


@pytest.fixture
def lab(still: Page) -> Page:
    """The running example with the lab open, as the menu opens it."""
    open_lab(still, "sweep")
    expect(still.locator("[data-sweep-listing]")).to_have_count(2)
    return still


def walked(page: Page, back_to: int) -> list[str]:
    """The nodes that the steps after a position are about, in their order."""
    page.keyboard.press("Home")
    found = []
    for position in range(1, int(page.locator("body").get_attribute("data-steps") or 0) + 1):
        page.keyboard.press("PageDown")
        if position > back_to:
            found.append(page.evaluate(CURRENT))
    return found


def test_scattering_sends_from_finished_nodes_and_ends_with_the_same_numbers(lab: Page, trace: dict[str, Any]) -> None:
    assert walked(lab, 5) == ["L_reg", "R", "L", "y", "z", "t", "x", "b", "w", "w", "w"]
    assert lab.evaluate(ADJOINTS) == trace["adjoints"]
    lab.locator("[data-manner=scatter]").click()
    assert walked(lab, 5) == ["L_reg", "L", "R", "w", "y", "t", "z", "w", "w", "x", "b"]
    assert lab.evaluate(ADJOINTS) == trace["adjoints"]


def test_the_line_of_the_step_is_lit_in_the_listing_in_use(lab: Page) -> None:
    expect(lab.locator("#listing")).to_be_hidden()
    for _ in range(9):
        lab.keyboard.press("PageDown")
    expect(lab.locator(LIT.format("gather"))).to_have_attribute("data-sweep-line", "gather")
    expect(lab.locator(LIT.format("scatter"))).to_have_count(0)
    lab.locator("[data-manner=scatter]").click()
    expect(lab.locator(LIT.format("scatter"))).to_have_attribute("data-sweep-line", "send")
    expect(lab.locator(LIT.format("gather"))).to_have_count(0)
    lab.keyboard.press("Home")
    for line, presses in (("value", 1), ("seed", 5), ("send", 1)):
        for _ in range(presses):
            lab.keyboard.press("PageDown")
        expect(lab.locator(LIT.format("scatter"))).to_have_attribute("data-sweep-line", line)


def test_w_receives_its_terms_as_they_are_sent(lab: Page) -> None:
    lab.locator("[data-manner=scatter]").press("Enter")
    for _ in range(9):
        lab.keyboard.press("PageDown")
    w = lab.locator("#stage [data-node=w]")
    expect(w).to_have_attribute("data-sum", "0.05")
    expect(lab.locator("[data-formula] .lit")).to_have_count(1)
    rows = lab.locator("[data-term]")
    assert rows.evaluate_all("(all) => all.map((row) => row.dataset.term)") == ["w->R", "w->z"]
    for _ in range(4):
        lab.keyboard.press("PageDown")
    expect(w).to_have_attribute("data-sum", "-0.2")
    lab.keyboard.press("PageDown")
    expect(w).to_have_attribute("data-adjoint", "-0.2")


def test_what_no_parameter_needs_is_left_out_and_counted(lab: Page, trace: dict[str, Any]) -> None:
    lab.locator("[data-wanted=needed]").click()
    expect(lab.locator("[data-terms='2'][data-products='2']")).to_be_visible()
    saved = (
        "the adjoint of x and the adjoint of t are not computed, which saves 2 of 9 terms and 2 of 7 multiplications."
    )
    expect(lab.locator("[data-lab=sweep] [role=status]")).to_have_text(saved)
    lab.keyboard.press("End")
    expect(lab.locator("body")).to_have_attribute("data-steps", "14")
    left = {id: adjoint for id, adjoint in trace["adjoints"].items() if id not in {"x", "t"}}
    assert lab.evaluate(ADJOINTS) == left
    spared = "(all) => all.map(({dataset}) => dataset.edge ?? dataset.node).sort()"
    marked = lab.locator("#stage [data-sweep-spared]:is([data-edge], [data-node])")
    assert marked.evaluate_all(spared) == ["t", "t->L", "x", "x->z"]
    lab.locator("[data-manner=scatter]").click()
    assert walked(lab, 5) == ["L_reg", "L", "R", "w", "y", "z", "w", "w", "b"]
    open_lab(lab, "order")
    expect(lab.locator("body")).to_have_attribute("data-steps", "16")
    expect(lab.locator("[data-sweep-spared]")).to_have_count(0)


def test_without_parameters_there_is_nothing_to_choose(fresh: Any) -> None:
    page = fresh("#v=1&s=input+x+=+2;y+=+x^2&k=0&l=sweep", reduced_motion="reduce")
    button = page.locator("[data-wanted=needed]")
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(page.locator("[data-lab=sweep] [role=status]")).to_have_text("No leaf of this model is a parameter.")
    button.click(force=True)
    expect(button).to_have_attribute("aria-pressed", "false")


EXAMPLES = """async () => {
  const model = (file) => import(`/static/labs/${file}.js`);
  const [order, orders, counts, sweep] = await Promise.all(
    ["order/model", "order/model-orders", "order/model-count", "sweep/model"].map(model));
  const json = async (path, body) => (await fetch(path, body && {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) })).json();
  const ends = ({ steps }) => JSON.stringify(steps
    .filter(({ kind, remaining }) => (kind === "term" ? remaining === 0 : kind !== "value"))
    .map((step) => `${step.node} ${JSON.stringify(step.total ?? step.adjoint)}`).sort());
  const faults = [];
  let seen = 0;
  for (const { id } of (await json("/api/examples")).examples) {
    const { source, inputs, roles, output } = await json(`/api/examples/${id}`);
    for (const grain of ["named", "primitive"]) {
      const trace = await json("/api/trace", { source, inputs, roles, output, grain });
      const lists = [orders.depthFirst(trace), orders.breadthFirst(trace), orders.byLot(trace, seen)];
      const isOrder = (list) => order.firstBroken(trace, list) === null && list.length === trace.nodes.length;
      const mixed = order.inOrder(lists[2])(trace);
      const walks = [mixed, sweep.scattered(trace), sweep.scattered(mixed)];
      const needed = sweep.onlyNeeded(trace);
      const isSame = [[needed, sweep.scattered(needed)], ...walks.map((walk) => [trace, walk])]
        .every(([one, other]) => ends(one) === ends(other));
      const { count } = counts.countOrders(trace, 60000);
      if (!lists.every(isOrder) || !isSame || count < 1n) faults.push(`${id} ${grain}`);
      seen += 1;
    }
  }
  return { seen, faults };
}"""


def test_every_example_ends_with_its_adjoints_in_any_order_and_either_listing(desk: Page) -> None:
    """The models of both labs, as the page is served them, on the traces that the service answers."""
    found = desk.evaluate(EXAMPLES)
    assert found["faults"] == []
    assert found["seen"] >= 60


def test_axe_finds_nothing(lab: Page) -> None:
    lab.locator("[data-manner=scatter]").click()
    lab.locator("[data-wanted=needed]").click()
    lab.keyboard.press("End")
    assert violations_by_any_light(lab) == []
