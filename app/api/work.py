"""How long an answer will take, in estimated milliseconds of one processor: known before any of it is made.

The counts are those of :mod:`engine.graph.estimate`; what each of them takes is fitted to measured requests of very
different kinds, and rounded up. It decides on which thread a request is answered, and whether it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.http.problems import Refusal, over_limit
from app.settings import Settings
from engine.graph.estimate import Estimate


@dataclass(frozen=True, slots=True)
class Rate:
    """Microseconds for each of what is counted."""

    nodes: float = 0.0
    operations: float = 0.0
    mixed: float = 0.0
    edges: float = 0.0
    symbols: float = 0.0
    derived: float = 0.0
    terms: float = 0.0
    numbers: float = 0.0
    multiply_adds: float = 0.0
    pushed: float = 0.0

    def of(self, count: Estimate) -> float:
        """The microseconds of a whole count."""
        return float(sum(getattr(self, name) * getattr(count, name) for name in self.__slots__))

    def __add__(self, other: Rate) -> Rate:
        return Rate(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


SOURCE_BYTE = 3.0
"""Microseconds of reading one byte of a source."""
PASSES = Rate(nodes=20, operations=14, mixed=25, edges=25, numbers=0.15, multiply_adds=0.02)
"""Lowering, the forward pass, the reverse sweep and its warnings."""
FORMULAS = Rate(nodes=55, operations=10, mixed=150, edges=40, symbols=4, derived=14, numbers=0.3)
"""The mathematics, in LaTeX or to be typed."""
WRITTEN = Rate(nodes=25, edges=50, symbols=2, derived=2, numbers=0.6)
"""A text with all steps, compressed."""
TRACED = PASSES + FORMULAS + WRITTEN
COUNTED = PASSES + Rate(operations=60, edges=20)
"""The passes, and each of them counted."""
CODED = PASSES + Rate(nodes=30, operations=150, edges=20)
"""The passes, and the routine written."""
MOVED = TRACED + Rate(pushed=40)
"""A trace, and a tangent sweep with its formulas."""
CHECKED = PASSES + WRITTEN + Rate(nodes=150, operations=40)
"""The passes, and differences for every node."""
DERIVED = PASSES + Rate(operations=250)
"""The passes, and a calculus class on the output."""


def nudged(passes: int) -> Rate:
    """The passes, and so many more of them from a nudged node, each written."""
    each = Rate(nodes=8, operations=10, numbers=0.5, multiply_adds=0.01)
    return PASSES + WRITTEN + Rate(*(passes * getattr(each, name) for name in Rate.__slots__))


class TooMuchWork(Exception):
    """An answer that would take more than it may.

    Args:
        milliseconds: What it would take.
    """

    def __init__(self, milliseconds: int) -> None:
        super().__init__(milliseconds)
        self.milliseconds = milliseconds

    def refusal(self, settings: Settings) -> Refusal:
        """What the caller is told."""
        what = f"The answer would take about {self.milliseconds} milliseconds of computing."
        hint = "Ask for a smaller model, a coarser grain, or split long lines into named parts."
        return over_limit("work", settings.work, what, hint)


def allow(source: str, count: Estimate, rate: Rate, settings: Settings) -> None:
    """Let a request through whose work is within the settings.

    Raises:
        TooMuchWork: For another.
    """
    milliseconds = round((SOURCE_BYTE * len(source) + rate.of(count)) / 1000)
    if milliseconds > settings.work:
        raise TooMuchWork(milliseconds)
