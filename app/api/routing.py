"""Routes that answer with finished bytes."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from app import problem_schemas
from app.http import json_text
from app.request.model import TraceRequest

PROBLEMS = {
    400: "The body is no JSON, or the Host header carries an unknown name",
    404: "There is no such thing",
    408: "The body did not arrive in time",
    413: "A limit in bytes was hit; `limit` names the setting",
    415: "The body is of another type",
    422: "The model or a field cannot be read, or a limit was hit",
    503: "The server is busy: ask again after Retry-After seconds",
}

BODY_PROBLEMS = (400, 408, 413, 415, 422, 503)


class FinishedRoute(APIRoute):
    """A route whose endpoint takes the request and returns a response.

    FastAPI's own handler solves dependencies, reads the body into objects and validates what is returned.
    Here the body is read once, strictly, and the answer is bytes already, so the endpoint is the handler.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The endpoint itself."""
        endpoint: Callable[[Request], Coroutine[Any, Any, Response]] = self.endpoint
        return endpoint


def responses(
    model: type[BaseModel] | None,
    description: str,
    *problems: int,
    media_type: str = json_text.MEDIA_TYPE,
) -> dict[int | str, dict[str, Any]]:
    """The ``responses=`` of a route: its answer's model, and the refusals it can give."""
    success: dict[str, Any] = {"description": description}
    if model is not None:
        success["model"] = model
    else:
        success["content"] = {media_type: {"schema": {"type": "string"}}}
    table: dict[int | str, dict[str, Any]] = {200: success}
    for status in problems:
        table[status] = {
            "description": PROBLEMS[status],
            "content": {PROBLEM_TYPE: {"schema": {"$ref": f"#/components/schemas/{problem_schemas.Problem.__name__}"}}},
        }
    return table


def body(model: type[TraceRequest] = TraceRequest) -> dict[str, Any]:
    """The OpenAPI entry for a body that is a model to trace; its example is filled in with the document."""
    schema = {"$ref": f"#/components/schemas/{model.__name__}"}
    return {"requestBody": {"required": True, "content": {json_text.MEDIA_TYPE: {"schema": schema}}}}


def parameter(name: str, where: str, description: str, schema: Mapping[str, Any], example: Any) -> dict[str, Any]:
    """The OpenAPI entry for one parameter."""
    entry: dict[str, Any] = {"name": name, "in": where, "required": where == "path", "description": description}
    return entry | {"schema": dict(schema), "example": example}
