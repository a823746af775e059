"""The engine's own check: central differences of every node, and what it says of kinks and infinities."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np
import pytest

import engine
from engine.finite_differences.gradcheck import BLOCK, CURVE, STEP, TOLERANCE, check, check_node, curve
from engine.graph.graph import Grain
from engine.sweeps.trace import Trace
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
    assert item.note is None or item.note.startswith("A kink at L: ")
    assert item.analytic is None


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


NET = "z = W@x + b\nh = tanh(z)\ny = V@h\nL = ½ sum((y − t)²)"
NUMBERS: dict[str, Any] = {
    "W": [[0.5, -1.0, 0.25], [1.5, 0.75, -0.5]], "x": [1.0, -2.0, 0.5], "b": [0.1, -0.2],
    "V": [[0.3, -0.6]], "t": [0.7],
}  # fmt: skip


def traced(source: str, inputs: dict[str, Any], grain: Grain = "named") -> Trace:
    """Parse and trace, arrays among the inputs."""
    return engine.trace(engine.parse(source, inputs), inputs, grain=grain)


def shifted(trace: Trace, name: str, at: tuple[int, ...], amount: float) -> Trace:
    """The same trace with one entry of one adjoint wrong."""
    index = trace.graph.index[name]
    wrong = np.array(trace.sweep.adjoints[index])
    wrong[at] += amount
    adjoints = (*trace.sweep.adjoints[:index], wrong, *trace.sweep.adjoints[index + 1 :])
    return dataclasses.replace(trace, sweep=dataclasses.replace(trace.sweep, adjoints=adjoints))


@pytest.mark.parametrize("grain", ["named", "primitive", "element"])
def test_every_element_of_every_array_is_checked(grain: Grain) -> None:
    trace = traced(NET, NUMBERS, grain=grain)
    checks = check(trace)
    assert [item.node for item in checks] == list(range(len(trace.graph.nodes)))
    for item in checks:
        shape = trace.graph.nodes[item.node].shape
        assert (item.checked, len(item.at)) == (math.prod(shape), len(shape))
        assert item.agrees
        assert item.note is None
        assert item.analytic == pytest.approx(item.adjoint, rel=1e-13, abs=1e-15)


@pytest.mark.parametrize(("name", "at"), [("W", (1, 2)), ("b", (0,)), ("x", (1,)), ("h", (1,)), ("y", (0,))])
def test_the_worst_element_of_an_array_is_named(name: str, at: tuple[int, ...]) -> None:
    wrong = shifted(traced(NET, NUMBERS), name, at, 1e-3)
    found = {wrong.graph.nodes[item.node].id: item for item in check(wrong)}
    assert [node for node, item in found.items() if not item.agrees] == [name]
    assert found[name].at == at
    assert found[name].error == pytest.approx(1e-3, rel=1e-3)


def test_an_array_on_a_kink_is_excused_by_the_name_of_the_kink() -> None:
    item = check(traced("h = relu(x)\nL = sum(h)", {"x": [1.0, 0.0, -1.0]}))[0]
    assert (item.agrees, item.at, item.analytic) == (True, (1,), None)
    assert item.note is not None
    assert item.note.startswith("A kink at h: the derivative of relu at 0 is taken as 0")


def test_a_kink_within_the_step_is_named_by_its_operation() -> None:
    item = check(traced("h = relu(x)\nL = sum(h)", {"x": [2.0, 1e-9]}))[0]
    assert (item.agrees, item.at) == (True, (1,))
    assert item.note is not None
    assert item.note.startswith("A kink within the step, of relu in h.")


def test_a_kink_on_another_way_is_not_named() -> None:
    trace = traced("h = relu(x)\ng = |y|\nL = sum(h) + g", {"x": [0.0, 1.0], "y": 0.0})
    notes = {trace.graph.nodes[item.node].id: item.note or "" for item in check(trace)}
    assert "relu" in notes["x"]
    assert "at g" not in notes["x"]


def test_where_a_value_is_not_finite_no_complex_step_is_taken() -> None:
    item = check(traced("L = sum(log(x))", {"x": [-1.0, 2.0]}))[0]
    assert (item.agrees, item.analytic, item.at) == (False, None, (0,))


def test_an_array_without_elements_is_right() -> None:
    item = check(traced("L = sum(x) + 1", {"x": []}))[0]
    assert (item.agrees, item.checked) == (True, 0)


@pytest.mark.parametrize("grain", ["named", "element"])
def test_what_takes_too_much_is_sampled_and_always_the_same(grain: Grain) -> None:
    trace = traced("y = x∘x∘x\nL = sum(y)", {"x": np.linspace(0.1, 1.0, 300)}, grain=grain)
    few = check(trace, work=2_000_000)
    assert few == check(trace, work=2_000_000)
    assert all(item.agrees for item in few)
    assert 0 < sum(item.checked for item in few) < 601
    assert [item.node for item in few] == sorted(item.node for item in few)
    assert len(check(trace)) == len(trace.graph.nodes)


def test_one_node_can_always_be_checked() -> None:
    trace = traced("y = x∘x∘x\nL = sum(y)", {"x": np.linspace(0.1, 1.0, 300)})
    item = check_node(trace, 0)
    assert (item.node, item.checked, item.agrees) == (0, 1, True)


def test_the_curve_is_a_v() -> None:
    trace = run("L = exp(sin(x))", {"x": 0.7})
    points = curve(trace, 0)
    assert [step for step, _ in points] == list(CURVE)
    errors = [error for _, error in points]
    assert max(errors[3:6]) < 1e-8, "near the cube root of the machine's precision"
    assert errors[0] > 1e-4, "truncation"
    assert errors[-1] > 1e-4, "rounding"


def test_the_curve_of_an_array_is_one_elements() -> None:
    trace = traced(NET, NUMBERS)
    index = trace.graph.index["W"]
    assert curve(trace, index, (0, 1)) != curve(trace, index, (1, 1))
    assert min(error for _, error in curve(trace, index, (0, 1))) < 1e-9


def test_the_curve_of_a_large_value_takes_larger_steps() -> None:
    trace = run("L = x²/1e6", {"x": 1e6})
    assert curve(trace, 0)[0][0] == 1e5
