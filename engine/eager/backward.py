"""The reverse sweep over Values, without recursion.

Every computed Value has a ``_left`` and perhaps a ``_right``, each with what the upstream adjoint is
multiplied with on its way there (``_dleft``, ``_dright``): the local derivative, a float, for
numbers. Where arrays are involved an object stands in its place that makes the term of the adjoint
when the two are "multiplied" (:class:`Vjp`), so that one loop serves all. Three arguments and more
are a chain of twos: the hidden Values in between hand the adjoint on as it is.

The loop stands apart from the walk of :mod:`engine.graph.interpret`: Values have no positions, their order is
found on the way, a user's closure may write to the same gradients as in micrograd, and two multiplications
a Value leave no time for a call.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.eager.links import FRESH, Linked, Vjp
from engine.errors import EngineError
from engine.primitives.declaration import shape_text


def sweep(output: Linked) -> None:
    """Run the reverse sweep from a number.

    Raises:
        EngineError: If the output is an array.
    """
    if output.data.__class__ is not float and np.ndim(output.data):
        raise EngineError(
            f"This is an array of shape {shape_text(output.shape)}; backpropagation starts from one number.",
            "Make one number of it, for instance with .sum() or .mean().",
            code="array-backward",
            shape=str(output.shape),
        )
    if output._left is None:
        output.grad = 1.0
    elif Vjp.met:
        with np.errstate(all="ignore"):
            _sweep(output)
    else:
        _sweep(output)


def _sweep(output: Linked) -> None:
    order: list[Linked] = []
    waiting: list[Linked] = []
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
