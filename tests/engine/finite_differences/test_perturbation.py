"""A nudge and its ripple: against the trace of the nudged model, against differences, against the adjoint."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import engine
from engine import EngineError
from engine.finite_differences import Ripple, entry, find, holdable, reached, ripple
from engine.sweeps.trace import Trace
from tests.engine.models import GRAINS, LECTURE, run
from tests.engine.test_arrays import BATCH, BATCH_INPUTS, NET, NET_INPUTS


def nudged(trace: Trace, name: str, *sizes: float, held: tuple[str, ...] = (), at: tuple[int, ...] = ()) -> Ripple:
    node = find(trace.graph, name)
    return ripple(trace, node, sizes, held=holdable(trace.graph, node, held), at=at)


def named(found: Ripple, numbers: Any) -> dict[str, Any]:
    return {found.trace.graph.nodes[index].id: value for index, value in numbers.items()}


def test_the_lectures_ripple() -> None:
    found = nudged(run(LECTURE), "w", 0.1)
    assert found.derivative == pytest.approx(-0.2, abs=1e-15)
    assert named(found, found.tangents) == pytest.approx(
        {"w": 1.0, "z": 2.0, "y": 0.5, "L": -0.25, "R": 0.5, "L_reg": -0.2}
    )
    edges = found.trace.graph.edges
    into_output = {edges[k].id: float(v) for k, v in found.contributions.items() if edges[k].id.endswith("L_reg")}
    assert into_output == pytest.approx({"L->L_reg": -0.25, "R->L_reg": 0.05}), "two paths add"
    (one,) = found.passes
    assert named(found, one.changes)["z"] == pytest.approx(0.2)
    assert named(found, one.changes)["L_reg"] == pytest.approx(-0.018175285)


@pytest.mark.parametrize("grain", GRAINS)
def test_the_passes_are_those_of_the_model_with_other_inputs(grain: Any) -> None:
    found = nudged(run(LECTURE, grain=grain), "w", 0.1, -0.25, 3.0)
    for one in found.passes:
        again = run(LECTURE, {"w": 0.5 + one.h}, grain=grain)
        assert named(found, one.values) == {name: again.values[name] for name in named(found, one.values)}


def test_a_computed_node_is_nudged_whatever_its_parents_say() -> None:
    trace = run(LECTURE)
    found = nudged(trace, "y", 0.5)
    assert named(found, found.passes[0].values) == pytest.approx({"y": 1.0, "L": 0.0, "L_reg": 0.0125})
    assert found.derivative == trace.adjoints["y"]


@pytest.mark.parametrize("grain", GRAINS)
def test_with_nothing_held_the_derivative_is_every_nodes_adjoint(grain: Any) -> None:
    trace = run(LECTURE, grain=grain)
    for name, adjoint in trace.adjoints.items():
        assert nudged(trace, name, 0.1).derivative == pytest.approx(adjoint, abs=1e-15), name


@pytest.mark.parametrize(
    ("held", "derivative"),
    [((), -0.2), (("x", "b", "t"), -0.2), (("y",), 0.05), (("L",), 0.05), (("z", "y", "L"), 0.05), (("R",), -0.25)],
)
def test_what_is_held_decides_the_derivative(held: tuple[str, ...], derivative: float) -> None:
    found = nudged(run(LECTURE), "w", 1e-3, held=held)
    assert found.derivative == pytest.approx(derivative, abs=1e-15)
    (one,) = found.passes
    change = one.changes[found.trace.graph.output]
    assert change == pytest.approx(derivative * 1e-3, abs=1e-6), "the pass holds what the tangents hold"
    still = {find(found.trace.graph, name) for name in held}
    assert not still & set(one.values)


def test_with_every_way_held_the_output_stands_still() -> None:
    found = nudged(run(LECTURE), "w", 0.1, held=("L", "R"))
    assert found.derivative == 0.0
    assert found.trace.graph.output not in found.affected


@pytest.mark.parametrize("name", ["w", "b", "z", "y", "R"])
def test_the_residual_shrinks_with_the_square_of_h(name: str) -> None:
    found = nudged(run(LECTURE), name, 1e-2, 1e-3)
    output = found.trace.graph.output
    large, small = (one.changes[output] - found.derivative * one.h for one in found.passes)
    if name == "R":  # the output is linear in it
        assert abs(large) < 1e-15
    else:
        assert large / small == pytest.approx(100, rel=0.05)


def test_an_infinite_derivative_of_something_that_stands_still_is_not_in_it() -> None:
    found = nudged(run("L = sqrt(x) + w", {"x": 0.0, "w": 1.0}, grain="primitive"), "w", 0.5)
    assert found.derivative == 1.0
    assert nudged(run("L = log(x)", {"x": 0.0}), "x", 1.0).derivative == np.inf


@pytest.mark.parametrize(
    ("source", "inputs", "name", "at"), [(NET, NET_INPUTS, "W", (1, 0)), (BATCH, BATCH_INPUTS, "W", (0, 1))]
)
def test_one_entry_of_an_array_is_nudged(source: str, inputs: Any, name: str, at: tuple[int, ...]) -> None:
    trace = engine.trace(engine.parse(source, inputs), inputs)
    found = nudged(trace, name, 1e-4, -1e-4, at=at)
    assert found.derivative == pytest.approx(float(trace.adjoints[name][at]), rel=1e-12)
    up, down = found.passes
    assert np.count_nonzero(named(found, up.changes)[name]) == 1
    for node in found.affected:
        slope = (up.values[node] - down.values[node]) / 2e-4
        np.testing.assert_allclose(slope, found.tangents[node], rtol=1e-5, atol=1e-7)


def test_what_a_node_moves_is_what_depends_on_it() -> None:
    graph = run(LECTURE).graph
    ids = [graph.nodes[index].id for index in reached(graph, graph.index["w"], {graph.index["y"]})]
    assert ids == ["w", "z", "R", "L_reg"]


@pytest.mark.parametrize(("name", "word"), [("ww", "Did you mean 'w'"), ("λ", "param lambda"), ("?", "nodes are: w")])
def test_a_name_that_is_no_node_is_refused_with_a_remedy(name: str, word: str) -> None:
    with pytest.raises(EngineError) as refusal:
        find(run(LECTURE).graph, name)
    assert word in refusal.value.hint


def test_the_nudged_node_and_the_output_cannot_be_held() -> None:
    graph = run(LECTURE).graph
    with pytest.raises(EngineError, match="nudged"):
        holdable(graph, graph.index["w"], ["y", "w"])
    with pytest.raises(EngineError, match="output"):
        holdable(graph, graph.index["w"], ["L_reg"])
    assert holdable(graph, graph.index["w"], ["y", "y"]) == (graph.index["y"],)


def test_an_entry_that_is_not_there_is_refused() -> None:
    graph = run("L = sum(W)", {"W": [[1.0, 2.0]]}).graph  # type: ignore[dict-item]
    assert entry(graph, 0, [0, 1]) == (0, 1)
    for at in ([], [0], [1, 0], [0, -1], [10**30, 0]):
        with pytest.raises(EngineError, match="shape"):
            entry(graph, 0, at)
    with pytest.raises(EngineError, match="number"):
        entry(graph, graph.output, [0])
