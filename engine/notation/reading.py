"""A model as a program, whether it comes as its text or has been read already."""

from __future__ import annotations

from collections.abc import Collection

from engine.limits import Limits
from engine.notation.program import Program
from engine.notation.statements import parse


def as_program(model: object, names: Collection[str] = (), limits: Limits | None = None) -> Program:
    """The program itself, or the one that a text says.

    Args:
        model: A program or its text.
        names: Names that the request's inputs give; they help to read a text.
        limits: Budgets of length and depth of a text.

    Raises:
        EngineError: For a text that cannot be read.
        TypeError: For anything else.
    """
    if isinstance(model, Program):
        return model
    if isinstance(model, str):
        return parse(model, names, limits)
    raise TypeError(f"a model is its text or what engine.parse makes of it, not {type(model).__name__}")
