"""Every function of the notation, for Values: ``functions.softmax(v)``, ``functions.stack([a, b])``.

The same functions are methods of Value (``v.softmax()``); what takes its arguments in a list reads
better from here. Numbers and arrays count as constants.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from engine.eager.calls import call
from engine.eager.value import Value
from engine.primitives.ops import NOTATION


def __getattr__(name: str) -> Callable[..., Value]:
    if name not in NOTATION:
        raise AttributeError(f"the notation has no function '{name}'")
    return partial(call, name)


def __dir__() -> list[str]:
    return sorted(NOTATION)
