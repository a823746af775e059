"""The shape of a calculus class's answer, as OpenAPI shows it; see :mod:`app.schemas`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.schemas import Shape, WireNumber
from engine.graph import Grain

Count = int | Annotated[str, Field(pattern=r"^[0-9]+$")]
"""An exact count; beyond 2^53 as text."""


class DerivationLine(Shape):
    """One line of a derivation."""

    rule: Literal["expand", "sum", "constant-factor", "product", "quotient", "power", "chain", "leaf", "constant"] = (
        Field(description="What led from the line before to this one.")
    )
    latex: str = Field(description="The right-hand side; repeated parts stand in `\\htmlClass{part part-KEY}{…}`.")


class DerivationAnswer(Shape):
    """The derivative in one leaf."""

    leaf: str
    latex: str
    left: str = Field(description="The left-hand side of every line.")
    lines: list[DerivationLine]
    result: str | None = Field(description="The derivative; null where it is too long to be written.")
    value: WireNumber = Field(description="The result on the model's numbers.")
    adjoint: WireNumber = Field(description="The same from the reverse sweep.")
    truncated: bool = Field(description="The lines end before the result, or the result is too long.")


class RepeatedPart(Shape):
    """A sub-expression that the results use in more than one place; what repeats only with it is left out."""

    key: int
    latex: str
    count: Count = Field(description="How often it stands in the results.")
    count_expanded: Count = Field(description="How often, once primes are written out: σ′ as σ(1 − σ).")
    in_: dict[str, Count] = Field(alias="in", description="How often in each result, by leaf.")
    operations: int
    gain: Count = Field(description="Operations that are spared when it is computed once.")


class OperationCounts(Shape):
    """Operations of the results together: every application of a primitive is one, σ′ included."""

    naive: Count = Field(description="As they are written.")
    expanded: Count = Field(description="With primes written out.")
    shared: Annotated[list[int], Field(min_length=2, max_length=2)] = Field(
        description="Every different sub-expression once: as written, and with primes written out."
    )
    backprop: int = Field(description="What the adjoints of the same leaves take in the two sweeps.")


class GrowthPoint(Shape):
    """One name of the program as the output."""

    node: str
    depth: int = Field(description="How many names lie on the longest way to it.")
    formula: str = Field(description="Operations of its formula in leaves.", pattern=r"^[0-9]+$")
    derivative: str = Field(description="Operations of its derivatives in the leaves.", pattern=r"^[0-9]+$")
    backprop: int


class SharedNode(Shape):
    """A different sub-expression of the results."""

    op: str | None = Field(description="The primitive, with a prime for its derivative; null for names and numbers.")
    latex: str
    arguments: list[int] = Field(description="The places of what it is made of, which come before it.")


class Sharing(Shape):
    """The results as a graph: unfolded from `results`, it is the trees."""

    nodes: list[SharedNode]
    results: list[int]


class CalculusAnswer(Shape):
    """What a calculus class makes of a model."""

    output: str
    grain: Grain
    leaves: list[str]
    expanded: str | None = Field(description="The output in its leaves alone; null where it is too long.")
    derivations: list[DerivationAnswer]
    parts: list[RepeatedPart] = Field(description="At most eight, those first that spare most when they are shared.")
    counts: OperationCounts
    growth: list[GrowthPoint] | None = Field(description="By depth, at most sixty; null of fewer than two names.")
    sharing: Sharing | None = Field(description="Null where the results are too long.")
