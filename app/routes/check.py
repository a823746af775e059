"""POST /api/check."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from app import answers
from app.requests import CheckRequest
from app.routing import BODY_PROBLEMS, body, responses
from app.schemas import CheckAnswer
from app.service import Service


def add(app: FastAPI, service: Service) -> None:
    """Add the route."""

    async def check(request: Request) -> Response:
        return await service.posted(request, "check", answers.check, CheckRequest)

    app.add_api_route(
        "/api/check",
        check,
        methods=["POST"],
        summary="Check the adjoints",
        description=(
            "Takes what POST /api/trace takes and compares the adjoint of every node with a central difference: "
            "the value is nudged up and down by h and the output is computed again; of an array one element after "
            "the other, and the worst is shown. At a kink the adjoint is a convention; it agrees if it lies between "
            "the two slopes, and the note names the kink. Where every operation is analytic, the complex step "
            "stands beside it. With `curve`, the id of a node, its row also holds the error for every size of step."
        ),
        tags=["check"],
        responses=responses(CheckAnswer, "The comparison", *BODY_PROBLEMS),
        openapi_extra=body(CheckRequest),
    )
