"""The nonlinearities of neurons, computed so that neither tail overflows or loses its digits."""

from __future__ import annotations

import numpy as np

from engine.formula.expr import ZERO, call
from engine.primitives.declaration import A, B, Condition, Primitive, Value, Y
from engine.primitives.spelling import Spelling


def _sigmoid(a: Value) -> Value:
    small = np.exp(-np.abs(a))
    return np.where(np.greater_equal(a, 0.0), 1.0, small) / (1.0 + small)


def _complex_sigmoid(a: Value) -> Value:
    """The one above takes |a|, which has no derivative for complex numbers."""
    small = np.exp(np.where(np.real(a) > 0.0, -a, a))
    return np.where(np.real(a) > 0.0, 1.0, small) / (1.0 + small)


def _complex_softplus(a: Value) -> Value:
    small = np.exp(np.where(np.real(a) > 0.0, -a, a))
    return np.where(np.real(a) > 0.0, a, 0.0) + np.log1p(small)


def _leaky_relu(a: Value, slope: Value) -> Value:
    return np.where(np.greater(a, 0.0), a, slope * a)[()]


_ACTIVE = call("positive", A)

PRIMITIVES = (
    Primitive(
        name="sigmoid",
        summary="logistic function, 1 / (1 + e⁻ᵃ)",
        value=_sigmoid,
        # y(1 − y) is 0 as soon as y rounds to 1; σ(a)σ(−a) keeps its digits.
        derivatives=(call("sigmoid", A) * call("sigmoid", -A),),
        printed_derivatives=(Y * (1 - Y),),
        prime_notation=True,
        latex="\\sigma",
        aliases=("σ", "logistic", "expit"),
        spelling=Spelling(
            python="(1.0 / (1.0 + exp(-{0})) if {0} >= 0.0 else exp({0}) / (1.0 + exp({0})))",
        ),
        complex_value=_complex_sigmoid,
    ),
    Primitive(
        name="tanh",
        summary="hyperbolic tangent",
        value=np.tanh,
        derivatives=(1 / call("cosh", A) ** 2,),
        printed_derivatives=(1 - Y**2,),
        prime_notation=True,
        latex="\\tanh",
    ),
    Primitive(
        name="softplus",
        summary="log(1 + eᵃ)",
        value=lambda a: np.logaddexp(0.0, a),
        derivatives=(call("sigmoid", A),),
        latex="\\operatorname{softplus}",
        spelling=Spelling(
            python="({0} + log1p(exp(-{0})) if {0} > 0.0 else log1p(exp({0})))", numpy="np.logaddexp(0.0, {0})"
        ),
        complex_value=_complex_softplus,
    ),
    Primitive(
        name="relu",
        summary="a where it is positive, else 0",
        value=lambda a: np.maximum(a, 0.0),
        derivatives=(_ACTIVE,),
        prime_notation=True,
        latex="\\operatorname{relu}",
        domain=((0.3, 3.0),),
        kinks=(Condition(lambda a: a == 0.0, "the derivative of relu at 0 is taken as 0", at=(0.0,)),),
        # `not` keeps a NaN, which no comparison holds for.
        spelling=Spelling(python="({0} if not {0} <= 0.0 else 0.0)", numpy="np.maximum({0}, 0.0)", label="ReLU"),
    ),
    Primitive(
        name="leaky_relu",
        summary="a where it is positive, else a small multiple of it",
        value=_leaky_relu,
        derivatives=(_ACTIVE + B * (1 - _ACTIVE), call("min", A, ZERO)),
        prime_notation=True,
        latex="\\operatorname{lrelu}",
        aliases=("lrelu",),
        defaults=(0.01,),
        domain=((-3.0, -0.3), (0.01, 0.5)),
        kinks=(
            Condition(lambda a, _: a == 0.0, "the derivative of leaky relu at 0 is its small slope", at=(0.0, 0.1)),
        ),
        spelling=Spelling(python="({0} if {0} > 0.0 else {1} * {0})", numpy="np.where({0} > 0.0, {0}, {1} * {0})"),
    ),
    Primitive(
        name="positive",
        summary="1 where a is positive, else 0",
        value=lambda a: np.heaviside(a, 0.0),
        derivatives=(ZERO,),
        latex="[#1 > 0]",
        domain=((0.3, 3.0),),
        in_notation=False,
        spelling=Spelling(
            notation="(#*1 > 0)",
            python="(1.0 if {0} > 0.0 else 0.0 if {0} <= 0.0 else {0})",
            numpy="np.heaviside({0}, 0.0)",
        ),
    ),
)
