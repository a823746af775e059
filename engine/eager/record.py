"""Recording an operation the general way: any primitive, any shapes, by the rules of the table.

The operators on two numbers do the same in a tenth of the time (:mod:`engine.eager.operators`) and
come here for everything else, such as 1/0 and arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.eager.links import Vjp, connect
from engine.eager.value import Recorded, Value, blank, plain
from engine.errors import EngineError
from engine.formula.expr import Expr, Options, Shape, Symbol
from engine.formula.walk import fold, once
from engine.primitives.declaration import Mismatch, position_of
from engine.primitives.ops import COMPOSITES, TABLE
from engine.primitives.rules import numeric_rules, numeric_terms


def record(name: str, arguments: Sequence[Any], options: Options = ()) -> Value:
    """Apply a function of the table to Values, numbers and arrays, and record it.

    Args:
        name: Of a primitive; or of a composite, which is recorded as the primitives it is made of.

    Raises:
        EngineError: For shapes and options that do not fit.
        TypeError, ValueError: For an argument that is not numeric or not rectangular.
    """
    operands = tuple(
        argument if isinstance(argument, Value) else plain(np.array(argument, dtype=np.float64))
        for argument in arguments
    )
    try:
        if name in COMPOSITES:
            shapes = tuple(np.shape(operand.data if isinstance(operand, Value) else operand) for operand in operands)
            return _written_out(COMPOSITES[name].formula(shapes, **dict(options)), operands)
        return _primitive(name, operands, options)
    except Mismatch as mismatch:
        raise EngineError(
            mismatch.what, mismatch.hint, code=mismatch.code, operation=name, **mismatch.arguments
        ) from None


def _written_out(formula: Expr, operands: Sequence[Any]) -> Value:
    def apply(name: str, parts: list[Any], options: Options) -> Any:
        return _primitive(name, tuple(parts), options)

    def symbol(one: Symbol) -> Any:
        return operands[position_of(one)]

    result = fold(formula, symbol, float, once(apply, lambda parts: tuple(map(id, parts))))
    return result if isinstance(result, Value) else Value(result)


def _primitive(name: str, operands: tuple[Any, ...], options: Options) -> Value:
    primitive = TABLE[name]
    raw = tuple(np.float64(one) if np.ndim(one) == 0 else one for one in map(_data, operands))
    shapes = tuple(map(np.shape, raw))
    shape = primitive.shape(*shapes, **dict(options))
    out = object.__new__(Value)
    with np.errstate(all="ignore"):
        output = primitive.value(*raw, **dict(options))
        parents = [(position, one) for position, one in enumerate(operands) if isinstance(one, Value)]
        if shape == () and primitive.elementwise:
            rules = numeric_rules(name)
            vjps: list[Any] = [float(rules[position](raw, output)) for position, _ in parents]
        else:
            terms = numeric_terms(name, shapes, shape, options)
            vjps = [Vjp(terms[position] or _nothing(shapes[position]), raw, output) for position, _ in parents]
    out.data = plain(output)
    out.grad = blank(out.data)
    out._how = Recorded(name, operands, options)
    if not parents:
        return Value(out.data)
    connect(out, [parent for _, parent in parents], vjps)
    return out


def _data(operand: Any) -> Any:
    return operand.data if isinstance(operand, Value) else operand


def _nothing(shape: Shape) -> Any:
    """The term of an argument of that shape which receives none."""
    return lambda _upstream, _arguments, _output: np.zeros(shape)
