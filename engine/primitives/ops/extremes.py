"""The greatest and the least entry. Entries that tie share the derivative equally."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engine.formula.expr import ZERO, Expr, Shape, Static, call
from engine.primitives.declaration import (
    A,
    Condition,
    G,
    Mismatch,
    Option,
    Primitive,
    Value,
    Y,
    array_text,
    broadcast,
    element_count,
    named,
)
from engine.primitives.ops.comparisons import indicator
from engine.primitives.ops.reductions import AXIS, CASES, KEEPDIMS, aligned, axes, lines, reduced, restored


def _shape(a: Shape, axis: Static = None, keepdims: Static = False) -> Shape:
    if element_count(tuple(a[one] for one in axes(a, axis))) == 0:
        raise Mismatch(
            f"There is no entry to be found in {array_text(a)}.",
            "Give it an array with entries.",
            code="no-extreme",
            shape=str(a),
        )
    return reduced(a, axis, keepdims)


def _reduction(function: Callable[..., Value]) -> Callable[..., Value]:
    return lambda a, axis=None, keepdims=False: function(a, axis=axis, keepdims=keepdims)


def _pullback(shapes: tuple[Shape, ...], _output: Shape, axis: Static = None, keepdims: Static = False) -> tuple[Expr]:
    (shape,) = shapes
    extreme = aligned(Y, shape, axis, keepdims)
    return (aligned(G, shape, axis, keepdims) * call("share", A, extreme, axis=axis),)


def _pushforward(
    shapes: tuple[Shape, ...], _output: Shape, axis: Static = None, keepdims: Static = False
) -> tuple[Expr]:
    extreme = aligned(Y, shapes[0], axis, keepdims)
    return (call("sum", G * call("share", A, extreme, axis=axis), axis=axis, keepdims=keepdims),)


def _share(a: Value, b: Value, axis: Any = None) -> Value:
    ties = indicator(np.equal(a, b), a, b)
    return ties / np.maximum(np.sum(ties, axis=axis, keepdims=True), 1.0)


def _tree(pick: str) -> Callable[..., Expr]:
    """The extreme of pairs, of pairs of pairs …: as many numbers as there are entries, less one.

    Of three entries that tie, two are a pair and the third is not: unfolded, they share as pairs do, ¼, ¼ and ½.
    """

    def best(entries: list[Expr]) -> Expr:
        if len(entries) == 1:
            return entries[0]
        half = len(entries) // 2
        return call(pick, best(entries[:half]), best(entries[half:]))

    def formula(shapes: tuple[Shape, ...], axis: Static = None, keepdims: Static = False) -> Expr:
        return restored(best(lines(shapes[0], axis)), shapes[0], axis, keepdims)

    return formula


def _tied(extreme: Callable[..., Value]) -> Callable[..., Any]:
    def when(a: Value, axis: Any = None, **_options: Any) -> Any:
        return np.sum(np.equal(a, extreme(a, axis=axis, keepdims=True)), axis=axis) > 1

    return when


_TIE = "a tie: the entries that tie share the derivative equally"

PRIMITIVES = (
    Primitive(
        name="amax",
        summary="the greatest entry of all, or along axes",
        value=_reduction(np.max),
        arity_range=(1, 1),
        options=(AXIS, KEEPDIMS),
        shape=named("max", _shape),
        vjp=_pullback,
        jvp=_pushforward,
        latex="\\max#axis #*1",
        kinks=(Condition(_tied(np.max), _TIE, at=((1.0, 2.0, 2.0),)),),
        scalar_expansion=_tree("max"),
        multiply_adds=lambda shapes, _output: element_count(shapes[0]),
        cases=CASES,
    ),
    Primitive(
        name="amin",
        summary="the least entry of all, or along axes",
        value=_reduction(np.min),
        arity_range=(1, 1),
        options=(AXIS, KEEPDIMS),
        shape=named("min", _shape),
        vjp=_pullback,
        jvp=_pushforward,
        latex="\\min#axis #*1",
        kinks=(Condition(_tied(np.min), _TIE, at=((1.0, 1.0, 2.0),)),),
        scalar_expansion=_tree("min"),
        multiply_adds=lambda shapes, _output: element_count(shapes[0]),
        cases=CASES,
    ),
    Primitive(
        name="share",
        summary="1 where a equals b, divided among those that do along the axes; else 0",
        value=_share,
        arity_range=(2, 2),
        options=(Option("axis", "axis"),),
        shape=lambda a, b, axis=None: broadcast(a, b),  # noqa: ARG005 - the axes change nothing
        vjp=lambda _shapes, _output, **_options: (ZERO, ZERO),
        latex="[#1 = #2]",
        in_notation=False,
        cases=((((3,), ()), ()), (((2, 3), (2, 1)), (("axis", 1),))),
    ),
)
