"""Numbers as they are printed: short where they are short, four digits where they are not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

MOST_ENTRIES = 16
"""An array of more entries is not written out."""


def shown(value: float) -> str:
    """The digits to show: all of them up to six significant ones, else the first four."""
    if value == 0.0:
        return "0"  # also for −0
    exact = f"{value:.6g}"
    return exact if _equal(float(exact), value) else f"{value:.4g}"


def is_rounded(value: float) -> bool:
    """Whether the digits that are shown leave some out."""
    return math.isfinite(value) and not _equal(float(shown(value)), value)


def _equal(text: float, value: float) -> bool:
    """Whether they differ by no more than the rounding of a short computation."""
    return math.isclose(text, value, rel_tol=1e-13, abs_tol=0.0)


def number_latex(value: float) -> str:
    """The LaTeX of a float64: ``-0.0625``, ``1.2 \\cdot 10^{-7}``, ``\\infty``."""
    if math.isnan(value):
        return "\\text{NaN}"
    if math.isinf(value):
        return "\\infty" if value > 0 else "-\\infty"
    mantissa, mark, exponent = shown(value).partition("e")
    if not mark:
        return mantissa
    ten = f"10^{{{int(exponent)}}}"
    if mantissa in ("1", "-1"):
        return mantissa.replace("1", "") + ten
    return f"{mantissa} \\cdot {ten}"


def matrix_latex(value: Sequence[Any]) -> str:
    """The LaTeX of a vector, as a column, or of a matrix, given as nested lists."""
    rows = [entry if isinstance(entry, list | tuple) else [entry] for entry in value]
    written = " \\\\ ".join(" & ".join(number_latex(float(entry)) for entry in row) for row in rows)
    return f"\\begin{{bmatrix}} {written} \\end{{bmatrix}}"


def space_latex(shape: Sequence[int]) -> str:
    """The set of the arrays of a shape: ``\\mathbb{R}^{64 \\times 10}``."""
    sizes = " \\times ".join(map(str, shape))
    return f"\\mathbb{{R}}^{{{sizes}}}"


def plain_text(value: Any) -> str:
    """A number, the entries of a small array (given as nested lists), or ``array 64×128``: without LaTeX."""
    if not isinstance(value, list):
        return shown(float(value))
    shape: list[int] = []
    part: Any = value
    while isinstance(part, list):
        shape.append(len(part))
        part = part[0] if part else None
    if math.prod(shape) > MOST_ENTRIES:
        return f"array {'×'.join(map(str, shape))}"
    return f"[{', '.join(map(plain_text, value))}]"
