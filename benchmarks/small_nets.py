"""Small networks, where every call costs more than its numbers, against NumPy by hand and other packages."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks._training import Targets, classification, single_example
from benchmarks.report import Row

TARGETS = Targets(hand=1.15, torch=0.1, jax=0.6)


def measure() -> Iterable[Row]:
    """4-8-8-1 for one example, and 4-8-3 for a batch of 20."""
    yield from single_example(TARGETS)
    yield from classification([4, 8, 3], "tanh", 20, "float64", TARGETS)
