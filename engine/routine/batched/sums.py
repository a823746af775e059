"""Where the terms of one level of a reverse sweep stand, so that few additions give all their sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Edge = tuple[int, int]
"""The child from which a term comes, and where its local derivative is."""

_ADDITION, _PRODUCT, _PLACE = 270, 500, 2
"""Nanoseconds for one more addition, for a product with ones, and for a place that holds 0."""


class Layout:
    """An edge for each place (None for a place that holds 0), and how they are summed.

    The k-th terms of all nodes are a row, nodes with most terms first, so that each row is added onto
    the beginning of the first. Nodes with many terms stand apart: a matrix, of which a product with ones
    is the sum.

    Attributes:
        edges: One for each place.
        slots: For each node the place of its sum; those of the nodes that stand apart follow the edges.
        sums: The additions (into, of, how many).
        apart: How many nodes stand apart, first of all; 0 or more.
        rows: How many terms each of these has.
    """

    def __init__(self, start: int, nodes: Sequence[int], edges: Mapping[int, Sequence[Edge]]) -> None:
        self.start = start
        self.edges: list[Edge | None] = []
        self.slots: dict[int, int] = {}
        self.sums: list[tuple[int, int, int]] = []
        ordered = sorted(nodes, key=lambda node: -len(edges[node]))
        counts = [len(edges[node]) for node in ordered]
        self.apart = _apart(counts)
        self.rows = counts[0] if self.apart else 0
        for row in range(self.rows):
            self.edges += [edges[node][-1 - row] if row < len(edges[node]) else None for node in ordered[: self.apart]]
        if self.apart < len(ordered):
            self._rows(ordered[self.apart :], edges)
        self._place(ordered[: self.apart])

    def _place(self, nodes: Sequence[int]) -> int:
        first = self.start + len(self.edges)
        self.slots.update((node, first + k) for k, node in enumerate(nodes))
        return first

    def _rows(self, nodes: Sequence[int], edges: Mapping[int, Sequence[Edge]]) -> None:
        first = self._place(nodes)
        for row in range(len(edges[nodes[0]])):
            begin = len(self.edges)
            self.edges += [edges[node][-1 - row] for node in nodes if row < len(edges[node])]
            if row:
                self.sums.append((first, self.start + begin, len(self.edges) - begin))


def _apart(counts: Sequence[int]) -> int:
    """How many of the nodes, those with most terms first, had better stand apart."""
    most = counts[0]
    best, cost = 0, _ADDITION * (most - 1)
    filled = 0
    for number, count in enumerate(counts, start=1):
        filled += most - count
        rest = counts[number] if number < len(counts) else 1
        if count == rest and number < len(counts):
            continue
        this = _PRODUCT + _ADDITION * (rest - 1) + _PLACE * filled
        if this < cost:
            best, cost = number, this
    return best
