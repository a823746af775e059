"""Calculus class: the lecture's two derivations side by side, and the counters that are computed of them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from playwright.sync_api import Page, expect

from tests.browser.access import violations

DEEP = "param w=0.5, b=0.1\ninput h0=1\n" + "\n".join(f"h{k + 1} = σ(w h{k} + b) h{k}" for k in range(40))


def opened(page: Page) -> None:
    page.keyboard.press("a")
    page.click("[data-open-lab=calculus]")
    expect(page.locator("[data-operations=backprop]")).to_be_visible()


def test_the_published_counters_are_on_the_page(still: Page) -> None:
    opened(still)
    published = {"naive": "19", "expanded": "29", "shared": "9", "shared-expanded": "10", "backprop": "9"}
    for name, count in published.items():
        row = still.locator(f"[data-operations={name}]")
        expect(row).to_have_attribute("data-count", count)
        expect(row).to_contain_text(count)
    factor, sum_ = still.locator(".calculus-part").all()
    expect(factor).to_contain_text("evaluated 2 times")
    expect(sum_).to_contain_text("evaluated 4 times")
    expect(sum_).to_contain_text("6 copies once every derivative is written out")
    expect(sum_.locator("annotation")).to_have_text("\\displaystyle w\\,x + b")
    assert violations(still) == []


def test_both_derivations_are_worked_line_by_line_to_the_number_of_the_sweep(still: Page) -> None:
    opened(still)
    lines = {leaf: still.locator(f"[data-calculus-line={leaf}]") for leaf in "wb"}
    expect(lines["w"]).to_have_count(1)
    still.click("[data-calculus=next]")
    expect(lines["w"]).to_have_count(2)
    expect(lines["b"]).to_have_count(2)
    expect(lines["w"].last.locator(".calculus-rule")).to_have_text("sum")
    still.click("[data-calculus=all]")
    expect(lines["w"]).to_have_count(8)
    expect(lines["b"]).to_have_count(7)
    rules = lines["w"].locator(".calculus-rule").all_inner_texts()
    assert "chain rule" in rules
    assert "power" in rules
    expect(still.locator("[data-calculus-result=w]")).to_contain_text("−0.2 by hand, and −0.2 from the sweep")
    expect(still.locator("[data-calculus-result=b]")).to_contain_text("−0.125 by hand, and −0.125 from the sweep")
    assert lines["w"].last.locator(".part-1").count() == 2
    assert lines["b"].last.locator(".part-1").count() == 2
    still.locator(".calculus-part[data-part='1']").focus()
    lit = still.locator(".calculus-column .part-1[data-lit]").count()
    assert lit == still.locator(".calculus-column .part-1").count() > 4


def test_other_leaves_can_be_chosen(still: Page) -> None:
    opened(still)
    still.select_option("[data-calculus-leaf='1']", "x")
    expect(still.locator("[data-calculus-line=x]")).to_have_count(1)
    still.click("[data-calculus=all]")
    expect(still.locator("[data-calculus-result=x]")).to_contain_text("−0.0625 by hand")


def test_sharing_repeats_folds_the_trees_into_a_graph(still: Page) -> None:
    opened(still)
    still.click("[data-calculus-tab=share]")
    picture = still.locator(".calculus-fold")
    expect(picture).to_have_attribute("data-operations", "19")
    places = "(nodes) => new Set(nodes.map((node) => node.getAttribute('transform'))).size"
    nodes = still.locator(".calculus-node")
    apart = nodes.evaluate_all(places)
    assert apart == nodes.count()
    assert violations(still) == []
    still.click("[data-calculus=share]")
    expect(picture).to_have_attribute("data-operations", "9")
    assert nodes.evaluate_all(places) == 9 + 5
    still.click("[data-calculus=share]")
    expect(picture).to_have_attribute("data-operations", "19")
    assert nodes.evaluate_all(places) == apart


def test_a_deep_program_has_its_exact_count_and_its_curve(fresh: Any) -> None:
    page = fresh(f"#v=1&s={quote(DEEP, safe='')}&l=calculus", reduced_motion="reduce")
    page.click("[data-calculus-tab=growth]")
    exact = page.locator("[data-exact]")
    expect(exact).to_have_attribute("data-exact", "603082127835140")
    assert exact.inner_text().replace("\u202f", "") == "603082127835140"
    expect(page.locator(".calculus-curve")).to_have_count(2)
    assert violations(page) == []
    page.click("[data-calculus-tab=share]")
    expect(page.locator(".calculus-fold-count")).to_contain_text("more than the 90 nodes")
    page.click("[data-calculus-tab=lines]")
    expect(page.locator(".calculus-note").first).to_contain_text("too long")


def test_what_cannot_be_worked_by_hand_is_said_in_words(fresh: Any) -> None:
    page = fresh("#v=1&s=param+W=[1,2];L=sum(W)&l=calculus", reduced_motion="reduce")
    expect(page.locator(".calculus-problem")).not_to_be_empty()
    expect(page.locator("[data-operations]")).to_have_count(0)
