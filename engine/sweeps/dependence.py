"""Which edges carry nothing whatever the numbers are: those into comparisons and conditions, which are flat.

A derivative that is 0 everywhere is no factor 0. Where the upstream adjoint is infinite, ``∞ · 0`` would be
NaN, while the function does not move at all; so nothing is sent, and what is sent nothing sends nothing on.
"""

from __future__ import annotations

from engine.graph.graph import Graph, Node, Slot
from engine.notation.program import Result
from engine.primitives.ops import TABLE
from engine.primitives.rules import flat

_FLAT = frozenset(name for name in TABLE if any(flat(name)))
"""Primitives that are flat in one of their arguments."""


def idle_edges(graph: Graph) -> frozenset[int]:
    """The positions of the edges through which no term can come, by the rules alone."""
    if not any(operation.op in _FLAT for node in graph.nodes for operation in node.body):
        return frozenset()
    idle: set[int] = set()
    moving = [False] * len(graph.nodes)
    moving[graph.output] = True
    for index in range(graph.output, -1, -1):
        node = graph.nodes[index]
        used = _used(node) if moving[index] else frozenset()
        for slot, parent in enumerate(node.parents):
            if slot in used:
                moving[parent] = True
            else:
                idle.add(graph.first_edge[index] + slot)
    return frozenset(idle)


def _used(node: Node) -> frozenset[int]:
    """The slots in which a node's value is not flat."""
    slots: set[int] = set()
    results = {len(node.body) - 1}
    for position in range(len(node.body) - 1, -1, -1):
        if position not in results:
            continue
        operation = node.body[position]
        nothing = flat(operation.op) if TABLE[operation.op].elementwise else (False,) * len(operation.arguments)
        for argument, still in zip(operation.arguments, nothing, strict=True):
            if isinstance(argument, Slot) and not still:
                slots.add(argument.index)
            elif isinstance(argument, Result) and not still:
                results.add(argument.index)
    return frozenset(slots)
