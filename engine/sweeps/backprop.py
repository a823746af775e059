"""The reverse sweep, term by term (Lecture 6, section 2.4: the second loop).

    v̄_N = 1
    for i = N−1, …, 1:   v̄ᵢ = Σ over j in Ch(vᵢ) of  v̄ⱼ · ∂vⱼ/∂vᵢ

The sweep gathers: a node asks its children, all of which are finished, so no adjoint is ever passed
on before its last term has arrived.

Between arrays ∂vⱼ/∂vᵢ is a Jacobian. Where each element depends on one element alone it is diagonal:
the diagonal is kept, in the child's shape, and the product is elementwise. Elsewhere it is never
formed: the rules of the operations carry the child's adjoint to its parent (``W̄ = z̄ xᵀ``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.formula.expr import Shape
from engine.graph.graph import Edge, Graph, Node, Slot
from engine.graph.values import ONE, ZERO, Evaluation, zeros
from engine.notation.program import Result
from engine.primitives.declaration import Value
from engine.primitives.ops import TABLE
from engine.primitives.rules import flat, numeric_rules, numeric_terms
from engine.sweeps.dependence import idle_edges
from engine.sweeps.evaluate import resolve


@dataclass(frozen=True, slots=True)
class Sweep:
    """The numbers of one reverse sweep.

    Args:
        locals: ∂child/∂parent at the forward values, one per edge: for elementwise edges in a shape
            that broadcasts to the child's, None for the others.
        products: The term that travels along each edge, in the parent's shape; None where the child
            does not lead to the output.
        adjoints: One per node, in the node's shape.
    """

    locals: tuple[Value | None, ...]
    products: tuple[Value | None, ...]
    adjoints: tuple[Value, ...]


def backprop(graph: Graph, evaluation: Evaluation) -> Sweep:
    """Run the reverse sweep from the output, seeded with 1."""
    with np.errstate(all="ignore"):
        local = local_derivatives(graph, evaluation)
        products: list[Value | None] = [None] * len(graph.edges)
        adjoints: list[Value] = [zeros(node.shape) for node in graph.nodes]
        adjoints[graph.output] = ONE
        idle = idle_edges(graph)
        pulled: dict[int, list[Value | None]] = {}  # of children with edges that are not elementwise, by slot
        for index in range(graph.output, -1, -1):
            if index != graph.output:
                adjoints[index] = _gather(graph, index, local, products, adjoints, pulled, idle)
            if not all(edge.elementwise for edge in graph.entering(index)) and graph.reaches_output[index]:
                pulled[index] = _pull(graph.nodes[index], evaluation, evaluation.inner[index], adjoints[index])
    return Sweep(tuple(local), tuple(products), tuple(adjoints))


def _gather(
    graph: Graph,
    index: int,
    local: Sequence[Value | None],
    products: list[Value | None],
    adjoints: Sequence[Value],
    pulled: dict[int, list[Value | None]],
    idle: frozenset[int],
) -> Value:
    """The sum of a node's terms, each noted in ``products``."""
    shape = graph.nodes[index].shape
    total: Value = zeros(shape)
    for number, position in enumerate(graph.terms[index]):
        edge = graph.edges[position]
        if position in idle:  # not a product with 0, which an infinite adjoint would spoil
            product = zeros(shape)
        elif edge.elementwise:
            product = _fitted(adjoints[edge.child] * local[position], edge, graph.nodes[edge.child].shape, shape)
        else:
            term = pulled[edge.child][edge.slot]
            product = zeros(shape) if term is None else term
        products[position] = product
        total = total + product if number else product
    return total


def _fitted(term: Value, edge: Edge, child: Shape, parent: Shape) -> Value:
    """An elementwise term, summed along the axes where the parent was repeated."""
    return TABLE["sum_to"].value(np.broadcast_to(term, child), shape=parent) if edge.summed else term


def local_derivatives(graph: Graph, evaluation: Evaluation) -> list[Value | None]:
    """∂child/∂parent for every edge, in the edges' order; None where the edge is not elementwise."""
    local: list[Value | None] = []
    for node, inner in zip(graph.nodes, evaluation.inner, strict=True):
        if node.body:
            found = _through_body(node, evaluation, inner)
            edges = graph.edges[len(local) : len(local) + len(found)]
            local.extend(value if edge.elementwise else None for value, edge in zip(found, edges, strict=True))
    return local


def _through_body(node: Node, evaluation: Evaluation, inner: Sequence[Value]) -> list[Value]:
    """The elementwise derivatives of a node's value in each slot: a reverse sweep through its body."""
    slots = [evaluation.values[parent] for parent in node.parents]
    gathered: list[Value | None] = [None] * len(slots)
    upstream: list[Value | None] = [None] * len(node.body)
    upstream[-1] = ONE
    for position in range(len(node.body) - 1, -1, -1):
        above = upstream[position]
        operation = node.body[position]
        if above is None or not TABLE[operation.op].elementwise:
            continue
        arguments = [resolve(argument, slots, inner, evaluation.constants) for argument in operation.arguments]
        rules = zip(operation.arguments, numeric_rules(operation.op), flat(operation.op), strict=True)
        for argument, rule, still in rules:
            if still:
                continue
            if isinstance(argument, Slot):
                target, place = gathered, argument.index
            elif isinstance(argument, Result):
                target, place = upstream, argument.index
            else:  # constants receive no terms
                continue
            term = above * rule(arguments, inner[position])
            before = target[place]
            target[place] = term if before is None else before + term
    return [ZERO if total is None else total for total in gathered]


def _pull(node: Node, evaluation: Evaluation, inner: Sequence[Value], adjoint: Value) -> list[Value | None]:
    """The terms that a node sends to each slot: its adjoint carried through its body, in the slots' shapes."""
    slots = [evaluation.values[parent] for parent in node.parents]
    gathered: list[Value | None] = [None] * len(slots)
    upstream: list[Value | None] = [None] * len(node.body)
    upstream[-1] = adjoint
    for position in range(len(node.body) - 1, -1, -1):
        above = upstream[position]
        if above is None:
            continue
        operation = node.body[position]
        arguments = [resolve(argument, slots, inner, evaluation.constants) for argument in operation.arguments]
        shapes = tuple(map(np.shape, arguments))
        rules = numeric_terms(operation.op, shapes, operation.shape, operation.options)
        for argument, rule in zip(operation.arguments, rules, strict=True):
            if rule is None:
                continue
            if isinstance(argument, Slot):
                target, place = gathered, argument.index
            elif isinstance(argument, Result):
                target, place = upstream, argument.index
            else:  # constants receive no terms
                continue
            term = rule(above, arguments, inner[position])
            before = target[place]
            target[place] = term if before is None else before + term
    return gathered
