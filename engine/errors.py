"""The one error the engine raises for a user's mistake: what is wrong, where, and the remedy, in words and as edits."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeAlias

from engine.mistakes import FIXES

Arguments: TypeAlias = dict[str, Any]
"""What a sentence mentions, by name: text and numbers only."""

LINE_END = re.compile(r"\r\n|\r|\n")
"""What ends a line of a source."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the source, on one line unless ``end_line`` says otherwise.

    All are counted from 1, columns in code points; ``end_column`` is exclusive.
    """

    line: int
    column: int
    end_column: int
    end_line: int | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """What stands in the span is replaced by the text."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A remedy that can be applied: edits of the source that was refused, which do not overlap.

    Args:
        kind: What it does: a key of :data:`engine.mistakes.FIXES`.
        edits: In any order; of two at one place the first is written first.
        arguments: What the label mentions.
    """

    kind: str
    edits: tuple[Edit, ...]
    arguments: Arguments = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What it does, in English."""
        return FIXES[self.kind].format_map(self.arguments)

    def applied(self, source: str) -> str:
        """The mended source."""
        result: list[str] = []
        done = 0
        for begin, end, text in self._changes(source):
            result += [source[done:begin], text]
            done = end
        return "".join([*result, source[done:]])

    def origin(self, source: str, offset: int) -> int:
        """Where a place of the mended source stands in the source; what is new stands where it is put in."""
        shift = 0
        for begin, end, text in self._changes(source):
            if offset + shift < begin:
                break
            if offset + shift < begin + len(text):
                return begin
            shift += end - begin - len(text)
        return offset + shift

    def _changes(self, source: str) -> list[tuple[int, int, str]]:
        starts = line_starts(source)
        return sorted(((*_place(edit.span, starts), edit.text) for edit in self.edits), key=_order)


def line_starts(source: str) -> list[int]:
    """The offset of each line of a source."""
    return [0, *(match.end() for match in LINE_END.finditer(source))]


def _place(span: Span, starts: list[int]) -> tuple[int, int]:
    return starts[span.line - 1] + span.column - 1, starts[(span.end_line or span.line) - 1] + span.end_column - 1


def _order(edit: tuple[int, int, str]) -> tuple[int, int]:
    return edit[:2]


class EngineError(Exception):
    """A mistake the user can mend.

    Args:
        what: One sentence that says what is wrong.
        hint: The remedy, in words a student can act on.
        span: Where it stands in the source, if it stands there at all.
        limit: The name of the budget that was hit, if one was; it is an argument as well.
        code: The kind of mistake: a key of :data:`engine.mistakes.MISTAKES`.
        fixes: Whole edits of the source, each of which mends it.
        arguments: What the sentence mentions, by the names that the table has for it.
    """

    def __init__(
        self,
        what: str,
        hint: str,
        span: Span | None = None,
        limit: str | None = None,
        *,
        code: str,
        fixes: tuple[Fix, ...] = (),
        **arguments: str | int | float,
    ) -> None:
        super().__init__(what, hint, span, limit)
        self.what = what
        self.hint = hint
        self.span = span
        self.limit = limit
        self.code = code
        self.fixes = fixes
        self.arguments: Arguments = arguments if limit is None else {"limit": limit, **arguments}

    def at(self, span: Span) -> EngineError:
        """The same mistake, at a place."""
        keywords = {name: value for name, value in self.arguments.items() if name != "limit"}
        return EngineError(self.what, self.hint, span, self.limit, code=self.code, fixes=self.fixes, **keywords)

    def __reduce__(self) -> tuple[Any, ...]:
        keywords = {name: value for name, value in self.arguments.items() if name != "limit"}
        return partial(EngineError, code=self.code, fixes=self.fixes, **keywords), self.args

    def __str__(self) -> str:
        place = f"line {self.span.line}, column {self.span.column}: " if self.span else ""
        return f"{place}{self.what} {self.hint}"
