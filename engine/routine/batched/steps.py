"""Scalar graphs that are large and narrow: one operation after the other, in a loop.

There is nothing to be run together in a chain, and program text for each of 100,000 links takes longer
to compile than most users run it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from engine.graph.interpret import reverse_sweep
from engine.primitives.ops import TABLE
from engine.primitives.python_forms import NAMES, derivative_codes, value_code
from engine.primitives.rules import flat, numeric_rules
from engine.routine.job import GradientProgram
from engine.tape import CONSTANT, INPUT

Function = Callable[..., float]


class Steps:
    """A scalar job as a list of functions and places."""

    def __init__(self, job: GradientProgram) -> None:
        tape = job.tape
        needed, leads = tape.needed([job.output]), tape.depending(job.gradients.values())
        self.size = job.output + 1
        self.start = [float(tape.values[p]) if p in tape.values else 0.0 for p in range(self.size)]
        self.leaves = [(leaf.name, leaf.position) for leaf in job.leaves if leaf.position < self.size]
        self.leaves = [(name, position) for name, position in self.leaves if needed[position]]
        self.forward: list[tuple[Function, int, tuple[int, ...]]] = []
        self.backward: list[tuple[int, tuple[int, ...], tuple[tuple[int, Function], ...]]] = []
        for position, op in enumerate(tape.ops[: self.size]):
            if needed[position] and op not in (INPUT, CONSTANT):
                arguments = tape.arguments[position]
                self.forward.append((_value(op, len(arguments)), position, arguments))

        def terms(position: int, _: bool) -> Callable[[int], bool | None]:
            given = tape.arguments[position]
            rules = _derivatives(tape.ops[position], len(given))
            moved = {k: (a, rule) for k, (a, rule) in enumerate(zip(given, rules, strict=True)) if leads[a] and rule}
            if moved:
                self.backward.append((position, given, tuple(moved.values())))
            return lambda number: number in moved or None

        reached = reverse_sweep(
            job.output, True, lambda one: list(enumerate(tape.arguments[one])), terms, lambda _, __: True
        )
        self.gradients = {name: position for name, position in job.gradients.items() if position in reached}
        self.zero = dict.fromkeys(job.gradients, 0.0)
        self.output = job.output

    def __call__(self, inputs: Mapping[str, Any]) -> tuple[float, dict[str, float]]:
        """The value and the gradients.

        Raises:
            ArithmeticError, ValueError, TypeError: Where Python's floats have no answer.
            KeyError: For an input that is missing.
        """
        values = self.start.copy()
        for name, position in self.leaves:
            values[position] = inputs[name]
        for function, position, arguments in self.forward:
            values[position] = function(*[values[argument] for argument in arguments])
        adjoints = [-0.0] * self.size  # to which anything can be added without a change
        adjoints[self.output] = 1.0
        for position, arguments, moved in self.backward:
            upstream = adjoints[position]  # also where it is 0: with an infinite derivative it makes a NaN
            operands = [values[argument] for argument in arguments]
            for argument, rule in moved:
                adjoints[argument] += upstream * rule(values[position], *operands)
        gradients = self.zero | {name: adjoints[position] for name, position in self.gradients.items()}
        value = values[self.output]
        if (value + sum(gradients.values())) * 0.0 != 0.0:
            raise ArithmeticError  # what is not finite is NumPy's
        return value, gradients


@cache
def _value(op: str, count: int) -> Function:
    text = value_code(op)
    return _of_value(TABLE[op].value) if text is None else _function(text, ("a", "b", "c")[:count])


@cache
def _derivatives(op: str, count: int) -> tuple[Function | None, ...]:
    """Functions of the value and the operands; None for a derivative that is 0 everywhere."""
    texts = derivative_codes(op)
    if texts is None:
        made = [_of_rule(rule) for rule in numeric_rules(op)]
    else:
        made = [_function(text, ("y", *("a", "b", "c")[:count])) for text in texts]
    return tuple(None if nothing else rule for nothing, rule in zip(flat(op), made, strict=True))


def _of_value(value: Callable[..., Any]) -> Function:
    return lambda *operands: float(value(*operands))


def _of_rule(rule: Callable[..., Any]) -> Function:
    return lambda y, *operands: float(rule(operands, y))


def _function(text: str, arguments: tuple[str, ...]) -> Function:
    made: Function = eval(f"lambda {', '.join(arguments)}: {text}", dict(NAMES))  # noqa: S307 - of the table's texts
    return made
