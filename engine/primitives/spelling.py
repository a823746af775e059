"""How a primitive is written where it is not called by its name: every field is optional.

A primitive that says nothing here is called by its name in the notation, and its value is asked of NumPy:
by the function's own name, or by the text of its declaration. What is said here makes the text shorter to read
or quicker to run, and changes no number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal as Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """How one primitive is written.

    Args:
        operator: Python's sign for it, before one operand or between two: ``+``, ``**``. A Value then has the sign.
        notation: A template of the notation, ``#1 + #*2``, with the marks of ``latex`` (:class:`Primitive`); or a
            function of the options that gives one, empty where these options need a call.
        binds: How tightly that text holds together: it is bracketed where a part of something tighter.
        python: On plain floats, with ``{0}``, ``{1}`` for the operands and the functions of ``math``. It gives the
            value's own number or raises an ArithmeticError or a ValueError.
        numpy: In NumPy, with ``{0}``, ``{1}`` for the operands and ``{axis}`` for an option of that name.
        numpy_to_read: The same for the module that is exported to be read, where that differs.
        label: What the history of a Value calls it: the operator or the name unless given.
        drawn: The same in the drawing of a Value.
    """

    operator: str = ""
    notation: str | Callable[..., str] = ""
    binds: Choice["sum", "product", "power", "atom"] = "atom"
    python: str = ""
    numpy: str = ""
    numpy_to_read: str = ""
    label: str = ""
    drawn: str = ""


PLAIN = Spelling()
"""Called by its name everywhere."""
