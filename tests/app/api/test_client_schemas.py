"""Schemas that generators of clients can read say what the server does."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from app.request.arrays import MOST_AXES, SCHEMA
from app.request.client_schemas import NAMED, TEMPLATE, left_out, told
from tests.app.http.test_protection import problem

pytestmark = pytest.mark.anyio


def nested(value: Any, axes: int) -> Any:
    """The value inside so many lists."""
    return value if axes == 0 else [nested(value, axes - 1)]


def described(schema: dict[str, Any], value: Any) -> bool:
    """Whether a value is in the form that a schema of numbers and arrays describes."""
    if "anyOf" in schema:
        return any(described(one, value) for one in schema["anyOf"])
    if schema["type"] == "array":
        return isinstance(value, list) and all(described(schema["items"], one) for one in value)
    return isinstance(value, int | float) and not isinstance(value, bool)


@pytest.mark.parametrize("value", [
    1, 0.5, [], [1, 2], [[1], [2]], [None], [[None]], [[1], None], [1, [2]], None, "1", ["1"], True, [True], {},
    [{}], nested(1, MOST_AXES), nested(1, MOST_AXES + 1), nested([], MOST_AXES),
], ids=str)  # fmt: skip
async def test_the_schema_and_the_server_agree_on_what_a_value_is(client: httpx.AsyncClient, value: Any) -> None:
    answer = await client.post("/api/v1/trace", json={"source": "L = 0·sum(x)", "inputs": {"x": value}})
    unreadable = answer.status_code == 422 and answer.json()["code"] == "unreadable-field"
    assert described(SCHEMA, value) == (not unreadable), answer.text


async def test_what_a_schema_cannot_say_is_refused_all_the_same(client: httpx.AsyncClient) -> None:
    ragged = [[1, 2], [3]]
    assert described(SCHEMA, ragged)
    problem(await client.post("/api/v1/trace", json={"source": "L = sum(x)", "inputs": {"x": ragged}}), 422)


def test_what_is_repeated_gets_a_name_and_loses_its_default() -> None:
    field = {"anyOf": SCHEMA["anyOf"], "title": "X", "default": 1}
    schema = {"properties": {"default": field, "x": {"type": "integer", "default": 3}}, "required": ["default"]}
    assert told(schema) == {
        "properties": {"default": {"$ref": TEMPLATE.format(model="Given")}, "x": {"type": "integer"}},
        "required": ["default"],
    }
    assert told({"type": "string", "enum": ["NaN", "Infinity", "-Infinity"]})["$ref"].endswith("NotFinite")
    assert told({"type": "string", "enum": ["NaN"]}) == {"type": "string", "enum": ["NaN"]}
    assert told({"anyOf": [{"type": "integer"}, {"type": "string", "const": "end"}]})["anyOf"][1] == {
        "type": "string",
        "enum": ["end"],
    }
    assert set(NAMED) == {"Given", "NotFinite"}


def test_what_is_left_out_is_never_null() -> None:
    field = {"anyOf": [{"type": "integer"}, {"type": "null"}], "default": None, "title": "X"}
    schema = {"properties": {"kept": field, "gone": field}, "required": ["kept"]}
    assert left_out(schema)["properties"] == {"kept": field, "gone": {"type": "integer", "title": "X"}}


async def test_no_array_is_without_items_and_no_schema_contains_itself(client: httpx.AsyncClient) -> None:
    schemas = (await client.get("/openapi.json")).json()["components"]["schemas"]

    def walk(name: str, value: Any, way: tuple[str, ...]) -> None:
        if isinstance(value, list):
            for one in value:
                walk(name, one, way)
        if not isinstance(value, dict):
            return
        assert value.get("type") != "array" or "items" in value, name
        reference = value.get("$ref")
        if isinstance(reference, str):
            other = reference.rpartition("/")[2]
            assert other not in way, f"{other} contains itself"
            walk(other, schemas[other], (*way, other))
        for one in value.values():
            walk(name, one, way)

    for name, schema in schemas.items():
        walk(name, schema, (name,))
