"""POST /api/cost, /api/tangent and /api/routine."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from app import modes
from app.requests import TangentRequest, TraceRequest
from app.routing import BODY_PROBLEMS, body, responses
from app.schemas import CostAnswer, RoutineAnswer, TangentAnswer
from app.service import Service


def add(app: FastAPI, service: Service) -> None:
    """Add the routes."""

    async def cost(request: Request) -> Response:
        return await service.posted(request, "cost", modes.answer_cost, TraceRequest)

    async def tangent(request: Request) -> Response:
        return await service.posted(request, "tangent", modes.answer_tangent, TangentRequest)

    async def routine(request: Request) -> Response:
        return await service.posted(request, "routine", modes.answer_routine, TraceRequest)

    app.add_api_route(
        "/api/cost",
        cost,
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
    app.add_api_route(
        "/api/tangent",
        tangent,
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
    app.add_api_route(
        "/api/routine",
        routine,
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
