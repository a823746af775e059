"""How the formulas grow with the depth of a program, against what backpropagation takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.calculus.backprop_count import Sweeper
from engine.calculus.product_form import Chain
from engine.graph.graph import Graph

MOST_POINTS = 60
"""Of more names, so many are taken, evenly."""
MOST_WORK = 40_000
"""Operations that the sweeps from all of them may look at together."""


@dataclass(frozen=True, slots=True)
class Point:
    """One name of the program taken as the output.

    Args:
        node: Its index.
        depth: How many names lie on the longest way to it, itself included, leaves not.
        formula: The operations of its formula in leaves, as a tree.
        derivative: The operations of its derivatives in the leaves, as trees.
        backprop: The operations that both sweeps take for the same derivatives.
    """

    node: int
    depth: int
    formula: int
    derivative: int
    backprop: int


def growth(
    graph: Graph, bodies: Sequence[Sequence[int]], derivatives: Sequence[Mapping[int, Chain]], sweeper: Sweeper
) -> list[Point]:
    """The names that the output depends on, in the order of their depth; empty if there are fewer than two."""
    writer = sweeper.writer
    depths = depths_of(graph)
    named = [index for index, node in enumerate(graph.nodes) if bodies[index] and node.body and is_named(node.id)]
    if len(named) < 2:
        return []
    named.sort(key=lambda index: depths[index])
    chosen = evenly(named, max(2, min(MOST_POINTS, MOST_WORK // max(1, sum(map(len, bodies))))))
    points: list[Point] = []
    for index in chosen:
        formula = bodies[index][-1]
        found = [writer.closed(one[formula]) for one in derivatives if formula in one]
        points.append(
            Point(
                index,
                depths[index],
                writer.store.sizes[formula],
                sum(writer.store.sizes[one] for one in found),
                sweeper.operations(index),
            )
        )
    return points


def is_named(id_: str) -> bool:
    """Whether a node carries a name of the author's: ``L.1`` is a step on the way to L."""
    return "." not in id_


def depths_of(graph: Graph) -> list[int]:
    """For each node how many names lie on the longest way to it."""
    found: list[int] = []
    for node in graph.nodes:
        own = 1 if node.body and is_named(node.id) else 0
        found.append(own + max((found[parent] for parent in node.parents), default=0))
    return found


def evenly(items: Sequence[int], most: int) -> list[int]:
    """At most so many of the items, the first and the last among them."""
    if len(items) <= most:
        return list(items)
    return [items[round(place * (len(items) - 1) / (most - 1))] for place in range(most)]
