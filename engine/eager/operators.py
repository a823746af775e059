"""The operators and methods of Value, made from the primitive table.

For numbers each is one short Python function in which the primitive's value and its local
derivatives are written out (:mod:`engine.primitives.python_forms`): with a call for each it would take three times as
long. The text is made of the table's formulas and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engine.eager.calls import call, key
from engine.eager.record import record
from engine.eager.value import Value
from engine.primitives.declaration import Primitive
from engine.primitives.ops import NOTATION, TABLE
from engine.primitives.python_forms import FLOAT_ERRORS, NAMES, derivative_codes, value_code

METHODS = {"+": "add", "-": "sub", "*": "mul", "/": "truediv", "**": "pow", "@": "matmul", "//": "floordiv", "%": "mod"}
"""Python's operators between two operands, and what their methods are called."""

_ONE = """
def forward(self):
    "{summary}"
    a = self.data
    if a.__class__ is float:
        try:
            y = {value}
            slope = {derivative}
        except FLOAT_ERRORS:
            return record("{name}", (self,))
        out = new(Value)
        out.data = y
        out.grad = 0.0
        out._left = self
        out._dleft = slope
        out._right = None
        out._mark = 0
        out._how = "{name}"
        return out
    return record("{name}", (self,))
"""

_TWO = """
def forward(self, other):
    "{summary}"
    kind = other.__class__
    if kind is Value:
        a = self.data
        b = other.data
        if a.__class__ is float and b.__class__ is float:
            try:
                y = {value}
                left = {left}
                right = {right}
            except FLOAT_ERRORS:
                return record("{name}", (self, other))
            if y.__class__ is float:
                out = new(Value)
                out.data = y
                out.grad = 0.0
                out._left = self
                out._dleft = left
                out._right = other
                out._dright = right
                out._mark = 0
                out._how = "{name}"
                return out
    elif kind is float or kind is int:
        a = self.data
        if a.__class__ is float:
            try:
                b = float(other)
                y = {value}
                left = {left}
            except FLOAT_ERRORS:
                return record("{name}", (self, other))
            if y.__class__ is float:
                out = new(Value)
                out.data = y
                out.grad = 0.0
                out._left = self
                out._dleft = left
                out._right = None
                out._mark = 0
                out._how = "{name}"
                out._k = b
                return out
    return general("{name}", self, other)

def reflected(self, other):
    "{summary}"
    kind = other.__class__
    if kind is float or kind is int:
        b = self.data
        if b.__class__ is float:
            try:
                a = float(other)
                y = {value}
                right = {right}
            except FLOAT_ERRORS:
                return record("{name}", (other, self))
            if y.__class__ is float:
                out = new(Value)
                out.data = y
                out.grad = 0.0
                out._left = self
                out._dleft = right
                out._right = None
                out._mark = 0
                out._how = "~{name}"
                out._k = a
                return out
    return general("{name}", other, self)
"""


def _general(name: str, left: Any, right: Any) -> Any:
    """An operator on anything else: left to the other operand where that is no number and no array."""
    for operand in (left, right):
        if not isinstance(operand, Value) and np.asarray(operand).dtype.kind not in "fiub":
            return NotImplemented
    return record(name, (left, right))


def _made(text: str) -> dict[str, Any]:
    """The functions of a text of this file, in which the table's formulas are set."""
    names: dict[str, Any] = {
        **NAMES,
        "FLOAT_ERRORS": FLOAT_ERRORS,
        "Value": Value,
        "new": object.__new__,
        "record": record,
        "general": _general,
    }
    exec(compile(text, "<operators of Value>", "exec"), names)  # noqa: S102 - no text but the table's
    return names


def _unary(name: str) -> Callable[[Value], Value] | None:
    """The function of one number; None where the table of Python's forms lacks it."""
    value, derivatives = value_code(name), derivative_codes(name)
    if value is None or derivatives is None or len(derivatives) != 1:
        return None
    text = _ONE.format(name=name, summary=TABLE[name].summary, value=value, derivative=derivatives[0])
    function: Callable[[Value], Value] = _made(text)["forward"]
    return function


def _binary(name: str) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """The operator of two, and the one for a constant on the left."""
    value, derivatives = value_code(name), derivative_codes(name)
    if value is None or derivatives is None:
        return (
            lambda self, other: _general(name, self, other),
            lambda self, other: _general(name, other, self),
        )
    left, right = derivatives
    made = _made(_TWO.format(name=name, summary=TABLE[name].summary, value=value, left=left, right=right))
    return made["forward"], made["reflected"]


def _method(name: str) -> Callable[..., Any]:
    def method(self: Value, *given: Any, **options: Any) -> Any:
        return call(name, self, *given, **options)

    method.__name__ = name
    method.__doc__ = NOTATION[name].summary
    return method


def equip(views: dict[str, Any]) -> None:
    """Give Value its operators, a method for every function that the notation can call, and views of itself."""
    for spoken, function in NOTATION.items():
        quick = _unary(function.name) if isinstance(function, Primitive) else None
        setattr(Value, spoken, quick or _method(spoken))
    between = {name: one.spelling.operator for name, one in TABLE.items() if one.arity == (2, 2)}
    for name, word in ((name, METHODS[sign]) for name, sign in between.items() if sign):
        forward, reflected = _binary(name)
        setattr(Value, f"__{word}__", forward)
        setattr(Value, f"__r{word}__", reflected)
    members: dict[str, Any] = {
        "__neg__": _unary("neg"),
        "__abs__": _unary("abs"),
        "__getitem__": lambda self, index: record("index", (self,), (("at", key(index)),)),
        "T": property(lambda self: record("transpose", (self,), (("axes", None),)), doc="The array transposed."),
    }
    for name, member in (members | views).items():
        setattr(Value, name, member)
