"""A line in numbers: what is set in for the symbols, sums with their signs, and ``left = middle = result``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal as Choice
from typing import TypeVar

import numpy as np

from engine.formula.expr import Expr, Number, Symbol
from engine.latex.formulas import parenthesised
from engine.latex.marks import Mark, cut, plain, wrap
from engine.latex.numbers import MOST_ENTRIES, is_rounded, matrix_latex, number_latex, space_latex
from engine.primitives.declaration import Value

T = TypeVar("T")

MOST_TERMS = 8
"""A chain-rule line of more terms is shortened around the term it speaks of."""
MOST_ROWS = 6
"""An array of more entries along an axis is not written out."""

Relation = Choice["=", "\\approx", "\\in"]
"""What stands before a result."""


@dataclass(frozen=True, slots=True)
class Equation:
    """A line ``left = middle = … = result``, whose last sign is the ``relation``.

    Of an array that is not written out, the result is the space that it lies in, and the relation ``\\in``.

    Args:
        latex: The whole line.
        left: Where its left side ends.
        relation: The sign before the result.
        result: Where the result begins.
        upstream: Where the number of the upstream adjoint stands.
    """

    latex: str
    left: int
    relation: Relation
    result: int
    upstream: tuple[Mark, ...] = ()


def numeral(value: Value, row: bool, *, marked: bool = False) -> Expr:
    """A number that was set in: it keeps its own sign, in brackets where need be. An array as its entries, unmarked."""
    if np.ndim(value):
        return Symbol(f"array {id(value)}", value_latex(value, row), np.shape(value))
    return Number(float(value), number_latex(float(value)), marked)


def value_latex(value: Value, row: bool) -> str:
    """A number, the entries of a small vector or matrix, or the name of a larger array's space."""
    if row and np.ndim(value) == 1:
        value = np.reshape(value, (1, -1))
    shape = np.shape(value)
    if not shape:
        return number_latex(float(value))
    small = len(shape) <= 2 and 0 < np.size(value) <= MOST_ENTRIES and max(shape) <= MOST_ROWS
    return matrix_latex(np.asarray(value).tolist()) if small else f"[{space_latex(shape)}]"


def product_text(upstream: float, local: float) -> str:
    """Two numbers and the sign between them, negative ones in brackets; the first is marked."""
    left, right = number_latex(upstream), number_latex(local)
    left = parenthesised(left) if left.startswith("-") else left
    right = parenthesised(right) if right.startswith("-") or "\\cdot" in right else right
    return f"{wrap(left)} \\cdot {right}"


def window(count: int, current: int) -> tuple[int, int]:
    """Which terms are written, as first and stop: of more than MOST_TERMS those around ``current``."""
    return (max(0, current - 1), min(count, current + 2)) if count > MOST_TERMS else (0, count)


def sum_text(items: Sequence[T], shown: tuple[int, int], write: Callable[[T], str]) -> str:
    """Terms with their signs; dots for those outside the window."""
    first, stop = shown
    text = "\\cdots" if first > 0 else ""
    for term in map(write, items[first:stop]):
        if not text:
            text = term
        else:
            text += f" - {term[1:]}" if term.startswith("-") else f" + {term}"
    return f"{text} + \\cdots" if stop < len(items) else text


def equation(left: str, middle: Sequence[str], value: Value, row: bool) -> Equation:
    """Left = middle = value, without saying the same thing twice; ``middle`` may have marks."""
    result = value_latex(value, row)
    relation: Relation
    if result.startswith("[\\mathbb"):
        middle, result, relation = (), result[1:-1], "\\in"
    else:
        relation = "\\approx" if any(map(is_rounded, _numbers(value))) else "="
    sides = [left]
    for side in middle:
        if plain(side) not in (plain(sides[-1]), result):
            sides.append(side)
    line, marks = cut(" = ".join(sides))
    start = len(line) + len(relation) + 2
    return Equation(f"{line} {relation} {result}", len(left), relation, start, marks)


def _numbers(value: Value) -> list[float]:
    return np.ravel(value).tolist() if np.ndim(value) else [float(value)]
