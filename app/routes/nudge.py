"""POST /api/nudge."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from app.nudge import answer_nudge
from app.nudge_schemas import NudgeAnswer
from app.requests import NudgeRequest
from app.routing import BODY_PROBLEMS, body, responses
from app.service import Service


def add(app: FastAPI, service: Service) -> None:
    """Add the route."""

    async def nudge(request: Request) -> Response:
        return await service.posted(request, "nudge", answer_nudge, NudgeRequest)

    app.add_api_route(
        "/api/nudge",
        nudge,
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
