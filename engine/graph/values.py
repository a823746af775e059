"""The arithmetic of numbers: values of a forward pass, and the adjoints to begin with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from operator import add

import numpy as np

from engine.formula.expr import Shape
from engine.graph.graph import Constant, Node, Operation
from engine.graph.interpret import Added, operands
from engine.notation.program import Literal
from engine.primitives.declaration import Value
from engine.primitives.ops import TABLE
from engine.primitives.rules import Term

RulesOf = Callable[[Operation, list[Value]], Sequence[Term | None]]
"""From an operation and the values that went into it to what each of them receives, or adds to its tangent."""

ONE = np.float64(1.0)
ZERO = np.float64(0.0)


def zeros(shape: Shape) -> Value:
    """The adjoint of a node that receives nothing."""
    return np.zeros(shape) if shape else ZERO


def number(constants: Mapping[str, Value], argument: Constant | Literal) -> Value:
    """What a constant (by its name) or a literal stands for."""
    if isinstance(argument, Constant):
        return constants[argument.id]
    value = argument.value
    return np.float64(value) if isinstance(value, float) else np.array(value, dtype=np.float64)


def compute(operation: Operation, given: list[Value]) -> Value:
    """The value of an operation. Nothing raises outside a domain: the result is then NaN or an infinity."""
    return TABLE[operation.op].value(*given, **dict(operation.options))


def added(_position: int, terms: list[Value]) -> Value:
    """The sum of the terms that arrive at a position, in the order in which they arrive."""
    return terms[0] if len(terms) == 1 else reduce(add, terms)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The values of one forward pass.

    Args:
        values: One per node.
        inner: For each node, its body's results in order (empty for a leaf).
        constants: The named constants' values.
    """

    values: tuple[Value, ...]
    inner: tuple[tuple[Value, ...], ...]
    constants: Mapping[str, Value]

    def operands(self, node: Node, index: int) -> Callable[[Operation], list[Value]]:
        """For an operation of the body of a node, the one at ``index``, the values that went into it."""
        slots, inner = [self.values[parent] for parent in node.parents], self.inner[index]
        known = partial(number, self.constants)
        return lambda operation: operands(operation, slots, inner, known)

    def terms(self, node: Node, index: int, rules_of: RulesOf) -> Added[Value]:
        """For a position of the body of a node, the one at ``index``: (adjoint, number of an argument) -> term."""
        given_to, inner = self.operands(node, index), self.inner[index]

        def terms(position: int) -> Callable[[Value, int], Value | None]:
            operation, output = node.body[position], inner[position]
            given = given_to(operation)
            rules = rules_of(operation, given)

            def term(upstream: Value, place: int) -> Value | None:
                rule = rules[place]
                return None if rule is None else rule(upstream, given, output)

            return term

        return terms
