"""Routes that answer with finished bytes."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from app.api import problem_schema
from app.http import json_text
from app.http.problems import MEDIA_TYPE as PROBLEM_TYPE
from app.request.model import Body, TraceRequest

Endpoint = Callable[[Request], Coroutine[Any, Any, Response]]

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

UNCHANGED = {
    "ETag": {"description": "What stands for this answer, for If-None-Match.", "schema": {"type": "string"}},
    "Cache-Control": {"description": "To be kept, but asked for again each time.", "schema": {"type": "string"}},
}
RETRY = {"Retry-After": {"description": "In so many seconds.", "schema": {"type": "integer"}}}
"""The headers that belong to an answer, as OpenAPI describes them."""

STABLE = "/api/v1"
"""Where the contract of version 1 stands and stays."""
ALIAS = "/api"
"""The newest version of the contract."""


class FinishedRoute(APIRoute):
    """A route whose endpoint takes the request and returns a response.

    FastAPI's own handler solves dependencies, reads the body into objects and validates what is returned.
    Here the body is read once, strictly, and the answer is bytes already, so the endpoint is the handler.
    """

    def get_route_handler(self) -> Endpoint:
        """The endpoint itself."""
        endpoint: Endpoint = self.endpoint
        return endpoint


def operation(app: FastAPI, path: str, endpoint: Endpoint, *, operation_id: str, **about: Any) -> None:
    """Add one operation of the API at its stable address, which OpenAPI describes, and at the alias.

    Args:
        path: The address below either.
        operation_id: The name of the operation, and of the function that a generated client has for it.
        about: What OpenAPI says of it; see FastAPI's ``add_api_route``.
    """
    if "GET" in about["methods"]:
        about["responses"][200]["headers"] = UNCHANGED
        about["responses"][304] = {"description": "Unchanged since the ETag in If-None-Match", "headers": UNCHANGED}
    # Response: FastAPI would promise JSON beside the text of an export.
    app.add_api_route(STABLE + path, endpoint, operation_id=operation_id, response_class=Response, **about)
    app.add_api_route(ALIAS + path, endpoint, methods=about["methods"], include_in_schema=False)


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
            "content": {PROBLEM_TYPE: {"schema": {"$ref": f"#/components/schemas/{problem_schema.Problem.__name__}"}}},
        }
        if status == 503:
            table[status]["headers"] = RETRY
    return table


def body(model: type[Body] = TraceRequest) -> dict[str, Any]:
    """The OpenAPI entry for a body that is a model to trace; its example is filled in with the document."""
    schema = {"$ref": f"#/components/schemas/{model.__name__}"}
    return {"requestBody": {"required": True, "content": {json_text.MEDIA_TYPE: {"schema": schema}}}}


def parameter(name: str, where: str, description: str, schema: Mapping[str, Any], example: Any) -> dict[str, Any]:
    """The OpenAPI entry for one parameter."""
    entry: dict[str, Any] = {"name": name, "in": where, "required": where == "path", "description": description}
    return entry | {"schema": dict(schema), "example": example}
