"""Which fixes are offered: those after which the program is accepted, or its first complaint lies further on."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from engine.errors import EngineError, Fix, line_starts
from engine.mistakes import NAMES

_LATE = ("look-alike-names", "nothing-to-differentiate", "array-output", "single-entry-output", "no-value")
"""Complaints about the whole program, in their order: they come after those about its lines."""


def mended(error: EngineError, source: str, candidates: Iterable[Fix], read: Callable[[str], object]) -> EngineError:
    """The error with those of the candidates that help, each change of the text once.

    Args:
        source: The text that was refused.
        read: Reads a mended text as the refused one was read; raises what is wrong with it.
    """
    found: dict[str, Fix] = {}
    for fix in candidates:
        text = fix.applied(source)
        if text != source and text not in found and _helps(error, fix, source, text, read):
            found[text] = fix
    error.fixes = tuple(found.values())
    return error


def _helps(error: EngineError, fix: Fix, source: str, text: str, read: Callable[[str], object]) -> bool:
    try:
        read(text)
    except EngineError as after:
        stage, reached = _stage(error), _stage(after)
        if reached != stage:
            return reached > stage
        if error.span is None or after.span is None:
            return False
        here = _offset(source, error.span.line, error.span.column)
        there = fix.origin(source, _offset(text, after.span.line, after.span.column))
        # A complaint that begins at the same place and reaches further is one that could not be seen before.
        longer = fix.origin(source, _offset(text, after.span.line, after.span.end_column)) > _offset(
            source, error.span.line, error.span.end_column
        )
        return there > here or (there == here and longer and after.code != error.code)
    return True


def _stage(error: EngineError) -> int:
    """How far the reading had come: text, names, shapes, the program as a whole."""
    if error.code in _LATE:
        return 3 + _LATE.index(error.code)
    if error.code in NAMES:
        return 1
    return 2 if "operation" in error.arguments or error.limit in ("elements", "multiply_adds", "unfolded") else 0


def _offset(source: str, line: int, column: int) -> int:
    return line_starts(source)[line - 1] + column - 1
