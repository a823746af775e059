"""POST /api/nudge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

import numpy as np
from fastapi import FastAPI
from pydantic import (
    BeforeValidator,
    Field,
    PlainValidator,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError
from starlette.requests import Request
from starlette.responses import Response

from app.api.arrays_json import tensor, weight
from app.api.routing import BODY_PROBLEMS, body, operation, responses
from app.api.run import finished, too_long, traced
from app.api.service import Service
from app.api.trace_json import LEAST_BYTES
from app.api.wire import Shape, WireNumber, WireTensor
from app.api.work import nudged
from app.http.finished import Answer
from app.http.json_text import MEDIA_TYPE, encode
from app.http.problems import FieldError, Refusal, in_field, over_limit
from app.request.arrays import MOST_AXES, given
from app.request.model import TraceRequest, _few
from app.settings import Settings
from engine import EngineError, Trace
from engine.finite_differences import Nudged, Ripple, entry, find, holdable, reached, ripple
from engine.finite_differences.rerun import side_by_side
from engine.graph.graph import Grain
from engine.primitives.declaration import element_count
from engine.tape.cost import forward_cost


def add(app: FastAPI, service: Service) -> None:
    """Add the route."""

    async def nudge(request: Request) -> Response:
        return await service.posted(request, "nudge", answer_nudge, NudgeRequest)

    operation(
        app,
        "/nudge",
        nudge,
        operation_id="nudge",
        methods=["POST"],
        summary="Nudge a node",
        description=(
            "Takes what POST /api/trace takes, a `node` and `h`, and computes the forward pass again with h added to "
            "that node's value, whether it is a leaf or computed; with a list, once for each. Returned are what moves "
            "and by how much, and the first-order prediction, edge by edge. Nodes that are `held` keep their values, "
            "which makes a partial derivative of the total one."
        ),
        tags=["modes"],
        responses=responses(NudgeAnswer, "The ripple", *BODY_PROBLEMS),
        openapi_extra=body(NudgeRequest),
    )


def _index(value: object) -> object:
    """Refuse an index of more axes than an array has, before each of them is looked at."""
    if isinstance(value, list) and len(value) > MOST_AXES:
        raise PydanticCustomError("rank", "an array has at most {most} axes here", {"most": MOST_AXES})
    return value


NUDGES: dict[str, Any] = {"anyOf": [{"type": "number"}, {"type": "array", "items": {"type": "number"}}]}
"""For OpenAPI: a number, or a list of them."""


class NudgeRequest(TraceRequest):
    """The same, and the node that is nudged, by how much, and what is held meanwhile."""

    node: str = Field(description="The id of the node, a leaf or a computed one.")
    h: Annotated[Any, PlainValidator(given), WithJsonSchema(NUDGES)] = Field(
        description="What is added to its value: a number, or a list of numbers, each in a pass of its own."
    )
    held: Annotated[list[str], BeforeValidator(_few)] = Field(
        default=[], description="The ids of nodes that keep their values whatever their parents do."
    )
    at: Annotated[list[int], BeforeValidator(_index)] = Field(
        default=[], description="Which entry of the node is nudged, counted from 0, where it is an array."
    )


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


Data = dict[str, Any]


T = TypeVar("T")


def answer_nudge(request: NudgeRequest, settings: Settings) -> Answer:
    """What moves when one node is nudged by each of some amounts, and what was predicted, as JSON."""
    sizes = _sizes(request, settings)
    result = traced(request, settings, nudged(len(sizes)))
    graph = result.graph
    node = _read("node", lambda: find(graph, request.node))
    at = _read("at", lambda: entry(graph, node, request.at))
    held = _read("held", lambda: holdable(graph, node, request.held))
    _check(result, reached(graph, node, held), len(sizes), settings)
    return finished(encode(_ripple(ripple(result, node, sizes, held=held, at=at))), MEDIA_TYPE, settings)


def _sizes(request: NudgeRequest, settings: Settings) -> list[float]:
    sizes = request.h
    shape = np.shape(sizes)
    if len(shape) > 1 or shape == (0,):
        message = "one number, or a list of numbers, is expected here"
        hint = "h is what is added to the node; with a list, each of them in a pass of its own."
        fields = [FieldError("h", message)]
        title = "The request cannot be read"
        raise Refusal(422, title, f"h: {message}.", hint, code="nudge-sizes", fields=fields)
    if shape and len(sizes) > settings.nudges:
        what = f"'h' has {len(sizes)} entries."
        raise over_limit("nudges", settings.nudges, what, "Ask for fewer of them at a time.")
    return [float(size) for size in np.atleast_1d(sizes)]


def _read(field: str, choose: Callable[[], T]) -> T:
    """What a field names in the graph; where it names nothing, the refusal says which field it was."""
    try:
        return choose()
    except EngineError as error:
        raise in_field(field, error) from None


def _check(result: Trace, affected: tuple[int, ...], passes: int, settings: Settings) -> None:
    """Refuse what is too much, before any of it is computed.

    Raises:
        Refusal: Naming the limit.
    """
    graph = result.graph
    fewer = "Ask for fewer values of h at a time, or for a smaller model."
    numbers = passes * sum(element_count(graph.nodes[index].shape) for index in affected)
    if numbers > settings.elements:
        raise over_limit("elements", settings.elements, f"The passes hold too many numbers: {numbers}.", fewer)
    if passes > 1 and not side_by_side(graph):
        work = passes * forward_cost(graph).multiply_adds
        if work > settings.multiply_adds:
            what = f"The passes take too many multiplications: {work}."
            raise over_limit("multiply_adds", settings.multiply_adds, what, fewer)
    written = sum(weight(graph.nodes[index].shape) for index in affected) * (2 * passes + 2)
    least = LEAST_BYTES["number"] * written
    if least > settings.answer_bytes:
        raise too_long(f"The answer would have about {least} bytes.", settings)


def _ripple(found: Ripple) -> Data:
    graph, sweep = found.trace.graph, found.trace.sweep
    nodes, values = graph.nodes, found.trace.evaluation.values
    return {
        "output": nodes[graph.output].id,
        "grain": graph.grain,
        "node": nodes[found.node].id,
        "at": list(found.at),
        "held": [nodes[index].id for index in found.held],
        "derivative": found.derivative,
        "nodes": [
            {"id": nodes[index].id, "value": tensor(values[index]), "tangent": tensor(found.tangents[index])}
            for index in found.affected
        ],
        "edges": [
            {
                "id": (edge := graph.edges[number]).id,
                "parent": nodes[edge.parent].id,
                "child": nodes[edge.child].id,
                "local": None if (local := sweep.locals[number]) is None else tensor(local),
                "tangent": tensor(found.tangents[edge.parent]),
                "contribution": tensor(contribution),
            }
            for number, contribution in found.contributions.items()
        ],
        "nudges": [_nudged(found, one) for one in found.passes],
    }


def _nudged(found: Ripple, one: Nudged) -> Data:
    nodes = found.trace.graph.nodes
    change = float(one.changes.get(found.trace.graph.output, 0.0))
    predicted = found.derivative * one.h
    return {
        "h": one.h,
        "predicted": predicted,
        "change": change,
        "residual": change - predicted,
        "values": {nodes[index].id: tensor(value) for index, value in one.values.items()},
        "changes": {nodes[index].id: tensor(value) for index, value in one.changes.items()},
    }
