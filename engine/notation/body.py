"""The flat list of operations that an expression becomes, written in the order of evaluation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from engine.errors import Span
from engine.limits import Limits
from engine.program import Argument, Literal, Operation, Result


class Operand(NamedTuple):
    """A part that has been read: what it is, where it stands, how deeply it is nested.

    ``shape`` tells what was written without a bracket from everything else: a number (``number``),
    a quotient of two (``fraction``), the constant e (``euler``), a root (``root``).
    """

    argument: Argument
    column: int
    end: int
    depth: int = 0
    shape: str = ""


class Body:
    """Collects the operations of one expression, on one line, within the limits.

    Args:
        made: How many operations the program has before this expression.
    """

    def __init__(self, line: int, limits: Limits, made: int) -> None:
        self.line = line
        self.limits = limits
        self.made = made
        self.operations: list[Operation] = []

    def combine(self, op: str, left: Operand, right: Operand) -> Operand:
        """Two operands and the sign between them."""
        depth = max(left.depth, right.depth)
        if op in ("div", "pow"):  # chains of the others are printed side by side
            depth += 1
        span = Span(self.line, left.column, right.end)
        return self.apply(op, (left.argument, right.argument), span, depth)

    def wrap(self, op: str, operand: Operand, column: int, end: int) -> Operand:
        """One operand and what stands around it, from ``column`` to ``end``."""
        return self.apply(op, (operand.argument,), Span(self.line, column, end), operand.depth + 1)

    def negate(self, operand: Operand, column: int) -> Operand:
        """A minus and its operand; a number takes the sign into itself, once."""
        argument = operand.argument
        if operand.shape != "number" or not isinstance(argument, Literal) or argument.latex.startswith("-"):
            return self.wrap("neg", operand, column, operand.end)
        span = Span(self.line, column, operand.end)
        negative = Literal(-argument.value, f"-{argument.latex}", span)
        return Operand(negative, column, operand.end, operand.depth, "number")

    def raise_to(self, base: Operand, exponent: Operand) -> Operand:
        """A power; a power of the constant e is the function exp."""
        if base.shape == "euler":
            return self.wrap("exp", exponent, base.column, exponent.end)
        return self.combine("pow", base, exponent)

    def apply(self, op: str, arguments: Iterable[Argument], span: Span, depth: int) -> Operand:
        """Append an operation.

        Raises:
            EngineError: if it is nested too deeply, or is one too many.
        """
        self.limits.check_depth(depth, span)
        self.operations.append(Operation(op, tuple(arguments), span))
        count = len(self.operations)
        self.limits.check_operations(self.made + count, span)
        return Operand(Result(count - 1), span.column, span.end_column, depth)
