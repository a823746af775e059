"""The primitives on plain Python floats, as program text.

For one number at a time Python's own arithmetic is ten times as fast as NumPy's. This table says how
each elementwise primitive is written in it; formulas of them, the derivative rules above all, follow
by :func:`code`. Whatever Python refuses (1/0, the logarithm of 0, an overflow) raises one of
``FLOAT_ERRORS``, or gives a complex number: whoever runs the text then asks NumPy, which answers all.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from engine.formula.expr import Expr, Options, Symbol
from engine.formula.walk import fold
from engine.primitives.declaration import Y, position_of
from engine.primitives.ops import TABLE

FLOAT_ERRORS = (ArithmeticError, ValueError, TypeError)
"""What the text raises where Python has no answer, or its arguments are no floats."""

FORMS: Mapping[str, str] = {
    "identity": "{0}",
    "add": "({0} + {1})",
    "sub": "({0} - {1})",
    "mul": "({0} * {1})",
    "div": "({0} / {1})",
    "neg": "(-{0})",
    "pow": "({0} ** {1})",
    "square": "({0} * {0})",
    "power_slope": "(0.0 if {1} == 0.0 else {1} * {0} ** ({1} - 1.0))",
    "scaled_log": "(0.0 if {0} == 0.0 else {0} * log({1}))",
    "sign": "(1.0 if {0} > 0.0 else -1.0 if {0} < 0.0 else {0})",
    "exp": "exp({0})",
    "log": "log({0})",
    "log1p": "log1p({0})",
    "expm1": "expm1({0})",
    "sqrt": "(sqrt({0}) + 0.0)",
    "sin": "sin({0})",
    "cos": "cos({0})",
    "tan": "tan({0})",
    "sinh": "sinh({0})",
    "cosh": "cosh({0})",
    "tanh": "tanh({0})",
    "sigmoid": "(1.0 / (1.0 + exp(-{0})) if {0} >= 0.0 else exp({0}) / (1.0 + exp({0})))",
    "softplus": "({0} + log1p(exp(-{0})) if {0} > 0.0 else log1p(exp({0})))",
    # `not` keeps a NaN, which no comparison holds for.
    "relu": "({0} if not {0} <= 0.0 else 0.0)",
    "leaky_relu": "({0} if {0} > 0.0 else {1} * {0})",
    "positive": "(1.0 if {0} > 0.0 else 0.0 if {0} <= 0.0 else {0})",
    "abs": "abs({0})",
    "max": "({0} if {0} > {1} or {0} != {0} else {1})",
    "min": "({0} if {0} < {1} or {0} != {0} else {1})",
    "greater": "(1.0 if {0} > {1} else 0.5 if {0} == {1} else 0.0)",
}
"""Each form, with ``{0}``, ``{1}`` for the arguments. A primitive without one is left to NumPy."""

STRICT: Mapping[str, str] = {
    **FORMS,
    "pow": "pow({0}, {1})",
    "power_slope": "(0.0 if {1} == 0.0 else {1} * pow({0}, {1} - 1.0))",
}
"""The forms with the function ``pow`` of ``math``, which raises where ``**`` would give a complex number."""

NAMES: Mapping[str, object] = {
    name: getattr(math, name)
    for name in ("exp", "expm1", "log", "log1p", "pow", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh")
}
"""What the names in the forms stand for."""

_VARIABLES = ("a", "b", "c")


def value_code(name: str, forms: Mapping[str, str] = FORMS) -> str | None:
    """The value of a primitive of arguments ``a, b, c``; None if it has no form."""
    form = forms.get(name)
    return form and form.format(*_VARIABLES)


def derivative_codes(name: str, forms: Mapping[str, str] = FORMS) -> tuple[str, ...] | None:
    """The local derivatives of a primitive, in ``a, b, c`` and its value ``y``; None where a part has no form."""
    own = value_code(name, forms)
    try:
        return tuple(code(rule, own, forms) for rule in TABLE[name].derivatives)
    except KeyError:
        return None


def code(formula: Expr, known: str | None = None, forms: Mapping[str, str] = FORMS) -> str:
    """A formula in ``A, B, C`` and ``Y`` as an expression of the floats ``a, b, c`` and ``y``.

    Args:
        known: The text of what ``y`` holds already.
        forms: How the primitives in it are written.

    Raises:
        KeyError: If a primitive in it has no form.
    """

    def apply(op: str, operands: list[str], _options: Options) -> str:
        written = forms[op].format(*operands)
        return "y" if written == known else written

    return fold(formula, _symbol, repr, apply)


def _symbol(symbol: Symbol) -> str:
    return "y" if symbol == Y else _VARIABLES[position_of(symbol)]
