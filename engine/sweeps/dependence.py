"""Which edges carry nothing whatever the numbers are: those into comparisons and conditions, which are flat.

A derivative that is 0 everywhere is no factor 0. Where the upstream adjoint is infinite, ``∞ · 0`` would be
NaN, while the function does not move at all; so nothing is sent, and what is sent nothing sends nothing on.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.graph.graph import Graph, Node
from engine.graph.interpret import pull, reverse_sweep
from engine.primitives.ops import TABLE
from engine.primitives.rules import flat

_FLAT = frozenset(name for name in TABLE if any(flat(name)))
"""Primitives that are flat in one of their arguments."""


def idle_edges(graph: Graph) -> frozenset[int]:
    """The positions of the edges through which no term can come, by the rules alone."""
    if not any(operation.op in _FLAT for node in graph.nodes for operation in node.body):
        return frozenset()
    carrying: set[int] = set()

    def terms(index: int, _: bool) -> Callable[[int], bool | None]:
        used, first = _used(graph.nodes[index]), graph.first_edge[index]
        carrying.update(first + slot for slot in used)
        return lambda slot: slot in used or None

    reverse_sweep(graph.output, True, lambda index: list(enumerate(graph.nodes[index].parents)), terms, _anything)
    behind = graph.first_edge[graph.output] + len(graph.nodes[graph.output].parents)
    return frozenset(range(behind)) - carrying


def _used(node: Node) -> frozenset[int]:
    """The slots in which a node's value is not flat."""

    def terms(position: int, _: bool) -> Callable[[int], bool | None]:
        op = node.body[position].op
        nothing = flat(op) if TABLE[op].elementwise else ()
        return lambda number: None if nothing and nothing[number] else True

    found = pull(node.body, len(node.parents), True, terms, _anything)
    return frozenset(slot for slot, any_ in enumerate(found) if any_)


def _anything(_position: int, _arrived: list[bool]) -> bool:
    return True
