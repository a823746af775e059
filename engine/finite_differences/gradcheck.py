"""Trust: every adjoint of the reverse sweep against central differences, and the complex step where it holds.

    ∂L/∂v ≈ (L(v + h) − L(v − h)) / 2h,   h = ε^(1/3) · max(1, |v|)

For an inner node v is nudged after it has been computed, which is what its adjoint speaks of; of an
array one element at a time. In a graph of single numbers the nudges of a block of nodes run side by
side. A check takes at most a stated amount of work: beyond it a sample of nodes and elements is
checked, always the same one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from engine.finite_differences.complex_step import TINY, complex_nudger
from engine.finite_differences.kinks import kinks_after
from engine.finite_differences.rerun import Rerun, side_by_side
from engine.graph.graph import Graph
from engine.primitives.declaration import Value, element_count
from engine.primitives.ops import TABLE
from engine.sweeps.trace import Trace

STEP = float(np.cbrt(np.finfo(np.float64).eps))
"""The relative step at which truncation and rounding of a central difference balance."""
TOLERANCE = 1e-6
BLOCK = 128
"""Nodes nudged in one pass through a graph of single numbers: bounds the memory of a check."""
WORK = 300_000_000
"""What a check may take, in multiplications of a matrix product: about a second."""
OVERHEAD = 4_000
"""What it takes to call one operation, in the same."""
ENTRY = 8
"""What one entry takes that is no product's: a function's value, a copy."""
CURVE = tuple(10.0**-power for power in range(1, 16))
"""The relative steps of the curve of the error: too large, it is truncation; too small, rounding."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Check:
    """One node's adjoint beside its central difference; of an array, its worst element's.

    Args:
        node: The node's index.
        step: The nudge h.
        adjoint: What the reverse sweep gave.
        estimate: What the differences gave.
        error: \\|adjoint − estimate\\| / max(1, \\|adjoint\\|); NaN where either is not finite.
        agrees: Whether the error is within :data:`TOLERANCE`, or a kink excuses it.
        note: The excuse or the difficulty, in words.
        at: The element, counted from 0; empty for a number.
        checked: How many of the node's elements were checked; fewer than it has, if that took too much.
        analytic: What the complex step gave, where it holds.
    """

    node: int
    step: float
    adjoint: float
    estimate: float
    error: float
    agrees: bool
    note: str | None
    at: tuple[int, ...] = ()
    checked: int = 1
    analytic: float | None = None


def check(trace: Trace, work: int = WORK) -> tuple[Check, ...]:
    """Check the adjoints of a trace, in the order of its nodes.

    A node that is too much for ``work`` is left out.
    """
    checker = _Checker(trace, work)
    if side_by_side(trace.graph):
        return tuple(checker.blocks())
    return tuple(checker.elements())


def check_node(trace: Trace, node: int) -> Check:
    """Check one element of one node, however much it takes."""
    return _Checker(trace, 0).one(node, 1)


def curve(trace: Trace, node: int, at: tuple[int, ...] = ()) -> tuple[tuple[float, float], ...]:
    """The error of a central difference by the size of its step: (h, error) for each of :data:`CURVE`."""
    nudger = Rerun(trace)
    value, adjoint = _entry(trace.evaluation.values[node], at), _entry(trace.sweep.adjoints[node], at)
    points: list[tuple[float, float]] = []
    for relative in CURVE:
        step = relative * max(1.0, abs(value))
        up, down = (float(nudger.output({node: _nudge(trace, node, at, h)})) for h in (step, -step))
        points.append((step, _error(adjoint, _slopes(value, step, up, down, down)[0])))
    return tuple(points)


