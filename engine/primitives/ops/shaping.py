"""The same numbers in another arrangement. Their reverse puts the adjoints back where they came from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engine.formula.expr import Call, Expr, Shape, Static, call
from engine.primitives.declaration import (
    MANY,
    G,
    Mismatch,
    Option,
    Primitive,
    Value,
    array_text,
    element_count,
    named,
    shape_text,
)
from engine.primitives.spelling import Spelling


def _transpose_shape(a: Shape, axes: Static = None) -> Shape:
    return tuple(a[axis] for axis in _order(a, axes))


def _order(a: Shape, axes: Static) -> tuple[int, ...]:
    rank = len(a)
    if axes is None:
        return tuple(range(rank))[::-1]
    given = axes if isinstance(axes, tuple) else (axes,)
    order = tuple(axis % rank for axis in given if isinstance(axis, int) and -rank <= axis < rank)
    if sorted(order) != list(range(rank)) or len(order) != len(given):
        raise Mismatch(
            f"The axes {given} are no order of the axes of {array_text(a)}.",
            f"Name each of the axes 0 to {rank - 1} once.",
            code="axes-order",
            axes=str(given),
            shape=str(a),
            last=rank - 1,
        )
    return order


def _transpose_pullback(shapes: tuple[Shape, ...], _output: Shape, axes: Static = None) -> tuple[Expr]:
    if axes is None:
        return (call("transpose", G, axes=None),)
    order = _order(shapes[0], axes)
    return (call("transpose", G, axes=tuple(order.index(position) for position in range(len(order)))),)


def _reshape_shape(a: Shape, shape: Static) -> Shape:
    wanted = shape if isinstance(shape, tuple) else (shape,)
    sizes = tuple(size for size in wanted if isinstance(size, int))
    free = sizes.count(-1)
    known = element_count(tuple(size for size in sizes if size != -1))
    fits = len(sizes) == len(wanted) and free < 2 and all(size >= -1 for size in sizes)
    fits = fits and (element_count(a) == known if not free else known > 0 and element_count(a) % known == 0)
    if not fits:
        raise Mismatch(
            f"{array_text(a).capitalize()} has {element_count(a)} entries and cannot take the shape {wanted}.",
            "The sizes must multiply to the number of entries; one of them may be -1.",
            code="reshape-count",
            shape=str(a),
            count=element_count(a),
            wanted=str(wanted),
        )
    return tuple(element_count(a) // known if size == -1 else size for size in sizes)


def key(at: Static) -> Any:
    """An index as NumPy takes it: a number stays one, ``(start, stop, step)`` is a slice."""
    parts = at if isinstance(at, tuple) else (at,)
    return tuple(slice(*part) if isinstance(part, tuple) else part for part in parts)


def _index_shape(a: Shape, at: Static) -> Shape:
    parts = key(at)
    if len(parts) > len(a):
        what = f"{array_text(a).capitalize()} is read here with {len(parts)} indices."
        if not a:
            raise Mismatch(what, "A number has no entries.", code="index-of-number", count=len(parts))
        hint = f"It has {len(a)} {'axis' if len(a) == 1 else 'axes'}."
        raise Mismatch(what, hint, code="index-count", shape=str(a), count=len(parts), axes=len(a))
    shape: list[int] = []
    for axis, (part, size) in enumerate(zip(parts, a, strict=False)):
        if isinstance(part, slice):
            shape.append(len(range(*part.indices(size))))
        elif not -size <= part < size:
            what = f"There is no entry {part} along axis {axis} of {array_text(a)}."
            if not size:
                raise Mismatch(what, "It is empty.", code="index-of-empty", index=part, axis=axis, shape=str(a))
            hint = f"Entries are counted from 0 to {size - 1}; -1 is the last."
            raise Mismatch(what, hint, code="no-entry", index=part, axis=axis, shape=str(a), last=size - 1)
    return (*shape, *a[len(parts) :])


def _place(g: Value, at: Static, shape: Shape) -> Value:
    result = np.zeros(shape, dtype=np.asarray(g).dtype)
    result[key(at)] = g
    return result


def _placed(_a: Shape, shape: Shape, **_options: Static) -> Shape:
    return shape


def _joined(*shapes: Shape, axis: Static = 0) -> Shape:
    if not all(shapes):
        listed = ", ".join(map(shape_text, shapes[:6]))
        raise Mismatch(
            f"concatenate joins arrays, not {listed}.",
            "Numbers are put together with stack.",
            code="concatenate-numbers",
            shapes=", ".join(map(str, shapes[:6])),
        )
    position = _new_axis(shapes[0], axis, "concatenate", len(shapes[0]))
    rest = {shape[:position] + shape[position + 1 :] for shape in shapes}
    if len(rest) != 1 or len({len(shape) for shape in shapes}) != 1:
        listed = ", ".join(map(shape_text, shapes[:6]))
        raise Mismatch(
            f"concatenate cannot join arrays of shapes {listed} along axis {position}.",
            "They must agree in every other size.",
            code="concatenate-shapes",
            shapes=", ".join(map(str, shapes[:6])),
            axis=position,
        )
    return (*shapes[0][:position], sum(shape[position] for shape in shapes), *shapes[0][position + 1 :])


def _stacked(*shapes: Shape, axis: Static = 0) -> Shape:
    position = _new_axis(shapes[0], axis, "stack", len(shapes[0]) + 1)
    if len(set(shapes)) != 1:
        listed = ", ".join(map(shape_text, shapes[:6]))
        raise Mismatch(
            f"stack cannot put arrays of shapes {listed} together.",
            "All of them must have the same shape.",
            code="stack-shapes",
            shapes=", ".join(map(str, shapes[:6])),
        )
    return (*shapes[0][:position], len(shapes), *shapes[0][position:])


def _new_axis(shape: Shape, axis: Static, name: str, rank: int) -> int:
    if not isinstance(axis, int) or not -rank <= axis < rank:
        raise Mismatch(
            f"There is no axis {axis} along which {name} could put {array_text(shape)} and others together.",
            f"Its axes are 0 to {rank - 1}.",
            code="no-new-axis",
            axis=str(axis),
            shape=str(shape),
            last=rank - 1,
        )
    return axis % rank


def _joined_pullback(shapes: tuple[Shape, ...], output: Shape, axis: Static = 0) -> tuple[Expr, ...]:
    position = _new_axis(shapes[0], axis, "concatenate", len(output))
    parts: list[Expr] = []
    start = 0
    for shape in shapes:
        stop = start + shape[position]
        parts.append(call("index", G, at=((None, None, None),) * position + ((start, stop, None),)))
        start = stop
    return tuple(parts)


def _stacked_pullback(shapes: tuple[Shape, ...], output: Shape, axis: Static = 0) -> tuple[Expr, ...]:
    position = _new_axis(shapes[0], axis, "stack", len(output))
    before = ((None, None, None),) * position
    return tuple(call("index", G, at=(*before, number)) for number in range(len(shapes)))


def _placed_back(pullback: Callable[..., tuple[Expr, ...]]) -> Callable[..., tuple[Expr, ...]]:
    """Each argument's tangent where the argument stands in the result: the pullback reads it there."""

    def pushforward(shapes: tuple[Shape, ...], output: Shape, axis: Static = 0) -> tuple[Expr, ...]:
        places = [dict(part.options)["at"] for part in pullback(shapes, output, axis) if isinstance(part, Call)]
        return tuple(call("place", G, at=at, shape=output) for at in places)

    return pushforward


