"""The shapes of the answers, as OpenAPI shows them. Real answers are tested against them; none is built by them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

from engine.graph import Grain, Role

WireNumber = float | Literal["NaN", "Infinity", "-Infinity"]
"""JSON has no NaN and no infinity: they travel as strings."""


class Shape(BaseModel):
    """All shapes are closed: a field that is not listed here is not sent."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Rows(RootModel[list["WireNumber | Rows"]]):
    """An array as nested lists: a vector is a list, a matrix a list of its rows."""


class Summary(Shape):
    """An array of more than 256 entries."""

    shape: list[int]
    min: WireNumber | None = Field(description="The least entry; null of an array without entries.")
    max: WireNumber | None
    mean: WireNumber | None
    norm: WireNumber = Field(description="The root of the sum of the entries' squares.")
    preview: Rows = Field(description="At most the first six entries along each axis.")


WireTensor = WireNumber | Rows | Summary
"""The value of a node: a number, or an array in full or as a summary."""


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
    shape: list[int] = Field(description="The sizes along the axes; empty: a scalar.")
    latex: str
    bar: str = Field(description="The adjoint's symbol.")
    definition: str | None = Field(description="The right-hand side, in LaTeX; null for leaves.")
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
    local: WireTensor | None = Field(
        description="In the child's shape, or one number; null where it is a Jacobian that is never formed."
    )
    latex: str
    fan_out: bool = Field(description="The parent is used by several children: the multivariable chain rule.")
    term: str = Field(description="The term that travels along it: upstream adjoint times local derivative.")
    identity: str | None = Field(description="What a derivative written with a prime comes to.")
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


class _Step(Shape):
    index: int
    node: str
    latex: str
    substituted: str


class ValueStep(_Step):
    """A node's value has been computed."""

    phase: Literal["forward"]
    kind: Literal["value"]
    value: WireTensor


class SeedStep(_Step):
    """The output's adjoint is 1."""

    phase: Literal["backward"]
    kind: Literal["seed"]
    adjoint: WireTensor


class TermStep(_Step):
    """One child's term has reached a node."""

    phase: Literal["backward"]
    kind: Literal["term"]
    edge: str
    upstream: WireTensor
    local: WireTensor | None
    product: WireTensor
    total: WireTensor
    remaining: int


class AdjointStep(_Step):
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
    steps: list[Step]
    values: dict[str, WireTensor]
    adjoints: dict[str, WireTensor]
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
    adjoints: dict[str, WireTensor]


class ExampleAnswer(ExampleRow):
    """One example, ready to be sent to POST /api/trace."""

    reference: str
    source: str
    inputs: dict[str, WireTensor]
    roles: dict[str, str]
    output: str | None
    narration: dict[str, str]
    expected: ExpectedValues | None


class OptionRow(Shape):
    """A keyword of an operation, which must be known before anything is computed."""

    name: str
    kind: Literal["axis", "axes", "shape", "flag", "index", "number"]
    default: Any


class WrittenOut(Shape):
    """An operation between arrays, for the shapes of one example."""

    shapes: list[list[int]] = Field(description="Of the arguments a, b, c.")
    options: dict[str, Any]
    formula: str | None = Field(description="A composite in simpler operations, in LaTeX.")
    terms: list[str] = Field(description="The term that each argument receives; g is the adjoint of the result y.")


class PrimitiveRow(Shape):
    """One operation of the engine."""

    name: str
    aliases: list[str]
    arity: Annotated[list[int], Field(min_length=2, max_length=2)]
    options: list[OptionRow]
    summary: str
    kind: Literal["elementwise", "structured", "composite"]
    latex: str | None = Field(description="A command, or a template with #1 and #2 for the arguments.")
    derivatives: list[str] = Field(description="The local derivative by each argument, where it is elementwise.")
    example: WrittenOut | None = Field(description="The rules where it is not.")
    domain: list[Annotated[list[WireNumber], Field(min_length=2, max_length=2)]]
    kinks: list[str]


