"""The flat list of operations that an expression becomes, written in the order of evaluation."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from engine.errors import Span
from engine.formula.expr import Options
from engine.limits import Limits
from engine.notation.program import Argument, Literal, Operation, Result


class Operand(NamedTuple):
    """A part that has been read: what it is, where it stands, how deeply it is nested.

    ``shape`` tells what was written without a bracket from everything else: a number (``number``),
    a quotient of two (``fraction``), the constant e (``euler``), a root (``root``), a comparison
    (``comparison``). ``entries`` counts what stands between an array's own square brackets.
    """

    argument: Argument
    column: int
    end: int
    depth: int = 0
    shape: str = ""
    entries: int = 0


class Body:
    """Collects the operations of one expression, on one line, within the limits.

    Args:
        made: How many operations the program has before this expression.
        elements: How many numbers its arrays such as ``zeros(3)`` have before it.
    """

    def __init__(self, line: int, limits: Limits, made: int, elements: int = 0) -> None:
        self.line = line
        self.limits = limits
        self.made = made
        self.operations: list[Operation] = []
        self.elements = elements

    def hold(self, shape: Sequence[int], span: Span) -> None:
        """Account for an array that a few characters write out.

        Raises:
            EngineError: with the limit's name, if the program's arrays hold too many numbers.
        """
        self.elements += math.prod(shape)
        self.limits.check_elements(self.elements, str(tuple(shape)), span)

    def combine(self, op: str, left: Operand, right: Operand) -> Operand:
        """Two operands and the sign between them."""
        depth = max(left.depth, right.depth)
        if op in ("div", "pow"):  # chains of the others are printed side by side
            depth += 1
        span = Span(self.line, left.column, right.end)
        return self.apply(op, (left.argument, right.argument), span, depth)

    def beside(self, left: Operand, right: Operand) -> Operand:
        """Two operands without a sign between them; only of arrays is it a question which product is meant."""
        number = left.shape == "fraction" or _is_number(left.argument) or _is_number(right.argument)
        return self.combine("mul" if number else "juxtapose", left, right)

    def wrap(self, op: str, operand: Operand, column: int, end: int, options: Options = ()) -> Operand:
        """One operand and what stands around it, from ``column`` to ``end``."""
        return self.apply(op, (operand.argument,), Span(self.line, column, end), operand.depth + 1, options)

    def negate(self, operand: Operand, column: int) -> Operand:
        """A minus and its operand; a number takes the sign into itself, once."""
        match operand.argument:
            case Literal(float(value), latex) if operand.shape == "number" and not latex.startswith("-"):
                negative = Literal(-value, f"-{latex}", Span(self.line, column, operand.end))
            case _:
                return self.wrap("neg", operand, column, operand.end)
        return Operand(negative, column, operand.end, operand.depth, "number")

    def raise_to(self, base: Operand, exponent: Operand) -> Operand:
        """A power; a power of the constant e is the function exp."""
        if base.shape == "euler":
            return self.wrap("exp", exponent, base.column, exponent.end)
        last = len(self.operations) - 1
        squared = isinstance(exponent.argument, Literal) and exponent.argument.value == 2.0
        if squared and base.argument == Result(last) and self.operations[last].op == "norm":
            # ‖x‖² has a slope where ‖x‖ has none, so it is an operation of its own.
            span = Span(self.line, base.column, exponent.end)
            self.operations[last] = replace(self.operations[last], op="squared_norm", span=span)
            return base._replace(end=exponent.end, shape="")
        return self.combine("pow", base, exponent)

    def apply(self, op: str, arguments: Iterable[Argument], span: Span, depth: int, options: Options = ()) -> Operand:
        """Append an operation.

        Raises:
            EngineError: if it is nested too deeply, or is one too many.
        """
        self.limits.check_depth(depth, span)
        self.operations.append(Operation(op, tuple(arguments), span, options))
        count = len(self.operations)
        self.limits.check_operations(self.made + count, span)
        return Operand(Result(count - 1), span.column, span.end_column, depth)


def _is_number(argument: Argument) -> bool:
    return isinstance(argument, Literal) and not isinstance(argument.value, tuple)
