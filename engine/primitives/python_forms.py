"""The primitives on plain Python floats, as program text.

For one number at a time Python's own arithmetic is ten times as fast as NumPy's. How each elementwise
primitive is written in it follows from its declaration; formulas of them, the derivative rules above all,
follow by :func:`code`. Whatever Python refuses (1/0, the logarithm of 0, an overflow) raises one of
``FLOAT_ERRORS``: whoever runs the text then asks NumPy, which answers all.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from engine.formula.expr import Expr, Options
from engine.formula.walk import fold
from engine.primitives.declaration import Primitive, argument
from engine.primitives.ops import TABLE

FLOAT_ERRORS = (ArithmeticError, ValueError, TypeError)
"""What the text raises where Python has no answer, or its arguments are no floats."""

_OF_MATH = frozenset(
    ("exp", "expm1", "log", "log1p", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh"),
)
"""Functions that Python's ``math`` and NumPy have under one name, for the same numbers."""


def _form(primitive: Primitive) -> str | None:
    """A primitive on plain floats: as its declaration says, by its operator, or by the function of ``math``."""
    spelling, value = primitive.spelling, primitive.value
    if spelling.python or not primitive.elementwise:
        return spelling.python or None
    if spelling.operator:
        binary = primitive.arity[1] == 2
        return f"({{0}} {spelling.operator} {{1}})" if binary else f"({spelling.operator}{{0}})"
    name = value.__name__ if isinstance(value, np.ufunc) else ""
    return f"{name}({{0}})" if name in _OF_MATH else None


FORMS: Mapping[str, str] = {name: form for name, primitive in TABLE.items() if (form := _form(primitive)) is not None}
"""Each form, with ``{0}``, ``{1}`` for the arguments. A primitive without one is left to NumPy."""

NAMES: Mapping[str, object] = {name: one for name, one in vars(math).items() if not name.startswith("_")}
"""What the names in the forms stand for."""


def value_code(name: str) -> str | None:
    """The value of a primitive of arguments ``a, b, c``; None if it has no form."""
    form = FORMS.get(name)
    return form and form.format(*(argument(position).key for position in range(TABLE[name].arity[1])))


def derivative_codes(name: str) -> tuple[str, ...] | None:
    """The local derivatives of a primitive, in ``a, b, c`` and its value ``y``; None where a part has no form."""
    own = value_code(name)
    try:
        return tuple(code(rule, own) for rule in TABLE[name].derivatives)
    except KeyError:
        return None


def code(formula: Expr, known: str | None = None) -> str:
    """A formula in ``A, B, C`` and ``Y`` as an expression of the floats ``a, b, c`` and ``y``.

    Args:
        known: The text of what ``y`` holds already.

    Raises:
        KeyError: If a primitive in it has no form.
    """

    def apply(op: str, operands: list[str], _options: Options) -> str:
        written = FORMS[op].format(*operands)
        return "y" if written == known else written

    return fold(formula, lambda symbol: symbol.key, repr, apply)