class PrimitivesAnswer(Shape):
    """All operations that the notation offers."""

    primitives: list[PrimitiveRow]


class CurvePoint(Shape):
    """The error of the difference for one size of step."""

    step: WireNumber
    error: WireNumber


class CheckRow(Shape):
    """One node's adjoint beside its central difference; of an array, its worst element's."""

    node: str
    step: WireNumber = Field(description="The nudge h.")
    adjoint: WireNumber
    estimate: WireNumber = Field(description="(L(v + h) - L(v - h)) / 2h")
    error: WireNumber = Field(description="The difference, relative where the adjoint is larger than 1.")
    agrees: bool
    note: str | None = Field(description="Why a difference cannot be taken, or what excuses it.")
    at: list[int] = Field(description="The element, counted from 0; empty for a number.")
    elements: int = Field(description="How many the node has.")
    checked: int = Field(description="How many of them were checked: a sample, always the same, of a large array.")
    analytic: WireNumber | None = Field(
        description="Im L(v + ih) / h for a tiny h, the complex step; null where an operation is not analytic, "
        "and at a kink."
    )
    curve: list[CurvePoint] | None = Field(
        description="For the node that was asked for, the error for steps from 1e-1 to 1e-15, relative to max(1, |v|)."
    )


class CheckAnswer(Shape):
    """Every adjoint checked."""

    output: str
    step: WireNumber = Field(description="The nudge relative to max(1, |v|).")
    tolerance: WireNumber
    checks: list[CheckRow]
    unchecked: list[str] = Field(description="Nodes of a large model that were left out; always the same ones.")


class PassCount(Shape):
    """What one pass takes, counted and not timed."""

    multiply_adds: int = Field(description="In products of vectors and matrices, and convolutions.")
    operations: int = Field(description="On single numbers, a multiply-add being two.")
    bytes: int = Field(description="Of the values that are written, in float64.")
    ratio: WireNumber = Field(description="Over the forward pass: in multiply-adds, or else in operations.")


class CostAnswer(Shape):
    """The passes of a graph."""

    output: str
    grain: Grain
    forward: PassCount
    backprop: PassCount = Field(description="The reverse sweep, for every adjoint.")
    parameters: PassCount = Field(description="The same for the parameters alone; for all leaves if there are none.")
    tangent: PassCount = Field(description="One tangent sweep.")
    sweeps: int = Field(description="How many tangent sweeps the whole gradient takes.")


class MovingNode(Shape):
    """A node's tangent."""

    id: str
    dot: str = Field(description="The tangent's symbol.")
    tangent: WireTensor


class TangentSeedStep(_Step):
    """A leaf moves as it was told, or a node with several terms is finished."""

    phase: Literal["tangent"]
    kind: Literal["seed", "tangent"]
    tangent: WireTensor


class TangentTermStep(_Step):
    """One parent's term has reached a node."""

    phase: Literal["tangent"]
    kind: Literal["term"]
    edge: str
    upstream: WireTensor = Field(description="The parent's tangent.")
    local: WireTensor | None
    product: WireTensor
    total: WireTensor
    remaining: int


class TangentAnswer(Shape):
    """One sweep of forward mode, step by step."""

    output: str
    grain: Grain
    derivative: WireNumber = Field(description="The output's tangent: its derivative in this direction.")
    reverse: WireNumber = Field(description="The same from the adjoints of the leaves, times their direction.")
    sweeps: int = Field(description="How many such sweeps the whole gradient takes.")
    nodes: list[MovingNode]
    steps: list[TangentSeedStep | TangentTermStep]
    tangents: dict[str, WireTensor]


class RoutineAnswer(Shape):
    """The forward and the backward pass as code."""

    output: str
    wrt: list[str] = Field(description="The names of the gradients.")
    kind: str = Field(description="How it runs: for single numbers or for arrays.")
    source: str = Field(description="A Python module. Run alone, it prints the value and the gradients.")


class HealthAnswer(Shape):
    """The server is well."""

    status: Literal["ok"]
    version: str
