"""Forward mode: one tangent sweep gives the derivative of every node in one direction.

    v̇ⱼ = Σ over i in Pa(vⱼ) of  ∂vⱼ/∂vᵢ · v̇ᵢ

It goes the way of the forward pass, so it needs no second loop, and one sweep answers for all outputs
at once; but a gradient in n numbers takes n sweeps, where the reverse sweep takes one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.graph.graph import Edge, Graph, Node, Slot
from engine.graph.values import Evaluation, zeros
from engine.notation.program import Result
from engine.primitives.declaration import Value
from engine.primitives.rules import numeric_tangents
from engine.sweeps.backprop import local_derivatives
from engine.sweeps.evaluate import resolve


@dataclass(frozen=True, slots=True)
class TangentSweep:
    """The numbers of one tangent sweep.

    Args:
        locals: ∂child/∂parent, one per edge; None where the edge is not elementwise.
        products: What each edge adds to the child's tangent, in the child's shape.
        tangents: One per node, in the node's shape.
    """

    locals: tuple[Value | None, ...]
    products: tuple[Value, ...]
    tangents: tuple[Value, ...]


def tangent_sweep(graph: Graph, evaluation: Evaluation, direction: Mapping[str, Value]) -> TangentSweep:
    """Run one tangent sweep.

    Args:
        direction: The tangents of leaves, by id, each in its leaf's shape; 0 where not given.
    """
    tangents: list[Value] = []
    products: list[Value] = []
    with np.errstate(all="ignore"):
        local = local_derivatives(graph, evaluation)
        for index, node in enumerate(graph.nodes):
            total: Value = zeros(node.shape)
            if not node.body:
                tangents.append(direction.get(node.id, total))
                continue
            for number, edge in enumerate(graph.entering(index)):
                product = push(edge, node, evaluation, index, tangents[edge.parent], local[len(products)])
                products.append(product)
                total = total + product if number else product
            tangents.append(total)
    return TangentSweep(tuple(local), tuple(products), tuple(tangents))


def push(edge: Edge, node: Node, evaluation: Evaluation, index: int, tangent: Value, local: Value | None) -> Value:
    """What an edge adds to its child's tangent: local derivative × the parent's tangent, in the child's shape.

    Args:
        node: The child, the node at ``index``.
        local: The local derivative; None where the edge is not elementwise.
    """
    product = _push(node, evaluation, index, edge.slot, tangent) if local is None else local * tangent
    return np.broadcast_to(product, node.shape) if node.shape else product


def _push(node: Node, evaluation: Evaluation, index: int, slot: int, tangent: Value) -> Value:
    """The tangent of a node's value when one slot alone moves: the body's operations, in order."""
    slots = [evaluation.values[parent] for parent in node.parents]
    inner = evaluation.inner[index]
    moving: list[Value | None] = []
    for position, operation in enumerate(node.body):
        arguments = [resolve(argument, slots, inner, evaluation.constants) for argument in operation.arguments]
        rules = numeric_tangents(operation.op, tuple(map(np.shape, arguments)), operation.shape, operation.options)
        total: Value | None = None
        for argument, rule in zip(operation.arguments, rules, strict=True):
            own = (
                tangent if argument == Slot(slot) else moving[argument.index] if isinstance(argument, Result) else None
            )
            if own is not None and rule is not None:
                term = np.broadcast_to(rule(own, arguments, inner[position]), operation.shape)
                total = term if total is None else total + term
        moving.append(total)
    return zeros(node.shape) if moving[-1] is None else moving[-1]
