"""From a routine's text to a function: the same lines, and around them the care that the text does without."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.formula.expr import Shape
from engine.routine.routine import REFUSED, Fast


def fenced(text: str) -> str:
    """The text with its trouble caught where it arises: a function around it would cost a fifth of its time."""
    head, start, body = text.partition("def routine(inputs):\n")
    inside = "".join(f"    {line}\n" for line in body.splitlines()[1:])
    return f"{head}{start[:-3]}=None):\n    try:\n{inside}    except FLOAT_ERRORS:\n        return carefully(inputs)\n"


def loaded(text: str, guard: str, check: str = "", **names: Any) -> Fast:
    """The function ``routine`` of a text, which checks its inputs first and its results last."""
    lines: list[str] = []
    for line in text.splitlines():
        blank = " " * (len(line) - len(line.lstrip()))
        if line.lstrip() == "# forward" and guard:
            lines.append(blank + guard)
        elif line.lstrip().startswith("return ") and check and "carefully" not in line:
            lines += [blank + check, line]
        else:
            lines.append(line)
    checked = "\n".join(lines)
    space: dict[str, Any] = {"ndarray_": np.ndarray, "FLOAT_ERRORS": REFUSED, **names}
    space |= {f"{name}_": np.dtype(name) for name in ("float64", "float32")}
    exec(checked, space)  # noqa: S102 - the text was written here, of nothing but identifiers and numbers
    function: Fast = space["routine"]
    return function


def float_guard(reads: Sequence[tuple[str, Shape]]) -> str:
    """A line that raises for inputs that are no floats."""
    checks = " is ".join(f"{variable}.__class__" for variable, _ in reads)
    return f"if not ({checks} is float): raise TypeError" if reads else ""


def finite(returned: Sequence[str]) -> str:
    """What is not finite is asked of NumPy again: on the way there Python may have differed."""
    return f"if ({' + '.join(returned)}) * 0.0 != 0.0: raise ArithmeticError"


def array_guard(reads: Sequence[tuple[str, Shape]], dtype: str) -> str:
    """A line that raises for inputs that are no floats, or no arrays of the right kind and shape."""
    checks = [
        f"{variable}.__class__ is ndarray_ and {variable}.dtype is {dtype}_ and {variable}.shape == {shape}"
        if shape
        else f"{variable}.__class__ is float"
        for variable, shape in reads
    ]
    return f"if not ({' and '.join(checks)}): raise TypeError" if checks else ""
