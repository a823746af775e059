"""How far a prediction is from its target, written out in primitives."""

from __future__ import annotations

from collections.abc import Callable

from engine.formula.expr import Expr, Number, Quotient, Shape, call
from engine.primitives.declaration import A, B, Composite, Mismatch, broadcast, element_count, shape_text
from engine.primitives.ops.statistics import average


def _compared(name: str, formula: Callable[[Shape], Expr]) -> Callable[..., Expr]:
    """The formula of a loss whose prediction and target have one shape, or one that both are repeated to."""

    def written(shapes: tuple[Shape, ...]) -> Expr:
        try:
            return formula(broadcast(*shapes))
        except Mismatch:
            raise Mismatch(
                f"{name} compares arrays that fit, not shapes {shape_text(shapes[0])} and {shape_text(shapes[1])}.",
                "The prediction and the target need the same shape; reshape or transpose one of them.",
                code="loss-shapes",
                first=str(shapes[0]),
                second=str(shapes[1]),
            ) from None

    return written


def _cross_entropy(shapes: tuple[Shape, ...]) -> Expr:
    z, t = shapes
    if z != t or not z:
        raise Mismatch(
            f"cross_entropy compares scores and probabilities of one shape, not {shape_text(z)} and {shape_text(t)}.",
            "The target holds a probability for each score: a class is a row like [0, 1, 0].",
            code="cross-entropy-shapes",
            first=str(z),
            second=str(t),
        )
    total = call("sum", B * call("log_softmax", A, axis=-1))
    rows = element_count(z[:-1])
    return -(total if rows == 1 else Quotient(total, Number(float(rows))))


_CASES = ((((3,), (3,)), ()), (((2, 3), (2, 3)), ()), (((2, 3), (3,)), ()), (((), ()), ()))

COMPOSITES = (
    Composite(
        name="squared_error",
        summary="half the sum of the squared differences, ½‖a − b‖²",
        arity_range=(2, 2),
        formula=_compared("squared_error", lambda _shape: 0.5 * call("sum", call("square", A - B))),
        cases=_CASES,
    ),
    Composite(
        name="mse",
        summary="mean of the squared differences",
        arity_range=(2, 2),
        aliases=("mse_loss",),
        formula=_compared("mse", lambda shape: average(call("square", A - B), shape)),
        cases=_CASES,
    ),
    Composite(
        name="cross_entropy",
        summary="−Σ b · log softmax(a) over the last axis, mean over the others: a are scores, b probabilities",
        arity_range=(2, 2),
        formula=_cross_entropy,
        cases=((((3,), (3,)), ()), (((2, 3), (2, 3)), ()), (((2, 2, 3), (2, 2, 3)), ())),
    ),
    Composite(
        name="bce",
        summary="binary cross entropy, mean of −b log a − (1 − b) log(1 − a): a and b are probabilities",
        arity_range=(2, 2),
        aliases=("binary_cross_entropy",),
        formula=_compared(
            "bce",
            lambda shape: average(-call("scaled_log", B, A) - call("scaled_log", 1 - B, 1 - A), shape),
        ),
        cases=_CASES,
    ),
    Composite(
        name="bce_with_logits",
        summary="the same for scores a, mean of log(1 + eᵃ) − b a",
        arity_range=(2, 2),
        aliases=("binary_cross_entropy_with_logits",),
        formula=_compared("bce_with_logits", lambda shape: average(call("softplus", A) - B * A, shape)),
        cases=_CASES,
    ),
)
