"""Calculus class: the lecture's two derivations side by side, and the counters that are computed of them."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.access import violations
from tests.browser.labs.opening import open_lab

DEEP = "param w=0.5, b=0.1\ninput h0=1\n" + "\n".join(f"h{k + 1} = σ(w h{k} + b) h{k}" for k in range(40))
NUMBERS = {"w": "−0.2", "b": "−0.125"}


def opened(page: Page) -> None:
    open_lab(page, "calculus")
    expect(page.locator("[data-operations=backprop]")).to_be_visible()


def linked(fresh: Any, source: str) -> Page:
    page: Page = fresh(f"#v=1&s={quote(source, safe='')}&l=calculus", reduced_motion="reduce")
    return page


def left(places: Locator) -> list[float]:
    found: list[float] = places.evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().left)")
    return found


def test_the_published_counters_are_on_the_page(still: Page) -> None:
    opened(still)
    published = {"naive": "19", "expanded": "29", "shared": "9", "shared-expanded": "10", "backprop": "9"}
    for name, count in published.items():
        row = still.locator(f"[data-operations={name}]")
        expect(row).to_have_text(count)
        expect(row).to_have_attribute("data-count", count)
    factor, sum_ = still.locator(".calculus-times").all()
    expect(factor).to_have_text("evaluated 2 times")
    expect(sum_).to_contain_text("evaluated 4 times · 6 copies once")
    expect(still.locator("[data-part='1'] > .part annotation")).to_have_text("\\displaystyle w\\,x + b")
    lengths = still.locator(".calculus-bar-length").evaluate_all("(all) => all.map((one) => one.clientWidth)")
    assert [round(29 * length / lengths[1]) for length in lengths] == [19, 29, 9, 10, 9]
    assert violations(still) == []


FIGURES = re.compile(r"\d[\d.,\u202f]*")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("model", ["", f"#v=1&s={quote('a = 2; b = 3; c = ab; L = c² + a', safe='')}"])
def test_both_counts_of_backpropagation_are_told_apart(fresh: Any, language: str, model: str) -> None:
    """The lab's count and those of the costs panel, each with what it is made of; the sums are right."""
    page: Page = fresh(f"?lang={language}{model}", reduced_motion="reduce")
    expect(page.locator("[data-node]").first).to_be_visible()
    with page.expect_response("**/api/cost") as answer:
        opened(page)
    cost = {name: answer.value.json()[name]["operations"] for name in ("forward", "backprop", "parameters")}

    def told(place: str) -> list[int]:
        spoken = page.locator(place).inner_text()
        return [int(figure) for figure in FIGURES.findall(re.sub(r"[.,](?=\s|$)", "", spoken))]

    expect(page.locator("[data-told=panel]")).to_contain_text("=")
    count, values, sweep = told("[data-told=here]")
    assert str(count) == page.locator("[data-operations=backprop]").get_attribute("data-count")
    assert count == values + sweep
    total, forward, parameters, whole, again, backprop = told("[data-told=panel]")
    assert (forward, parameters, backprop) == (cost["forward"], cost["parameters"], cost["backprop"])
    assert forward == again
    assert (total, whole) == (forward + parameters, forward + backprop)
    assert values <= forward
    page.click("[data-lab=calculus] .lab-close")
    page.keyboard.press("m")
    expect(page.locator("[data-cost] p")).to_have_count(4)
    panel = told("[data-cost] p:nth-child(2)")
    assert panel == [forward, backprop, whole, parameters], "the panel says the same numbers"


def test_both_derivations_are_worked_line_by_line_to_the_number_of_the_sweep(still: Page) -> None:
    opened(still)
    expect(still.locator(".calculus-column:visible")).to_have_count(2)
    lines = {leaf: still.locator(f"[data-calculus-line={leaf}]") for leaf in NUMBERS}
    expect(lines["w"]).to_have_count(1)
    still.click("[data-calculus=next]")
    for leaf, one in lines.items():
        expect(one).to_have_count(2)
        expect(one.last.locator(".calculus-rule")).to_have_text("sum")
        expect(still.locator(f"[data-calculus-result={leaf}]")).to_have_count(0)
    expect(still.locator("[data-lab] > .lab-body > p.unseen")).to_contain_text("By w, line 2 of 8: sum.")
    still.click("[data-calculus=all]")
    expect(lines["w"]).to_have_count(8)
    expect(lines["b"]).to_have_count(7)
    assert {"chain rule", "power", "constant factor"} <= set(lines["w"].locator(".calculus-rule").all_inner_texts())
    for leaf, number in NUMBERS.items():
        result = still.locator(f"[data-calculus-result={leaf}]")
        expect(result.locator(".calculus-number")).to_have_text(number)
        expect(result.locator(".calculus-same")).to_contain_text(f"= {number}: the same number")
        expect(lines[leaf].last).to_have_attribute("data-result", "")
        signs = left(still.locator(f"[data-calculus-line={leaf}] .calculus-equals"))
        assert max(signs) - min(signs) < 0.5
        assert lines[leaf].last.locator(".part-1").count() == 2
    still.click("[data-calculus=back]")
    expect(lines["w"]).to_have_count(7)


