"""The OpenAPI document describes every operation, and each of its examples is what the server really answers."""

import json
from typing import Any

import httpx
import pytest

from app.api import openapi, problem_schema
from app.request.model import TraceRequest
from app.settings import Settings
from engine.formats import FORMATS
from tests.app.conftest import Connect, MakeApp, client_of
from tests.app.http.test_protection import problem

pytestmark = pytest.mark.anyio

CONTRACT = {
    ("get", "/api/v1/examples"), ("get", "/api/v1/examples/{id}"), ("get", "/api/v1/examples/{id}/trace"),
    ("get", "/api/v1/lessons"), ("get", "/api/v1/lessons/{id}"),
    ("get", "/api/v1/primitives"), ("get", "/healthz"), ("post", "/api/v1/trace"), ("post", "/api/v1/check"),
    ("post", "/api/v1/export/{format}"), ("post", "/api/v1/cost"),
    ("post", "/api/v1/tangent"),
    ("post", "/api/v1/routine"),
    ("post", "/api/v1/calculus"), ("post", "/api/v1/nudge"), ("post", "/api/v1/traces"),
}  # fmt: skip


TEXTS = {"application/x-ndjson", *(one.media_type for one in FORMATS.values())}


async def document_of(client: httpx.AsyncClient) -> dict[str, Any]:
    document: dict[str, Any] = (await client.get("/openapi.json")).json()
    return document


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(method, path, one) for path, group in document["paths"].items() for method, one in group.items()]


async def test_the_whole_contract_is_in_it_and_nothing_else(client: httpx.AsyncClient) -> None:
    assert {(method, path) for method, path, _ in operations(await document_of(client))} == CONTRACT


async def test_every_operation_is_described_and_shown(client: httpx.AsyncClient) -> None:
    for method, path, operation in operations(await document_of(client)):
        name = f"{method} {path}"
        assert operation["summary"], name
        assert len(operation["description"]) > 20, name
        assert ("requestBody" in operation) == (method == "post"), name
        if method == "post":
            assert operation["requestBody"]["content"]["application/json"]["examples"], name
        assert {one["name"] for one in operation.get("parameters", []) if one["in"] == "path"} == {
            part[1:-1] for part in path.split("/") if part.startswith("{")
        }, name
        for status, response in operation["responses"].items():
            assert response["description"], f"{name} {status}"
            shown = any("example" in content for content in response.get("content", {}).values())
            assert shown == (status != "304"), f"{name} {status}"


async def test_every_example_of_an_answer_is_the_real_answer(make_app: MakeApp) -> None:
    app = make_app()
    async with client_of(app) as client:
        shown = 0
        for method, path, operation in operations(await document_of(client)):
            for status, ask in openapi.asks(path, method, Settings(), "lecture").items():
                headers = dict(ask.headers) if ask.body is not None else {}
                response = await client.request(method, ask.path, content=ask.body, headers=headers)
                kind = response.headers["content-type"].partition(";")[0]
                example = operation["responses"][str(status)]["content"][kind]["example"]
                assert response.status_code == status
                assert example == (response.text if kind in TEXTS else response.json())
                shown += 1
        assert shown > 20


async def test_every_example_of_a_body_is_answered(client: httpx.AsyncClient) -> None:
    for _, path, operation in operations(await document_of(client)):
        if "requestBody" not in operation:
            continue
        for example in operation["requestBody"]["content"]["application/json"]["examples"].values():
            response = await client.post(path.replace("{format}", "dot"), json=example["value"])
            assert response.status_code == 200, response.text


async def test_refusals_in_it_have_the_shape_of_a_problem(client: httpx.AsyncClient) -> None:
    for _, _, operation in operations(await document_of(client)):
        for status, response in operation["responses"].items():
            if status not in ("200", "304"):
                problem_schema.Problem.model_validate(response["content"]["application/problem+json"]["example"])


async def test_every_reference_leads_somewhere(client: httpx.AsyncClient) -> None:
    text = (await client.get("/openapi.json")).text
    document = json.loads(text)
    wanted = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert wanted <= set(document["components"]["schemas"])
    assert document["components"]["schemas"]["TraceRequest"]["required"] == ["source"]
    assert set(document["components"]["schemas"]["TraceRequest"]["properties"]) == set(TraceRequest.model_fields)


async def test_the_page_for_people_shows_every_operation(client: httpx.AsyncClient) -> None:
    text = (await client.get("/docs")).text
    for method, path in CONTRACT:
        assert f'<span class="method">{method.upper()}</span> <code>{path}</code>' in text
    assert "Did you mean" in text or "is not defined here" in text


async def test_it_can_be_made_without_examples_in_the_library(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = connect()
    monkeypatch.setattr("app.content.examples.Library.first", None)
    problem(await client.get("/api/examples/none"), 404)
