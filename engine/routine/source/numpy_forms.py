"""Each primitive in NumPy's words, as its declaration spells it or as its value tells.

A primitive without a row here is written by the name of its NumPy function, or with the text of
its declaration (:mod:`engine.routine.source.inlined_functions`).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

import numpy as np

from engine.formula.expr import Options
from engine.primitives.declaration import Primitive
from engine.primitives.ops import TABLE
from engine.primitives.python_forms import FORMS

_SIGNS_ALONE = re.compile(r"(?:\{\d\}|[-+*/() ])+")
_PLACE = re.compile(r"\{(\d)\}")


def _form(primitive: Primitive) -> str:
    """A primitive in NumPy; empty where its declaration says nothing and its value is no elementwise NumPy function."""
    value = primitive.value
    if primitive.spelling.numpy or not isinstance(value, np.ufunc) or value.signature is not None:
        return primitive.spelling.numpy
    if getattr(np, value.__name__, None) is not value:
        return ""
    return f"np.{value.__name__}({', '.join(f'{{{place}}}' for place in range(value.nin))})"


def _takes_out(form: str) -> bool:
    """Whether the whole of a form is one call of an elementwise NumPy function, which takes ``out``."""
    call = ast.parse(_PLACE.sub(r"x\1", form), mode="eval").body
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or "{" in _PLACE.sub("", form):
        return False
    own = isinstance(call.func.value, ast.Name) and call.func.value.id == "np"
    return own and isinstance(getattr(np, call.func.attr, None), np.ufunc)


def _once(form: str) -> bool:
    """Whether no operand stands twice in it: what is read, not run, need not name it first."""
    places = _PLACE.findall(form)
    return len(places) == len(set(places))


def _phrase(primitive: Primitive) -> str:
    """A primitive as it is read: with its signs, else in NumPy."""
    operator = primitive.spelling.operator
    python = FORMS.get(primitive.name, f"({{0}} {operator} {{1}})" if operator else "")
    signs = python if _SIGNS_ALONE.fullmatch(python) or operator == "@" else ""
    forms = (primitive.spelling.numpy_to_read, signs, _form(primitive))
    return next((form for form in forms if form and _once(form)), "")


_FORMS = {name: form for name, primitive in TABLE.items() if (form := _form(primitive))}

UFUNCS: Mapping[str, str] = {name: form for name, form in _FORMS.items() if _takes_out(form)}
"""Element by element, into any array of the result's shape: the operand's own if it is not used again."""

EXPRESSIONS: Mapping[str, str] = {name: form for name, form in _FORMS.items() if name not in UFUNCS}
"""Into a new array."""

SCALARS: Mapping[str, str] = {name: form for name, form in FORMS.items() if _SIGNS_ALONE.fullmatch(form)}
"""What is written with signs where every operand is one number."""

PHRASES: Mapping[str, str] = {name: form for name, primitive in TABLE.items() if (form := _phrase(primitive))}
"""Each primitive as a module that is read spells it."""


def filled(form: str, op: str, operands: list[str], options: Options) -> str:
    """A form with its operands and the options of the operation."""
    usual = {option.name: option.default for option in TABLE[op].options}
    return form.format(*operands, **{name: repr(value) for name, value in {**usual, **dict(options)}.items()})
