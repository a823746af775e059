"""Forward mode: one tangent sweep gives the derivative of every node in one direction.

    v̇ⱼ = Σ over i in Pa(vⱼ) of  ∂vⱼ/∂vᵢ · v̇ᵢ

It goes the way of the forward pass, so it needs no second loop, and one sweep answers for all outputs
at once; but a gradient in n numbers takes n sweeps, where the reverse sweep takes one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.graph.graph import Graph, Node, Operation
from engine.graph.interpret import forward_sweep, push
from engine.graph.values import Evaluation, added, zeros
from engine.primitives.declaration import Value
from engine.primitives.rules import Term, numeric_tangents
from engine.sweeps.backprop import local_derivatives


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
    nodes = graph.nodes
    moving = {k: direction.get(node.id, zeros(node.shape)) for k, node in enumerate(nodes) if not node.parents}
    with np.errstate(all="ignore"):
        local = local_derivatives(graph, evaluation)
        tangents, products = carried(graph, evaluation, local, moving, range(len(nodes)))
    return TangentSweep(
        tuple(local),
        tuple(products[position] for position in range(len(graph.edges))),
        tuple(tangents[index] for index in range(len(nodes))),
    )


def carried(
    graph: Graph,
    evaluation: Evaluation,
    local: Sequence[Value | None],
    moving: Mapping[int, Value],
    order: Iterable[int],
) -> tuple[dict[int, Value], dict[int, Value]]:
    """Carry tangents on through the nodes in ``order``.

    Args:
        local: The local derivative of each edge; None where it is not elementwise.
        moving: The tangents of the nodes that are moved, by index.

    Returns:
        The tangents by node, and what each edge from a node with a tangent adds to its child's, by position.
    """
    products: dict[int, Value] = {}

    def arguments(index: int) -> Sequence[tuple[int, int]]:
        return list(enumerate(graph.nodes[index].parents))

    def terms(index: int) -> Callable[[Value, int], Value]:
        node, first = graph.nodes[index], graph.first_edge[index]

        def term(tangent: Value, slot: int) -> Value:
            slope = local[first + slot]
            product = _push(node, evaluation, index, slot, tangent) if slope is None else slope * tangent
            products[first + slot] = np.broadcast_to(product, node.shape) if node.shape else product
            return products[first + slot]

        return term

    return forward_sweep(order, dict(moving), arguments, terms, added), products


def _push(node: Node, evaluation: Evaluation, index: int, slot: int, tangent: Value) -> Value:
    """The tangent of a node's value when one slot alone moves."""

    def total(position: int, arrived: list[Value]) -> Value:
        return np.broadcast_to(added(position, arrived), node.body[position].shape)

    slots = [tangent if one == slot else None for one in range(len(node.parents))]
    found = push(node.body, slots, evaluation.terms(node, index, _rules), total)
    return zeros(node.shape) if found is None else found


def _rules(operation: Operation, given: list[Value]) -> Sequence[Term | None]:
    return numeric_tangents(operation.op, tuple(map(np.shape, given)), operation.shape, operation.options)
