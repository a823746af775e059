"""GET /api/primitives."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from app import palette
from app.answer import Answer
from app.routing import responses
from app.schemas import PrimitivesAnswer
from app.service import Service


def add(app: FastAPI, service: Service) -> None:
    """Add the route."""

    async def primitives(request: Request) -> Response:
        return await service.fixed(request, "primitives", lambda: Answer.json(palette.primitives()))

    app.add_api_route(
        "/api/primitives",
        primitives,
        methods=["GET"],
        summary="List the primitives",
        description=(
            "Every operation the notation offers, from its one declaration: names, number of arguments, options, "
            "derivative rules in LaTeX (a and b are the arguments, y the result), domain and conventions at kinks. "
            "Operations that mix the elements of an array have terms instead (g is the adjoint of the result), and "
            "composites the formula by which they are written out: both for shapes that are given as an example."
        ),
        tags=["primitives"],
        responses=responses(PrimitivesAnswer, "The list", 503),
    )
