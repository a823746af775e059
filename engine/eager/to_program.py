"""The history of a Value as a program, a graph and a trace: what was computed can be looked at.

A labelled Value is a name of the program, ``L = ½(y − t)²``, and what has no label is a part of the
line it is used in: as if the author had written the lines. A part that is used twice must have a name
(``s1``), and so must a leaf (``v1``). Numbers that are no Values are literals.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.eager.to_program_names import Names
from engine.eager.to_source_numbers import spelled_latex
from engine.eager.value import Foreign, Value
from engine.errors import EngineError, Span
from engine.graph.graph import Grain, Graph
from engine.graph.lowering import lower
from engine.limits import Limits
from engine.notation.program import Argument, Definition, Leaf, Literal, Name, Operation, Program, Result
from engine.sweeps.trace import Trace, trace

DEEPEST = 12
"""Operations within operations, beyond which a part gets a name and a line of its own."""

_ENOUGH = 10**15
UNLIMITED = Limits(operations=_ENOUGH, elements=_ENOUGH, multiply_adds=_ENOUGH, unfolded=_ENOUGH)
"""What has been computed already need not be refused."""


@dataclass(frozen=True, slots=True)
class History:
    """A program and the values of its leaves, by name."""

    program: Program
    values: Mapping[str, Any]


def graph_of(value: Value, *, grain: Grain = "primitive") -> Graph:
    """The graph of everything a Value was computed from.

    Args:
        grain: ``primitive`` for one node an operation, ``named`` for one a label.

    Raises:
        EngineError: If the Value is an array, or an operation of the user's own is among its history.
    """
    history = history_of(value)
    shapes = {name: np.shape(data) for name, data in history.values.items()}
    return lower(history.program, shapes, grain=grain, limits=UNLIMITED)


def trace_of(value: Value, *, grain: Grain = "primitive") -> Trace:
    """The full trace of a Value's history, computed at the leaves' present data.

    Raises:
        EngineError: As :func:`graph_of`.
    """
    history = history_of(value)
    return trace(history.program, history.values, grain=grain, limits=UNLIMITED)


def history_of(output: Value) -> History:
    """The program that computes a Value; its last line defines it.

    Spans are no places in a text: they only keep the order of reading.
    """
    order = in_order(output)
    leaves = sorted((one for one in order if one._left is None), key=lambda leaf: int(leaf._how))
    computed = [one for one in order if one._left is not None]
    names = Names()
    named = {leaf: names.label(leaf) or names.free("v") for leaf in leaves}
    named |= _names_of_lines(computed, output, names)
    writer = _Writer(named, names)
    return History(writer.write(leaves, computed), writer.values)


def in_order(output: Value) -> list[Value]:
    """A Value and all it was computed from, parents first, left before right."""
    found: set[Value] = set()
    order: list[Value] = []
    waiting = [(output, False)]
    while waiting:
        value, entered = waiting.pop()
        if entered:
            order.append(value)
        elif value not in found:
            found.add(value)
            waiting.append((value, True))
            waiting.extend((parent, False) for parent in reversed(parents(value)) if parent not in found)
    return order


def parents(value: Value) -> list[Value]:
    """The Values among the arguments, in order, each as often as it is used."""
    return [argument for argument in value.operation().arguments if isinstance(argument, Value)]


def _names_of_lines(computed: list[Value], output: Value, names: Names) -> dict[Value, str]:
    """Which computed Values have a line of their own, and what they are called."""
    labels = {value: label for value in computed if (label := names.label(value))}
    if output._left is not None and output not in labels:
        labels[output] = names.plain("out")
    uses: dict[Value, int] = {}
    for value in computed:
        for parent in parents(value):
            uses[parent] = uses.get(parent, 0) + 1
    depth: dict[Value, int] = {}
    for value in computed:
        depth[value] = 1 + max((depth.get(parent, 0) for parent in parents(value)), default=0)
        if value not in labels and (uses.get(value, 0) > 1 or depth[value] > DEEPEST):
            labels[value] = names.free("s")
        if value in labels:
            depth[value] = 0
    return labels


class _Writer:
    """Writes each computed Value into the body of the line that it belongs to."""

    def __init__(self, named: Mapping[Value, str], names: Names) -> None:
        self.named = named
        self.names = names
        self.values: dict[str, Any] = {}
        self.constants: list[Leaf] = []
        self.place: dict[Value, int] = {}
        self.width: dict[Value, int] = {}

    def write(self, leaves: list[Value], computed: list[Value]) -> Program:
        """The program of leaves and computed Values, parents first."""
        lines, columns = self._places(computed)
        bodies: dict[Value, list[Operation]] = {}
        number: dict[Value, int] = {value: line for line, value in enumerate(self.named, start=1)}
        for value in computed:
            line = lines[value]
            body = bodies.setdefault(line, [])
            self.place[value] = len(body)
            body.append(self._operation(value, number[line], columns[value]))
        definitions = tuple(
            Definition(self.named[line], tuple(bodies[line]), _span(number[line]), _span(number[line]))
            for line in computed
            if line in self.named
        )
        for leaf in leaves:
            self.values[self.named[leaf]] = leaf.data
        declared = [Leaf(self.named[leaf], leaf.role, None, _span(number[leaf])) for leaf in leaves]
        return Program("", (*declared, *self.constants), definitions)

    def _places(self, computed: list[Value]) -> tuple[dict[Value, Value], dict[Value, int]]:
        """For each Value the line it belongs to, and where in the reading of that line it begins."""
        for value in computed:
            self.width[value] = sum(map(self._width, value.operation().arguments))
        lines: dict[Value, Value] = {}
        columns: dict[Value, int] = {}
        for value in reversed(computed):
            if value in self.named:
                lines[value], columns[value] = value, 1
            column = columns[value]
            for argument in value.operation().arguments:
                if isinstance(argument, Value) and argument not in self.named:
                    lines[argument], columns[argument] = lines[value], column
                column += self._width(argument)
        return lines, columns

    def _width(self, argument: Any) -> int:
        """How many names and numbers are read where the argument stands."""
        return self.width[argument] if isinstance(argument, Value) and argument not in self.named else 1

    def _operation(self, value: Value, line: int, column: int) -> Operation:
        operation = value.operation()
        if isinstance(operation, Foreign):
            raise EngineError(
                f"'{operation.op}' is an operation of your own, so its mathematics is not known.",
                "Compute it with Value's own operations; .tanh(), .exp(), .log() and many more are there.",
                code="own-operation",
                operation=operation.op,
            )
        arguments: list[Argument] = []
        for argument in operation.arguments:
            arguments.append(self._argument(argument, _span(line, column)))
            column += self._width(argument)
        return Operation(operation.op, tuple(arguments), _span(line), operation.options)

    def _argument(self, argument: Any, span: Span) -> Argument:
        if isinstance(argument, Value):
            name = self.named.get(argument)
            return Result(self.place[argument]) if name is None else Name(name, span)
        if isinstance(argument, float) and math.isfinite(argument):
            return Literal(argument, spelled_latex(argument), span)
        name = self.names.free("c")
        self.values[name] = argument
        self.constants.append(Leaf(name, "constant", None, span))
        return Name(name, span)


def _span(line: int, column: int = 1) -> Span:
    return Span(line, column, column + 1)
