"""Each primitive in NumPy's words.

A primitive without a row is written by its own name if it is a NumPy function, else with the text of
its declaration (:mod:`engine.routine.source.inlined_functions`); so a new one works without a row.
"""

from __future__ import annotations

from collections.abc import Mapping

UFUNCS: Mapping[str, str] = {
    "add": "np.add({0}, {1})",
    "sub": "np.subtract({0}, {1})",
    "mul": "np.multiply({0}, {1})",
    "div": "np.divide({0}, {1})",
    "neg": "np.negative({0})",
    "pow": "np.power({0}, {1})",
    "square": "np.square({0})",
    "exp": "np.exp({0})",
    "log": "np.log({0})",
    "log1p": "np.log1p({0})",
    "expm1": "np.expm1({0})",
    "sin": "np.sin({0})",
    "cos": "np.cos({0})",
    "tan": "np.tan({0})",
    "sinh": "np.sinh({0})",
    "cosh": "np.cosh({0})",
    "tanh": "np.tanh({0})",
    "abs": "np.abs({0})",
    "sign": "np.sign({0})",
    "max": "np.maximum({0}, {1})",
    "min": "np.minimum({0}, {1})",
    "relu": "np.maximum({0}, 0.0)",
    "positive": "np.heaviside({0}, 0.0)",
    "softplus": "np.logaddexp(0.0, {0})",
}
"""Element by element, into any array of the result's shape: the operand's own if it is not used again."""

EXPRESSIONS: Mapping[str, str] = {
    "sqrt": "(np.sqrt({0}) + 0.0)",
    "leaky_relu": "np.where({0} > 0.0, {0}, {1} * {0})",
    "where": "np.where({0} != 0.0, {1}, {2})",
    "greater": "(np.greater({0}, {1}) + 0.5 * np.equal({0}, {1}))",
}
"""Element by element, into a new array."""

SCALARS: Mapping[str, str] = {
    "add": "({0} + {1})",
    "sub": "({0} - {1})",
    "mul": "({0} * {1})",
    "div": "({0} / {1})",
    "neg": "(-{0})",
    "pow": "np.power({0}, {1})",
    "square": "({0} * {0})",
}
"""What is written with signs where every operand is one number."""
