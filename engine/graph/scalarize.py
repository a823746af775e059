"""Unfolding: every element of every array becomes a node of its own (the lecture's Figure 2(a)).

The primitives that arrange, add and multiply are evaluated on arrays whose entries are not numbers
but references, which write down what is done to them: the same rules, interpreted differently.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.errors import EngineError, Span
from engine.formula.expr import Options, Shape, Symbol
from engine.formula.walk import fold
from engine.graph.graph import Argument, Constant, Node, Operation, Role, Slot, with_output
from engine.graph.scope import Leaf
from engine.graph.shape_inference import TypedOperation, literal_shape
from engine.latex.names import element_latex, name_latex
from engine.latex.numbers import number_latex
from engine.limits import Limits
from engine.notation.program import Definition, Literal, Name, Result
from engine.primitives.declaration import element_count, position_of
from engine.primitives.ops import TABLE

Cells = npt.NDArray[Any]
"""An array whose entries are references instead of numbers."""


@dataclass(frozen=True, slots=True, eq=False)
class _Cell:
    """One number of an array: a node, a constant, a literal, or the result of a recorded operation."""

    line: _Line
    argument: _Reference

    def __add__(self, other: _Cell) -> _Cell:
        return self.line.record("add", (self, other))

    def __mul__(self, other: _Cell) -> _Cell:
        return self.line.record("mul", (self, other))


@dataclass(frozen=True, slots=True)
class _NodeAt:
    """A reference to a node by its index, before the slots of a body are known."""

    index: int


_Reference = _NodeAt | Constant | Literal | Result


class _Line:
    """What one line of the program does to single numbers."""

    def __init__(self) -> None:
        self.operations: list[tuple[str, tuple[Any, ...]]] = []
        self.known: dict[tuple[str, tuple[Any, ...]], _Cell] = {}

    def record(self, op: str, cells: tuple[_Cell, ...]) -> _Cell:
        """Write an operation down; what is known already is not computed again."""
        key = (op, tuple(cell.argument for cell in cells))
        if key not in self.known:
            self.operations.append(key)
            self.known[key] = _Cell(self, Result(len(self.operations) - 1))
        return self.known[key]


class Scalarizer:
    """Collects the nodes of an unfolded program, in topological order."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.nodes: list[Node] = []
        self.constants: list[Node] = []
        self.index: dict[str, int] = {}
        self.made = 0
        self.tensors: dict[str, Cells] = {}
        """For each name the references to its elements, in its shape."""

    def add_leaf(self, leaf: Leaf, shape: Shape) -> None:
        """A leaf of the program: a leaf node (or a constant) for each of its elements.

        Raises:
            EngineError: When these are more single numbers than the limits allow.
        """
        self._spend(element_count(shape), leaf.span)
        references = np.empty(shape, dtype=object)
        for at in np.ndindex(shape):
            node = _node(leaf.name, at, shape, leaf.role, (), (), leaf.span)
            if leaf.role == "constant":
                self.constants.append(node)
                references[at] = Constant(node.id)
            else:
                references[at] = _NodeAt(self._add(node))
        self.tensors[leaf.name] = references

    def add_definition(self, definition: Definition, steps: list[TypedOperation]) -> None:
        """A line of the program, elaborated: a node for each element of its value.

        Raises:
            EngineError: When more operations on single numbers come of it than the limits allow, or an
                operation cannot be unfolded.
        """
        line = _Line()
        results: list[Cells] = []
        for step in steps:
            work = TABLE[step.op].multiply_adds
            shapes = tuple(self._shape(argument, results) for argument in step.arguments)
            declared = 0 if work is None else work(shapes, step.shape)
            # Looking at the entries is work as well: of a sum, of what is only arranged anew.
            self._spend(max(declared, element_count(step.shape), *map(element_count, shapes)), definition.span)
            operands = [self._cells(line, argument, results) for argument in step.arguments]
            results.append(_apply(line, step.op, operands, step.options, definition))
        value = results[-1]
        references = np.empty(value.shape, dtype=object)
        for at in np.ndindex(value.shape):
            parents, body = _body(line, value.item(at))
            references[at] = _NodeAt(
                self._add(_node(definition.name, at, value.shape, "intermediate", parents, body, definition.name_span))
            )
        self.tensors[definition.name] = references

    def finish(self, output: str) -> tuple[Node, ...]:
        """All nodes; the output gets its role."""
        return with_output(self.nodes, self.index[output])

    def _spend(self, count: int, span: Span | None) -> None:
        self.made += count
        self.limits.check_unfolded(self.made, span)

    def _shape(self, argument: Name | Literal | Result, results: list[Cells]) -> Shape:
        match argument:
            case Result(index):
                return results[index].shape
            case Name(id=name):
                return self.tensors[name].shape
            case Literal(value):
                return literal_shape(value)

    def _cells(self, line: _Line, argument: Name | Literal | Result, results: list[Cells]) -> Cells:
        match argument:
            case Result(index):
                return results[index]
            case Name(id=name):
                references = self.tensors[name]
            case Literal(value, latex, span):
                numbers = np.asarray(value, dtype=float)
                shape = numbers.shape
                references = np.empty(shape, dtype=object)
                for at in np.ndindex(shape):
                    number = float(numbers[at])
                    references[at] = Literal(number, number_latex(number) if shape else latex, span)
        cells = np.empty(references.shape, dtype=object)
        for at in np.ndindex(references.shape):
            cells[at] = _Cell(line, references.item(at))
        return cells

    def _add(self, node: Node) -> int:
        self.index[node.id] = len(self.nodes)
        self.nodes.append(node)
        return self.index[node.id]


