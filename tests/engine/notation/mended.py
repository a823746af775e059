"""What must hold of a fix that is offered, worked out without the engine's own reckoning of places."""

from __future__ import annotations

import re

import engine
from engine.errors import EngineError, Fix
from engine.mistakes import NAMES
from tests.engine.notation.refusals import Refused, complaint


def faults(case: Refused, error: EngineError, fix: Fix) -> list[str]:
    """What is wrong with an offered fix: after it the program is accepted, or its first complaint lies further on."""
    text = fix.applied(case.source)
    if text == case.source:
        return [f"{fix.label!r} changes nothing"]
    after = complaint(lambda: case.read(text))
    if after is None or _depth(case, text) > _depth(case, case.source):
        return []
    before = _place(case.source, error)
    now = _origins(case.source, fix)[_place(text, after)[0]], _place(text, after)[1]
    further = now[0] > before[0] or (now[0] == before[0] and after.code != error.code)
    return [] if further else [f"after {fix.label!r}, {text!r}: {after.code} {after}"]


def _depth(case: Refused, text: str) -> tuple[int, int]:
    """How far a reading comes: to the end of the text, of the names, of the shapes."""
    error = complaint(lambda: engine.parse(text, case.inputs.keys(), case.limits))
    if error is not None:
        return 0, 0
    error = complaint(lambda: case.read(text))
    late = ("look-alike-names", "nothing-to-differentiate", "array-output", "single-entry-output", "no-value")
    if error is None or error.code in late:
        return 3, late.index(error.code) if error else len(late)
    return (1 if error.code in NAMES else 2), 0


def _place(text: str, error: EngineError) -> tuple[int, int]:
    """Where a complaint begins, as an offset, and how long it is; without a place it is at the end."""
    if error.span is None:
        return len(text), 0
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]
    return starts[error.span.line - 1] + error.span.column - 1, error.span.end_column - error.span.column


def _origins(source: str, fix: Fix) -> list[int]:
    """For each character of the mended text, and its end, the one of the source that it was or stands before."""
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", source))]
    origins: list[tuple[int, int]] = [(at, at) for at in range(len(source) + 1)]
    edits = []
    for edit in fix.edits:
        begin = starts[edit.span.line - 1] + edit.span.column - 1
        end = starts[(edit.span.end_line or edit.span.line) - 1] + edit.span.end_column - 1
        edits.append((begin, end, len(edit.text)))
    for begin, end, length in sorted(edits, reverse=True):
        origins[begin:end] = [(begin, begin)] * length
    return [at for at, _ in origins]
