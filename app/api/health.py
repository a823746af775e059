"""GET /healthz."""

from __future__ import annotations

from typing import Literal

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from app import __version__
from app.api.routing import responses
from app.api.service import Service
from app.api.wire import Shape
from app.http.finished import Answer


def add(app: FastAPI, service: Service) -> None:
    """Add the route. It asks neither cache nor engine, so a busy server still says that it is alive."""
    del service
    answer = Answer.json({"status": "ok", "version": __version__})

    async def healthz(request: Request) -> Response:
        return answer.response(request.headers)

    app.add_api_route(
        "/healthz",
        healthz,
        operation_id="health",
        methods=["GET"],
        summary="Say whether the server is well",
        description="For load balancers and container health checks.",
        tags=["health"],
        responses=responses(HealthAnswer, "It is"),
    )


class HealthAnswer(Shape):
    """The server is well."""

    status: Literal["ok"]
    version: str
