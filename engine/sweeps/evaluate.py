"""The forward pass: every vᵢ as a function of Pa(vᵢ), in order (Lecture 6, first loop)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np

from engine.graph.graph import Graph
from engine.graph.interpret import run
from engine.graph.values import Evaluation, compute, number
from engine.primitives.declaration import Value


def evaluate(graph: Graph, leaves: Mapping[str, Value]) -> Evaluation:
    """Run the forward pass.

    Args:
        leaves: A float64 value for every leaf and every constant, by id.

    Never raises for a value outside a domain: the result is then NaN or an infinity.
    """
    constants = {constant.id: leaves[constant.id] for constant in graph.constants}
    known = partial(number, constants)
    values: list[Value] = []
    inner: list[tuple[Value, ...]] = []
    with np.errstate(all="ignore"):
        for node in graph.nodes:
            results = run(node.body, [values[parent] for parent in node.parents], known, compute)
            values.append(results[-1] if results else leaves[node.id])
            inner.append(tuple(results))
    return Evaluation(tuple(values), tuple(inner), constants)
