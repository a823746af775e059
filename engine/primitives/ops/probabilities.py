"""Scores to probabilities, over the last axis unless said otherwise. The greatest score is taken off before e^."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engine.formula.expr import Expr, Quotient, Shape, Static, call
from engine.primitives.declaration import A, G, Mismatch, Option, Primitive, Value, Y, array_text, element_count, named
from engine.primitives.ops.reductions import KEEPDIMS, aligned, axes, reduced

LAST = Option("axis", "axis", default=-1)


def _scores(after: Callable[..., Shape]) -> Callable[..., Shape]:
    """A shape rule that refuses what has no scores to compare."""

    def shape(a: Shape, axis: Static = -1, **options: Static) -> Shape:
        if not a or element_count(tuple(a[one] for one in axes(a, axis))) == 0:
            raise Mismatch(
                f"There are no scores to compare in {array_text(a)}.",
                "Give it a vector: [a, b].",
                code="no-scores",
                shape=str(a),
            )
        return after(a, axis, **options)

    return shape


def _same(a: Shape, _axis: Static) -> Shape:
    return a


def _below_top(a: Value, axis: Any) -> tuple[Value, Value]:
    """The scores less the greatest of them, and the greatest (0 where it is infinite)."""
    top = np.max(a, axis=axis, keepdims=True)
    top = np.where(np.isfinite(top), top, 0.0)
    return a - top, top


def _softmax(a: Value, axis: Any = -1) -> Value:
    powers = np.exp(_below_top(a, axis)[0])
    return powers / np.sum(powers, axis=axis, keepdims=True)


def _log_softmax(a: Value, axis: Any = -1) -> Value:
    below, _ = _below_top(a, axis)
    return below - np.log(np.sum(np.exp(below), axis=axis, keepdims=True))


def _logsumexp(a: Value, axis: Any = -1, keepdims: bool = False) -> Value:
    below, top = _below_top(a, axis)
    result = np.log(np.sum(np.exp(below), axis=axis, keepdims=True)) + top
    return result if keepdims else np.squeeze(result, axis=axis)[()]


def _shifted(axis: Static) -> tuple[Expr, Expr]:
    top = call("amax", A, axis=axis, keepdims=True)
    return A - top, top


def _softmax_scalars(_shapes: tuple[Shape, ...], axis: Static = -1) -> Expr:
    powers = call("exp", _shifted(axis)[0])
    return Quotient(powers, call("sum", powers, axis=axis, keepdims=True))


def _log_softmax_scalars(_shapes: tuple[Shape, ...], axis: Static = -1) -> Expr:
    below, _ = _shifted(axis)
    return below - call("log", call("sum", call("exp", below), axis=axis, keepdims=True))


def _logsumexp_scalars(shapes: tuple[Shape, ...], axis: Static = -1, keepdims: Static = False) -> Expr:
    below, top = _shifted(axis)
    result = call("log", call("sum", call("exp", below), axis=axis, keepdims=True)) + top
    return result if keepdims else call("reshape", result, shape=reduced(shapes[0], axis))


def _total(formula: Expr, axis: Static) -> Expr:
    return call("sum", formula, axis=axis, keepdims=True)


def _softmax_terms(_shapes: tuple[Shape, ...], _output: Shape, axis: Static = -1) -> tuple[Expr]:
    return (Y * (G - _total(G * Y, axis)),)


def _work(shapes: tuple[Shape, ...], _output: Shape) -> int:
    return 2 * element_count(shapes[0])


CASES = ((((3,),), ()), (((2, 3),), ()), (((2, 3),), (("axis", 0),)), (((2, 3, 2),), (("axis", (1, 2)),)))

PRIMITIVES = (
    Primitive(
        name="softmax",
        summary="positive shares that add up to 1, in proportion to eᵃ",
        value=_softmax,
        arity_range=(1, 1),
        options=(LAST,),
        shape=named("softmax", _scores(_same)),
        vjp=_softmax_terms,
        jvp=_softmax_terms,  # its Jacobian is symmetric
        latex="\\operatorname{softmax}(#1)",
        scalar_expansion=_softmax_scalars,
        multiply_adds=_work,
        cases=CASES,
        in_parts=_softmax_scalars,
    ),
    Primitive(
        name="log_softmax",
        summary="logarithm of the softmax, with its digits",
        value=_log_softmax,
        arity_range=(1, 1),
        options=(LAST,),
        shape=named("log_softmax", _scores(_same)),
        vjp=lambda _shapes, _output, axis=-1: (G - call("exp", Y) * _total(G, axis),),
        jvp=lambda _shapes, _output, axis=-1: (G - _total(call("exp", Y) * G, axis),),
        printed_vjp=lambda _shapes, _output, axis=-1: (G - call("softmax", A, axis=axis) * _total(G, axis),),
        latex="\\log\\operatorname{softmax}(#1)",
        scalar_expansion=_log_softmax_scalars,
        multiply_adds=_work,
        cases=CASES,
        in_parts=_log_softmax_scalars,
    ),
    Primitive(
        name="logsumexp",
        summary="log of the sum of eᵃ: a smooth maximum",
        value=_logsumexp,
        arity_range=(1, 1),
        options=(LAST, KEEPDIMS),
        shape=named("logsumexp", _scores(reduced)),
        vjp=lambda shapes, _output, axis=-1, keepdims=False: (
            aligned(G, shapes[0], axis, keepdims) * call("exp", A - aligned(Y, shapes[0], axis, keepdims)),
        ),
        jvp=lambda _shapes, _output, axis=-1, keepdims=False: (
            call("sum", call("softmax", A, axis=axis) * G, axis=axis, keepdims=keepdims),
        ),
        printed_vjp=lambda shapes, _output, axis=-1, keepdims=False: (
            aligned(G, shapes[0], axis, keepdims) * call("softmax", A, axis=axis),
        ),
        latex="\\operatorname{logsumexp}(#1)",
        scalar_expansion=_logsumexp_scalars,
        multiply_adds=_work,
        cases=(*CASES, (((2, 3),), (("axis", None),)), (((2, 3),), (("keepdims", True),))),
    ),
)
