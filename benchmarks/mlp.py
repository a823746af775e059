"""A network 784-128-64-10 with softmax cross-entropy, against NumPy by hand and other packages, one thread each."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks._training import Targets, classification
from benchmarks.report import Row

SIZES = [784, 128, 64, 10]


def measure() -> Iterable[Row]:
    """The promises are made for a batch of 64; for 1,024 only the one against NumPy is."""
    for dtype in ("float64", "float32"):
        yield from classification(SIZES, "relu", 64, dtype, Targets(1.05, 0.8, 1.0, 0.5))
        yield from classification(SIZES, "relu", 1024, dtype, Targets(hand=1.05))
