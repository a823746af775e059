"""The length of a vector."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.formula.expr import Expr, Shape, Static, call
from engine.primitives.declaration import A, B, Condition, G, Primitive, Value, Y, element_count, named
from engine.primitives.ops.reductions import AXIS, CASES, KEEPDIMS, aligned, reduced


def _norm(a: Value, axis: Any = None, keepdims: bool = False) -> Value:
    return np.sqrt(np.sum(np.square(a), axis=axis, keepdims=keepdims))


def _pullback(shapes: tuple[Shape, ...], _output: Shape, axis: Static = None, keepdims: Static = False) -> tuple[Expr]:
    length = aligned(Y, shapes[0], axis, keepdims)
    return (aligned(G, shapes[0], axis, keepdims) * call("ratio", A, length),)


def _pushforward(
    shapes: tuple[Shape, ...], _output: Shape, axis: Static = None, keepdims: Static = False
) -> tuple[Expr]:
    length = aligned(Y, shapes[0], axis, keepdims)
    return (call("sum", G * call("ratio", A, length), axis=axis, keepdims=keepdims),)


def _scalars(_shapes: tuple[Shape, ...], axis: Static = None, keepdims: Static = False) -> Expr:
    return call("sqrt", call("sum", call("square", A), axis=axis, keepdims=keepdims))


def _ratio(a: Value, b: Value) -> Value:
    nothing = np.equal(b, 0.0)
    return np.where(nothing, 0.0, np.divide(a, np.where(nothing, 1.0, b)))[()]


def _at_origin(a: Value, axis: Any = None, **_options: Any) -> Any:
    return np.all(np.equal(a, 0.0), axis=axis)


PRIMITIVES = (
    Primitive(
        name="norm",
        summary="Euclidean length of all entries together, or along axes: the root of the sum of their squares",
        value=_norm,
        arity_range=(1, 1),
        options=(AXIS, KEEPDIMS),
        shape=named("norm", reduced),
        vjp=_pullback,
        jvp=_pushforward,
        latex="\\left\\|#1\\right\\|#axis",
        kinks=(Condition(_at_origin, "the derivative of ‖x‖ at 0 is taken as 0", at=((0.0, 0.0),)),),
        scalar_expansion=_scalars,
        multiply_adds=lambda shapes, _output: element_count(shapes[0]),
        cases=CASES,
    ),
    Primitive(
        name="squared_norm",
        summary="sum of the squares of all entries, or along axes: smooth where the norm is not",
        value=lambda a, axis=None, keepdims=False: np.sum(np.square(a), axis=axis, keepdims=keepdims),
        arity_range=(1, 1),
        options=(AXIS, KEEPDIMS),
        shape=named("squared_norm", reduced),
        vjp=lambda shapes, _output, axis=None, keepdims=False: (2 * aligned(G, shapes[0], axis, keepdims) * A,),
        jvp=lambda _shapes, _output, axis=None, keepdims=False: (2 * call("sum", G * A, axis=axis, keepdims=keepdims),),
        latex="\\left\\|#1\\right\\|#axis^{2}",
        scalar_expansion=lambda _shapes, **options: call("sum", call("square", A), **options),
        multiply_adds=lambda shapes, _output: element_count(shapes[0]),
        cases=CASES,
    ),
    Primitive(
        name="ratio",
        summary="a / b, and 0 where b is 0",
        value=_ratio,
        derivatives=(call("ratio", call("nonzero", B), B), -call("ratio", Y, B)),
        linear=(0,),
        latex="\\frac{#1}{#2}",
        domain=((-3.0, 3.0), (0.3, 3.0)),
        in_notation=False,
    ),
)
