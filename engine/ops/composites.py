"""Functions that are written out in primitives: nothing hides in them."""

from __future__ import annotations

from engine.algebra import Expr, Number, Shape, Static, call
from engine.ops.reductions import AXIS, KEEPDIMS, axes
from engine.primitive import A, B, Composite, elements


def _mean(shapes: tuple[Shape, ...], axis: Static = None, keepdims: Static = False) -> Expr:
    (shape,) = shapes
    count = elements(tuple(shape[one] for one in axes(shape, axis)))
    return call("sum", A, axis=axis, keepdims=keepdims) / Number(float(count))


COMPOSITES = (
    Composite(
        name="mean",
        summary="arithmetic mean of all entries, or along axes",
        takes=(1, 1),
        options=(AXIS, KEEPDIMS),
        formula=_mean,
        cases=((((2, 3),), ()), (((2, 3),), (("axis", 0),))),
    ),
    Composite(
        name="squared_error",
        summary="half the sum of the squared differences, ½‖a − b‖²",
        takes=(2, 2),
        formula=lambda _shapes: 0.5 * call("sum", call("square", A - B)),
        cases=((((3,), (3,)), ()), (((), ()), ())),
    ),
)
