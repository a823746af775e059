"""The shapes of the answers, as OpenAPI shows them. Real answers are tested against them; none is built by them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.api.wire import Shape, Span, WireTensor
from engine.graph.graph import Grain, Role


class Node(Shape):
    """One node of the graph, with its value and its finished adjoint."""

    id: str
    index: int = Field(description="Counted from 1; parents come before children.")
    role: Role
    op: str | None = Field(description="The primitive, where the node is one operation; null for leaves.")
    parents: list[str]
    children: list[str]
    shape: list[int] = Field(description="The sizes along the axes; empty: a scalar.")
    latex: str
    bar: str = Field(description="The adjoint's symbol.")
    stem: str | None = Field(description="The symbol without its subscript; null where it has none.")
    definition: str | None = Field(description="The right-hand side, in LaTeX; null for leaves.")
    functions: list[str] = Field(description="What the line calls, each once, by its shortest name: σ, ln.")
    value: WireTensor
    adjoint: WireTensor
    span: Span | None
    tensor: str | None = Field(description="The name of which this node is one element, at the element grain.")
    at: list[int] = Field(description="Where in that array, counted from 0.")


class Edge(Shape):
    """Parent to child, with the local derivative ∂child/∂parent."""

    id: str
    parent: str
    child: str
    argument: int
    local: WireTensor | None = Field(description="In the child's shape, or a number; null of a Jacobian never formed.")
    latex: str
    fan_out: bool = Field(description="The parent is used by several children: the multivariable chain rule.")
    term: str = Field(description="The term that travels along it: upstream adjoint times local derivative.")
    identity: str | None = Field(description="What a derivative written with a prime comes to.")
    negative: bool = Field(description="Whether `term` begins with a minus.")
    upstream: list[list[int]] = Field(
        description="Where in `term` the child's adjoint is: from, to, 1: with an exponent."
    )
    factors: list[str] | None = Field(description="Those of `latex`, untransposed; none of 1, null of one as it is.")
    nonlinear: bool = Field(description="Whether the local derivative changes with the parent.")
    kind: Literal["elementwise", "structured"] = Field(
        description="Whether each element of the child depends on one element of the parent, or they are mixed."
    )
    summed: list[int] = Field(description="The child's axes along which the term is summed to the parent's shape.")


class Constant(Shape):
    """A constant: shown and adjustable, but no node and no adjoint."""

    id: str
    latex: str
    value: WireTensor
    span: Span | None
    shape: list[int]
    tensor: str | None = Field(description="As of a node.")
    at: list[int]


class StepText(Shape):
    """The parts of a step's line in numbers, by their places in `substituted`."""

    left: int = Field(description="Where the left side ends: the node's symbol or adjoint, ∂L/∂L, or one of its terms.")
    relation: Literal["=", "\\approx", "\\in"] = Field(description="The sign before the result.")
    result: int = Field(description="Where the result begins.")
    upstream: list[list[int]] = Field(description="Where the upstream's number is: from, to, 1: with brackets.")
    shown: list[int] | None = Field(description="Of several terms those that `latex` has, from and to; else null.")


class DeclaredLeaf(Shape):
    """What the source itself says of a leaf or constant, and where: a tool can write a value back."""

    name: str
    span: Span = Field(description="The name.")
    literal: Span | None = Field(description="Its value as it is written; null where none is.")
    value: WireTensor | None = Field(description="That value, whatever the request gives in its place.")


class _Step(Shape):
    index: int
    node: str
    latex: str
    substituted: str


class _TraceStep(_Step):
    text: StepText


class ValueStep(_TraceStep):
    """A node's value has been computed."""

    phase: Literal["forward"]
    kind: Literal["value"]
    value: WireTensor


class SeedStep(_TraceStep):
    """The output's adjoint is 1."""

    phase: Literal["backward"]
    kind: Literal["seed"]
    adjoint: WireTensor


class TermStep(_TraceStep):
    """One child's term has reached a node."""

    phase: Literal["backward"]
    kind: Literal["term"]
    edge: str
    upstream: WireTensor
    local: WireTensor | None
    product: WireTensor
    total: WireTensor
    remaining: int


class AdjointStep(_TraceStep):
    """A node with several terms, or none, is finished."""

    phase: Literal["backward"]
    kind: Literal["adjoint"]
    adjoint: WireTensor


Step = Annotated[ValueStep | SeedStep | TermStep | AdjointStep, Field(discriminator="kind")]


class Warned(Shape):
    """Something worth saying about a node."""

    node: str
    message: str
    kind: Literal["value", "kink", "unused"]


class TraceAnswer(Shape):
    """One forward pass and one reverse sweep, step by step."""

    version: Literal[1]
    output: str
    grain: Grain
    nodes: list[Node]
    edges: list[Edge]
    constants: list[Constant]
    leaves: list[DeclaredLeaf]
    steps: list[Step]
    values: dict[str, WireTensor]
    adjoints: dict[str, WireTensor]
    tensors: dict[str, str] = Field(description="At the element grain, the arrays and their symbols.")
    warnings: list[Warned]
