"""The nudged forward passes, and the tangents that predict them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.errors import EngineError
from engine.finite_differences.rerun import Rerun, side_by_side
from engine.graph.graph import Graph
from engine.graph.lookup import find
from engine.primitives.declaration import Value
from engine.sweeps.tangent import carried
from engine.sweeps.trace import Trace


@dataclass(frozen=True, slots=True)
class Nudged:
    """The forward pass with one size of nudge.

    Args:
        h: What was added to the node's value.
        values: The new values of the affected nodes, by index.
        changes: How far these are from the values before.
    """

    h: float
    values: Mapping[int, Value]
    changes: Mapping[int, Value]


@dataclass(frozen=True, slots=True)
class Ripple:
    """What a nudge of one node does.

    Args:
        node: The index of the nudged node.
        at: The entry of it that is nudged; empty for a number.
        held: The indices of the nodes that keep their values.
        affected: The nodes that move, in the graph's order; the nudged one is the first.
        tangents: Of the affected nodes, by index.
        contributions: What each edge between affected nodes adds to its child's tangent, by position in
            ``graph.edges``.
        passes: One for each size of nudge.
    """

    trace: Trace
    node: int
    at: tuple[int, ...]
    held: tuple[int, ...]
    affected: tuple[int, ...]
    tangents: Mapping[int, Value]
    contributions: Mapping[int, Value]
    passes: tuple[Nudged, ...]

    @property
    def derivative(self) -> float:
        """The output's derivative by the nudged number, the held nodes being held."""
        return float(self.tangents.get(self.trace.graph.output, 0.0))


def ripple(
    trace: Trace, node: int, sizes: Iterable[float], *, held: Collection[int] = (), at: Sequence[int] = ()
) -> Ripple:
    """Nudge one node, or one entry of it.

    Args:
        sizes: The nudges h, each with a forward pass of its own.
        held: Indices of nodes that keep their values, as :func:`holdable` finds them.
        at: The entry of a node that is an array, as :func:`entry` finds it.
    """
    place = tuple(at)
    graph, still = trace.graph, frozenset(held)
    affected = reached(graph, node, still)
    tangents, contributions = _predicted(trace, affected, place)
    passes = tuple(_passes(trace, affected, place, list(sizes), still))
    return Ripple(trace, node, place, tuple(sorted(still)), affected, tangents, contributions, passes)


def reached(graph: Graph, node: int, held: Collection[int] = ()) -> tuple[int, ...]:
    """The node and all that depend on it by a way that leads through no held one, in the graph's order."""
    moves = [False] * len(graph.nodes)
    moves[node] = True
    for index in range(node + 1, len(graph.nodes)):
        moves[index] = index not in held and any(moves[parent] for parent in graph.nodes[index].parents)
    return tuple(index for index, does in enumerate(moves) if does)


def _predicted(trace: Trace, affected: Sequence[int], at: tuple[int, ...]) -> tuple[dict[int, Value], dict[int, Value]]:
    """Tangents of the affected nodes, and what each edge contributes.

    An edge from a node that does not move contributes nothing, even where its local derivative is infinite.
    """
    moving = {affected[0]: _unit(trace.graph, affected[0], at, 1.0)}
    with np.errstate(all="ignore"):
        return carried(trace.graph, trace.evaluation, trace.sweep.locals, moving, affected[1:])


def _passes(
    trace: Trace, affected: Sequence[int], at: tuple[int, ...], sizes: list[float], held: Collection[int]
) -> Iterator[Nudged]:
    nudger, base, node = Rerun(trace), trace.evaluation.values, affected[0]
    if side_by_side(trace.graph):
        together = nudger.values({node: np.array(sizes)}, held)
        columns = {index: np.broadcast_to(together[index], (len(sizes),)) for index in affected}
        runs: Iterable[Mapping[int, Value]] = (
            {index: column[run] for index, column in columns.items()} for run in range(len(sizes))
        )
    else:
        alone = (nudger.values({node: _unit(trace.graph, node, at, h)}, held) for h in sizes)
        runs = ({index: values[index] for index in affected} for values in alone)
    with np.errstate(all="ignore"):
        for h, values in zip(sizes, runs, strict=True):
            yield Nudged(h, values, {index: value - base[index] for index, value in values.items()})


def _unit(graph: Graph, node: int, at: tuple[int, ...], size: float) -> Value:
    """The amount in one entry, 0 in the others."""
    shape = graph.nodes[node].shape
    if not shape:
        return np.float64(size)
    amount = np.zeros(shape)
    amount[at] = size
    return amount


def holdable(graph: Graph, node: int, names: Iterable[str]) -> tuple[int, ...]:
    """The indices of the nodes that are to be held, each once.

    Raises:
        EngineError: For a name that is no node, for the nudged node and for the output.
    """
    found = dict.fromkeys(find(graph, name) for name in names)
    if node in found:
        what = f"'{graph.nodes[node].id}' is nudged, so it cannot be held as well."
        raise EngineError(
            what, "Hold other nodes, or nudge another one.", code="held-and-nudged", name=graph.nodes[node].id
        )
    if graph.output in found:
        what = f"'{graph.nodes[graph.output].id}' is the output: with it held there is nothing left to see."
        raise EngineError(
            what, "Hold nodes that stand before it.", code="held-output", name=graph.nodes[graph.output].id
        )
    return tuple(found)
