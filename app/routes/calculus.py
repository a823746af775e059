"""POST /api/calculus."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from app.calculus import answer_calculus
from app.calculus_schemas import CalculusAnswer
from app.requests import CalculusRequest
from app.routing import BODY_PROBLEMS, body, responses
from app.service import Service


def add(app: FastAPI, service: Service) -> None:
    """Add the route."""

    async def calculus(request: Request) -> Response:
        return await service.posted(request, "calculus", answer_calculus, CalculusRequest)

    app.add_api_route(
        "/api/calculus",
        calculus,
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
