"""micrograd's numbers with the functions that it lacks, each written in the manner of its own relu."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from micrograd.engine import Value


def elementary(
    name: str, value: Callable[[float], float], slope: Callable[[float, float], float]
) -> Callable[[Any], Any]:
    """A function of one number as one node; ``slope`` is the derivative, from the operand and the result."""

    def call(operand: Any) -> Any:
        out = Value(value(operand.data), (operand,), name)

        def backward() -> None:
            operand.grad += slope(operand.data, out.data) * out.grad

        out._backward = backward
        return out

    return call


tanh = elementary("tanh", math.tanh, lambda _, y: 1.0 - y * y)
sin = elementary("sin", math.sin, lambda a, _: math.cos(a))
sigmoid = elementary("sigmoid", lambda a: 1.0 / (1.0 + math.exp(-a)), lambda _, y: y * (1.0 - y))
