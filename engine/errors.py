"""The one error the engine raises for a user's mistake: what is wrong, where, and the remedy."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one source line. All three are counted from 1; ``end_column`` is exclusive."""

    line: int
    column: int
    end_column: int


class EngineError(Exception):
    """A mistake the user can mend.

    Args:
        what: One sentence that says what is wrong.
        hint: The remedy, in words a student can act on.
        span: Where it stands in the source, if it stands there at all.
        limit: The name of the budget that was hit, if one was.
    """

    def __init__(self, what: str, hint: str, span: Span | None = None, limit: str | None = None) -> None:
        super().__init__(what, hint, span, limit)
        self.what = what
        self.hint = hint
        self.span = span
        self.limit = limit

    def __str__(self) -> str:
        place = f"line {self.span.line}, column {self.span.column}: " if self.span else ""
        return f"{place}{self.what} {self.hint}"
