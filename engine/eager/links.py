"""How a result of Value is tied to what it was computed from, for the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Protocol

import numpy as np

from engine.primitives.rules import Term

FRESH, LEAF = 0, 1
"""Marks: not yet found by this sweep (then 1), and never to be looked into."""


class Linked(Protocol):
    """What the way back sees of a Value.

    ``_left`` and ``_right`` are the two that it came from, ``_dleft`` and ``_dright`` what the upstream
    adjoint is multiplied with on its way there.
    """

    data: Any
    grad: Any
    _left: Any
    _right: Any
    _dleft: Any
    _dright: Any
    _mark: int
    _how: Any

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of ``data``; empty for a number."""
        ...


class Vjp:
    """The term that one argument receives: ``upstream * pull``."""

    __slots__ = ("arguments", "output", "term")
    __array_ufunc__: ClassVar[None] = None
    met = False
    """Whether any was ever made: sweeps over numbers alone need not silence NumPy."""

    def __init__(self, term: Term, arguments: Sequence[Any], output: Any) -> None:
        self.term = term
        self.arguments = arguments
        self.output = output
        Vjp.met = True

    def __rmul__(self, upstream: Any) -> Any:
        term = self.term(np.float64(upstream) if np.ndim(upstream) == 0 else upstream, self.arguments, self.output)
        return term if np.ndim(term) else float(term)


class CustomBackward:
    """Runs a closure of the user's, which adds to the gradients itself."""

    __slots__ = ("run",)
    __array_ufunc__: ClassVar[None] = None

    def __init__(self) -> None:
        self.run: Any = lambda: None

    def __rmul__(self, upstream: Any) -> float:
        self.run()
        return 0.0


def connect(value: Linked, parents: Sequence[Linked], vjps: Sequence[Any]) -> None:
    """Make a Value that has no ``_left`` or ``_right`` yet point at its parents, of which there is at least one."""
    value._right = None
    for position, (parent, way) in enumerate(zip(parents, vjps, strict=True)):
        value._mark = FRESH
        value._left, value._dleft = parent, way
        left = len(parents) - position
        if left == 2:
            value._right, value._dright = parents[-1], vjps[-1]
        if left <= 2:
            return
        hidden = object.__new__(type(value))
        hidden.data = hidden.grad = 0.0
        hidden._how = hidden._right = None
        value._right, value._dright = hidden, 1.0
        value = hidden
