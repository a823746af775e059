"""The value of a declaration: a little arithmetic of numbers, in float64, that never overflows into an error."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from engine.errors import EngineError
from engine.notation import array_errors
from engine.notation.program import Argument, Literal, Nested, Operation, Result


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


def shape_of(value: Nested) -> tuple[int, ...]:
    """The sizes of a number's or an array's axes, if its parts agree."""
    sizes: list[int] = []
    while isinstance(value, tuple):
        sizes.append(len(value))
        value = value[0]
    return tuple(sizes)


def evaluate(argument: Argument, body: Sequence[Operation], first: int = 0) -> Nested:
    """The value of an expression of numbers, or of an array of such expressions.

    Args:
        first: The position of the first operation of ``body``, which results are counted from.

    Raises:
        EngineError: where it uses a name or a function, or calculates with arrays.
    """
    results: list[Nested] = []

    def value(argument: Argument) -> Nested:
        match argument:
            case Literal():
                return argument.value
            case Result():
                return results[argument.index - first]
            case _:
                raise EngineError(
                    "A declaration gives a number, not a formula.",
                    "Write the number itself, or leave out the keyword to define a formula.",
                    argument.span,
                    code="declared-formula",
                )

    for operation in body:
        arguments = [value(argument) for argument in operation.arguments]
        results.append(_apply(operation, arguments))
    return value(argument)


def _apply(operation: Operation, arguments: list[Nested]) -> Nested:
    if operation.op == "stack" and operation.options == (("axis", 0),):
        shapes = [shape_of(argument) for argument in arguments]
        for shape in shapes:
            if shape != shapes[0]:
                raise array_errors.uneven(shapes[0], shape, operation.span)
        return tuple(arguments)
    calculate = _ARITHMETIC.get("mul" if operation.op == "juxtapose" else operation.op)
    if calculate is None:
        raise EngineError(
            "A declaration gives a number, not a function's value.",
            "Write the number itself, or leave out the keyword to define a formula.",
            operation.span,
            code="declared-function",
        )
    numbers = [argument for argument in arguments if not isinstance(argument, tuple)]
    if len(numbers) < len(arguments):
        raise EngineError(
            "A declaration does not calculate with arrays.",
            "Write the entries out, or leave out the keyword to define a formula.",
            operation.span,
            code="declared-arithmetic",
        )
    return calculate(*numbers)
