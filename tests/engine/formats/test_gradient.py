"""The backward pass as a program: its values are the adjoints, and its own adjoints second derivatives."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import engine
from app.content.examples import Library
from engine.formats import FORMATS
from tests.engine.test_arrays import BATCH, BATCH_INPUTS, NET, NET_INPUTS

EXAMPLES = Library.read().examples


def written(source: str, inputs: Any, **options: Any) -> tuple[engine.Trace, engine.Trace]:
    """The trace of a program, and that of its backward pass."""
    trace = engine.trace(engine.parse(source, inputs), inputs, **options)
    text = FORMATS["gradient"].write(trace)
    return trace, engine.trace(engine.parse(text))


def agree(trace: engine.Trace, backward: engine.Trace) -> None:
    for name, value in trace.values.items():
        np.testing.assert_allclose(backward.values[name], value, rtol=1e-12, atol=0.0)
    found = 0
    for name, adjoint in trace.adjoints.items():
        if f"{name}_bar" in backward.values:
            found += 1
            np.testing.assert_allclose(backward.values[f"{name}_bar"], adjoint, rtol=1e-9, atol=1e-12, err_msg=name)
    assert found > 1


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_has_a_backward_pass_that_is_a_program(name: str) -> None:
    example = EXAMPLES[name]
    agree(*written(example.source, example.inputs, roles=example.roles, output=example.output))


@pytest.mark.parametrize(
    ("source", "inputs"),
    [
        (NET, NET_INPUTS),
        (BATCH, BATCH_INPUTS),
        ("z = W @ x\nL = sum(max(z, 0.1)) + sum(|z|) + sum(z)", {"W": [[0.1, 0.2], [-0.3, 0.1]], "x": [1.0, 2.0]}),
        ("s = sum(x, axis=1, keepdims=True)\np = x/s\nL = sum(p^2)", {"x": [[1.0, 2.0], [3.0, 5.0]]}),
    ],
)
def test_arrays(source: str, inputs: Any) -> None:
    agree(*written(source, inputs))


def test_second_derivatives_of_the_running_example() -> None:
    source = "param w = 0.5, b = -1\ninput x = 2\ntarget t = 1\nz = wx + b\ny = σ(z)\nL = ½(y − t)²"
    trace, backward = written(source, {})
    (last,) = (node.id for node in backward.graph.nodes if node.role == "output")
    assert last == "w_bar"
    h = 1e-5
    slopes = [engine.trace(engine.parse(source), {"w": 0.5 + step}).adjoints["w"] for step in (h, -h)]
    assert backward.adjoints["w"] == pytest.approx((slopes[0] - slopes[1]) / (2.0 * h), rel=1e-7)
    assert trace.adjoints["w"] == backward.values["w_bar"]


def test_names_that_are_taken_are_left_alone() -> None:
    trace, backward = written("w_bar = 3\nL = w_bar^2", {})
    assert backward.values["w_bar"] == 3.0
    assert backward.values["w_bar_bar"] == trace.adjoints["w_bar"] == 6.0


@pytest.mark.parametrize("grain", ["primitive", "element"])
def test_other_grains_are_given_readable_names(grain: Any) -> None:
    trace, backward = written(NET, NET_INPUTS, grain=grain)
    assert backward.values["L"] == pytest.approx(trace.values["L"])
    first = "W_0_0_bar" if grain == "element" else "W_bar"
    expected = trace.adjoints["W[0,0]" if grain == "element" else "W"]
    np.testing.assert_allclose(backward.values[first], expected)