def element_id(name: str, at: tuple[int, ...]) -> str:
    """The id of an element's node: ``W[0,1]``; of a number, its name."""
    return f"{name}[{','.join(map(str, at))}]" if at else name


def _node(
    name: str, at: tuple[int, ...], shape: Shape, role: Role,
    parents: tuple[int, ...], body: tuple[Operation, ...], span: Any,
) -> Node:  # fmt: skip
    latex = element_latex(name, at) if shape else name_latex(name)
    return Node(element_id(name, at), role, parents, body, latex, span, (), name if shape else None, at)


def _apply(line: _Line, op: str, operands: list[Cells], options: Options, definition: Definition) -> Cells:
    """One primitive on arrays of references."""
    primitive = TABLE[op]
    if primitive.elementwise:
        spread = np.broadcast_arrays(*operands)
        cells = np.empty(spread[0].shape, dtype=object)
        for at in np.ndindex(cells.shape):
            cells[at] = line.record(op, tuple(part.item(at) for part in spread))
        return cells
    if primitive.scalar_expansion is not None:
        shapes = tuple(operand.shape for operand in operands)

        def apply(name: str, parts: list[Cells], inner: Options) -> Cells:
            return _apply(line, name, parts, inner, definition)

        def symbol(one: Symbol) -> Cells:
            return operands[position_of(one)]

        def number(value: float) -> Cells:
            return _array(_Cell(line, Literal(value, number_latex(value), definition.span)))

        return fold(primitive.scalar_expansion(shapes, **dict(options)), symbol, number, apply)
    try:
        return _celled(line, _array(primitive.value(*operands, **dict(options))), definition.span)
    except (TypeError, AttributeError):
        raise EngineError(
            f"'{op}' cannot be unfolded into single numbers.",
            "Look at the arrays as they are.",
            definition.span,
            code="not-unfoldable",
            operation=op,
        ) from None


def _celled(line: _Line, cells: Cells, span: Span) -> Cells:
    """The same, plain numbers taken in: the sum of no entries is a 0 of NumPy's."""
    if cells.size and not isinstance(cells.item(0), _Cell):  # then none of them is one
        for at in np.ndindex(cells.shape):
            number = float(cells[at])
            cells[at] = _Cell(line, Literal(number, number_latex(number), span))
    return cells


def _array(value: Any) -> Cells:
    """What NumPy gives for object arrays: an array, or the entry alone."""
    if isinstance(value, np.ndarray):
        return value
    cells = np.empty((), dtype=object)
    cells[()] = value
    return cells


def _body(line: _Line, cell: _Cell) -> tuple[tuple[int, ...], tuple[Operation, ...]]:
    """The parents and the body of one element: the operations that it needs, in their order."""
    last = cell.argument
    if not isinstance(last, Result):  # an element of another array under another name
        slots: dict[int, Slot] = {}
        argument = _placed(last, {}, slots)
        return tuple(slots), (Operation("identity", (argument,)),)
    needed: set[int] = set()
    pending = [last.index]
    while pending:
        position = pending.pop()
        if position not in needed:
            needed.add(position)
            pending += [a.index for a in line.operations[position][1] if isinstance(a, Result)]
    order = sorted(needed)
    slots = {}
    moved: dict[int, int] = {}
    body: list[Operation] = []
    for position in order:
        op, arguments = line.operations[position]
        body.append(Operation(op, tuple(_placed(one, moved, slots) for one in arguments)))
        moved[position] = len(body) - 1
    return tuple(slots), tuple(body)


def _placed(reference: _Reference, moved: Mapping[int, int], slots: dict[int, Slot]) -> Argument:
    match reference:
        case _NodeAt(index):
            return slots.setdefault(index, Slot(len(slots)))
        case Result(index):
            return Result(moved[index])
    return reference
