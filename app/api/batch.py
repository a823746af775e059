"""Several models in one request: their answers as lines, in order, each sent as soon as it is there."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from functools import partial

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app.api.routing import BODY_PROBLEMS, body, operation, responses
from app.api.service import Service
from app.api.trace import answer_trace
from app.http.body import read_body
from app.http.json_text import encode
from app.http.problems import Refusal, over_limit
from app.request.model import BatchRequest, TraceRequest, read
from app.settings import Settings

MEDIA_TYPE = "application/x-ndjson"
TEXT = "text/plain; charset=utf-8"
"""The same lines, for who asks for text alone."""


def add(app: FastAPI, service: Service) -> None:
    """Add the route."""

    async def traces(request: Request) -> Response:
        return await answered(request, service)

    outcome = responses(None, "A line for each: its trace, or its problem document", *BODY_PROBLEMS)
    outcome[200]["content"] = {kind: {"schema": {"type": "string"}} for kind in (MEDIA_TYPE, "text/plain")}
    operation(
        app,
        "/traces",
        traces,
        operation_id="trace_many",
        methods=["POST"],
        summary="Trace many models",
        description=(
            "Takes several bodies of POST /api/v1/trace as `requests` and answers with newline-delimited JSON: one "
            "line for each, in order, sent as soon as it is computed. A model that is refused spoils no other: its "
            "line is the problem document, which has a `status`. Each is under the limits that it is under alone."
        ),
        tags=["trace"],
        responses=outcome,
        openapi_extra=body(BatchRequest),
    )


async def answered(request: Request, service: Service) -> Response:
    """Answer a batch.

    One after the other is computed, so a batch never takes more of the server than one who asks again and again;
    and none is begun for a client that has gone: the response, cancelled, takes its lines with it.

    Raises:
        Refusal: For a body that is no batch, or one of too many models.
    """
    sent = await read_body(request, service.settings)
    worker = service.quick if len(sent) <= service.settings.quick_bytes else service.heavy
    bodies = await worker.run(partial(split, sent, service.settings))
    accepted = request.headers.get("accept", "*/*")
    kind = TEXT if "text/plain" in accepted and MEDIA_TYPE not in accepted else MEDIA_TYPE
    headers = {"cache-control": "no-store", "vary": "Accept"}
    return StreamingResponse(_lines(bodies, service), media_type=kind, headers=headers)


def split(body: bytes, settings: Settings) -> list[bytes]:
    """The bodies of the single requests.

    Raises:
        Refusal: 400 or 422 for what is no batch, 422 for too many.
    """
    given = read(body, settings, BatchRequest).requests
    if len(given) > settings.batch:
        raise over_limit(
            "batch", settings.batch, f"'requests' has {len(given)} entries.", "Send them in several batches."
        )
    # A number beyond float64 becomes Infinity here, and is refused in its line as it would be alone.
    texts = (json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in given)
    return [text.encode("utf-8", "surrogatepass") for text in texts]


async def _lines(bodies: list[bytes], service: Service) -> AsyncIterator[bytes]:
    for one in bodies:
        try:
            line = (await service.answered("trace", one, answer_trace, TraceRequest)).body
        except Refusal as refusal:  # the server is busy: this line says so, the next may fare better
            line = encode(refusal.problem())
        yield line + b"\n"
