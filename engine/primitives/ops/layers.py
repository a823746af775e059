"""Parts of networks, written out in primitives."""

from __future__ import annotations

from engine.formula.expr import Expr, Number, Quotient, Shape, Static, call
from engine.primitives.declaration import A, B, C, Composite, Mismatch, Option, array_text, broadcast, named, shape_text
from engine.primitives.ops.convolution import PADDING, STRIDE
from engine.primitives.ops.reductions import axes
from engine.primitives.ops.statistics import average, deviations

EPS = Option("eps", "number", default=1e-5)


def _normalised(shapes: tuple[Shape, ...], axis: Static, eps: Static) -> Expr:
    """(a − mean) / √(variance + eps), times ``b`` and plus ``c`` where they are given."""
    shape = shapes[0]
    if not shape:
        raise Mismatch(
            "It takes an array, and this is a number.", "A number alone has no spread.", code="norm-of-number"
        )
    for other in shapes[1:]:
        try:
            fits = broadcast(shape, other) == shape
        except Mismatch:
            fits = False
        if not fits:
            raise Mismatch(
                f"{array_text(shape).capitalize()} cannot be scaled or shifted by {array_text(other)}.",
                "Scale and shift hold one number for each feature.",
                code="norm-scale",
                shape=str(shape),
                other=str(other),
            )
    axes(shape, axis)
    centred = deviations(shape, axis)
    spread = average(call("square", centred), shape, axis, keepdims=True)
    small = Number(float(eps) if isinstance(eps, int | float) else 0.0)
    result: Expr = Quotient(centred, call("sqrt", spread + small))
    if len(shapes) > 1:
        result = B * result
    return result + C if len(shapes) > 2 else result


def _dot(shapes: tuple[Shape, ...]) -> Expr:
    a, b = shapes
    if not a or not b:
        return A * B
    if len(a) == len(b) == 1 and a != b:
        raise Mismatch(
            f"dot takes two vectors of one length, not shapes {shape_text(a)} and {shape_text(b)}.",
            "Use outer for all products of their entries.",
            code="dot-lengths",
            first=str(a),
            second=str(b),
        )
    if len(a) > 2 or len(b) > 2:
        raise Mismatch(
            f"dot takes vectors and matrices, not shapes {shape_text(a)} and {shape_text(b)}.",
            "Use @ for stacks of matrices.",
            code="dot-shapes",
            first=str(a),
            second=str(b),
        )
    return call("matmul", A, B)


def _conv1d(shapes: tuple[Shape, ...], padding: Static = 0, stride: Static = 1) -> Expr:
    x, k = shapes
    if (len(x), len(k)) not in ((1, 1), (2, 3), (3, 3)):
        raise Mismatch(
            f"conv1d cannot combine a signal of shape {shape_text(x)} and a kernel of shape {shape_text(k)}.",
            "It takes (L) with (l), or (C, L) or (N, C, L) with (O, C, l).",
            code="conv1d-shapes",
            first=str(x),
            second=str(k),
        )
    if not isinstance(stride, int) or not isinstance(padding, int):
        raise Mismatch(
            "conv1d takes one whole number as stride and as padding.", "Write stride=2.", code="conv1d-option"
        )
    signal = call("reshape", A, shape=(*x[:-1], 1, x[-1]))
    kernel = call("reshape", B, shape=(*k[:-1], 1, k[-1]))
    slid = call("conv2d", signal, kernel, stride=(1, stride), padding=(0, padding))
    length = (x[-1] + 2 * padding - k[-1]) // max(stride, 1) + 1
    return call("reshape", slid, shape=(*x[:-2], *k[:-2], max(length, 0)))


COMPOSITES = (
    Composite(
        name="dot",
        summary="inner product of two vectors; of matrices, and of a matrix and a vector, the matrix product",
        arity_range=(2, 2),
        aliases=("inner",),
        formula=_dot,
        cases=((((3,), (3,)), ()), (((2, 3), (3,)), ()), (((2, 3), (3, 4)), ()), (((), (3,)), ())),
    ),
    Composite(
        name="layer_norm",
        summary="each row to mean 0 and spread 1 (over the last axis), times b, plus c",
        arity_range=(1, 3),
        options=(EPS,),
        formula=named("layer_norm", lambda shapes, eps=1e-5: _normalised(shapes, -1, eps)),
        cases=((((3,),), ()), (((2, 3), (3,)), ()), (((2, 3), (3,), (3,)), (("eps", 0.1),))),
    ),
    Composite(
        name="batch_norm",
        summary="each feature to mean 0 and spread 1 over the batch (along axis 0), times b, plus c",
        arity_range=(1, 3),
        options=(EPS, Option("axis", "axis", default=0)),
        formula=named("batch_norm", lambda shapes, axis=0, eps=1e-5: _normalised(shapes, axis, eps)),
        cases=(
            (((4, 3),), ()),
            (((4, 3), (3,), (3,)), (("eps", 0.1),)),
            (((2, 3, 2, 2), (3, 1, 1)), (("axis", (0, 2, 3)),)),
        ),
    ),
    Composite(
        name="conv1d",
        summary="a kernel b slid along a signal a, and multiplied with what it covers",
        arity_range=(2, 2),
        options=(STRIDE, PADDING),
        formula=_conv1d,
        cases=((((5,), (2,)), ()), (((2, 2, 6), (3, 2, 3)), (("padding", 1), ("stride", 2)))),
    ),
)
