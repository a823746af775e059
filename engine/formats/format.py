"""What an export format is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.sweeps.trace import Trace


@dataclass(frozen=True, slots=True)
class Format:
    """One way of writing a trace as text.

    Args:
        name: Its id in the API.
        summary: One line for the list of formats.
        media_type: The content type of the answer.
        extension: The ending of a downloaded file, with its dot.
        write: A trace as text; the same trace always gives the same text.
        formulas: Whether it derives formulas, as :func:`engine.describe` does; that takes longer than the trace.
    """

    name: str
    summary: str
    media_type: str
    extension: str
    write: Callable[[Trace], str]
    formulas: bool = False
