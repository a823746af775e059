"""What the notation says and nothing more: leaves and definitions, flat and in the author's order.

A definition's body is a list in which every operation refers only to names, literals and the results
of earlier operations of the same body. So nothing that walks a program needs recursion, however
deeply the author nested his brackets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from engine.errors import Span
from engine.formula.expr import Options

Nested: TypeAlias = "float | tuple[Nested, ...]"
"""A number, or a rectangular array as nested tuples: ``((1.0, 2.0), (3.0, 4.0))``."""


@dataclass(frozen=True, slots=True)
class Name:
    """A use of a name. ``id`` is canonical (``lambda`` for λ); the span is the name as it was written."""

    id: str
    span: Span


@dataclass(frozen=True, slots=True)
class Literal:
    """A number or an array of numbers.

    ``latex`` keeps the author's way of writing it: ``0.5``, ``\\tfrac{1}{2}``, ``10^{-5}``, ``\\pi``.
    """

    value: Nested
    latex: str
    span: Span


@dataclass(frozen=True, slots=True)
class Result:
    """The result of an earlier operation of the same body, by its position in it."""

    index: int


Argument: TypeAlias = Name | Literal | Result


@dataclass(frozen=True, slots=True)
class Operation:
    """One function applied to its arguments: ``add sub mul div neg pow identity`` or a function's own name.

    Beside the functions there is ``juxtapose``: two factors without a sign between them, of which only the
    shapes tell whether they are a matrix product. ``options`` holds the keywords that the author gave,
    sorted by name; an axis is counted as he counted it, ``at`` and ``shape`` are tuples.
    """

    op: str
    arguments: tuple[Argument, ...]
    span: Span
    options: Options = ()


@dataclass(frozen=True, slots=True)
class Leaf:
    """A declared name: ``parameter``, ``input``, ``target`` or ``constant``.

    ``value`` is None where the author gave none (``input x``): the request must give it. ``literal`` is
    where he wrote it.
    """

    name: str
    role: str
    value: Nested | None
    span: Span
    literal: Span | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """``name = expression``. The body is never empty and its last operation is the name's value."""

    name: str
    body: tuple[Operation, ...]
    name_span: Span
    span: Span


@dataclass(frozen=True, slots=True, repr=False)
class Program:
    """A source and what it says. Names are canonical and no name is declared or defined twice."""

    source: str
    leaves: tuple[Leaf, ...]
    definitions: tuple[Definition, ...]

    def __repr__(self) -> str:
        return f"<Program: {len(self.leaves)} leaves, {len(self.definitions)} definitions>"
