"""The shape of the answer about a nudge, as OpenAPI shows it. Real answers are tested against it."""

from __future__ import annotations

from pydantic import Field

from app.schemas import Shape, WireNumber, WireTensor
from engine.graph import Grain


class AffectedNode(Shape):
    """A node that moves with the nudged one; the nudged one is the first."""

    id: str
    value: WireTensor = Field(description="Before the nudge.")
    tangent: WireTensor = Field(description="How fast it moves: its derivative by the nudged number.")


class AffectedEdge(Shape):
    """An edge along which a change travels."""

    id: str
    parent: str
    child: str
    local: WireTensor | None = Field(description="As in a trace.")
    tangent: WireTensor = Field(description="The parent's.")
    contribution: WireTensor = Field(description="Local derivative × the parent's tangent; a child's are summed.")


class NudgedPass(Shape):
    """The forward pass with one size of nudge."""

    h: WireNumber
    predicted: WireNumber = Field(description="Derivative × h: the output's change to first order.")
    change: WireNumber = Field(description="The output's change.")
    residual: WireNumber = Field(description="The change less the prediction; it shrinks like h².")
    values: dict[str, WireTensor] = Field(description="The new values of the nodes that move.")
    changes: dict[str, WireTensor] = Field(description="The new values less the old ones.")


class NudgeAnswer(Shape):
    """What a nudge of one node does, and what was predicted."""

    output: str
    grain: Grain
    node: str
    at: list[int] = Field(description="The nudged entry, counted from 0; empty for a number.")
    held: list[str]
    derivative: WireNumber = Field(
        description="The output's derivative by the nudged number, the held nodes held; with none held, its adjoint."
    )
    nodes: list[AffectedNode]
    edges: list[AffectedEdge]
    nudges: list[NudgedPass] = Field(description="One for each h, in the order asked for.")
