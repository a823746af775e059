"""GET /docs and GET /openapi.json: the description of the API, for people and for tools."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from app.api import openapi
from app.api.service import Service
from app.http.finished import Answer
from app.pages.language import language_of
from app.pages.templates import DIRECTORY, Pages

STYLE = Path("docs.css")


def add(app: FastAPI, service: Service, pages: Pages) -> None:
    """Add the routes. The document is made when it is first asked for, because its examples are real answers."""
    first = service.library.first
    style = Answer.of((DIRECTORY / STYLE).read_bytes(), "text/css; charset=utf-8")
    kept: dict[str, Answer] = {}

    async def once(name: str, make: Callable[[dict[str, Any]], Answer]) -> Answer:
        if name not in kept:
            kept[name] = make(await openapi.document(app, service.settings, first.id if first else "lecture"))
        return kept[name]

    async def document(request: Request) -> Response:
        answer = await once("json", Answer.json)
        return answer.response(request.headers, conditional=True)

    async def page(request: Request) -> Response:
        language = language_of(request)

        def as_page(document: dict[str, Any]) -> Answer:
            return pages.render("docs.html", language, document=document, pretty=pretty, type_of=type_of)

        return (await once(language, as_page)).response(request.headers, conditional=True)

    async def stylesheet(request: Request) -> Response:
        return style.response(request.headers, conditional=True)

    app.add_api_route("/openapi.json", document, methods=["GET"], include_in_schema=False)
    app.add_api_route("/docs", page, methods=["GET"], include_in_schema=False)
    app.add_api_route("/docs/style.css", stylesheet, methods=["GET"], include_in_schema=False)


def pretty(value: object) -> str:
    """An example as text: JSON indented, text as it is."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)


def type_of(schema: dict[str, Any]) -> str:
    """A schema in a few words: ``list of Node``, ``number or "NaN"``."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return " or ".join(dict.fromkeys(type_of(one) for one in schema[key]))
    if "const" in schema or "enum" in schema:
        return " or ".join(json.dumps(one) for one in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {type_of(schema.get('items', {}))}"
    if isinstance(schema.get("additionalProperties"), dict):
        return f"map of {type_of(schema['additionalProperties'])}"
    return str(schema.get("type", "anything"))
