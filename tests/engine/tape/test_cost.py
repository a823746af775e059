"""Counted costs against counts on paper."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

import engine
from app.content.examples import Library
from engine.tape.cost import Cost, cost, forward_cost


def counted(source: str, inputs: Any, roles: Any = None, grain: Any = "named") -> Cost:
    return cost(engine.trace(engine.parse(source, inputs), inputs, roles=roles, grain=grain).graph)


def net(sizes: Sequence[int], grain: str = "named") -> Cost:
    """A fully connected net of logistic units, one example, squared error; weights and biases are parameters."""
    inputs: dict[str, Any] = {"h0": np.ones(sizes[0]), "t": np.zeros(sizes[-1])}
    lines = []
    for layer, (width, units) in enumerate(pairwise(sizes), start=1):
        inputs |= {f"W{layer}": np.ones((units, width)), f"b{layer}": np.ones(units)}
        lines += [f"z{layer} = W{layer} @ h{layer - 1} + b{layer}", f"h{layer} = σ(z{layer})"]
    lines.append(f"L = 0.5*sum((h{len(sizes) - 1} - t)^2)")
    roles = {name: "parameter" for name in inputs if name[0] in "Wb"}
    return counted("\n".join(lines), inputs, roles, grain)


@pytest.mark.parametrize(
    ("sizes", "forward", "parameters"),
    [
        # forward: Σ mn; parameters: Σ mn for W̄ and, but for the first layer, mn for h̄
        ((2, 2, 2), 8, 12),
        ((784, 100, 10), 79_400, 80_400),
        ((100,) * 11, 100_000, 190_000),
    ],
)
def test_multiply_adds_of_nets(sizes: Sequence[int], forward: int, parameters: int) -> None:
    found = net(sizes)
    assert found.forward.multiply_adds == forward
    assert found.parameters.multiply_adds == parameters
    assert found.backprop.multiply_adds == 2 * forward
    assert found.ratio(found.parameters) == parameters / forward


def test_operations_on_numbers_are_counted_on_paper() -> None:
    # z: · +; y: σ; L: − ² ½·
    found = counted("z = w*x + b\ny = σ(z)\nL = 0.5*(y - t)^2", {"w": 1.0, "x": 2.0, "b": 0.0, "t": 1.0})
    assert found.forward.operations == 6
    assert found.forward.multiply_adds == 0
    assert found.forward.bytes == 8 * 6
    assert found.sweeps == 4


def test_the_grain_does_not_change_the_count() -> None:
    source = Library.read().examples["lecture"].source
    program = engine.parse(source)
    named, primitive = (cost(engine.trace(program, grain=grain).graph) for grain in ("named", "primitive"))
    assert named == primitive


def test_parameters_alone_cost_less() -> None:
    found = cost(engine.trace(engine.parse(Library.read().examples["lecture"].source)).graph)
    assert found.parameters.operations < found.backprop.operations


def test_what_is_computed_twice_is_counted_once() -> None:
    once, twice = counted("L = exp(x)", {"x": 1.0}), counted("L = exp(x) + exp(x)", {"x": 1.0})
    assert once.forward.operations == 1
    assert twice.forward.operations == 2


def test_a_sweep_takes_every_node_on_its_way_though_two_hold_the_same() -> None:
    """Both values are one operation, but each node has an adjoint of its own, which goes back to x."""
    found = counted("a = exp(x)\nb = exp(x)\nL = u*a + v*b", {"x": 1.0, "u": 2.0, "v": 3.0})
    assert found.forward.operations == 1 + 2 + 1
    # Those of a and b are 1·u and 1·v, those of u and v both 1·exp(x); then ā·exp(x), b̄·exp(x), and their sum.
    assert found.backprop.operations == 2 + 1 + 2 + 1


def test_a_term_that_leads_nowhere_is_not_counted() -> None:
    """A comparison passes nothing on, so what it would receive within the line is not computed."""
    found = counted("L = a*(a > 0)", {"a": 2.0})
    assert (found.forward.operations, found.backprop.operations) == (2, 1)


def test_numbers_that_only_numbers_go_into_are_free() -> None:
    once, more = counted("L = 6*x", {"x": 1.0}), counted("L = (2*3)*x + sum(zeros((3, 3)))*0", {"x": 1.0})
    assert more.forward.operations == once.forward.operations + 1
    assert counted("const k = 6\nL = (k*k)*x", {"x": 1.0}).forward.operations == 2


@pytest.mark.parametrize("grain", ["named", "primitive", "element"])
def test_the_forward_pass_alone_is_counted_alike(grain: str) -> None:
    for example in Library.read():
        request = example.request(grain)
        trace = engine.trace(
            engine.parse(request.source, request.inputs), request.inputs, roles=request.roles, grain=request.grain
        )
        assert forward_cost(trace.graph) == cost(trace.graph).forward, example.id


@pytest.mark.parametrize(
    ("name", "grain", "operations"),
    [
        ("lecture", "named", (10, 14, 12, 18)),
        ("gated", "named", (7, 19, 15, 19)),
        ("gated", "element", (7, 19, 15, 19)),
        ("softmax-cross-entropy", "element", (34, 95, 82, 73)),
    ],
)
def test_examples_keep_their_counts(name: str, grain: str, operations: tuple[int, ...]) -> None:
    request = Library.read().examples[name].request(grain)
    found = cost(engine.trace(engine.parse(request.source), roles=request.roles, grain=request.grain).graph)
    passes = (found.forward, found.backprop, found.parameters, found.tangent)
    assert tuple(one.operations for one in passes) == operations


def test_rearranging_is_free() -> None:
    assert counted("y = reshape(x.T, (6,))\nL = y[0]", {"x": np.ones((2, 3))}).forward.operations == 0