def test_all_copies_of_a_part_light_up_wherever_one_is_pointed_at(still: Page) -> None:
    opened(still)
    still.click("[data-calculus=all]")
    copies, lit = still.locator(".calculus .part-1"), still.locator(".calculus .part[data-lit]")
    expect(lit).to_have_count(0)
    row = still.locator("[data-part='1']")
    for light in (copies.nth(2).hover, row.hover, row.focus):
        still.mouse.move(1, 1)
        still.locator("[data-calculus=back]").focus()
        expect(lit).to_have_count(0)
        light()
        expect(lit).to_have_count(copies.count())
    row.press("Enter")
    still.locator("[data-calculus=back]").focus()
    still.mouse.move(1, 1)
    expect(row).to_have_attribute("aria-pressed", "true")
    expect(lit).to_have_count(copies.count())


def test_the_model_may_change_and_other_leaves_be_chosen(still: Page) -> None:
    opened(still)
    still.select_option("[data-calculus-leaf='1']", "x")
    expect(still.locator("[data-calculus-line=x]")).to_have_count(1)
    still.click("[data-calculus=all]")
    expect(still.locator("[data-calculus-result=x]")).to_have_attribute("data-value", "-0.0625")
    still.select_option("[data-calculus-leaf='1']", "w")
    expect(still.locator("[data-calculus-leaf='0']")).to_have_value("x")
    still.click("[data-calculus=all]")
    expect(still.locator("[data-calculus-result=w]")).to_have_attribute("data-adjoint", "-0.2")


def test_sharing_repeats_folds_the_tree_into_the_graph(still: Page) -> None:
    opened(still)
    still.locator("[data-calculus-tab=lines]").focus()
    still.keyboard.press("ArrowRight")
    expect(still.locator("body")).to_have_attribute("data-step", "0")
    picture, nodes = still.locator(".calculus-fold"), still.locator(".calculus-node:visible")
    expect(nodes).to_have_count(10)
    assert violations(still) == []
    still.click("[data-calculus=share]")
    expect(nodes).to_have_count(9)
    expect(still.locator(".calculus-fold-said")).to_contain_text("9 nodes")
    still.click("[data-calculus=share]")
    expect(nodes).to_have_count(10)
    still.click("[data-calculus-whole=results]")
    expect(nodes).to_have_count(36)
    expect(picture).to_have_attribute("data-operations", "19")
    still.click("[data-calculus=share]")
    expect(nodes).to_have_count(9 + 5)
    expect(picture).to_have_attribute("data-operations", "9")
    places = nodes.evaluate_all("(all) => new Set(all.map(({style}) => style.transform)).size")
    assert places == 9 + 5


def test_the_fold_is_seen_where_motion_is_welcome(desk: Page) -> None:
    opened(desk)
    desk.click("[data-calculus-tab=share]")
    nodes = desk.locator(".calculus-node")
    expect(nodes).to_have_count(10)
    desk.evaluate(
        """() => {
             const one = document.querySelector('.calculus-node[data-shared]');
             window.seen = new Set([one.style.transform]);
             new MutationObserver(() => window.seen.add(one.style.transform)).observe(one, {attributes: true});
           }"""
    )
    desk.click("[data-calculus=share]")
    expect(desk.locator(".calculus-fold")).to_have_attribute("data-folded", "")
    expect(desk.locator(".calculus-node:visible")).to_have_count(9)
    assert desk.evaluate("window.seen.size") > 2


def test_a_deep_program_has_its_exact_counts_and_its_curves(fresh: Any) -> None:
    page = linked(fresh, DEEP)
    exact = page.locator("[data-exact-derivative]")
    expect(exact).to_be_visible()
    expect(exact).to_have_attribute("data-exact-derivative", "603082127835140")
    assert exact.inner_text().replace(",\u200b", "") == "603082127835140"
    expect(page.locator("[data-exact-formula]")).to_have_attribute("data-exact-formula", "4398046511100")
    expect(page.locator(".calculus-chart .calculus-curve")).to_have_count(3)
    expect(page.locator(".calculus-chart")).to_contain_text("10¹⁵")
    assert violations(page) == []
    page.click("[data-calculus-tab=share]")
    expect(page.locator(".calculus-fold-said")).to_contain_text("exactly 121 nodes, more than the 60")
    page.click("[data-calculus-whole=results]")
    expect(page.locator(".calculus-fold-said")).to_contain_text("with every part once")
    page.click("[data-calculus-tab=lines]")
    expect(page.locator(".calculus-note").first).to_contain_text("too long")


def test_what_cannot_be_worked_by_hand_is_said_in_words(fresh: Any) -> None:
    page = linked(fresh, "param W=[1,2];L=sum(W)")
    expect(page.locator(".calculus-problem")).to_contain_text("element grain")
    expect(page.locator("[data-operations]")).to_have_count(0)
