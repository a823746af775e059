"""Marks in a printed formula: where the upstream adjoint stands in it, as a symbol or as the number set in for it.

While a formula is printed, a private character stands before the place and one behind it; names of the notation
cannot hold either. :func:`cut` takes them out and says where they stood. So whoever shows the line colours the
adjoint, writes it in another notation or puts its number in a box without reading LaTeX.
"""

from __future__ import annotations

from dataclasses import dataclass

_BEGIN, _END = "\ue000", "\ue001"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of LaTeX, in characters counted from 0, the end exclusive. (All LaTeX of the engine is ASCII.)

    Args:
        is_held: Of a symbol, whether something is raised onto it, as the sign of a transpose, so that a fraction in its
            place stands in brackets; of a number, whether the stretch begins and ends with its brackets.
    """

    start: int
    end: int
    is_held: bool = False


def wrap(text: str) -> str:
    """The text with marks around it."""
    return f"{_BEGIN}{text}{_END}"


def plain(text: str) -> str:
    """The text without marks."""
    return text if text.isascii() else text.replace(_BEGIN, "").replace(_END, "")


def cut(text: str) -> tuple[str, tuple[Mark, ...]]:
    """The text without marks, and where they were."""
    if text.isascii():
        return text, ()
    written, *rest = text.split(_BEGIN)
    found: list[Mark] = []
    for piece in rest:
        inside, _, after = piece.partition(_END)
        start, written = len(written), f"{written}{inside}"
        found.append(Mark(start, len(written), inside.startswith("(") or after.startswith("^")))
        written += after
    return written, tuple(found)
