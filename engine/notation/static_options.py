"""What must be known before anything is computed: whole numbers, indices, and the options of functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from engine.errors import EngineError
from engine.formula.expr import Static
from engine.notation import array_errors, syntax_errors
from engine.notation.cursor import Cursor
from engine.notation.lexer import Token
from engine.notation.syntax_errors import CLOSING
from engine.primitives.declaration import Option

Problem: TypeAlias = Callable[[Token, Token], EngineError]
"""Says what is wrong with a token, and the one before it."""

_LARGEST = 10**9
_TRUTHS: dict[str, Static] = {"True": True, "False": False, "None": None}


def whole(cursor: Cursor, problem: Problem) -> int:
    """A whole number with its sign.

    Raises:
        EngineError: the problem, where anything else stands.
    """
    sign = cursor.take() if cursor.now.kind in ("+", "-") else None
    token = cursor.now
    if token.kind == "end":
        raise syntax_errors.unclosed(cursor.opened[-1], token)
    if token.kind != "number" or not token.text.isdecimal():
        raise problem(token, cursor.last)
    if len(token.text.lstrip("0")) > 10 or int(token.text) > _LARGEST:
        raise array_errors.too_large(token)
    cursor.take()
    value = int(token.text)
    return -value if sign is not None and sign.kind == "-" else value


def index(cursor: Cursor) -> tuple[Static, ...]:
    """What stands between the brackets of ``W[1, 0]`` and ``x[1:3, ::2]``, and the closing one."""
    opened = cursor.open()
    if cursor.now.kind == "]":
        raise array_errors.empty_index(opened, cursor.now)
    parts = [_place(cursor)]
    while cursor.now.kind == ",":
        cursor.take()
        parts.append(_place(cursor))
    if cursor.now.kind not in ("]", "end"):
        raise array_errors.index(cursor.now, cursor.last)
    cursor.close()
    return tuple(parts)


def _place(cursor: Cursor) -> Static:
    """A whole number, or a slice as ``(start, stop, step)``."""
    if cursor.now.kind != ":":
        number = whole(cursor, array_errors.index)
        if cursor.now.kind != ":":
            return number
        start: int | None = number
    else:
        start = None
    cursor.take()
    stop = _bound(cursor)
    if cursor.now.kind != ":":
        return (start, stop, None)
    colon = cursor.take()
    first = cursor.now
    step = _bound(cursor)
    if step == 0:
        raise array_errors.no_step(colon, first)
    return (start, stop, step)


def _bound(cursor: Cursor) -> int | None:
    return None if cursor.now.kind in (":", ",", "]") else whole(cursor, array_errors.index)


def option(cursor: Cursor, function: str, declared: Option, spread: bool = False) -> Static:
    """The value of an option, by its kind; ``spread`` allows a shape without its brackets: ``reshape(x, 2, 3)``.

    Raises:
        EngineError: for a value of another kind.
    """
    problem = array_errors.option(function, declared)
    kind, token = declared.kind, cursor.now
    if token.kind == "truth":
        value = _TRUTHS[token.text]
        if (value is None) != (kind in ("axis", "axes")) or (value is not None and kind != "flag"):
            raise problem(token, cursor.last)
        cursor.take()
        return value
    if kind == "flag":
        raise problem(token, cursor.last)
    if kind == "number":
        return _number(cursor, problem)
    if token.kind in ("(", "["):
        return _several(cursor, problem)
    first = whole(cursor, problem)
    if kind == "axis":
        return first
    sizes = [first]
    while spread and cursor.now.kind == "," and cursor.keyword(1) is None:
        cursor.take()
        sizes.append(whole(cursor, problem))
    return first if len(sizes) == 1 and declared.default is not None else tuple(sizes)


def sizes(cursor: Cursor, problem: Problem) -> tuple[int, ...]:
    """The sizes of ``zeros((2, 3))``, ``zeros(2, 3)`` and ``zeros(3)``, up to the closing bracket."""
    if cursor.now.kind in ("(", "["):
        return _several(cursor, problem)
    numbers = [whole(cursor, problem)]
    while cursor.now.kind == ",":
        cursor.take()
        numbers.append(whole(cursor, problem))
    return tuple(numbers)


def _several(cursor: Cursor, problem: Problem) -> tuple[int, ...]:
    """Whole numbers in brackets, with commas between; Python writes ``(2,)`` for a single one."""
    closing = CLOSING[cursor.open().kind]
    numbers: list[int] = []
    while cursor.now.kind != closing:
        numbers.append(whole(cursor, problem))
        if cursor.now.kind != ",":
            break
        cursor.take()
    cursor.close()
    return tuple(numbers)


def _number(cursor: Cursor, problem: Problem) -> float | int:
    """A number with its sign: a whole one stays whole."""
    sign = cursor.take() if cursor.now.kind in ("+", "-") else None
    token = cursor.now
    value = getattr(token.payload, "value", None)
    if token.kind != "number" or not isinstance(value, float):
        raise problem(token, cursor.last)
    if token.text.isdecimal():
        value = whole(cursor, problem)
    else:
        cursor.take()
    return -value if sign is not None and sign.kind == "-" else value
