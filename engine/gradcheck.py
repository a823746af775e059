"""Trust: every adjoint of the reverse sweep against central differences.

    ∂L/∂v ≈ (L(v + h) − L(v − h)) / 2h,   h = ε^(1/3) · max(1, |v|)

For an inner node v is nudged after it has been computed, which is what its adjoint speaks of. All
nudges of a block run side by side in one vectorised forward pass.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.evaluate import evaluate
from engine.trace import Trace

STEP = float(np.cbrt(np.finfo(np.float64).eps))
"""The relative step at which truncation and rounding of a central difference balance."""
TOLERANCE = 1e-6
BLOCK = 128
"""Nodes nudged in one pass: bounds the memory of a check."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Check:
    """One node's adjoint beside its central difference.

    Args:
        node: The node's index.
        step: The nudge h.
        adjoint: What the reverse sweep gave.
        estimate: What the differences gave.
        error: \\|adjoint − estimate\\| / max(1, \\|adjoint\\|); NaN where either is not finite.
        agrees: Whether the error is within :data:`TOLERANCE`, or a kink excuses it.
        note: The excuse or the difficulty, in words.
    """

    node: int
    step: float
    adjoint: float
    estimate: float
    error: float
    agrees: bool
    note: str | None


def check(trace: Trace) -> tuple[Check, ...]:
    """Check every adjoint of a trace, in the order of its nodes."""
    checks: list[Check] = []
    for first in range(0, len(trace.graph.nodes), BLOCK):
        checks.extend(_check_block(trace, range(first, min(first + BLOCK, len(trace.graph.nodes)))))
    return tuple(checks)


def _check_block(trace: Trace, block: range) -> list[Check]:
    values = np.array([float(trace.evaluation.values[index]) for index in block])
    steps = STEP * np.maximum(1.0, np.abs(values))
    count = len(block)
    # Row k of the pass nudges node k up, row count + k nudges it down.
    nudges: dict[int, Floats] = {}
    for row, index in enumerate(block):
        nudge = np.zeros(2 * count)
        nudge[row], nudge[count + row] = steps[row], -steps[row]
        nudges[index] = nudge
    output = evaluate(trace.graph, _leaves(trace), nudges).values[trace.graph.output]
    results = np.broadcast_to(output, (2 * count,))
    base = float(trace.evaluation.values[trace.graph.output])
    with np.errstate(all="ignore"):
        # The step that float64 really took differs from h by rounding.
        wide = (values + steps) - (values - steps)
        estimates = (results[:count] - results[count:]) / wide
        right = (results[:count] - base) / ((values + steps) - values)
        left = (base - results[count:]) / (values - (values - steps))
    return [
        # Python's floats: unlike NumPy's, they compare and subtract infinities without a warning.
        _judge(index, steps[row], float(trace.sweep.adjoints[index]), float(estimates[row]),
               (float(left[row]), float(right[row])))
        for row, index in enumerate(block)
    ]  # fmt: skip


def _leaves(trace: Trace) -> Mapping[str, Any]:
    leaves = dict(trace.evaluation.constants)
    for node, value in zip(trace.graph.nodes, trace.evaluation.values, strict=True):
        leaves.setdefault(node.id, value)
    return leaves


def _judge(node: int, step: float, adjoint: float, estimate: float, slopes: tuple[float, float]) -> Check:
    scale = max(1.0, abs(adjoint))
    error = abs(adjoint - estimate) / scale
    agrees, note = bool(error <= TOLERANCE), None
    low, high = min(slopes), max(slopes)
    if not np.isfinite(error):
        note = "The value or a neighbour of it is not finite, so no difference can be taken."
        agrees, error = False, float("nan")
    elif not agrees and (high - low) / scale > 1e-3 and low - 1e-3 <= adjoint <= high + 1e-3:
        note = "A kink: the slopes to the left and right differ, and the adjoint lies between."
        agrees = True
    return Check(node, float(step), adjoint, float(estimate), float(error), agrees, note)
