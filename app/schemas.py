"""The shapes of the answers, as OpenAPI shows them. Real answers are tested against them; none is built by them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from engine.graph import Grain, Role

WireNumber = float | Literal["NaN", "Infinity", "-Infinity"]
"""JSON has no NaN and no infinity: they travel as strings."""


class Shape(BaseModel):
    """All shapes are closed: a field that is not listed here is not sent."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Span(Shape):
    """A stretch of one source line; lines and columns are counted from 1, the end is exclusive."""

    line: int
    column: int
    end_column: int


class FieldProblem(Shape):
    """A field of the request that cannot be read."""

    field: str
    message: str


class Problem(Shape):
    """Every refusal (RFC 9457), with what to do about it."""

    type: Literal["about:blank"]
    title: str
    status: int
    detail: str
    hint: str = Field(description="What to do about it; never empty.")
    span: Span | None = Field(default=None, description="Where in the source, for mistakes that have a place there.")
    limit: str | None = Field(default=None, description="The setting that was hit.")
    errors: list[FieldProblem] | None = Field(default=None, description="The first five fields that cannot be read.")


class Node(Shape):
    """One node of the graph, with its value and its finished adjoint."""

    id: str
    index: int = Field(description="Counted from 1; parents come before children.")
    role: Role
    op: str | None = Field(description="The primitive, where the node is one operation; null for leaves.")
    parents: list[str]
    children: list[str]
    shape: list[int] = Field(description="Empty: a scalar.")
    latex: str
    bar: str = Field(description="The adjoint's symbol.")
    definition: str | None = Field(description="The right-hand side, in LaTeX; null for leaves.")
    value: WireNumber
    adjoint: WireNumber
    span: Span | None


class Edge(Shape):
    """Parent to child, with the local derivative ∂child/∂parent."""

    id: str
    parent: str
    child: str
    argument: int
    local: WireNumber
    latex: str
    fan_out: bool = Field(description="The parent is used by several children: the multivariable chain rule.")
    term: str = Field(description="The term that travels along it: upstream adjoint times local derivative.")
    identity: str | None = Field(description="What a derivative written with a prime comes to.")


class Constant(Shape):
    """A constant: shown and adjustable, but no node and no adjoint."""

    id: str
    latex: str
    value: WireNumber
    span: Span | None


class _Step(Shape):
    index: int
    node: str
    latex: str
    substituted: str


class ValueStep(_Step):
    """A node's value has been computed."""

    phase: Literal["forward"]
    kind: Literal["value"]
    value: WireNumber


class SeedStep(_Step):
    """The output's adjoint is 1."""

    phase: Literal["backward"]
    kind: Literal["seed"]
    adjoint: WireNumber


class TermStep(_Step):
    """One child's term has reached a node."""

    phase: Literal["backward"]
    kind: Literal["term"]
    edge: str
    upstream: WireNumber
    local: WireNumber
    product: WireNumber
    total: WireNumber
    remaining: int


class AdjointStep(_Step):
    """A node with several terms, or none, is finished."""

    phase: Literal["backward"]
    kind: Literal["adjoint"]
    adjoint: WireNumber


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
    steps: list[Step]
    values: dict[str, WireNumber]
    adjoints: dict[str, WireNumber]
    warnings: list[Warned]


class ExampleRow(Shape):
    """An example as the list shows it."""

    id: str
    title: str
    summary: str
    section: str


class ExamplesAnswer(Shape):
    """All examples, in order; the first is on the start-up screen."""

    examples: list[ExampleRow]


class ExpectedValues(Shape):
    """What the example comes out as."""

    output: WireNumber
    adjoints: dict[str, WireNumber]


class ExampleAnswer(ExampleRow):
    """One example, ready to be sent to POST /api/trace."""

    reference: str
    source: str
    inputs: dict[str, WireNumber]
    roles: dict[str, str]
    output: str | None
    narration: dict[str, str]
    expected: ExpectedValues | None


class PrimitiveRow(Shape):
    """One operation of the engine."""

    name: str
    aliases: list[str]
    arity: Annotated[list[int], Field(min_length=2, max_length=2)]
    summary: str
    latex: str
    derivatives: list[str] = Field(description="The local derivative by each argument, in LaTeX.")
    domain: list[Annotated[list[WireNumber], Field(min_length=2, max_length=2)]]
    kinks: list[str]


class PrimitivesAnswer(Shape):
    """All operations that the notation offers."""

    primitives: list[PrimitiveRow]


class CheckRow(Shape):
    """One node's adjoint beside its central difference."""

    node: str
    step: WireNumber = Field(description="The nudge h.")
    adjoint: WireNumber
    estimate: WireNumber = Field(description="(L(v + h) - L(v - h)) / 2h")
    error: WireNumber = Field(description="The difference, relative where the adjoint is larger than 1.")
    agrees: bool
    note: str | None = Field(description="Why a difference cannot be taken, or what excuses it.")


class CheckAnswer(Shape):
    """Every adjoint checked."""

    output: str
    step: WireNumber = Field(description="The nudge relative to max(1, |v|).")
    tolerance: WireNumber
    checks: list[CheckRow]


class HealthAnswer(Shape):
    """The server is well."""

    status: Literal["ok"]
    version: str
