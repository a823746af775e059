"""Absolute value, maximum and minimum: functions with a kink, each with a stated convention."""

from __future__ import annotations

import numpy as np

from engine.formula.expr import ZERO, call
from engine.primitives.declaration import A, B, C, Condition, Primitive, Value
from engine.primitives.ops.comparisons import indicator
from engine.primitives.spelling import Spelling


def _greater(a: Value, b: Value) -> Value:
    return indicator(np.greater(a, b), a, b) + 0.5 * indicator(np.equal(a, b), a, b)


def _clip(a: Value, b: Value, c: Value) -> Value:
    return np.minimum(np.maximum(a, b), c)


_RAISED = call("max", A, B)
_TIE = "a tie: each argument is given half of the derivative"

PRIMITIVES = (
    Primitive(
        name="abs",
        summary="absolute value",
        value=np.abs,
        derivatives=(call("sign", A),),
        latex="\\left|#1\\right|",
        aliases=("absolute", "fabs"),
        domain=((0.3, 3.0),),
        kinks=(Condition(lambda a: a == 0.0, "the derivative of |x| at 0 is taken as 0", at=(0.0,)),),
        spelling=Spelling(python="abs({0})", numpy="np.abs({0})"),
    ),
    Primitive(
        name="max",
        summary="the greater of two",
        value=np.maximum,
        derivatives=(call("greater", A, B), call("greater", B, A)),
        latex="\\max",
        aliases=("maximum",),
        unary_overload="amax",
        domain=((-3.0, -0.3), (0.3, 3.0)),
        kinks=(Condition(lambda a, b: a == b, _TIE, at=(1.5, 1.5)),),
        spelling=Spelling(python="({0} if {0} > {1} or {0} != {0} else {1})"),
    ),
    Primitive(
        name="min",
        summary="the lesser of two",
        value=np.minimum,
        derivatives=(call("greater", B, A), call("greater", A, B)),
        latex="\\min",
        aliases=("minimum",),
        unary_overload="amin",
        domain=((-3.0, -0.3), (0.3, 3.0)),
        kinks=(Condition(lambda a, b: a == b, _TIE, at=(1.5, 1.5)),),
        spelling=Spelling(python="({0} if {0} < {1} or {0} != {0} else {1})"),
    ),
    Primitive(
        name="clip",
        summary="a, but at least b and at most c",
        value=_clip,
        # The chain rule of min(max(a, b), c).
        derivatives=(
            call("greater", A, B) * call("greater", C, _RAISED),
            call("greater", B, A) * call("greater", C, _RAISED),
            call("greater", _RAISED, C),
        ),
        printed_derivatives=(
            call("greater", A, B) * call("greater", C, A),
            call("greater", B, A),
            call("greater", A, C),
        ),
        latex="\\operatorname{clip}",
        aliases=("clamp",),
        domain=((-0.7, 0.7), (-3.0, -1.0), (1.0, 3.0)),
        kinks=(
            Condition(
                lambda a, b, c: (a == b) | (a == c),
                "a tie with a bound: each is given half of the derivative",
                at=(1.0, 1.0, 2.0),
            ),
        ),
    ),
    Primitive(
        name="greater",
        summary="1 where a > b, ½ where they tie, else 0",
        value=_greater,
        derivatives=(ZERO, ZERO),
        latex="[#1 > #2]",
        domain=((-3.0, -0.3), (0.3, 3.0)),
        in_notation=False,
        spelling=Spelling(
            notation="(((#*1 > #*2) + (#*1 ≥ #*2))/2)",
            python="(1.0 if {0} > {1} else 0.5 if {0} == {1} else 0.0)",
            numpy="(np.greater({0}, {1}) + 0.5 * np.equal({0}, {1}))",
        ),
    ),
)
