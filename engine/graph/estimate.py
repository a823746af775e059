"""What a trace will take, counted from the program and its shapes before any of it is made.

A line of n operations can stand for formulas of 2ⁿ symbols, and an array of n numbers, unfolded, for n bodies
that each repeat the whole line. So the counts here are made from the operations of the source alone: a pass over
them, with whole numbers for shapes and sizes, in time that does not depend on what is counted.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.formula.expr import Options, Shape, Symbol
from engine.formula.walk import fold
from engine.graph.graph import Grain, Role
from engine.graph.scope import check_names, leaves_of, output_of
from engine.graph.shape_inference import Budget, TypedOperation, elaborate, literal_shape
from engine.limits import Limits
from engine.notation.program import Argument, Definition, Literal, Name, Program, Result
from engine.primitives.declaration import element_count, position_of
from engine.primitives.ops import TABLE

LONGEST_TERM = 48
"""Symbols of the longest term of an edge that is written out; engine.explain.definitions.LONGEST is the same."""
MOST_WRITTEN = 256
"""Of an array of more numbers an edge shows a summary, however it is written; app.api.arrays_json holds the same."""
LONGEST_DEFINITION = 20_000
"""Symbols of the longest definition that is written out; engine.explain.definitions.MOST_PARTS is the same."""


@dataclass(slots=True)
class Estimate:
    """What is counted; each is an upper bound or near it.

    Args:
        nodes: Of the graph, leaves included.
        operations: Of the bodies of all nodes; what several nodes repeat counts for each of them.
        mixed: Those of them in bodies that are not elementwise throughout: their terms are carried by rule.
        edges: Terms of the reverse sweep.
        symbols: Of the definitions that are written.
        derived: Of the terms that are written.
        terms: Numbers in the terms of the reverse sweep.
        numbers: In all values, terms and local derivatives.
        multiply_adds: In one forward pass.
        pushed: Operations looked at when the tangent of each parent is carried through the whole line.
    """

    nodes: int = 0
    operations: int = 0
    mixed: int = 0
    edges: int = 0
    symbols: int = 0
    derived: int = 0
    terms: int = 0
    numbers: int = 0
    multiply_adds: int = 0
    pushed: int = 0


def estimate(
    program: Program,
    given: Mapping[str, Shape] | None = None,
    *,
    roles: Mapping[str, Role] | None = None,
    output: str | None = None,
    grain: Grain = "named",
    limits: Limits | None = None,
) -> Estimate:
    """Count what the trace of a program will take; the arguments are those of :func:`engine.graph.lowering.lower`.

    Raises:
        EngineError: For what :func:`engine.graph.lowering.lower` refuses for its names, its shapes or a budget.
    """
    given, limits = given or {}, limits or Limits()
    leaves = leaves_of(program, given, roles or {})
    check_names(program, leaves)
    output_of(program, leaves, output)
    shapes = {leaf.name: literal_shape(leaf.value) for leaf in program.leaves if leaf.value is not None} | dict(given)
    budget, count = Budget(limits), Estimate()
    unfolded = 0
    constants = {leaf.name for leaf in leaves if leaf.role == "constant"}
    for leaf in leaves:
        size = element_count(shapes.setdefault(leaf.name, ()))
        budget.spend(shapes[leaf.name], leaf.span)
        count.nodes += size if grain == "element" else 1
        count.numbers += size
        if grain == "element":
            unfolded += size
            limits.check_unfolded(unfolded, leaf.span)
    for definition in program.definitions:
        steps = elaborate(definition, shapes, budget)
        if grain == "element":
            line = _Unfolded(shapes, limits, unfolded)
            line.add(definition, steps, count)
            unfolded = line.looked
        elif grain == "primitive":
            _add_operations(steps, shapes, constants, count)
        else:
            _add_line(steps, shapes, constants, count)
        shapes[definition.name] = steps[-1].shape
    count.multiply_adds = budget.multiply_adds
    return count


def _add_line(steps: list[TypedOperation], shapes: Mapping[str, Shape], constants: set[str], count: Estimate) -> None:
    """A line as one node."""
    sizes: list[int] = []
    parents: set[str] = set()
    for step in steps:
        size = 1 + sum(sizes[a.index] if isinstance(a, Result) else 1 for a in step.arguments)
        sizes.append(min(LONGEST_DEFINITION + 1, size))
        parents |= {a.id for a in step.arguments if isinstance(a, Name)} - constants
        count.numbers += element_count(step.shape)
    count.nodes += 1
    count.operations += len(steps)
    if not all(TABLE[step.op].elementwise for step in steps):
        count.mixed += len(steps)
        count.pushed += len(steps) * len(parents)
    count.edges += len(parents)
    count.symbols += sizes[-1] if sizes[-1] <= LONGEST_DEFINITION else 1  # a longer one is written as dots
    count.derived += len(parents) * _term_size(sizes[-1], len(parents))
    count.terms += (terms := sum(element_count(shapes[parent]) for parent in parents))
    count.numbers += terms + len(parents) * min(MOST_WRITTEN, element_count(steps[-1].shape))


def _add_operations(
    steps: list[TypedOperation], shapes: Mapping[str, Shape], constants: set[str], count: Estimate
) -> None:
    """A line with a node for each operation."""
    for step in steps:
        above = [
            shapes[a.id] if isinstance(a, Name) else steps[a.index].shape
            for a in step.arguments
            if isinstance(a, Result) or (isinstance(a, Name) and a.id not in constants)
        ]
        count.nodes += 1
        count.operations += 1
        count.mixed += not TABLE[step.op].elementwise
        count.pushed += len(above)
        count.edges += len(above)
        count.symbols += 1 + len(step.arguments)
        count.derived += len(above) * _term_size(1 + len(step.arguments), len(above))
        count.terms += (terms := sum(map(element_count, above)))
        count.numbers += element_count(step.shape) + len(above) * min(MOST_WRITTEN, element_count(step.shape)) + terms


def _term_size(definition: int, parents: int) -> int:
    """Symbols of a term, from those of its child's definition, shared among its parents; near a bound, no bound.

    A definition that is longer than a term may be has no terms that are written.
    """
    if definition > LONGEST_TERM:
        return 1
    return min(LONGEST_TERM, 2 * definition, 2 + 4 * definition // max(1, parents))


@dataclass(slots=True)
class _Part:
    """An array of formulas.

    Args:
        shape: The array's.
        tree: Operations in the formula of one entry, written out.
        own: Those of them that make the entry from entries of the operands.
        entries: How many entries of each operand that takes.
        operands: What it is made of.
        needed: How many of its entries one entry of the line's value needs.
    """

    shape: Shape
    tree: int = 0
    own: int = 0
    entries: int = 0
    operands: Sequence[_Part] = ()
    needed: int = 0


class _Unfolded:
    """What one line does to single numbers, counted on the shapes of its arrays."""

    def __init__(self, shapes: Mapping[str, Shape], limits: Limits, looked: int) -> None:
        self.shapes = shapes
        self.limits = limits
        self.looked = looked
        self.made: list[_Part] = []

    def add(self, definition: Definition, steps: list[TypedOperation], count: Estimate) -> None:
        """A node for each element of the line's value; its body holds all operations that this element needs."""
        results: list[_Part] = []
        for step in steps:
            operands = [self._operand(argument, results) for argument in step.arguments]
            declared = TABLE[step.op].multiply_adds
            sizes = [element_count(operand.shape) for operand in operands]
            work = 0 if declared is None else declared(tuple(one.shape for one in operands), step.shape)
            self.looked += max(work, element_count(step.shape), *sizes)
            self.limits.check_unfolded(self.looked, definition.span)
            results.append(self._apply(step.op, operands, step.options))
        value = results[-1]
        nodes, tree = element_count(value.shape), value.tree
        names = {a.id for step in steps for a in step.arguments if isinstance(a, Name)}
        below = sum(element_count(self.shapes[name]) for name in names)
        body = max(1, min(tree, self._needed(value)))
        count.nodes += nodes
        count.operations += nodes * body
        count.edges += (edges := nodes * min(body + 1, below))
        # Of a formula of so many operations no less than half as many symbols are counted when it is written.
        count.symbols += nodes * (min(LONGEST_DEFINITION, 2 * tree + 1) if tree <= LONGEST_DEFINITION else 1)
        count.derived += edges * _term_size(2 * tree + 1, edges // max(1, nodes))
        count.terms += edges
        count.numbers += nodes + edges

    def _needed(self, value: _Part) -> int:
        """Operations that one entry of the value needs, each counted once however often it is used."""
        value.needed = 1
        operations = 0
        for part in reversed(self.made):
            operations += part.needed * part.own
            for operand in part.operands:
                operand.needed = min(element_count(operand.shape), operand.needed + part.needed * part.entries)
        return operations

    def _operand(self, argument: Argument, results: list[_Part]) -> _Part:
        match argument:
            case Result(index):
                return results[index]
            case Name(id=name):
                return _Part(self.shapes[name])
            case Literal(value):
                return _Part(literal_shape(value))

    def _apply(self, op: str, operands: list[_Part], options: Options) -> _Part:
        primitive = TABLE[op]
        shapes = tuple(operand.shape for operand in operands)
        if not primitive.elementwise and primitive.scalar_expansion is not None:

            def symbol(one: Symbol) -> _Part:
                return operands[position_of(one)]

            formula = primitive.scalar_expansion(shapes, **dict(options))
            return fold(formula, symbol, lambda _: _Part(()), self._apply)
        shape = primitive.shape(*shapes, **dict(options))
        count, below = max(1, element_count(shape)), sum(operand.tree for operand in operands)
        if primitive.elementwise:
            return self._make(_Part(shape, below + 1, 1, 1, operands))
        work = None if primitive.multiply_adds is None else primitive.multiply_adds(shapes, shape)
        if work == 0:  # the same numbers in another arrangement
            return self._make(_Part(shape, max((operand.tree for operand in operands), default=0), 0, 1, operands))
        most = max(map(element_count, shapes), default=0)
        entries = math.ceil((most if work is None else work) / count)
        return self._make(_Part(shape, entries * (below + 2), 2 * entries, entries, operands))

    def _make(self, part: _Part) -> _Part:
        self.made.append(part)
        return part
