"""Forward passes that begin at a nudged node: what does not depend on it is not computed again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial

import numpy as np

from engine.graph.graph import Graph, Operation
from engine.graph.interpret import run
from engine.graph.values import number
from engine.primitives.declaration import Value
from engine.primitives.ops import TABLE
from engine.sweeps.trace import Trace


def plain_value(op: str) -> Callable[..., Value]:
    """A primitive's forward function."""
    return TABLE[op].value


def side_by_side(graph: Graph) -> bool:
    """Whether there are numbers only, so that a vector of them runs through the graph as so many passes."""
    return all(
        node.shape == () and all(one.shape == () and TABLE[one.op].elementwise for one in node.body)
        for node in graph.nodes
    ) and not any(constant.shape for constant in graph.constants)


class Rerun:
    """Computes a trace's graph again where nodes' values are other ones.

    Args:
        value: Gives the forward function of a primitive by its name.
    """

    def __init__(self, trace: Trace, value: Callable[[str], Callable[..., Value]] = plain_value) -> None:
        self.graph = trace.graph
        self.base = trace.evaluation.values
        self.known = partial(number, trace.evaluation.constants)
        self.value = value

    def output(self, nudges: Mapping[int, Value]) -> Value:
        """The output's value when these amounts are added to nodes' values, before their children see them.

        In a graph of single numbers an amount of shape (K,) makes K passes side by side.
        """
        return self._values(nudges, self.graph.output + 1)[self.graph.output]

    def values(self, nudges: Mapping[int, Value], held: Collection[int] = ()) -> list[Value]:
        """The values of all nodes, likewise; those that are held stay as they are, and so does what only they move."""
        return self._values(nudges, len(self.graph.nodes), held)

    def _values(self, nudges: Mapping[int, Value], end: int, held: Collection[int] = ()) -> list[Value]:
        values = list(self.base)
        moved = [False] * len(values)
        with np.errstate(all="ignore"):
            for index, node in enumerate(self.graph.nodes[:end]):
                if index not in held and any(moved[parent] for parent in node.parents):
                    slots = [values[parent] for parent in node.parents]
                    values[index] = run(node.body, slots, self.known, self._compute)[-1]
                    moved[index] = True
                if index in nudges:
                    values[index] = values[index] + nudges[index]
                    moved[index] = True
        return values

    def _compute(self, operation: Operation, given: list[Value]) -> Value:
        return self.value(operation.op)(*given, **dict(operation.options))
