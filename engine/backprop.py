"""The reverse sweep, term by term (Lecture 6, section 2.4: the second loop).

    v̄_N = 1
    for i = N−1, …, 1:   v̄ᵢ = Σ over j in Ch(vᵢ) of  v̄ⱼ · ∂vⱼ/∂vᵢ

The sweep gathers: a node asks its children, all of which are finished, so no adjoint is ever passed
on before its last term has arrived.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.evaluate import Evaluation, resolve
from engine.graph import Graph, Node, Slot
from engine.primitive import Value
from engine.program import Result
from engine.rules import numeric_rules

ONE = np.float64(1.0)
ZERO = np.float64(0.0)


@dataclass(frozen=True, slots=True)
class Sweep:
    """The numbers of one reverse sweep.

    Args:
        locals: ∂child/∂parent at the forward values, one per edge.
        products: upstream adjoint × local derivative, one per edge; None where the child does not
            lead to the output.
        adjoints: One per node.
    """

    locals: tuple[Value, ...]
    products: tuple[Value | None, ...]
    adjoints: tuple[Value, ...]


def backprop(graph: Graph, evaluation: Evaluation) -> Sweep:
    """Run the reverse sweep from the output, seeded with 1."""
    with np.errstate(all="ignore"):
        local = local_derivatives(graph, evaluation)
        products: list[Value | None] = [None] * len(graph.edges)
        adjoints: list[Value] = [ZERO] * len(graph.nodes)
        adjoints[graph.output] = ONE
        for index in range(graph.output - 1, -1, -1):
            total = ZERO
            for number, edge in enumerate(graph.terms[index]):
                product = adjoints[graph.edges[edge].child] * local[edge]
                products[edge] = product
                total = total + product if number else product
            adjoints[index] = total
    return Sweep(tuple(local), tuple(products), tuple(adjoints))


def local_derivatives(graph: Graph, evaluation: Evaluation) -> list[Value]:
    """∂child/∂parent for every edge, in the edges' order."""
    local: list[Value] = []
    for node, inner in zip(graph.nodes, evaluation.inner, strict=True):
        if node.body:
            local.extend(_through_body(node, evaluation, inner))
    return local


def _through_body(node: Node, evaluation: Evaluation, inner: Sequence[Value]) -> list[Value]:
    """The derivatives of a node's value in each slot: a reverse sweep through its body."""
    slots = [evaluation.values[parent] for parent in node.parents]
    gathered: list[Value | None] = [None] * len(slots)
    upstream: list[Value | None] = [None] * len(node.body)
    upstream[-1] = ONE
    for position in range(len(node.body) - 1, -1, -1):
        above = upstream[position]
        if above is None:
            continue
        operation = node.body[position]
        arguments = [resolve(argument, slots, inner, evaluation.constants) for argument in operation.arguments]
        rules = numeric_rules(operation.op)
        for argument, rule in zip(operation.arguments, rules, strict=True):
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
