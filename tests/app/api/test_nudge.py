"""POST /api/nudge: the lecture's numbers, what may be held, and refusals in words."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.api.nudge import NudgeAnswer
from tests.app.api.test_passes import NET
from tests.app.conftest import Connect
from tests.app.http.test_protection import problem
from tests.engine.models import LECTURE

pytestmark = pytest.mark.anyio

NUDGE: dict[str, Any] = {"source": LECTURE, "node": "w", "h": 0.1}


async def asked(client: httpx.AsyncClient, **fields: Any) -> dict[str, Any]:
    response = await client.post("/api/nudge", json={**NUDGE, **fields})
    assert response.status_code == 200, response.text
    document: dict[str, Any] = response.json()
    NudgeAnswer.model_validate(document)
    return document


@pytest.mark.parametrize("grain", ["named", "primitive", "element"])
async def test_the_lectures_nudge(grain: str, client: httpx.AsyncClient) -> None:
    found = await asked(client, grain=grain)
    assert found["derivative"] == pytest.approx(-0.2)
    (one,) = found["nudges"]
    assert one["predicted"] == pytest.approx(-0.02)
    assert one["change"] == pytest.approx(one["predicted"] + one["residual"])
    assert one["changes"]["z"] == pytest.approx(0.2)
    assert one["values"]["w"] == pytest.approx(0.6)
    assert "t" not in one["values"]
    tangents = {node["id"]: node["tangent"] for node in found["nodes"]}
    for edge in found["edges"]:
        assert edge["contribution"] == pytest.approx(edge["local"] * edge["tangent"])
    for name in tangents.keys() - {"w"}:
        terms = [edge["contribution"] for edge in found["edges"] if edge["child"] == name]
        assert tangents[name] == pytest.approx(sum(terms)), "what arrives is added"


async def test_a_list_is_answered_in_its_order_and_the_residual_shrinks(client: httpx.AsyncClient) -> None:
    found = await asked(client, h=[0.01, -0.01, 0.001, 0])
    assert [one["h"] for one in found["nudges"]] == [0.01, -0.01, 0.001, 0]
    large, _, small, nothing = (one["residual"] for one in found["nudges"])
    assert large / small == pytest.approx(100, rel=0.02)
    assert nothing == 0


async def test_the_pages_tests_read_what_the_service_answers_today(client: httpx.AsyncClient) -> None:
    kept = json.loads((Path(__file__).parents[2] / "labs" / "fixtures" / "nudge.json").read_text("utf-8"))
    assert await asked(client, h=[one["h"] for one in kept["nudges"]]) == kept


async def test_two_answers_to_one_question(client: httpx.AsyncClient) -> None:
    assert (await asked(client, held=["x", "b", "t"]))["derivative"] == pytest.approx(-0.2)
    partial = await asked(client, held=["y"])
    assert partial["derivative"] == pytest.approx(0.05)
    assert partial["held"] == ["y"]
    assert {node["id"] for node in partial["nodes"]} == {"w", "z", "R", "L_reg"}


async def test_an_entry_of_an_array(client: httpx.AsyncClient) -> None:
    trace = (await client.post("/api/trace", json=NET)).json()
    found = await asked(client, **NET, node="W", at=[1, 0])
    assert found["derivative"] == pytest.approx(trace["adjoints"]["W"][1][0])
    assert found["nudges"][0]["changes"]["W"] == [[0, 0], [pytest.approx(0.1), 0]]


async def test_what_is_no_number_travels_as_text(client: httpx.AsyncClient) -> None:
    found = await asked(client, source="L = log(x)", inputs={"x": 0}, node="x", h=[1, -1])
    assert found["derivative"] == "Infinity"
    assert [one["change"] for one in found["nudges"]] == ["Infinity", "NaN"]


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"node": "Lreg"}, "node", "Did you mean 'L_reg'"),
        ({"node": "λ"}, "node", "constant"),
        ({"node": "w", "held": ["yy"]}, "held", "Did you mean 'y'"),
        ({"held": ["w"]}, "held", "nudged"),
        ({"held": ["L_reg"]}, "held", "output"),
        ({"at": [0]}, "at", "number"),
        ({**NET, "node": "W"}, "at", "counted from 0"),
        ({**NET, "node": "W", "at": [0, 2]}, "at", "counted from 0"),
        ({"at": [0] * 9}, "at", "axes"),
        ({"at": [0.5]}, "at.0", "integer"),
        ({"h": []}, "h", "pass of its own"),
        ({"h": [[0.1]]}, "h", "one number"),
        ({"h": "0.1"}, "h", "not a text"),
        ({"h": [0.1, None]}, "h[1]", "null"),
        ({"h": True}, "h", "true or false"),
        ({"held": "y"}, "held", "array"),
    ],
)
async def test_what_does_not_fit_is_refused_in_words(
    fields: dict[str, Any], field: str, words: str, client: httpx.AsyncClient
) -> None:
    document = problem(await client.post("/api/nudge", json={**NUDGE, **fields}), 422)
    assert document["errors"][0]["field"] == field
    assert words in document["detail"] + document["hint"]


@pytest.mark.parametrize("name", ["", "'; --", "\u202e", "\ud800", "x" * 100_000, "<b>", "W[0", "__class__"])
async def test_a_hostile_name_is_refused_and_not_repeated(name: str, client: httpx.AsyncClient) -> None:
    for fields in ({"node": name}, {"held": [name]}):
        content = json.dumps({**NUDGE, **fields})
        response = await client.post("/api/nudge", content=content, headers={"content-type": "application/json"})
        assert response.status_code in (400, 422)
        assert response.json()["hint"]
        assert len(response.content) < 2_000


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e400", "1" + "0" * 400])
async def test_h_must_be_finite(number: str, client: httpx.AsyncClient) -> None:
    content = f'{{"source": "L = x^2", "inputs": {{"x": 1}}, "node": "x", "h": {number}}}'
    response = await client.post("/api/nudge", content=content, headers={"content-type": "application/json"})
    assert response.status_code in (400, 422)
    assert response.json()["hint"]


@pytest.mark.parametrize("missing", ["node", "h", "source"])
async def test_what_is_needed_is_named(missing: str, client: httpx.AsyncClient) -> None:
    body = {name: value for name, value in NUDGE.items() if name != missing}
    document = problem(await client.post("/api/nudge", json=body), 422)
    assert document["errors"][0]["field"] == missing


async def test_it_is_bounded_like_a_trace(connect: Connect) -> None:
    cases: list[tuple[dict[str, Any], dict[str, Any], str]] = [
        ({}, {"h": [0.1] * 65}, "nudges"),
        ({"nudges": 2}, {"h": [1, 2, 3]}, "nudges"),
        ({"elements": 20}, {"h": [0.1] * 4}, "elements"),
        ({"elements": 2}, {"h": [0.1] * 4}, "elements"),
        ({"inputs": 1}, {"held": ["y"] * 2}, "inputs"),
        ({"multiply_adds": 5}, {**NET, "node": "b", "h": [1, 2]}, "multiply_adds"),
        ({"answer_bytes": 10}, {}, "answer_bytes"),
        ({"steps": 3}, {}, "steps"),
    ]
    for settings, fields, limit in cases:
        document = problem(await connect(**settings).post("/api/nudge", json={**NUDGE, **fields}), 422)
        assert document["limit"] == limit


async def test_a_mistake_in_the_source_has_its_place(client: httpx.AsyncClient) -> None:
    document = problem(await client.post("/api/nudge", json={**NUDGE, "source": "L = v", "node": "v"}), 422)
    assert document["span"]["line"] == 1
