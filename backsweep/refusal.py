"""A refusal in a terminal: what is wrong, the line with the place marked under it, and the remedy."""

from __future__ import annotations

import unicodedata

from app.http.problems import Refusal
from backsweep.source_text import lines_of
from engine import EngineError, Span

WIDEST = 100
"""Of a longer line only the part around the place is shown."""
BEFORE = 60
"""How many characters of that part stand before the place."""


def told(error: EngineError | Refusal, source: str, name: str) -> str:
    """The refusal of a model in whole lines.

    Args:
        error: Who refused it, the engine or the service.
        source: The model's text.
        name: What to call it: its file.
    """
    if isinstance(error, Refusal):
        return f"{name}: {error.detail}\n{error.hint}"
    place = "" if error.span is None else f":{error.span.line}:{error.span.column}"
    picture = "" if error.span is None else f"{marked(source, error.span)}\n"
    return f"{name}{place}: {error.what}\n{picture}{error.hint}"


def marked(source: str, span: Span) -> str:
    """The span's line, and under it a mark as wide as what it speaks of."""
    line = lines_of(source)[span.line - 1]
    first, end = span.column - 1, max(span.end_column - 1, span.column)
    start = max(0, first - BEFORE) if len(line) > WIDEST else 0
    stop = start + WIDEST if len(line) > WIDEST else len(line)
    shown = ("…" if start else "") + line[start:stop] + ("…" if stop < len(line) else "")
    before = ("…" if start else "") + line[start:first]
    mark = "^" * max(1, sum(map(_width, line[first : min(end, stop)])))
    number = f"  {span.line} | "
    return f"{number}{_visible(shown)}\n{' ' * (len(number) - 2)}| {' ' * sum(map(_width, before))}{mark}"


def _visible(line: str) -> str:
    """The line without what would move the terminal's cursor: a tab is one space, as it counts one column."""
    return "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in line)


def _width(letter: str) -> int:
    """How many columns of a terminal a letter takes."""
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in {"F", "W"} else 1
