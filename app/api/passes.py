"""POST /api/cost, /api/tangent and /api/routine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import numpy as np
from fastapi import FastAPI
from pydantic import (
    BeforeValidator,
    Field,
)
from starlette.requests import Request
from starlette.responses import Response

from app.api.arrays_json import tensor, weight
from app.api.routing import BODY_PROBLEMS, body, operation, responses
from app.api.run import finished, too_long, traced
from app.api.service import Service
from app.api.trace_json import LEAST_BYTES
from app.api.trace_schema import _Step
from app.api.wire import Shape, WireNumber, WireTensor
from app.api.work import CODED, COUNTED, MOVED
from app.http.finished import Answer
from app.http.json_text import MEDIA_TYPE, encode
from app.http.problems import over_limit
from app.request.model import Given, TraceRequest, _few
from app.settings import Settings
from engine import Trace
from engine.explain.tangent_trace import ForwardTrace, TangentStep, check_given, forward
from engine.graph.graph import Grain
from engine.primitives.declaration import element_count
from engine.routine.compiling import build
from engine.routine.job import job_of
from engine.tape.cost import Cost, Count, cost


def add(app: FastAPI, service: Service) -> None:
    """Add the routes."""

    async def cost(request: Request) -> Response:
        return await service.posted(request, "cost", answer_cost, TraceRequest)

    async def tangent(request: Request) -> Response:
        return await service.posted(request, "tangent", answer_tangent, TangentRequest)

    async def routine(request: Request) -> Response:
        return await service.posted(request, "routine", answer_routine, TraceRequest)

    operation(
        app,
        "/cost",
        cost,
        operation_id="cost",
        methods=["POST"],
        summary="Count what the passes take",
        description=(
            "Takes what POST /api/trace takes and counts, from the rules and the shapes, the operations and bytes of "
            "the forward pass, of backpropagation for every node and for the parameters alone, and of one tangent "
            "sweep. `ratio` compares with the forward pass, in multiply-adds where there are such."
        ),
        tags=["modes"],
        responses=responses(CostAnswer, "The counts", *BODY_PROBLEMS),
        openapi_extra=body(),
    )
    operation(
        app,
        "/tangent",
        tangent,
        operation_id="tangent",
        methods=["POST"],
        summary="Trace forward mode",
        description=(
            "Takes what POST /api/trace takes and a `direction`, how the leaves move, and returns the tangent sweep "
            "step by step. It gives the derivative in this one direction; the gradient takes `sweeps` of them, and "
            "the reverse sweep, with which it is compared, gives it in one."
        ),
        tags=["modes"],
        responses=responses(TangentAnswer, "The sweep", *BODY_PROBLEMS),
        openapi_extra=body(TangentRequest),
    )
    operation(
        app,
        "/routine",
        routine,
        operation_id="routine",
        methods=["POST"],
        summary="Write the routine",
        description=(
            "Takes what POST /api/trace takes and returns the forward and the backward pass as a Python module that "
            "runs alone, with NumPy or with nothing. It is made of the graph at the grain that is asked for."
        ),
        tags=["modes"],
        responses=responses(RoutineAnswer, "The code", *BODY_PROBLEMS),
        openapi_extra=body(),
    )


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


class TangentRequest(TraceRequest):
    """The same, and the direction in which the leaves move."""

    direction: Annotated[dict[str, Given], BeforeValidator(_few)] = Field(
        description="The tangent of each leaf, in its shape; 0 where none is given."
    )


Data = dict[str, Any]


def answer_cost(request: TraceRequest, settings: Settings) -> Answer:
    """What each pass takes, as JSON."""
    graph = traced(request, settings, COUNTED).graph
    counted = cost(graph)
    data = {
        "output": graph.nodes[graph.output].id,
        "grain": graph.grain,
        "forward": _count(counted, counted.forward),
        "backprop": _count(counted, counted.backprop),
        "parameters": _count(counted, counted.parameters),
        "tangent": _count(counted, counted.tangent),
        "sweeps": counted.sweeps,
    }
    return finished(encode(data), MEDIA_TYPE, settings)


def answer_routine(request: TraceRequest, settings: Settings) -> Answer:
    """The forward and the backward pass as a Python module, in JSON."""
    result = traced(request, settings, CODED)
    leaves = [node.id for node in result.graph.nodes if not node.body]
    values = result.values
    defaults = {name: values[name] for name in (*leaves, *(one.id for one in result.graph.constants))}
    # Not engine.compile: what it makes it keeps, and nobody will run this one here.
    routine = build(job_of(result.graph, None, defaults), "float64", None)
    data = {"output": routine.output, "wrt": list(routine.wrt), "kind": routine.kind, "source": routine.source}
    return finished(encode(data), MEDIA_TYPE, settings)


def answer_tangent(request: TangentRequest, settings: Settings) -> Answer:
    """One tangent sweep, step by step, as JSON."""
    check_given(request.direction)
    result = traced(request, settings, MOVED)
    graph = result.graph
    terms = sum(element_count(node.shape) * len(node.parents) for node in graph.nodes)
    if terms > settings.elements:
        what = f"The terms of the tangent sweep hold too many numbers: {terms}."
        raise over_limit("elements", settings.elements, what, "Use smaller arrays, or add fewer of them at once.")
    numbers = sum(weight(node.shape) * (2 + 2 * len(node.parents)) for node in graph.nodes)
    least = LEAST_BYTES["number"] * numbers + LEAST_BYTES["step"] * len(graph.edges)
    if least > settings.answer_bytes:
        raise too_long(f"The answer would have about {least} bytes.", settings)
    return finished(encode(_tangent(forward(result, request.direction))), MEDIA_TYPE, settings)


def _count(counted: Cost, one: Count) -> Data:
    return {
        "multiply_adds": one.multiply_adds,
        "operations": one.operations,
        "bytes": one.bytes,
        "ratio": counted.ratio(one),
    }


def _tangent(swept: ForwardTrace) -> Data:
    trace = swept.trace
    nodes = trace.graph.nodes
    tangents = swept.sweep.tangents
    return {
        "output": nodes[trace.graph.output].id,
        "grain": trace.graph.grain,
        "derivative": float(tangents[trace.graph.output]),
        "reverse": _by_reverse(trace, tangents),
        "sweeps": swept.sweeps,
        "nodes": [
            {"id": node.id, "dot": symbol, "tangent": tensor(tangent)}
            for node, symbol, tangent in zip(nodes, swept.symbols, tangents, strict=True)
        ],
        "steps": [_step(trace, index, step) for index, step in enumerate(swept.steps)],
        "tangents": {node.id: tensor(tangent) for node, tangent in zip(nodes, tangents, strict=True)},
    }


def _by_reverse(trace: Trace, tangents: Sequence[Any]) -> float:
    """The same derivative from the reverse sweep: the adjoints of the leaves times their direction."""
    pairs = zip(trace.graph.nodes, trace.sweep.adjoints, tangents, strict=True)
    with np.errstate(all="ignore"):
        return float(sum(np.sum(adjoint * tangent) for node, adjoint, tangent in pairs if not node.body))


def _step(trace: Trace, index: int, step: TangentStep) -> Data:
    data: Data = {"index": index, "phase": "tangent", "kind": step.kind, "node": trace.graph.nodes[step.node].id}
    if step.edge is None:
        data["tangent"] = tensor(step.total)
    else:
        data["edge"] = trace.graph.edges[step.edge].id
        data["upstream"] = tensor(step.upstream)
        data["local"] = None if step.local is None else tensor(step.local)
        data["product"] = tensor(step.product)
        data["total"] = tensor(step.total)
        data["remaining"] = step.remaining
    return data | {"latex": step.latex, "substituted": step.substituted}
