"""Derivative rules read on numbers.

A rule is declared as a formula once; here it becomes a function of (arguments, output).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from engine.algebra import Symbol, fold
from engine.ops import TABLE
from engine.primitive import ARGUMENTS, Value, Y

Rule = Callable[[Sequence[Value], Value], Value]
"""(arguments, output) -> local derivative, elementwise."""


@cache
def numeric_rules(name: str) -> tuple[Rule, ...]:
    """The derivative rules of a primitive as functions, one per argument."""
    return tuple(fold(rule, _read_symbol, _read_number, _read_call) for rule in TABLE[name].derivatives)


def _read_symbol(symbol: Symbol) -> Rule:
    if symbol == Y:
        return lambda _arguments, output: output
    position = ARGUMENTS.index(symbol)
    return lambda arguments, _output: arguments[position]


def _read_number(value: float) -> Rule:
    number = np.float64(value)
    return lambda _arguments, _output: number


def _read_call(name: str, operands: list[Rule]) -> Rule:
    compute = TABLE[name].value
    if len(operands) == 1:
        (only,) = operands
        return lambda arguments, output: compute(only(arguments, output))
    return lambda arguments, output: compute(*[read(arguments, output) for read in operands])
