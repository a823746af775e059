"""Exponentials, logarithms, roots and trigonometry."""

from __future__ import annotations

import math

import numpy as np

from engine.formula.expr import ONE, call
from engine.primitives.declaration import A, Condition, Primitive, Y
from engine.primitives.spelling import Spelling

_OVERFLOW = Condition(lambda a: a > 700.0, "overflow: e to this power is beyond float64", at=(1000.0,))

PRIMITIVES = (
    Primitive(
        name="exp",
        summary="e to the power a",
        value=np.exp,
        derivatives=(Y,),
        printed_derivatives=(call("exp", A),),
        latex="e^{#1}",
        faults=(_OVERFLOW,),
    ),
    Primitive(
        name="log",
        summary="natural logarithm",
        value=np.log,
        derivatives=(1 / A,),
        latex="\\log",
        aliases=("ln",),
        domain=((0.3, 3.0),),
        faults=(
            Condition(lambda a: a < 0.0, "logarithm of a negative number", at=(-1.0,)),
            Condition(lambda a: a == 0.0, "logarithm of 0", at=(0.0,)),
        ),
    ),
    Primitive(
        name="log1p",
        summary="log(1 + a), exact for small a",
        value=np.log1p,
        derivatives=(1 / (1 + A),),
        latex="\\operatorname{log1p}",
        domain=((-0.6, 3.0),),
        faults=(
            Condition(lambda a: a < -1.0, "logarithm of a negative number", at=(-2.0,)),
            Condition(lambda a: a == -1.0, "logarithm of 0", at=(-1.0,)),
        ),
    ),
    Primitive(
        name="expm1",
        summary="e to the power a, minus 1, exact for small a",
        value=np.expm1,
        derivatives=(call("exp", A),),
        latex="\\operatorname{expm1}",
        faults=(_OVERFLOW,),
    ),
    Primitive(
        name="sqrt",
        summary="square root",
        # √(−0) is −0 in IEEE arithmetic, and its slope would be −∞; adding 0 makes both positive.
        value=lambda a: np.sqrt(a) + 0.0,
        derivatives=(1 / (2 * Y),),
        printed_derivatives=(1 / (2 * call("sqrt", A)),),
        latex="\\sqrt{#1}",
        domain=((0.3, 3.0),),
        faults=(Condition(lambda a: a < 0.0, "square root of a negative number", at=(-1.0,)),),
        kinks=(Condition(lambda a: a == 0.0, "the derivative of √ at 0 is ∞", at=(0.0,)),),
        spelling=Spelling(python="(sqrt({0}) + 0.0)", numpy="(np.sqrt({0}) + 0.0)"),
    ),
    Primitive(
        name="sin",
        summary="sine (radians)",
        value=np.sin,
        derivatives=(call("cos", A),),
        latex="\\sin",
        faults=(Condition(np.isinf, "sine of an infinity", at=(math.inf,)),),
    ),
    Primitive(
        name="cos",
        summary="cosine (radians)",
        value=np.cos,
        derivatives=(-call("sin", A),),
        latex="\\cos",
        faults=(Condition(np.isinf, "cosine of an infinity", at=(math.inf,)),),
    ),
    Primitive(
        name="tan",
        summary="tangent (radians)",
        value=np.tan,
        derivatives=(1 + Y**2,),
        printed_derivatives=(ONE / call("cos", A) ** 2,),
        latex="\\tan",
        domain=((-1.2, 1.2),),
        faults=(Condition(np.isinf, "tangent of an infinity", at=(math.inf,)),),
    ),
    Primitive(
        name="sinh",
        summary="hyperbolic sine",
        value=np.sinh,
        derivatives=(call("cosh", A),),
        latex="\\sinh",
        faults=(Condition(lambda a: abs(a) > 700.0, "overflow: beyond float64", at=(1000.0,)),),
    ),
    Primitive(
        name="cosh",
        summary="hyperbolic cosine",
        value=np.cosh,
        derivatives=(call("sinh", A),),
        latex="\\cosh",
        faults=(Condition(lambda a: abs(a) > 700.0, "overflow: beyond float64", at=(1000.0,)),),
    ),
)
