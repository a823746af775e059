"""The engine's own check: central differences of every node, and what it says of kinks and infinities."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from engine.gradcheck import BLOCK, STEP, TOLERANCE, check
from engine.graph import Grain
from engine.trace import Trace
from tests.engine.models import GRAINS, LECTURE, golden_cases, run

both_grains = pytest.mark.parametrize("grain", GRAINS)


def broken(trace: Trace, name: str, adjoint: float) -> Trace:
    """The same trace with one adjoint replaced."""
    adjoints = list(trace.sweep.adjoints)
    adjoints[[node.id for node in trace.graph.nodes].index(name)] = np.float64(adjoint)
    return dataclasses.replace(trace, sweep=dataclasses.replace(trace.sweep, adjoints=tuple(adjoints)))


@both_grains
def test_the_lecture_is_right(grain: Grain) -> None:
    trace = run(LECTURE, grain=grain)
    checks = check(trace)
    assert [item.node for item in checks] == list(range(len(trace.graph.nodes)))
    assert all(item.agrees and item.note is None and item.error < TOLERANCE for item in checks)
    by_name = {trace.graph.nodes[item.node].id: item for item in checks}
    assert by_name["w"].adjoint == -0.2
    assert by_name["w"].estimate == pytest.approx(-0.2, abs=1e-9)
    assert by_name["L_reg"].estimate == pytest.approx(1.0, abs=1e-9)  # raising the result by h raises it by h
    assert by_name["w"].step == STEP


@both_grains
def test_every_golden_case_is_right(grain: Grain) -> None:
    for case in golden_cases().values():
        assert all(item.agrees for item in check(run(case["source"], case["inputs"], grain=grain)))


@pytest.mark.parametrize("name", ["w", "y", "t", "L_reg", "R"])
def test_a_wrong_adjoint_is_found_at_its_node_alone(name: str) -> None:
    trace = run(LECTURE)
    wrong = broken(trace, name, trace.adjoints[name] + 1e-4)
    assert [trace.graph.nodes[item.node].id for item in check(wrong) if not item.agrees] == [name]


def test_an_adjoint_that_forgets_one_of_two_ways_is_found() -> None:
    trace = run("L = w·w", {"w": 3.0})
    (item, _) = check(broken(trace, "w", 3.0))
    assert not item.agrees
    assert item.error == pytest.approx(1.0, rel=1e-6)


@pytest.mark.parametrize(
    ("expression", "x"), [("relu(x)", 0.0), ("|x|", 0.0), ("max(x, 2)", 2.0), ("leaky_relu(x)", 0.0)]
)
def test_a_kink_excuses_what_lies_between_the_slopes(expression: str, x: float) -> None:
    item = check(run(f"L = {expression}", {"x": x}))[0]
    assert item.agrees
    assert item.note is None or item.note.startswith("A kink")


def test_a_kink_excuses_nothing_else() -> None:
    trace = run("L = |x|", {"x": 0.0})
    item = check(broken(trace, "x", 1.5))[0]
    assert not item.agrees


@pytest.mark.parametrize(("expression", "x"), [("log(x)", -1.0), ("√x", 0.0), ("1/x", 0.0), ("exp(x)", 1000.0)])
def test_where_no_difference_can_be_taken_it_says_so(expression: str, x: float) -> None:
    item = check(run(f"L = {expression}", {"x": x}))[0]
    assert not item.agrees
    assert item.note is not None
    assert "not finite" in item.note
    assert np.isnan(item.error)


def test_idle_nodes_are_checked_too() -> None:
    trace = run("input x = 1, idle = 2\nL = x²")
    assert [(item.adjoint, item.estimate, item.agrees) for item in check(trace)][1] == (0.0, 0.0, True)


def test_large_values_take_larger_steps() -> None:
    item = check(run("L = x²/1e6", {"x": 1e6}))[0]
    assert item.step == pytest.approx(STEP * 1e6)
    assert item.agrees


def test_more_nodes_than_a_block_holds() -> None:
    lines = "\n".join(f"v{i + 1} = cos(v{i}) + v{i}/2" for i in range(BLOCK + 20))
    checks = check(run(f"input v0 = 0.3\n{lines}"))
    assert [item.node for item in checks] == list(range(BLOCK + 21))
    assert all(item.agrees for item in checks)
    assert len({item.adjoint for item in checks}) > BLOCK
