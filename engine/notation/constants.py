"""The value of a declaration: a little arithmetic of numbers, in float64, that never raises."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from engine.errors import EngineError
from engine.notation.body import Operand
from engine.program import Argument, Literal, Operation, Result


def _divide(a: float, b: float) -> float:
    if b != 0.0:
        return a / b
    if a == 0.0 or math.isnan(a):
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1.0, b)


def _power(a: float, b: float) -> float:
    try:
        return math.pow(a, b)
    except ValueError:  # 0 to a negative power, or a negative number to a broken one
        odd = b == math.floor(b) and b % 2.0 == 1.0
        return (math.copysign(math.inf, a) if odd else math.inf) if a == 0.0 else math.nan
    except OverflowError:
        return -math.inf if a < 0.0 and b % 2.0 == 1.0 else math.inf


def _exp(a: float) -> float:
    try:
        return math.exp(a)
    except OverflowError:
        return math.inf


_ARITHMETIC: dict[str, Callable[..., float]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": _divide,
    "pow": _power,
    "neg": lambda a: -a,
    "exp": _exp,  # so that e^2 is a number
}


def evaluate(operand: Operand, body: Sequence[Operation]) -> float:
    """The value of an expression of numbers.

    Raises:
        EngineError: where it uses a name or a function.
    """
    results: list[float] = []

    def value(argument: Argument) -> float:
        match argument:
            case Literal():
                return argument.value
            case Result():
                return results[argument.index]
            case _:
                raise EngineError(
                    "A declaration gives a number, not a formula.",
                    "Write the number itself, or leave out the keyword to define a formula.",
                    argument.span,
                )

    for operation in body:
        arguments = [value(argument) for argument in operation.arguments]
        if operation.op not in _ARITHMETIC:
            raise EngineError(
                "A declaration gives a number, not a function's value.",
                "Write the number itself, or leave out the keyword to define a formula.",
                operation.span,
            )
        results.append(_ARITHMETIC[operation.op](*arguments))
    return value(operand.argument)