AXIS = Option("axis", "axis", default=0)

PRIMITIVES = (
    Primitive(
        name="transpose",
        summary="the array with its axes in another order; a matrix with rows and columns exchanged",
        value=lambda a, axes=None: np.transpose(a, axes),
        arity_range=(1, 1),
        options=(Option("axes", "axes"),),
        shape=named("transpose", _transpose_shape),
        vjp=_transpose_pullback,
        latex="#!1^{\\top}",
        multiply_adds=lambda _shapes, _output: 0,
        linear=(0,),
        cases=((((2, 3),), ()), (((3,),), ()), (((2, 3, 4),), (("axes", (1, 2, 0)),))),
        spelling=Spelling(notation=lambda axes=None: "#!1.T" if axes is None else ""),
    ),
    Primitive(
        name="reshape",
        summary="the same entries in another shape, in reading order",
        value=np.reshape,
        arity_range=(1, 1),
        options=(Option("shape", "shape"),),
        shape=named("reshape", _reshape_shape),
        vjp=lambda shapes, _output, **_options: (call("reshape", G, shape=shapes[0]),),
        latex="\\operatorname{reshape}(#1)",
        multiply_adds=lambda _shapes, _output: 0,
        linear=(0,),
        cases=((((2, 3),), (("shape", (3, 2)),)), (((2, 3),), (("shape", (-1,)),)), (((6,),), (("shape", (2, 3)),))),
    ),
    Primitive(
        name="index",
        summary="an entry, a row, or a slice",
        value=lambda a, at: a[key(at)],
        arity_range=(1, 1),
        options=(Option("at", "index"),),
        shape=_index_shape,
        vjp=lambda shapes, _output, at: (call("place", G, at=at, shape=shapes[0]),),
        latex="#!1[#at]",
        multiply_adds=lambda _shapes, _output: 0,
        linear=(0,),
        in_notation=False,
        cases=(
            (((3,),), (("at", (1,)),)),
            (((2, 3),), (("at", (1,)),)),
            (((2, 3),), (("at", ((None, None, None), -1)),)),
            (((5, 3),), (("at", ((1, None, 2), (None, None, -1))),)),
        ),
        spelling=Spelling(notation="#!1[#at]"),
    ),
    Primitive(
        name="place",
        summary="zeros, with the array set in at an index",
        value=_place,
        arity_range=(1, 1),
        options=(Option("at", "index"), Option("shape", "shape")),
        shape=_placed,
        vjp=lambda _shapes, _output, at, **_options: (call("index", G, at=at),),
        latex="\\operatorname{place}_{#at}(#1)",
        multiply_adds=lambda _shapes, _output: 0,
        linear=(0,),
        in_notation=False,
        cases=(
            (((),), (("at", (1,)), ("shape", (3,)))),
            (((3,),), (("at", (1,)), ("shape", (2, 3)))),
            (((2, 2),), (("at", ((None, None, None), (0, 2, None))), ("shape", (2, 3)))),
        ),
    ),
    Primitive(
        name="concatenate",
        summary="arrays joined end to end along an axis they have",
        value=lambda *arrays, axis=0: np.concatenate(arrays, axis=axis),
        arity_range=(1, MANY),
        takes_list=True,
        options=(AXIS,),
        aliases=("concat", "cat"),
        shape=_joined,
        vjp=_joined_pullback,
        jvp=_placed_back(_joined_pullback),
        latex="\\operatorname{concat}",
        multiply_adds=lambda _shapes, _output: 0,
        cases=((((2,), (3,)), ()), (((2, 3), (2, 1), (2, 2)), (("axis", 1),))),
    ),
    Primitive(
        name="stack",
        summary="arrays of one shape as the entries of a new axis",
        value=lambda *arrays, axis=0: np.stack(arrays, axis=axis),
        arity_range=(1, MANY),
        takes_list=True,
        options=(AXIS,),
        shape=_stacked,
        vjp=_stacked_pullback,
        jvp=_placed_back(_stacked_pullback),
        latex="\\operatorname{stack}",
        multiply_adds=lambda _shapes, _output: 0,
        cases=((((), (), ()), ()), (((3,), (3,)), (("axis", 1),))),
    ),
)
