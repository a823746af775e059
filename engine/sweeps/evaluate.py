"""The forward pass: every vᵢ as a function of Pa(vᵢ), in order (Lecture 6, first loop)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from engine.graph.graph import Argument, Constant, Graph, Operation, Slot
from engine.graph.values import Evaluation
from engine.notation.program import Literal, Result
from engine.primitives.declaration import Value
from engine.primitives.ops import TABLE


def evaluate(graph: Graph, leaves: Mapping[str, Value], nudges: Mapping[int, Value] | None = None) -> Evaluation:
    """Run the forward pass.

    Args:
        leaves: A float64 value for every leaf and every constant, by id.
        nudges: Amounts added to the values of nodes, by index, before their children see them.
            An array of shape (K,) runs K forward passes side by side.

    Never raises for a value outside a domain: the result is then NaN or an infinity.
    """
    constants = {constant.id: leaves[constant.id] for constant in graph.constants}
    values: list[Value] = []
    inner: list[tuple[Value, ...]] = []
    with np.errstate(all="ignore"):
        for index, node in enumerate(graph.nodes):
            results: list[Value] = []
            if node.body:
                slots = [values[parent] for parent in node.parents]
                results = _run(node.body, slots, constants)
            value = results[-1] if results else leaves[node.id]
            values.append(value + nudges[index] if nudges and index in nudges else value)
            inner.append(tuple(results))
    return Evaluation(tuple(values), tuple(inner), constants)


def _run(body: Sequence[Operation], slots: Sequence[Value], constants: Mapping[str, Value]) -> list[Value]:
    results: list[Value] = []
    for operation in body:
        arguments = [resolve(argument, slots, results, constants) for argument in operation.arguments]
        results.append(TABLE[operation.op].value(*arguments, **dict(operation.options)))
    return results


def resolve(
    argument: Argument,
    slots: Sequence[Value],
    results: Sequence[Value],
    constants: Mapping[str, Value],
) -> Value:
    """The value an argument of a body stands for."""
    match argument:
        case Slot(index):
            return slots[index]
        case Result(index):
            return results[index]
        case Constant(name):
            return constants[name]
        case Literal(value):
            return np.float64(value) if isinstance(value, float) else np.array(value, dtype=np.float64)
