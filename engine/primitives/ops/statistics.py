"""Means and spreads, written out in primitives: nothing hides in them."""

from __future__ import annotations

from engine.formula.expr import Expr, Number, Quotient, Shape, Static, call
from engine.primitives.declaration import A, Composite, Mismatch, Option, array_text, element_count, named
from engine.primitives.ops.reductions import AXIS, CASES, KEEPDIMS, axes

DDOF = Option("ddof", "number", default=0)


def average(formula: Expr, shape: Shape, axis: Static = None, keepdims: Static = False, less: float = 0.0) -> Expr:
    """The mean of a formula of that shape, along axes; ``less`` is taken from the number it is divided by.

    Raises:
        Mismatch: Where nothing is left to divide by.
    """
    count = element_count(tuple(shape[one] for one in axes(shape, axis)))
    if count <= less:
        raise Mismatch(
            f"There are too few entries to average, {count} in {array_text(shape)}.",
            f"More than {less:g} are needed.",
            code="too-few-entries",
            count=count,
            shape=str(shape),
            least=less,
        )
    total = call("sum", formula, axis=axis, keepdims=keepdims)
    return total if count - less == 1.0 else Quotient(total, Number(count - less))


def _mean(shapes: tuple[Shape, ...], axis: Static = None, keepdims: Static = False) -> Expr:
    return average(A, shapes[0], axis, keepdims)


def deviations(shape: Shape, axis: Static) -> Expr:
    """The first argument less its mean."""
    return A - average(A, shape, axis, keepdims=True)


def _variance(shapes: tuple[Shape, ...], axis: Static = None, ddof: Static = 0, keepdims: Static = False) -> Expr:
    less = float(ddof) if isinstance(ddof, int | float) else 0.0
    return average(call("square", deviations(shapes[0], axis)), shapes[0], axis, keepdims, less)


COMPOSITES = (
    Composite(
        name="mean",
        summary="arithmetic mean of all entries, or along axes",
        arity_range=(1, 1),
        options=(AXIS, KEEPDIMS),
        aliases=("average",),
        formula=named("mean", _mean),
        cases=CASES,
    ),
    Composite(
        name="var",
        summary="variance: mean of the squared deviations from the mean (divided by n − ddof)",
        arity_range=(1, 1),
        options=(AXIS, DDOF, KEEPDIMS),
        formula=named("var", _variance),
        cases=(*CASES, (((2, 3),), (("axis", 0), ("ddof", 1)))),
    ),
    Composite(
        name="std",
        summary="standard deviation: root of the variance",
        arity_range=(1, 1),
        options=(AXIS, DDOF, KEEPDIMS),
        formula=named("std", lambda shapes, **options: call("sqrt", _variance(shapes, **options))),
        cases=((((2, 3),), ()), (((2, 3),), (("axis", 0), ("ddof", 1)))),
    ),
)
