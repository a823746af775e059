"""GET /healthz."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from app import __version__
from app.answer import Answer
from app.routing import responses
from app.schemas import HealthAnswer
from app.service import Service


def add(app: FastAPI, service: Service) -> None:
    """Add the route. It asks neither cache nor engine, so a busy server still says that it is alive."""
    del service
    answer = Answer.json({"status": "ok", "version": __version__})

    async def healthz(request: Request) -> Response:
        return answer.response(request.headers)

    app.add_api_route(
        "/healthz",
        healthz,
        methods=["GET"],
        summary="Say whether the server is well",
        description="For load balancers and container health checks.",
        tags=["health"],
        responses=responses(HealthAnswer, "It is"),
    )
