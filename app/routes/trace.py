"""POST /api/trace."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from app import answers
from app.requests import TraceRequest
from app.routing import BODY_PROBLEMS, body, responses
from app.schemas import TraceAnswer
from app.service import Service


def add(app: FastAPI, service: Service) -> None:
    """Add the route."""

    async def trace(request: Request) -> Response:
        return await service.posted(request, "trace", answers.trace, TraceRequest)

    app.add_api_route(
        "/api/trace",
        trace,
        methods=["POST"],
        summary="Trace a model",
        description=(
            "Runs the forward pass and the reverse sweep and returns every step: each value, the seed, each term of "
            "each sum, each finished adjoint, with the formula and the numbers substituted. The same request gives "
            "the same bytes. A value outside a domain is no error: it is NaN or an infinity, with a warning."
        ),
        tags=["trace"],
        responses=responses(TraceAnswer, "The trace", *BODY_PROBLEMS),
        openapi_extra=body(),
    )
