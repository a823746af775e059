"""POST /api/trace."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

import engine
from app.api.routing import BODY_PROBLEMS, body, operation, responses
from app.api.run import finished, too_long, traced
from app.api.service import Service
from app.api.trace_json import least_bytes, present
from app.api.trace_schema import TraceAnswer
from app.http.finished import Answer
from app.http.json_text import MEDIA_TYPE, encode
from app.request.model import TraceRequest
from app.settings import Settings


def add(app: FastAPI, service: Service) -> None:
    """Add the route."""

    async def trace(request: Request) -> Response:
        return await service.posted(request, "trace", answer_trace, TraceRequest)

    operation(
        app,
        "/trace",
        trace,
        operation_id="trace",
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


def answer_trace(request: TraceRequest, settings: Settings) -> Answer:
    """The whole trace as JSON."""
    result = traced(request, settings)
    least = least_bytes(result)
    if least > settings.answer_bytes:
        raise too_long(f"The answer would have about {least} bytes.", settings)
    return finished(encode(present(result, engine.describe(result))), MEDIA_TYPE, settings)
