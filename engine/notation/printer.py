"""An operation as it is typed in the notation, with as few brackets as its reading allows.

The one printer of the notation: what a history of Values and the backward pass as a program are written with.
How a primitive is typed stands in its declaration (:mod:`engine.primitives.spelling`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.formula.expr import Options, Static
from engine.primitives.declaration import Primitive
from engine.primitives.ops import TABLE

SUM, PRODUCT, SIGNED, POWER, ATOM = range(5)
"""How tightly a text holds together; less tightly than its place demands, and it is bracketed."""

Text = tuple[str, int]
"""A text of the notation, and how tightly it holds together."""

_BINDS = {"sum": SUM, "product": PRODUCT, "power": POWER, "atom": ATOM}
_MARKS = {"": SUM, "*": PRODUCT, "^": POWER, "!": ATOM}
_MARK = re.compile(r"#([*^!]?)(?:([1-9])|([a-z]+))")


def at_least(text: Text, tightness: int) -> str:
    """The text, in brackets if it holds together less tightly than this."""
    return text[0] if text[1] >= tightness else f"({text[0]})"


def can_be_typed(op: str) -> bool:
    """Whether the notation has a sign or a name for a primitive."""
    return TABLE[op].in_notation or bool(TABLE[op].spelling.notation)


def operation(op: str, operands: Sequence[Text], options: Options = ()) -> Text:
    """A primitive of operands that are typed already: with its sign, or called by its name."""
    primitive, given = TABLE[op], dict(options)
    template = _template(primitive, given)
    if not template:
        return _call(primitive, operands, given)

    def fill(mark: re.Match[str]) -> str:
        level, position, name = mark.groups()
        return index(given.get(name)) if name else at_least(operands[int(position) - 1], _MARKS[level])

    return _MARK.sub(fill, template), _BINDS[primitive.spelling.binds]


def _template(primitive: Primitive, options: dict[str, Static]) -> str:
    notation = primitive.spelling.notation
    return notation if isinstance(notation, str) else notation(**options)


def _call(primitive: Primitive, operands: Sequence[Text], options: dict[str, Static]) -> Text:
    inside = ", ".join(text for text, _ in operands)
    usual = {option.name: option.default for option in primitive.options}
    named = [f"{name}={static(value)}" for name, value in options.items() if name not in usual or value != usual[name]]
    return f"{primitive.name}({', '.join([f'[{inside}]' if primitive.takes_list else inside, *named])})", ATOM


def static(value: Static) -> str:
    """An option as it is typed: ``2``, ``(3,)``, ``None``."""
    if isinstance(value, tuple):
        return f"({', '.join(map(static, value))}{',' if len(value) == 1 else ''})"
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def index(at: Static) -> str:
    """What stands between the brackets of an index: ``0, 1:3``."""
    parts = at if isinstance(at, tuple) else (at,)
    return ", ".join(_slice(part) if isinstance(part, tuple) else str(part) for part in parts) or "..."


def _slice(part: tuple[Static, ...]) -> str:
    start, stop, step = ("" if bound is None else str(bound) for bound in part)
    return f"{start}:{stop}" + (f":{step}" if step else "")
