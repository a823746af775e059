"""POST /api/calculus."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import FastAPI
from pydantic import (
    BeforeValidator,
    Field,
)
from pydantic_core import PydanticCustomError
from starlette.requests import Request
from starlette.responses import Response

from app.api.routing import BODY_PROBLEMS, body, operation, responses
from app.api.run import finished, traced
from app.api.service import Service
from app.api.wire import Shape, WireNumber
from app.api.work import DERIVED
from app.http.finished import Answer
from app.http.json_text import MEDIA_TYPE, encode
from app.http.problems import in_field
from app.request.model import TraceRequest
from app.settings import Settings
from engine import EngineError, Trace
from engine.calculus import MOST_LEAVES, Derivation, Lesson, calculus, choose
from engine.graph.graph import Grain


def add(app: FastAPI, service: Service) -> None:
    """Add the route."""

    async def calculus(request: Request) -> Response:
        return await service.posted(request, "calculus", answer_calculus, CalculusRequest)

    operation(
        app,
        "/calculus",
        calculus,
        operation_id="calculus",
        methods=["POST"],
        summary="Differentiate as a calculus class would",
        description=(
            "Takes what POST /api/trace takes and `leaves`, and returns the output written in its leaves alone, its "
            "derivative in each of these leaves line by line with one rule a line, what the results repeat, and how "
            "many operations they take: as written, shared, and by backpropagation. An operation is one application "
            "of a primitive, σ′ included. Models of single numbers only; the `element` grain makes one of arrays."
        ),
        tags=["modes"],
        responses=responses(CalculusAnswer, "The lesson", *BODY_PROBLEMS),
        openapi_extra=body(CalculusRequest),
    )


def _pair(value: object) -> object:
    """Refuse more leaves than stand side by side, before each of them is looked at."""
    if isinstance(value, list) and len(value) > MOST_LEAVES:
        raise PydanticCustomError("too_many_leaves", "at most {most} leaves stand side by side", {"most": MOST_LEAVES})
    return value


class CalculusRequest(TraceRequest):
    """The same, and the leaves by which a calculus class differentiates."""

    leaves: Annotated[list[str], BeforeValidator(_pair)] | None = Field(
        default=None,
        max_length=MOST_LEAVES,
        description="Names of at most two leaves; unless given, parameters first and then other leaves.",
    )


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
    backprop_values: int = Field(description="Those of them that the forward pass makes; the others are the sweep's.")


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


Data = dict[str, Any]


LARGEST = 2**53 - 1
"""JavaScript's numbers are exact up to this one; larger counts travel as text."""


def answer_calculus(request: CalculusRequest, settings: Settings) -> Answer:
    """The output in its leaves, its derivatives line by line, and what they take, as JSON."""
    result = traced(request, settings, DERIVED)
    try:
        choose(result.graph, request.leaves)
    except EngineError as error:
        raise in_field("leaves", error) from None
    lesson = calculus(result, request.leaves, settings.formula_digits)
    return finished(encode(_lesson(lesson)), MEDIA_TYPE, settings)


def _lesson(lesson: Lesson) -> Data:
    graph, counts = lesson.trace.graph, lesson.counts
    leaves = [graph.nodes[index].id for index in lesson.leaves]
    return {
        "output": graph.nodes[graph.output].id,
        "grain": graph.grain,
        "leaves": leaves,
        "expanded": lesson.expanded,
        "derivations": [_derivation(lesson.trace, one) for one in lesson.derivations],
        "parts": [
            {
                "key": key,
                "latex": text,
                "count": _count(part.count),
                "count_expanded": _count(part.expanded),
                "in": {leaf: _count(times) for leaf, times in zip(leaves, part.within, strict=True)},
                "operations": part.operations,
                "gain": _count(part.gain),
            }
            for key, (part, text) in enumerate(lesson.parts)
        ],
        "counts": {
            "naive": _count(counts.naive),
            "expanded": _count(counts.expanded),
            "shared": list(counts.shared),
            "backprop": counts.backprop,
            "backprop_values": counts.values,
        },
        "growth": _growth(lesson),
        "sharing": _sharing(lesson),
    }


def _derivation(trace: Trace, one: Derivation) -> Data:
    graph = trace.graph
    leaf = graph.nodes[one.leaf]
    return {
        "leaf": leaf.id,
        "latex": leaf.latex,
        "left": f"\\frac{{\\partial {graph.nodes[graph.output].latex}}}{{\\partial {leaf.latex}}}",
        "lines": [{"rule": rule, "latex": text} for rule, text in one.lines],
        "result": one.result,
        "value": one.value,
        "adjoint": float(trace.sweep.adjoints[one.leaf]),
        "truncated": one.truncated,
    }


def _growth(lesson: Lesson) -> list[Data] | None:
    nodes = lesson.trace.graph.nodes
    rows = [
        {
            "node": nodes[point.node].id,
            "depth": point.depth,
            "formula": str(point.formula),
            "derivative": str(point.derivative),
            "backprop": point.backprop,
        }
        for point in lesson.growth
    ]
    return rows or None


def _sharing(lesson: Lesson) -> Data | None:
    if not lesson.drawn:
        return None
    nodes = [{"op": one.op, "latex": one.latex, "arguments": list(one.arguments)} for one in lesson.drawn]
    return {"nodes": nodes, "results": list(lesson.results)}


def _count(number: int) -> int | str:
    return number if number <= LARGEST else str(number)
