"""The reverse sweep over Values, without recursion.

Every computed Value has a ``_left`` and perhaps a ``_right``, each with what the upstream adjoint is
multiplied with on its way there (``_dleft``, ``_dright``): the local derivative, a float, for
numbers. Where arrays are involved an object stands in its place that makes the term of the adjoint
when the two are "multiplied" (:class:`Pull`), so that one loop serves all. Three arguments and more
are a chain of twos: the hidden Values in between hand the adjoint on as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from engine.errors import EngineError
from engine.primitive import shape_text
from engine.rules import Term

if TYPE_CHECKING:
    from engine.eager.value import Value

FRESH, LEAF = 0, 1
"""Marks: not yet found by this sweep (then 1), and never to be looked into."""


class Pull:
    """The term that one argument receives: ``upstream * pull``."""

    __slots__ = ("arguments", "output", "term")
    __array_ufunc__: ClassVar[None] = None
    met = False
    """Whether any was ever made: sweeps over numbers alone need not silence NumPy."""

    def __init__(self, term: Term, arguments: Sequence[Any], output: Any) -> None:
        self.term = term
        self.arguments = arguments
        self.output = output
        Pull.met = True

    def __rmul__(self, upstream: Any) -> Any:
        term = self.term(np.float64(upstream) if np.ndim(upstream) == 0 else upstream, self.arguments, self.output)
        return term if np.ndim(term) else float(term)


class Sender:
    """Runs a closure of the user's, which adds to the gradients itself."""

    __slots__ = ("run",)
    __array_ufunc__: ClassVar[None] = None

    def __init__(self) -> None:
        self.run: Any = lambda: None

    def __rmul__(self, upstream: Any) -> float:
        self.run()
        return 0.0


def connect(value: Value, parents: Sequence[Value], ways: Sequence[Any]) -> None:
    """Make a Value that has no ``_left`` or ``_right`` yet point at its parents, of which there is at least one."""
    value._right = None
    for position, (parent, way) in enumerate(zip(parents, ways, strict=True)):
        value._mark = FRESH
        value._left, value._dleft = parent, way
        left = len(parents) - position
        if left == 2:
            value._right, value._dright = parents[-1], ways[-1]
        if left <= 2:
            return
        hidden = object.__new__(type(value))
        hidden.data = hidden.grad = 0.0
        hidden._how = hidden._right = None
        value._right, value._dright = hidden, 1.0
        value = hidden


def sweep(output: Value) -> None:
    """Run the reverse sweep from a number.

    Raises:
        EngineError: If the output is an array.
    """
    if output.data.__class__ is not float and np.ndim(output.data):
        raise EngineError(
            f"This is an array of shape {shape_text(output.shape)}; backpropagation starts from one number.",
            "Make one number of it, for instance with .sum() or .mean().",
        )
    if output._left is None:
        output.grad = 1.0
    elif Pull.met:
        with np.errstate(all="ignore"):
            _sweep(output)
    else:
        _sweep(output)


def _sweep(output: Value) -> None:
    order: list[Value] = []
    waiting: list[Value] = []
    done, push, pop = order.append, waiting.append, waiting.pop
    value: Any = output
    parent: Any
    try:
        # Everything the output was computed from, parents before children.
        while True:
            value._mark = 1
            value.grad = 0.0
            while True:
                parent = value._left
                if not parent._mark:
                    break
                parent = value._right
                if parent is not None and not parent._mark:
                    break
                done(value)
                if not waiting:
                    break
                value = pop()
            if parent is None or parent._mark:
                break
            push(value)
            value = parent
        output.grad = 1.0
        order.reverse()
        for value in order:
            value._mark = 0
            adjoint = value.grad
            parent = value._left
            # The product comes first: a closure of the user's may add to the same gradient.
            parent.grad = adjoint * value._dleft + parent.grad
            parent = value._right
            if parent is not None:
                parent.grad = adjoint * value._dright + parent.grad
    except BaseException:
        for one in (*order, *waiting, value):
            one._mark = FRESH
        raise
