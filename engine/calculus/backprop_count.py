"""What backpropagation needs for the same adjoints, counted with the same operations.

The sweep is written down on the graph's own nodes: the adjoint of a child goes through the line that defines it, and
what arrives at a parent is added up. What it takes is every different operation in the adjoints of the leaves: the
forward values that they use are counted, and those that they do not use are not. Within a line the numbers of the
rules are multiplied out beforehand, as a lecturer writes ``y − t`` for the derivative of ``½(y − t)²``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from itertools import chain
from typing import NamedTuple

from engine.calculus.product_form import Chain, Factor, Writer
from engine.calculus.rules import Rules
from engine.formula.expr import ONE
from engine.graph.graph import Graph
from engine.graph.interpret import pull, reverse_sweep


class Taken(NamedTuple):
    """What the adjoints of leaves take.

    Args:
        operations: In both sweeps.
        values: Those of them that are values of the forward pass, which the adjoints use.
    """

    operations: int
    values: int


class Sweeper:
    """Reverse sweeps over one graph, from any of its nodes.

    Args:
        bodies: For each node the formulas of its body's results.
        leaves: The indices of the leaves whose adjoints are wanted.
    """

    def __init__(
        self, graph: Graph, bodies: Sequence[Sequence[int]], leaves: Sequence[int], writer: Writer, rules: Rules
    ) -> None:
        self.graph = graph
        self.bodies = bodies
        self.leaves = leaves
        self.writer = writer
        self.rules = rules
        self._leads = [False] * len(graph.nodes)
        for leaf in leaves:
            self._leads[leaf] = True
        for index, node in enumerate(graph.nodes):
            self._leads[index] = self._leads[index] or any(self._leads[parent] for parent in node.parents)

    def operations(self, output: int) -> int:
        """How many operations the adjoints of the leaves take, swept from a node whose adjoint is 1."""
        return self.writer.store.shared(self.adjoints(output))

    def taken(self, output: int) -> Taken:
        """The same, and how many of them the forward pass makes."""
        store, adjoints = self.writer.store, self.adjoints(output)
        values = [formula for body in self.bodies for formula in body]
        operations = store.shared(adjoints)
        return Taken(operations, operations + store.shared(values) - store.shared([*adjoints, *values]))

    def adjoints(self, output: int) -> list[int]:
        """The adjoints of the leaves as formulas, those that are not 0."""

        def arguments(index: int) -> Sequence[tuple[int, int]]:
            parents = enumerate(self.graph.nodes[index].parents)
            return [(slot, parent) for slot, parent in parents if self._leads[parent]]

        def terms(index: int, bar: tuple[int, ...]) -> Callable[[int], tuple[int, ...] | None]:
            sent = self._through(index, *bar)
            return lambda slot: tuple(map(self.writer.closed, sent[slot] or ())) or None

        def total(_: int, arrived: list[tuple[int, ...]]) -> tuple[int, ...]:
            return (reduce(self.writer.sum, chain.from_iterable(arrived)),)

        begin: tuple[int, ...] = (self.writer.number(ONE),)
        bars = reverse_sweep(output, begin, arguments, terms, total)
        return [bars[leaf][0] for leaf in self.leaves if leaf in bars]

    def _through(self, index: int, bar: int) -> list[tuple[Chain, ...] | None]:
        """What a node sends to each slot, not yet added up."""
        node, results = self.graph.nodes[index], self.bodies[index]

        def terms(position: int, above: tuple[Chain, ...]) -> Callable[[int], tuple[Chain, ...] | None]:
            upstream = self._one(above)
            if node.body[position].op == "identity":
                return lambda _: (upstream,)
            found = {term.argument: (term.after_all(upstream),) for term in self.rules.terms(results[position])}
            return found.get

        def total(_: int, arrived: list[tuple[Chain, ...]]) -> tuple[Chain, ...]:
            return tuple(chain.from_iterable(arrived))

        number, rest = self.writer.split(bar)
        # An adjoint that is no mere number is computed once and used as it is, the number in front of it included.
        begin: tuple[Chain, ...] = (Chain(number) if rest is None else Chain(ONE, (Factor(bar),)),)
        return pull(node.body, len(node.parents), begin, terms, total)

    def _one(self, terms: Sequence[Chain]) -> Chain:
        """The sum of terms as one product."""
        if len(terms) > 1:
            return Chain(ONE, (Factor(self.writer.total(terms)),))
        (only,) = terms
        if not only.factors:
            return only
        return Chain(only.coefficient, (Factor(self.writer.closed(Chain(ONE, only.factors))),))
