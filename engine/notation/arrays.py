"""Square brackets: an array of numbers alone is one literal, any other stacks its entries."""

from __future__ import annotations

import math
from collections.abc import Sequence

from engine.errors import EngineError, Span
from engine.notation import array_errors
from engine.notation.constants import evaluate, shape_of
from engine.notation.operations import Body, Operand
from engine.notation.program import Literal, Name, Nested, Result
from engine.primitives.declaration import MANY

MOST_PRINTED = 36
"""An array of more numbers than this is printed by its shape alone."""


def array(body: Body, entries: Sequence[Operand], starts: Sequence[int], column: int, end: int) -> Operand:
    """What stands between square brackets, as one operand.

    Args:
        entries: The entries, at least one.
        starts: For each entry, how many operations the body had before it.

    Raises:
        EngineError: where rows differ in length or shape, or the array has too many axes (with the limit's name).
    """
    _check_rows(body, entries)
    span = Span(body.line, column, end)
    depth = 1 + max(entry.depth for entry in entries)
    stops = [*starts[1:], len(body.operations)]
    values = [_value(body, *part) for part in zip(entries, starts, stops, strict=True)]
    numbers = tuple(value for value in values if value is not None)
    if len(numbers) < len(values) and len(entries) > MANY:
        raise array_errors.too_many_entries(span, MANY)
    if len(numbers) < len(values):
        stacked = body.apply("stack", [entry.argument for entry in entries], span, depth, (("axis", 0),))
        return stacked._replace(entries=len(entries))
    shape = shape_of(numbers[0])
    for entry, number in zip(entries, numbers, strict=True):
        if shape_of(number) != shape:
            raise array_errors.uneven(shape, shape_of(number), Span(body.line, entry.column, entry.end))
    body.limits.check_axes(len(shape) + 1, span)
    body.limits.check_depth(depth, span)
    latex = _latex([_entry_latex(body, entry, value) for entry, value in zip(entries, numbers, strict=True)], shape)
    del body.operations[starts[0] :]  # they have been worked out
    return Operand(Literal(numbers, latex, span), column, end, depth, "array", len(entries))


def _check_rows(body: Body, entries: Sequence[Operand]) -> None:
    """Refuse what is ragged whatever the names in it stand for."""
    lengths = [entry.entries for entry in entries]
    first = next(filter(None, lengths), 0)
    for entry, length in zip(entries, lengths, strict=True):
        span = Span(body.line, entry.column, entry.end)
        if length not in (0, first):
            raise array_errors.ragged(first, length, span)
        if first and isinstance(entry.argument, Literal) and not isinstance(entry.argument.value, tuple):
            raise array_errors.uneven((), (first,), span)


def _value(body: Body, entry: Operand, start: int, stop: int) -> Nested | None:
    """The entry's value if it is a number, arithmetic of numbers, or an array of them; else None."""
    if isinstance(entry.argument, Literal):
        return entry.argument.value
    operations = body.operations[start:stop]
    if isinstance(entry.argument, Name) or any(isinstance(a, Name) for o in operations for a in o.arguments):
        return None
    try:
        value = evaluate(entry.argument, operations, start)
    except EngineError:  # a function's value, or arithmetic of arrays
        return None
    return value if isinstance(value, float) and math.isfinite(value) else None


def _entry_latex(body: Body, entry: Operand, value: Nested) -> str:
    """One entry in the author's hand: ½ and 1/2 as fractions, other arithmetic by its value."""
    match entry.argument:
        case Literal(latex=latex):
            return latex
        case Result(index) if entry.shape == "fraction":
            over, under = (a.latex if isinstance(a, Literal) else "" for a in body.operations[index].arguments)
            sign = "-" if over.startswith("-") else ""
            return rf"{sign}\tfrac{{{over.removeprefix('-')}}}{{{under}}}"
    mantissa, _, power = f"{value:.6g}".partition("e")
    return rf"{mantissa} \cdot 10^{{{int(power)}}}" if power else mantissa


_OPEN, _BREAK, _CLOSE = r"\begin{bmatrix} ", r" \\ ", r" \end{bmatrix}"
_SUMMARY = r"\left[ \cdots \right]"


def _latex(entries: list[str], shape: tuple[int, ...]) -> str:
    """A vector as a column, a matrix by its rows, and more axes as a list of matrices."""
    written = all(entry.startswith(_OPEN) for entry in entries) if len(shape) == 1 else _SUMMARY not in entries[0]
    if not written or len(entries) * math.prod(shape) > MOST_PRINTED:
        return f"{_SUMMARY}_{{{_sizes((len(entries), *shape))}}}"
    if len(shape) > 1:
        return r"\left[ " + ",\\, ".join(entries) + r" \right]"
    if shape:
        entries = [row.removeprefix(_OPEN).removesuffix(_CLOSE).replace(_BREAK, " & ") for row in entries]
    return _OPEN + _BREAK.join(entries) + _CLOSE


def _sizes(shape: Sequence[int]) -> str:
    return r" \times ".join(map(str, shape))


FILLED = ("zeros", "ones", "eye")
"""Functions that write an array out: zeros, ones, and ones on the diagonal."""


def filled(word: str, shape: tuple[int, ...], span: Span) -> Literal:
    """``zeros((2, 3))``, ``ones(3)``, ``eye(2)``; rows of the same entries are one row in memory."""
    if word == "eye":
        size = shape[0]
        rows = tuple((0.0,) * row + (1.0,) + (0.0,) * (size - row - 1) for row in range(size))
        return Literal(rows, rf"\mathbf{{I}}_{{{size}}}", span)
    value: Nested = 1.0 if word == "ones" else 0.0
    for size in reversed(shape):
        value = (value,) * size
    digit = "1" if word == "ones" else "0"
    return Literal(value, rf"\mathbf{{{digit}}}_{{{_sizes(shape)}}}", span)
