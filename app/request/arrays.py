"""A value that comes with a request: one number, or nested lists of numbers whose rows are all of one length."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from pydantic import ValidationInfo
from pydantic_core import PydanticCustomError

MOST_AXES = 8
"""The greatest rank of an array: nobody draws more, and few can think them."""


def _schema() -> dict[str, Any]:
    """A number, or an array of each rank. That rows are of one length, JSON Schema cannot say."""
    ranks: list[dict[str, Any]] = [{"type": "number"}]
    for _ in range(MOST_AXES):
        ranks.append({"type": "array", "items": ranks[-1]})
    return {"anyOf": ranks, "description": f"A number, or an array of at most {MOST_AXES} axes as nested lists."}


SCHEMA = _schema()
"""For OpenAPI, in which it is called Given."""

_KINDS = {bool: "true or false", str: "a text", type(None): "null", dict: "an object", list: "a list"}


@dataclass(slots=True)
class Allowance:
    """What the values of one request may come to together.

    Args:
        inputs: How many names may be given.
        elements: How many numbers their values may hold.
        spent: How many they have held so far.
    """

    inputs: int = 1_000
    elements: int = 200_000
    spent: int = 0

    def spend(self, count: int) -> None:
        """Account for so many numbers more.

        Raises:
            PydanticCustomError: Of type ``too_many_elements``.
        """
        self.spent += count
        if self.spent > self.elements:
            raise PydanticCustomError("too_many_elements", "the values hold more numbers than are read")


def given(value: object, info: ValidationInfo) -> Any:
    """A float, or a read-only float64 array.

    Every level of lists is looked at once and counted before it is: the time is that of reading the body,
    however the lists are nested.

    Raises:
        PydanticCustomError: For what is no number, rows of different lengths, too many axes, too many numbers.
    """
    allowance = info.context if isinstance(info.context, Allowance) else Allowance()
    if not isinstance(value, list):
        allowance.spend(1)
        return _number(value, "")
    shape: list[int] = []
    level: list[Any] = [value]  # all lists of one depth, in order
    spent = 0
    while level and isinstance(level[0], list):
        if len(shape) == MOST_AXES:
            raise PydanticCustomError("rank", "an array has at most {most} axes here", {"most": MOST_AXES})
        count = sum(len(row) for row in level if isinstance(row, list))
        # Lists count as well as numbers: a million empty rows are no small array. What was spent for the rows
        # is given back for their entries.
        allowance.spend(max(count, 1) - spent)
        spent = max(count, 1)
        _check_rows(level, shape)
        shape.append(len(level[0]))
        level = [entry for row in level for entry in row]
    array = _numbers(level, shape).reshape(shape)
    array.setflags(write=False)
    return array


def _check_rows(level: list[Any], shape: list[int]) -> None:
    """Every one of these is a list as long as the first."""
    length = len(level[0])
    for position, row in enumerate(level):
        if not isinstance(row, list):
            raise PydanticCustomError(
                "ragged",
                "there is {kind} at {other}, where the list at {first} has {length} entries",
                {"kind": _kind(row), "other": _place(position, shape), "first": _place(0, shape), "length": length},
            )
        if len(row) != length:
            raise PydanticCustomError(
                "ragged",
                "the list at {other} has {count} entries, that at {first} has {length}",
                {"other": _place(position, shape), "count": len(row), "first": _place(0, shape), "length": length},
            )


def _numbers(entries: list[Any], shape: list[int]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The innermost entries as float64; where they cannot all be, the first that cannot is named."""
    if set(map(type, entries)) <= {int, float}:
        try:
            array = np.array(entries, dtype=np.float64)
        except OverflowError:  # an integer of more than 308 digits
            pass
        else:
            if np.isfinite(array).all():
                return array
    for position, entry in enumerate(entries):
        _number(entry, _place(position, shape))
    raise AssertionError("numbers that are all finite one by one are so together")


def _number(value: object, place: str) -> float:
    """One finite float64. JSON has no NaN, and 1e400 or an integer of 400 digits is not one either.

    An error's context carries ``place``, where in the array it is.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        detail = {"kind": _kind(value), "place": place}
        raise PydanticCustomError("number_type", "a number is expected here, not {kind}", detail)
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        message = "a finite number is expected here, at most about 1.8e308 in size"
        raise PydanticCustomError("number_size", message, {"place": place})
    return number


def _kind(value: object) -> str:
    return "a number" if type(value) in (int, float) else _KINDS.get(type(value), "something else")


def _place(position: int, shape: list[int]) -> str:
    """Where an entry stands, counted from 0 as an index is: ``[1][0]``."""
    return "".join(f"[{index}]" for index in np.unravel_index(position, tuple(shape)))


MOST_ENTRIES = 256
"""An array of more entries travels as its summary."""


Arrays = Literal["preview", "full"]
