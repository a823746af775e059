"""Sums over axes and what is made of them. The reverse of a sum is a copy, and of a copy a sum."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.formula.expr import Expr, Options, Shape, Static, call
from engine.primitives.declaration import A, G, Mismatch, Option, Primitive, Value, array_text, element_count, named

AXIS = Option("axis", "axis")
KEEPDIMS = Option("keepdims", "flag", default=False)


def axes(shape: Shape, axis: Static) -> tuple[int, ...]:
    """The axes that an option names, counted from 0; all of them for None.

    Raises:
        Mismatch: For an axis that the array does not have, or has been named before.
    """
    rank = len(shape)
    if axis is None:
        return tuple(range(rank))
    found: list[int] = []
    for one in axis if isinstance(axis, tuple) else (axis,):
        if not isinstance(one, int) or not -rank <= one < rank:
            what = f"There is no axis {one} in {array_text(shape)}."
            if not rank:
                raise Mismatch(what, "A number has no axes: leave it out.", code="axis-of-number", axis=str(one))
            hint = f"Its axes are 0 to {rank - 1}; -1 is the last."
            raise Mismatch(what, hint, code="no-axis", axis=str(one), shape=str(shape), last=rank - 1)
        found.append(one % rank)
    if len(set(found)) != len(found):
        raise Mismatch(
            f"An axis of {array_text(shape)} is named twice.",
            "Name each axis once.",
            code="axis-twice",
            shape=str(shape),
        )
    return tuple(found)


def kept(shape: Shape, axis: Static) -> Shape:
    """The shape with the axes reduced to size 1."""
    gone = axes(shape, axis)
    return tuple(1 if position in gone else size for position, size in enumerate(shape))


def reduced(shape: Shape, axis: Static = None, keepdims: Static = False) -> Shape:
    """The shape of a reduction along the axes."""
    gone = axes(shape, axis)
    if keepdims:
        return kept(shape, axis)
    return tuple(size for position, size in enumerate(shape) if position not in gone)


def aligned(formula: Expr, shape: Shape, axis: Static, keepdims: Static) -> Expr:
    """A reduction's result, or its adjoint, in a shape that broadcasts to the shape of the array."""
    before, between = reduced(shape, axis, keepdims), kept(shape, axis)
    # Leading axes come back by broadcasting alone.
    new = len(between) - len(before)
    leading = between[new:] == before and all(size == 1 for size in between[:new])
    return formula if leading else call("reshape", formula, shape=between)


def spread(formula: Expr, shape: Shape, axis: Static, keepdims: Static) -> Expr:
    """A reduction's result, or its adjoint, copied back along the axes of the array of that shape."""
    copy = reduced(shape, axis, keepdims) != shape
    formula = aligned(formula, shape, axis, keepdims)
    return call("broadcast_to", formula, shape=shape) if copy else formula


def lines(shape: Shape, axis: Static) -> list[Expr]:
    """The entries of the first argument along the axes, one after the other: each an array of the others' shape."""
    gone = axes(shape, axis)
    rest = tuple(position for position in range(len(shape)) if position not in gone)
    formula: Expr = A
    if rest + gone != tuple(range(len(shape))):
        formula = call("transpose", formula, axes=rest + gone)
    count = element_count(tuple(shape[position] for position in gone))
    left = tuple(shape[position] for position in rest)
    formula = call("reshape", formula, shape=(*left, count))
    before = ((None, None, None),) * len(rest)
    return [call("index", formula, at=(*before, number)) for number in range(count)]


def restored(formula: Expr, shape: Shape, axis: Static, keepdims: Static) -> Expr:
    """What was made of :func:`lines`, with the axes kept at size 1 where that is wanted."""
    return call("reshape", formula, shape=kept(shape, axis)) if keepdims else formula


def _sum(a: Value, axis: Any = None, keepdims: bool = False) -> Value:
    return np.sum(a, axis=axis, keepdims=keepdims)


def sum_to(a: Value, shape: Shape) -> Value:
    """An array summed over the axes along which ``shape`` was repeated by broadcasting."""
    extra = a.ndim - len(shape)
    repeated = tuple(extra + k for k, size in enumerate(shape) if size == 1 and a.shape[extra + k] != 1)
    return np.sum(a, axis=(*range(extra), *repeated), keepdims=True).reshape(shape)[()]


def _same(_a: Shape, shape: Shape) -> Shape:
    return shape


CASES: tuple[tuple[tuple[Shape, ...], Options], ...] = (
    (((3,),), ()),
    (((2, 3),), ()),
    (((2, 3),), (("axis", 0),)),
    (((2, 3),), (("axis", 1),)),
    (((2, 3),), (("axis", -1), ("keepdims", True))),
    (((2, 3, 4),), (("axis", (0, 2)),)),
    (((),), ()),
)
"""What every reduction is tried with."""

PRIMITIVES = (
    Primitive(
        name="sum",
        summary="sum over all entries, or along axes",
        value=_sum,
        arity_range=(1, 1),
        options=(AXIS, KEEPDIMS),
        shape=named("sum", reduced),
        vjp=lambda shapes, _output, axis=None, keepdims=False: (spread(G, shapes[0], axis, keepdims),),
        latex="\\sum#axis #*1",
        linear=(0,),
        cases=CASES,
    ),
    Primitive(
        name="sum_to",
        summary="a summed over the axes along which it was repeated",
        value=sum_to,
        arity_range=(1, 1),
        options=(Option("shape", "shape"),),
        shape=_same,
        vjp=lambda shapes, _output, **_options: (call("broadcast_to", G, shape=shapes[0]),),
        latex="\\sum#axis #*1",
        linear=(0,),
        in_notation=False,
        cases=(
            (((2, 3),), (("shape", (3,)),)),
            (((2, 3),), (("shape", (2, 1)),)),
            (((2, 3),), (("shape", ()),)),
            (((4, 2, 3),), (("shape", (2, 1)),)),
        ),
    ),
    Primitive(
        name="broadcast_to",
        summary="a repeated along new or single-entry axes",
        value=np.broadcast_to,
        arity_range=(1, 1),
        options=(Option("shape", "shape"),),
        shape=_same,
        vjp=lambda shapes, _output, **_options: (call("sum_to", G, shape=shapes[0]),),
        latex="#^1\\,\\mathbf{1}",
        multiply_adds=lambda _shapes, _output: 0,
        linear=(0,),
        in_notation=False,
        cases=(
            (((3,),), (("shape", (2, 3)),)),
            (((2, 1),), (("shape", (2, 3)),)),
            (((),), (("shape", (2, 3)),)),
        ),
    ),
)
