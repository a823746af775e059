"""Forward mode: the tangent sweep against the reverse sweep, and its steps as the blackboard shows them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import engine
from app.content.examples import Library
from engine import EngineError, Trace
from engine.explain.tangent_trace import forward
from tests.engine.test_arrays import BATCH, BATCH_INPUTS, NET, NET_INPUTS

LECTURE = Library.read().examples["lecture"].source


def traced(source: str, inputs: Any, grain: Any = "named") -> Trace:
    return engine.trace(engine.parse(source, inputs), inputs, grain=grain)


@pytest.mark.parametrize("grain", ["named", "primitive", "element"])
@pytest.mark.parametrize(("source", "inputs"), [(LECTURE, {}), (NET, NET_INPUTS), (BATCH, BATCH_INPUTS)])
def test_forward_and_reverse_agree(source: str, inputs: Any, grain: str) -> None:
    """⟨v̄, v̇⟩ over the leaves is the output's tangent, in every direction."""
    trace = traced(source, inputs, grain)
    random = np.random.default_rng(5)
    direction = {node.id: random.normal(size=node.shape) for node in trace.graph.nodes if not node.body}
    tangent = float(forward(trace, direction).sweep.tangents[trace.graph.output])
    inner = sum(float(np.sum(trace.adjoints[name] * moved)) for name, moved in direction.items())
    assert tangent == pytest.approx(inner, rel=1e-10, abs=1e-12)


def test_the_running_example_in_the_direction_of_w() -> None:
    trace = traced(LECTURE, {})
    result = forward(trace, {"w": 1.0})
    lines = [(step.kind, trace.graph.nodes[step.node].id, step.latex) for step in result.steps]
    assert lines == [
        ("seed", "w", r"\dot{w} = 1"),
        ("term", "z", r"\dot{z} = x\,\dot{w}"),
        ("term", "y", r"\dot{y} = \dot{z}\,\sigma'(z)"),
        ("term", "L", r"\dot{L} = \dot{y}\,(y - t)"),
        ("term", "R", r"\dot{R} = w\,\dot{w}"),
        ("term", "L_reg", r"\dot{L}_{\mathrm{reg}} = \dot{L} + \lambda\,\dot{R}"),
        ("term", "L_reg", r"\dot{L}_{\mathrm{reg}} = \dot{L} + \lambda\,\dot{R}"),
        ("tangent", "L_reg", r"\dot{L}_{\mathrm{reg}} = \dot{L} + \lambda\,\dot{R}"),
    ]
    assert [step.remaining for step in result.steps if step.kind == "term"] == [0, 0, 0, 0, 1, 0]
    assert result.steps[-1].substituted == r"\dot{L}_{\mathrm{reg}} = -0.25 + 0.05 = -0.2"
    assert float(result.steps[-1].total) == pytest.approx(trace.adjoints["w"])
    assert result.sweeps == 4


def test_a_gradient_takes_a_sweep_for_every_number() -> None:
    assert forward(traced(NET, NET_INPUTS), {"b": [1.0, 0.0]}).sweeps == 4 + 2 + 2 + 4 + 2 + 2


def test_the_terms_of_arrays_are_written() -> None:
    trace = traced(NET, NET_INPUTS)
    steps = forward(trace, {"W": np.ones((2, 2)), "b": [0.0, 1.0]}).steps
    lines = {trace.graph.nodes[step.node].id: step.latex for step in steps}
    assert lines["z"] == r"\dot{z} = \dot{W}\,x + \dot{b}"
    assert lines["h"] == r"\dot{h} = \dot{z} \circ \sigma'(z)"
    assert lines["y"] == r"\dot{y} = V\,\dot{h}"


def test_softmax_moves_forward_too() -> None:
    inputs = {"x": [0.3, -0.2, 0.9], "c": [1.0, 2.0, 4.0]}
    trace = traced("y = softmax(x)\nL = sum(c*y)", inputs)
    h = 1e-6
    moved = [traced("y = softmax(x)\nL = sum(c*y)", inputs | {"x": [0.3 + s, -0.2, 0.9]}).values["y"] for s in (h, -h)]
    tangent = forward(trace, {"x": [1.0, 0.0, 0.0]}).sweep.tangents[trace.graph.index["y"]]
    np.testing.assert_allclose(tangent, (moved[0] - moved[1]) / (2 * h), rtol=1e-8)


@pytest.mark.parametrize(
    ("direction", "said"),
    [
        ({}, "No direction"),
        ({"z": 1.0}, "no leaf"),
        ({"lambda": 1.0}, "no leaf"),
        ({"w": [1.0, 2.0]}, "the shape (2,)"),
        ({"w": "1"}, "'w'"),
    ],
)
def test_a_direction_that_does_not_fit(direction: Any, said: str) -> None:
    with pytest.raises(EngineError) as caught:
        forward(traced(LECTURE, {}), direction)
    assert said in caught.value.what
    assert caught.value.hint