class _Checker:
    def __init__(self, trace: Trace, work: int) -> None:
        self.trace = trace
        self.work = work
        self.nudger = Rerun(trace)
        self.complex = complex_nudger(trace)
        self.passes = 2 if self.complex is None else 3
        self.base = float(trace.evaluation.values[trace.graph.output])
        self.chance = np.random.default_rng(0)

    def blocks(self) -> Iterator[Check]:
        """Nodes that are numbers: a block at a time, each nudge an entry of a vector."""
        count = len(self.trace.graph.nodes)
        cost = sum(_pass_costs(self.trace.graph)) + self.passes * BLOCK * ENTRY * count
        most = BLOCK * max(1, self.work // cost)
        nodes = range(count) if count <= most else sorted(self.chance.choice(count, most, replace=False).tolist())
        for first in range(0, len(nodes), BLOCK):
            yield from self._block(nodes[first : first + BLOCK])

    def _block(self, block: Sequence[int]) -> Iterator[Check]:
        count = len(block)
        values = np.array([float(self.trace.evaluation.values[index]) for index in block])
        steps = STEP * np.maximum(1.0, np.abs(values))
        # Entry k of the pass nudges node k up, entry count + k nudges it down.
        nudges: dict[int, Floats] = {}
        for row, index in enumerate(block):
            nudges[index] = np.zeros(2 * count)
            nudges[index][row], nudges[index][count + row] = steps[row], -steps[row]
        results = np.broadcast_to(self.nudger.output(nudges), (2 * count,)).tolist()
        analytic: list[float | None] = [None] * count
        if self.complex is not None:
            found = self.complex.output({i: 1j * TINY * np.eye(count)[row] for row, i in enumerate(block)})
            analytic = (np.imag(np.broadcast_to(found, (count,))) / TINY).tolist()
        for row, index in enumerate(block):
            adjoint = float(self.trace.sweep.adjoints[index])
            yield self._judge(index, (), float(values[row]), adjoint, (results[row], results[count + row]),
                              analytic[row])  # fmt: skip

    def elements(self) -> Iterator[Check]:
        """Nodes of which some are arrays: an element at a time."""
        graph = self.trace.graph
        rest = np.cumsum(_pass_costs(graph)[::-1])[::-1] * self.passes  # of the passes that begin at each node
        order = list(range(len(graph.nodes)))
        if float(np.sum(rest)) > self.work:
            order = self.chance.permutation(len(graph.nodes)).tolist()
        chosen: list[int] = []
        spare = float(self.work)
        for index in order:
            if chosen and rest[index] > spare:
                continue
            chosen.append(index)
            spare -= float(rest[index])
        for index in sorted(chosen):
            yield self.one(index, 1 + int(max(0.0, spare) / len(chosen) / float(rest[index])))

    def one(self, index: int, most: int) -> Check:
        """The worst of at most so many elements of a node."""
        shape = self.trace.graph.nodes[index].shape
        size = element_count(shape)
        if size == 0:
            return Check(index, STEP, 0.0, 0.0, 0.0, True, "It has no elements.", (), 0)
        places = np.arange(size) if size <= most else np.sort(self.chance.choice(size, most, replace=False))
        found = [self._element(index, tuple(map(int, np.unravel_index(place, shape)))) for place in places]
        worst = max(found, key=lambda one: (not one.agrees, math.inf if math.isnan(one.error) else one.error))
        return replace(worst, checked=len(found))

    def _element(self, index: int, at: tuple[int, ...]) -> Check:
        value = _entry(self.trace.evaluation.values[index], at)
        step = STEP * max(1.0, abs(value))
        up, down = (float(self.nudger.output({index: _nudge(self.trace, index, at, h)})) for h in (step, -step))
        analytic = None
        if self.complex is not None:
            output = self.complex.output({index: _nudge(self.trace, index, at, 1j * TINY)})
            analytic = float(np.imag(output)) / TINY
        return self._judge(index, at, value, _entry(self.trace.sweep.adjoints[index], at), (up, down), analytic)

    def _judge(
        self, node: int, at: tuple[int, ...], value: float, adjoint: float,
        results: tuple[float, float], analytic: float | None,
    ) -> Check:  # fmt: skip
        step = STEP * max(1.0, abs(value))
        estimate, left, right = _slopes(value, step, *results, self.base)
        error = _error(adjoint, estimate)
        agrees, note = error <= TOLERANCE, None
        low, high, scale = min(left, right), max(left, right), max(1.0, abs(adjoint))
        if math.isnan(error):
            note = "The value or a neighbour of it is not finite, so no difference can be taken."
            agrees = False
        elif not agrees and (high - low) / scale > 1e-3 and low - 1e-3 <= adjoint <= high + 1e-3:
            agrees = True
            said = kinks_after(self.trace, node)
            note = f"{said} The slopes to the left and right differ, and the adjoint lies between."
        return Check(node, step, adjoint, estimate, error, agrees, note, at, 1, analytic)


def _slopes(value: float, step: float, up: float, down: float, base: float) -> tuple[float, float, float]:
    """The central difference, and those to the left and to the right."""
    above, below = value + step, value - step  # the step that float64 really took differs from h by rounding
    return _over(up - down, above - below), _over(base - down, value - below), _over(up - base, above - value)


def _over(rise: float, run: float) -> float:
    return rise / run if run else math.nan


def _error(adjoint: float, estimate: float) -> float:
    error = abs(adjoint - estimate) / max(1.0, abs(adjoint))
    return error if math.isfinite(error) else math.nan


def _entry(value: Value, at: tuple[int, ...]) -> float:
    return float(value[at]) if at else float(value)


def _nudge(trace: Trace, node: int, at: tuple[int, ...], amount: complex) -> Value:
    shape = trace.graph.nodes[node].shape
    if not shape:
        return amount
    nudge = np.zeros(shape, dtype=type(amount))
    nudge[at] = amount
    return nudge


def _pass_costs(graph: Graph) -> list[int]:
    """What each node takes in a forward pass."""
    return [
        sum(map(_cost(graph, index), range(len(node.body))), start=OVERHEAD // 10)
        for index, node in enumerate(graph.nodes)
    ]


def _cost(graph: Graph, index: int) -> Callable[[int], int]:
    node = graph.nodes[index]

    def cost(position: int) -> int:
        operation = node.body[position]
        shapes = tuple(graph.argument_shape(node, one) for one in operation.arguments)
        work = TABLE[operation.op].multiply_adds
        return (
            OVERHEAD + ENTRY * element_count(operation.shape) + (0 if work is None else work(shapes, operation.shape))
        )

    return cost
