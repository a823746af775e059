"""POST /api/export/{format}."""

from __future__ import annotations

from functools import partial

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from app import answers
from app.errors import Refusal
from app.requests import TraceRequest
from app.routing import BODY_PROBLEMS, body, parameter, responses
from app.service import Service
from engine.formats import FORMATS


def add(app: FastAPI, service: Service) -> None:
    """Add the route."""

    async def export(request: Request) -> Response:
        name = request.path_params["format"]
        if name not in FORMATS:
            hint = f"The formats are {', '.join(FORMATS)}."
            raise Refusal(404, "There is no such format", "No format has this name.", hint)
        return await service.posted(request, f"export/{name}", partial(answers.export, FORMATS[name]), TraceRequest)

    listed = " ".join(f"`{one.name}`: {one.summary}" for one in FORMATS.values())
    known = parameter("format", "path", listed, {"enum": list(FORMATS)}, next(iter(FORMATS)))
    outcome = responses(None, "The text", 404, *BODY_PROBLEMS)
    outcome[200]["content"] = {one.media_type: {"schema": {"type": "string"}} for one in FORMATS.values()}
    app.add_api_route(
        "/api/export/{format}",
        export,
        methods=["POST"],
        summary="Export a trace",
        description="Takes what POST /api/trace takes and writes the trace in another format.",
        tags=["export"],
        responses=outcome,
        openapi_extra=body() | {"parameters": [known]},
    )
