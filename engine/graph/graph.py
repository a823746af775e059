"""The computation graph: nodes v1 … vN, parents before children. Immutable and self-validating.

A node is computed from its parents by a *body*: a short straight line of primitive operations. At
the primitive grain each body holds one operation that depends on a parent; at the named grain it
holds the whole right-hand side of the author's line. Everything else in the engine works on this
one structure, at either grain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal as Choice
from typing import get_args

import numpy as np

from engine.errors import Span
from engine.formula.expr import Options, Shape
from engine.notation.program import Literal, Result
from engine.primitives.declaration import Mismatch
from engine.primitives.ops import TABLE
from engine.primitives.shapes import repeated

Role = Choice["parameter", "input", "target", "constant", "intermediate", "output"]
Grain = Choice["named", "primitive", "element"]
GRAINS: tuple[Grain, ...] = get_args(Grain)


@dataclass(frozen=True, slots=True)
class Slot:
    """The value of the node's k-th parent, counted from 0."""

    index: int


@dataclass(frozen=True, slots=True)
class Constant:
    """The value of a named constant: no node, no adjoint."""

    id: str


Argument = Slot | Constant | Literal | Result


@dataclass(frozen=True, slots=True)
class Operation:
    """A primitive applied to arguments; a ``Result`` points at an earlier operation of the body.

    ``shape`` is the result's.
    """

    op: str
    arguments: tuple[Argument, ...]
    options: Options = ()
    shape: Shape = ()


@dataclass(frozen=True, slots=True)
class Node:
    """One vᵢ.

    Args:
        id: The author's name, or ``name.k`` for the k-th unnamed step of a line.
        role: Its part in the model.
        parents: Indices of the nodes it is computed from; slot k of the body is ``parents[k]``.
        body: Empty for a leaf; else its last operation gives the node's value.
        latex: The symbol on the blackboard.
        span: Where the author named it.
        shape: Of the node's value.
        tensor: The array of which the node is one element, in an unfolded graph.
        at: Where in that array, counted from 0.
    """

    id: str
    role: Role
    parents: tuple[int, ...]
    body: tuple[Operation, ...]
    latex: str
    span: Span | None = None
    shape: Shape = ()
    tensor: str | None = None
    at: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """Parent -> child, one for each slot of the child.

    Args:
        elementwise: Each element of the child depends on one element of the parent, so that there
            is a local derivative to multiply with; else the term comes of the operations' rules.
        summed: The child's axes along which an elementwise parent was repeated: its term is summed
            along them.
    """

    id: str
    parent: int
    child: int
    slot: int
    elementwise: bool = True
    summed: tuple[int, ...] = ()


def with_output(nodes: Sequence[Node], index: int) -> tuple[Node, ...]:
    """The nodes, of which the one that is differentiated gets its role, if it is computed."""
    given = tuple(nodes)
    if not given[index].body:
        return given
    return (*given[:index], replace(given[index], role="output"), *given[index + 1 :])


def _elementwise_slots(node: Node) -> list[bool]:
    """For each slot, whether only elementwise operations lie between it and the node's value."""
    mixed = [False] * len(node.body)
    plain = [True] * len(node.parents)
    for position in range(len(node.body) - 1, -1, -1):
        operation = node.body[position]
        if TABLE[operation.op].elementwise and not mixed[position]:
            continue
        for argument in operation.arguments:
            match argument:
                case Result(index):
                    mixed[index] = True
                case Slot(index):
                    plain[index] = False
    return plain


