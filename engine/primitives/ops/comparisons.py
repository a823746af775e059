"""Comparisons and choices: 1 or 0, and what is picked by them. They are flat, so they pass no derivative on."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.formula.expr import ZERO, call
from engine.primitives.declaration import A, Primitive, Value
from engine.primitives.spelling import Spelling


def indicator(holds: Any, *like: Value) -> Value:
    """1 where it holds, else 0, in the precision of the values it was asked of."""
    return np.multiply(holds, 1.0, dtype=np.result_type(*like, 0.0))


def _where(c: Value, a: Value, b: Value) -> Value:
    chosen: Value = np.where(np.not_equal(c, 0.0), a, b)
    return chosen[()]


_CHOSEN = call("nonzero", A)
_APART = ((-3.0, -0.3), (0.3, 3.0))

PRIMITIVES = (
    Primitive(
        name="where",
        summary="b where a is not 0, else c",
        value=_where,
        derivatives=(ZERO, _CHOSEN, 1 - _CHOSEN),
        latex="\\operatorname{where}",
        domain=((0.3, 3.0), (-3.0, 3.0), (-3.0, 3.0)),
        spelling=Spelling(numpy="np.where({0} != 0.0, {1}, {2})"),
    ),
    Primitive(
        name="nonzero",
        summary="1 where a is not 0, else 0",
        value=lambda a: indicator(np.not_equal(a, 0.0), a),
        derivatives=(ZERO,),
        latex="[#1 \\ne 0]",
        domain=((0.3, 3.0),),
        in_notation=False,
    ),
    Primitive(
        name="greater_than",
        summary="1 where a > b, else 0",
        value=lambda a, b: indicator(np.greater(a, b), a, b),
        derivatives=(ZERO, ZERO),
        latex="[#1 > #2]",
        domain=_APART,
        in_notation=False,
        spelling=Spelling(notation="(#1 > #2)"),
    ),
    Primitive(
        name="less_than",
        summary="1 where a < b, else 0",
        value=lambda a, b: indicator(np.less(a, b), a, b),
        derivatives=(ZERO, ZERO),
        latex="[#1 < #2]",
        domain=_APART,
        in_notation=False,
        spelling=Spelling(notation="(#1 < #2)"),
    ),
    Primitive(
        name="greater_equal",
        summary="1 where a ≥ b, else 0",
        value=lambda a, b: indicator(np.greater_equal(a, b), a, b),
        derivatives=(ZERO, ZERO),
        latex="[#1 \\ge #2]",
        domain=_APART,
        in_notation=False,
        spelling=Spelling(notation="(#1 ≥ #2)"),
    ),
    Primitive(
        name="less_equal",
        summary="1 where a ≤ b, else 0",
        value=lambda a, b: indicator(np.less_equal(a, b), a, b),
        derivatives=(ZERO, ZERO),
        latex="[#1 \\le #2]",
        domain=_APART,
        in_notation=False,
        spelling=Spelling(notation="(#1 ≤ #2)"),
    ),
)
