"""Products of entries. Their derivatives are products of the others: nothing is divided, so an entry may be 0."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.formula.expr import Expr, Product, Shape, Static, call
from engine.primitives.declaration import (
    MANY,
    A,
    G,
    Mismatch,
    Option,
    Primitive,
    Value,
    argument,
    element_count,
    named,
    shape_text,
)
from engine.primitives.ops.reductions import AXIS, CASES, KEEPDIMS, aligned, axes, lines, reduced, restored

_Polynomial = dict[int, Any]
"""Numbers with infinitesimal parts: for each set of ε₁, ε₂ … (a bit mask) its coefficient; every εᵢ² is 0."""


def _prod(a: Value, axis: Any = None, keepdims: bool = False) -> Value:
    return np.prod(a, axis=axis, keepdims=keepdims)


def _pullback(shapes: tuple[Shape, ...], _output: Shape, axis: Static = None, keepdims: Static = False) -> tuple[Expr]:
    return (aligned(G, shapes[0], axis, keepdims) * call("others", A, axis=axis),)


def _pushforward(
    _shapes: tuple[Shape, ...], _output: Shape, axis: Static = None, keepdims: Static = False
) -> tuple[Expr]:
    return (call("sum", G * call("others", A, axis=axis), axis=axis, keepdims=keepdims),)


def _scalars(shapes: tuple[Shape, ...], axis: Static = None, keepdims: Static = False) -> Expr:
    entries = lines(shapes[0], axis)
    return restored(Product(tuple(entries)) if len(entries) > 1 else entries[0], shapes[0], axis, keepdims)


def _others(a: Value, *directions: Value, axis: Any = None) -> Value:
    gone = axes(np.shape(a), axis)
    back = tuple(range(-len(gone), 0))
    moved = np.moveaxis(np.asarray(a), gone, back)
    flat = (*moved.shape[: moved.ndim - len(gone)], -1) if np.size(a) else moved.shape
    if not np.size(a):
        return np.asarray(a)
    entries: _Polynomial = {0: moved.reshape(flat)}
    for number, direction in enumerate(directions):
        entries[1 << number] = np.moveaxis(np.asarray(direction), gone, back).reshape(flat)
    wanted = (1 << len(directions)) - 1
    found = _outside(entries).get(wanted, np.zeros_like(entries[0]))
    return np.moveaxis(found.reshape(moved.shape), back, gone)[()]


def _outside(entries: _Polynomial) -> _Polynomial:
    """For each entry along the last axis the product of all others: pair up, solve for the pairs, part them."""
    count = entries[0].shape[-1]
    if count == 1:
        return {0: np.ones_like(entries[0])}
    if count % 2:
        end = np.ones_like(entries[0][..., :1])
        padded = {key: np.concatenate([part, end if key == 0 else 0.0 * end], -1) for key, part in entries.items()}
        return {key: part[..., :-1] for key, part in _outside(padded).items()}
    even = {key: part[..., ::2] for key, part in entries.items()}
    odd = {key: part[..., 1::2] for key, part in entries.items()}
    around = _outside(_times(even, odd))
    left, right = _times(around, odd), _times(around, even)
    shape = entries[0].shape
    return {key: np.stack([left[key], right[key]], -1).reshape(shape) for key in left}


def _times(one: _Polynomial, other: _Polynomial) -> _Polynomial:
    product: _Polynomial = {}
    for here, left in one.items():
        for there, right in other.items():
            if not here & there:
                term = left * right
                product[here | there] = product[here | there] + term if here | there in product else term
    return product


def _alike(*shapes: Shape, axis: Static = None) -> Shape:
    axes(shapes[0], axis)
    if len(set(shapes)) != 1:
        listed = " and ".join(map(shape_text, dict.fromkeys(shapes)))
        raise Mismatch(
            f"others takes arrays of one shape, not {listed}.",
            "Reshape them.",
            code="factor-shapes",
            shapes=", ".join(map(str, dict.fromkeys(shapes))),
        )
    return shapes[0]


def _others_pullback(shapes: tuple[Shape, ...], _output: Shape, axis: Static = None) -> tuple[Expr, ...]:
    """A product is linear in each entry, so its derivatives in directions are symmetric: G is one more of them."""
    directions = [argument(position) for position in range(1, len(shapes))]
    without = [[one for one in directions if one != left] for left in directions]
    return (call("others", A, *directions, G, axis=axis), *(call("others", A, *rest, G, axis=axis) for rest in without))


PRIMITIVES = (
    Primitive(
        name="prod",
        summary="product of all entries, or along axes",
        value=_prod,
        arity_range=(1, 1),
        options=(AXIS, KEEPDIMS),
        aliases=("product",),
        shape=named("prod", reduced),
        vjp=_pullback,
        jvp=_pushforward,
        latex="\\prod#axis #*1",
        scalar_expansion=_scalars,
        multiply_adds=lambda shapes, _output: element_count(shapes[0]),
        cases=CASES,
    ),
    Primitive(
        name="others",
        summary="for each entry the product of the others along the axes; its derivative in the further arguments",
        value=_others,
        arity_range=(1, MANY),
        options=(Option("axis", "axis"),),
        shape=_alike,
        vjp=_others_pullback,
        jvp=_others_pullback,  # symmetric, as they are
        latex="\\prod\\nolimits_{\\text{others}}",
        multiply_adds=lambda shapes, output: 3 ** len(shapes) * element_count(output),
        linear=tuple(range(1, MANY)),
        in_notation=False,
        cases=(
            (((3,),), ()),
            (((2, 5),), (("axis", 1),)),
            (((4,), (4,)), ()),
            (((3, 2), (3, 2), (3, 2)), (("axis", 0),)),
        ),
    ),
)