@dataclass(frozen=True, repr=False)
class Graph:
    """The nodes in topological order, the edges ordered by (child, slot), and the output's index.

    Raises:
        ValueError: If a parent does not precede its child, a reference points nowhere, or a shape is not the
            one that its primitive gives.
    """

    grain: Grain
    nodes: tuple[Node, ...]
    output: int
    constants: tuple[Node, ...] = ()
    index: Mapping[str, int] = field(init=False)
    """The position of each node, by id."""
    edges: tuple[Edge, ...] = field(init=False)
    first_edge: tuple[int, ...] = field(init=False)
    """For each node, the position of the first of the edges that lead to it; the others follow."""
    children: tuple[tuple[int, ...], ...] = field(init=False)
    """For each node, the positions in ``edges`` that lead from it, in the children's order."""
    reaches_output: tuple[bool, ...] = field(init=False)
    """Whether the output depends on the node (or is it)."""
    terms: tuple[tuple[int, ...], ...] = field(init=False)
    """For each node, the edges through which it receives a term: those on a way to the output."""

    def __post_init__(self) -> None:
        self._validate()
        edges: list[Edge] = []
        leaving: list[list[int]] = [[] for _ in self.nodes]
        first: list[int] = []
        for child, node in enumerate(self.nodes):
            first.append(len(edges))
            plain = _elementwise_slots(node)
            for slot, parent in enumerate(node.parents):
                again = parent in node.parents[:slot]
                name = f"{self.nodes[parent].id}->{node.id}" + (f"#{slot}" if again else "")
                leaving[parent].append(len(edges))
                summed = repeated(self.nodes[parent].shape, node.shape) if plain[slot] else ()
                edges.append(Edge(name, parent, child, slot, plain[slot], summed))
        reaches = [False] * len(self.nodes)
        reaches[self.output] = True
        for index in range(self.output, -1, -1):
            if reaches[index]:
                for parent in self.nodes[index].parents:
                    reaches[parent] = True
        object.__setattr__(self, "index", {node.id: number for number, node in enumerate(self.nodes)})
        object.__setattr__(self, "edges", tuple(edges))
        object.__setattr__(self, "first_edge", tuple(first))
        object.__setattr__(self, "children", tuple(map(tuple, leaving)))
        object.__setattr__(self, "reaches_output", tuple(reaches))
        terms = (tuple(e for e in out if reaches[edges[e].child]) for out in leaving)
        object.__setattr__(self, "terms", tuple(terms))

    def __repr__(self) -> str:
        counts = f"{len(self.nodes)} nodes, {len(self.edges)} edges"
        return f"<Graph: {counts}, output {self.nodes[self.output].id}, grain {self.grain}>"

    def entering(self, index: int) -> tuple[Edge, ...]:
        """The edges that lead to a node, in the order of its slots."""
        start = self.first_edge[index]
        return self.edges[start : start + len(self.nodes[index].parents)]

    def argument_shape(self, node: Node, argument: Argument) -> Shape:
        """The shape of what an argument of a node's body stands for."""
        match argument:
            case Slot(index):
                return self.nodes[node.parents[index]].shape
            case Result(index):
                return node.body[index].shape
            case Constant(name):
                return next(one.shape for one in self.constants if one.id == name)
            case Literal(value):
                return np.shape(value)

    def _validate(self) -> None:
        constants = {constant.id: constant.shape for constant in self.constants}
        seen: set[str] = set()
        for index, node in enumerate(self.nodes):
            if node.id in seen:
                raise ValueError(f"node id {node.id!r} is used twice")
            seen.add(node.id)
            if any(not 0 <= parent < index for parent in node.parents):
                raise ValueError(f"node {node.id!r} has a parent that does not precede it")
            for position, operation in enumerate(node.body):
                self._validate_operation(node, position, operation, constants)
            if node.body and node.body[-1].shape != node.shape:
                raise ValueError(f"node {node.id!r} has the shape {node.shape}, its value {node.body[-1].shape}")
        if not 0 <= self.output < len(self.nodes):
            raise ValueError("the output is not one of the nodes")

    def _validate_operation(
        self, node: Node, position: int, operation: Operation, constants: Mapping[str, Shape]
    ) -> None:
        least, most = TABLE[operation.op].arity
        if not least + len(TABLE[operation.op].defaults) <= len(operation.arguments) <= most:
            raise ValueError(f"{operation.op} in {node.id!r} has the wrong number of arguments")
        shapes: list[Shape] = []
        for argument in operation.arguments:
            match argument:
                case Slot(index) if 0 <= index < len(node.parents):
                    shapes.append(self.nodes[node.parents[index]].shape)
                case Result(index) if 0 <= index < position:
                    shapes.append(node.body[index].shape)
                case Constant(name) if name in constants:
                    shapes.append(constants[name])
                case Literal(value):
                    shapes.append(() if isinstance(value, float) else np.shape(value))
                case _:
                    raise ValueError(f"{operation.op} in {node.id!r} refers to {argument}, not there")
        if any(shapes) or not TABLE[operation.op].elementwise:
            self._validate_shape(node, operation, shapes)
        elif operation.shape:
            raise ValueError(f"{operation.op} in {node.id!r} is a number, not of shape {operation.shape}")

    @staticmethod
    def _validate_shape(node: Node, operation: Operation, shapes: Sequence[Shape]) -> None:
        try:
            shape = TABLE[operation.op].shape(*shapes, **dict(operation.options))
        except Mismatch as mismatch:
            raise ValueError(f"{operation.op} in {node.id!r} cannot be computed. {mismatch}") from None
        if shape != operation.shape:
            raise ValueError(f"{operation.op} in {node.id!r} gives shape {shape}, not {operation.shape}")
