"""POST /api/export/{format}."""

from __future__ import annotations

from functools import partial

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from app.api.routing import BODY_PROBLEMS, body, operation, parameter, responses
from app.api.run import finished, traced
from app.api.service import Service
from app.api.work import FORMULAS, PASSES, WRITTEN, Rate
from app.http.finished import Answer
from app.http.problems import Refusal
from app.request.model import TraceRequest
from app.settings import Settings
from engine.formats import FORMATS, Format


def add(app: FastAPI, service: Service) -> None:
    """Add the route."""

    async def export(request: Request) -> Response:
        name = request.path_params["format"]
        if name not in FORMATS:
            hint = f"The formats are {', '.join(FORMATS)}."
            raise Refusal(
                404,
                "There is no such format",
                "No format has this name.",
                hint,
                code="no-such-format",
                arguments={"formats": ", ".join(FORMATS)},
            )
        return await service.posted(request, f"export/{name}", partial(answer_export, FORMATS[name]), TraceRequest)

    listed = " ".join(f"`{one.name}`: {one.summary}" for one in FORMATS.values())
    known = parameter("format", "path", listed, {"type": "string", "enum": list(FORMATS)}, next(iter(FORMATS)))
    outcome = responses(None, "The text", 404, *BODY_PROBLEMS)
    outcome[200]["content"] = {one.media_type: {"schema": {"type": "string"}} for one in FORMATS.values()}
    operation(
        app,
        "/export/{format}",
        export,
        operation_id="export",
        methods=["POST"],
        summary="Export a trace",
        description="Takes what POST /api/trace takes and writes the trace in another format.",
        tags=["export"],
        responses=outcome,
        openapi_extra=body() | {"parameters": [known]},
    )


def answer_export(format_: Format, request: TraceRequest, settings: Settings) -> Answer:
    """The trace written in one of the formats."""
    result = traced(request, settings, PASSES + WRITTEN + (FORMULAS if format_.formulas else Rate()))
    text = format_.write(result)
    return finished(text.encode("utf-8"), f"{format_.media_type}; charset=utf-8", settings)
