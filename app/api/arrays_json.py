"""A value as JSON carries it: a number, the entries of a small array as nested lists, the summary of a large one."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import numpy as np
import numpy.typing as npt

from app.request.arrays import MOST_ENTRIES, Arrays

PREVIEW = 6
"""A summary shows at most so many entries along an axis."""
WRITTEN_OUT = 5
"""How many of the shortest numbers, such as ``0.0``, an entry of a large array takes when it is written in full."""


_in_full: ContextVar[bool] = ContextVar("arrays in full", default=False)


@contextmanager
def arrays_as(asked: Arrays) -> Iterator[None]:
    """Write the arrays of one answer in this way, wherever in it they stand."""
    before = _in_full.set(asked == "full")
    try:
        yield
    finally:
        _in_full.reset(before)


def tensor(value: object) -> Any:
    """A float, nested lists of floats, or a summary (unless arrays are wanted in full).

    Args:
        value: A number or an array of numbers of any shape.
    """
    if isinstance(value, np.ndarray) and value.ndim:
        return value.tolist() if _in_full.get() or is_small(value.shape) else _summary(value)
    return float(value)  # type: ignore[arg-type]  # whatever it is, it is one number


def weight(shape: tuple[int, ...]) -> int:
    """How many of the shortest numbers an array of this shape takes in an answer."""
    if is_small(shape):
        return math.prod(shape)
    if _in_full.get():
        rows = max(math.prod(shape[:axes]) for axes in range(1, len(shape) + 1))  # without entries there still are rows
        return WRITTEN_OUT * rows
    return math.prod(_shown(shape))


def is_small(shape: tuple[int, ...]) -> bool:
    """Whether an array of this shape always travels entry by entry."""
    # An array without entries may still have a great many rows.
    return math.prod(shape) <= MOST_ENTRIES and math.prod(shape[:-1]) <= MOST_ENTRIES


def _shown(shape: tuple[int, ...]) -> tuple[int, ...]:
    """The shape of the preview: its last axes first, then one entry along those that would make it too long."""
    shown: list[int] = []
    count = 1
    for size in reversed(shape):
        part = min(size, PREVIEW)
        if count * max(part, 1) > MOST_ENTRIES:
            part = 1
        count *= max(part, 1)
        shown.append(part)
    return tuple(reversed(shown))


def _summary(array: npt.NDArray[np.float64]) -> dict[str, Any]:
    preview = array[tuple(slice(size) for size in _shown(array.shape))]
    return {"shape": list(array.shape)} | _statistics(array) | {"preview": preview.tolist()}


def _statistics(array: npt.NDArray[np.float64]) -> dict[str, float | None]:
    if not array.size:
        return {"min": None, "max": None, "mean": None, "norm": 0.0}
    array = np.ascontiguousarray(array)  # sums are rounded in the order in which the entries lie
    with np.errstate(all="ignore"):
        greatest = float(np.max(np.abs(array)))
        scale = greatest if 0.0 < greatest < math.inf else 1.0
        scaled = array / scale  # neither squares nor sums overflow before the result does
        return {
            "min": float(np.min(array)),
            "max": float(np.max(array)),
            "mean": float(np.mean(scaled)) * scale,
            "norm": math.sqrt(float(np.sum(scaled * scaled))) * scale,
        }
