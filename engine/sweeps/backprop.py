"""The reverse sweep, term by term (Lecture 6, section 2.4: the second loop).

    v̄_N = 1
    for i = N−1, …, 1:   v̄ᵢ = Σ over j in Ch(vᵢ) of  v̄ⱼ · ∂vⱼ/∂vᵢ

The sweep gathers: a node asks its children, all of which are finished, so no adjoint is ever passed
on before its last term has arrived. It is written out here, apart from the walk of
:mod:`engine.graph.interpret`, because it is the lecture's listing: the trace shows each of its terms in
the order of the children, which is not the order in which a walk that sends would meet them.

Between arrays ∂vⱼ/∂vᵢ is a Jacobian. Where each element depends on one element alone it is diagonal:
the diagonal is kept, in the child's shape, and the product is elementwise. Elsewhere it is never
formed: the rules of the operations carry the child's adjoint to its parent (``W̄ = z̄ xᵀ``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from engine.formula.expr import Shape
from engine.graph.graph import Edge, Graph, Node, Operation
from engine.graph.interpret import pull
from engine.graph.values import ONE, ZERO, Evaluation, RulesOf, added, zeros
from engine.primitives.declaration import Value
from engine.primitives.ops import TABLE
from engine.primitives.rules import Term, numeric_terms, slope_terms
from engine.sweeps.dependence import idle_edges


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
                pulled[index] = _pulled(graph.nodes[index], index, evaluation, adjoints[index], _terms)
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
    for index, node in enumerate(graph.nodes):
        if node.body:
            found = _pulled(node, index, evaluation, ONE, _slopes)
            local += [
                None if not edge.elementwise else ZERO if value is None else value
                for value, edge in zip(found, graph.entering(index), strict=True)
            ]
    return local


def _pulled(node: Node, index: int, evaluation: Evaluation, adjoint: Value, rules_of: RulesOf) -> list[Value | None]:
    """What an adjoint of a node's value sends to each slot; None where it sends nothing."""
    terms = evaluation.terms(node, index, rules_of)
    return pull(node.body, len(node.parents), adjoint, lambda at, above: partial(terms(at), above), added)


def _slopes(operation: Operation, given: list[Value]) -> Sequence[Term | None]:
    elementwise = TABLE[operation.op].elementwise
    return slope_terms(operation.op) if elementwise else (None,) * len(given)


def _terms(operation: Operation, given: list[Value]) -> Sequence[Term | None]:
    return numeric_terms(operation.op, tuple(map(np.shape, given)), operation.shape, operation.options)
