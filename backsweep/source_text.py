"""The author's text by its lines and places, as the notation counts them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine import Span

_LINE_END = re.compile(r"\r\n|\r|\n")
"""Other characters that end a line somewhere do not end one here."""


def lines_of(source: str) -> list[str]:
    """The lines, without what ends them."""
    return _LINE_END.split(source)


def written(lines: Sequence[str], span: Span) -> str:
    """What the author wrote at the span."""
    return lines[span.line - 1][span.column - 1 : span.end_column - 1]
