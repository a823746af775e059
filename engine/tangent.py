"""Forward mode: one tangent sweep gives the derivative of every node in one direction.

v̇ⱼ = Σ over i in Pa(vⱼ) of  ∂vⱼ/∂vᵢ · v̇ᵢ
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.backprop import ZERO, local_derivatives
from engine.evaluate import Evaluation
from engine.graph import Graph
from engine.primitive import Value


def tangents(graph: Graph, evaluation: Evaluation, seed: Mapping[str, float]) -> tuple[Value, ...]:
    """The tangent of every node for the leaf directions in ``seed`` (0 where not given)."""
    result: list[Value] = []
    with np.errstate(all="ignore"):
        local = iter(local_derivatives(graph, evaluation))
        for node in graph.nodes:
            if not node.body:
                result.append(np.float64(seed.get(node.id, 0.0)))
                continue
            total = ZERO
            for parent in node.parents:
                total = total + next(local) * result[parent]
            result.append(total)
    return tuple(result)
