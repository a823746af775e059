"""What HTTP promises at every address: one table under two prefixes, methods, caching, batches, pages for refusals."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import StreamingResponse

from app.api import batch
from app.api.routing import ALIAS, STABLE
from app.http.mistakes import MISTAKES
from app.pages import problem_examples
from engine.formats import FORMATS
from tests.app.conftest import Connect, MakeApp, client_of
from tests.app.http.test_protection import GOOD, JSON, problem

pytestmark = pytest.mark.anyio

GETS = [
    "/", "/presenter", "/docs", "/docs/problems", "/docs/problems/not-json", "/openapi.json", "/healthz",
    "/favicon.ico",
    "/api/v1/examples", "/api/v1/examples/lecture", "/api/v1/examples/lecture/trace", "/api/v1/lessons",
    "/api/v1/lessons/lecture-6", "/api/v1/primitives", "/api/primitives",
]  # fmt: skip
WIDE = {"source": "L = sum(A·A)", "inputs": {"A": [[0.5] * 20] * 20}}


def table(app: Any, prefix: str) -> dict[tuple[str, str], Any]:
    """The endpoint of each method and path below a prefix."""
    return {
        (method, route.path.removeprefix(prefix)): route.endpoint
        for route in app.routes
        if isinstance(route, APIRoute) and route.path.startswith(f"{prefix}/")
        for method in route.methods or ()
        if not (prefix == ALIAS and route.path.startswith(f"{STABLE}/"))
    }


async def test_the_alias_has_the_same_endpoints_as_the_stable_address(make_app: MakeApp) -> None:
    app = make_app()
    assert table(app, STABLE) == table(app, ALIAS)
    assert len(table(app, STABLE)) == 15


async def test_both_addresses_give_the_same_bytes(client: httpx.AsyncClient) -> None:
    for path in ("/trace", "/check", "/cost", "/routine", "/calculus", "/export/dot"):
        answers = [await client.post(prefix + path, content=GOOD, headers=JSON) for prefix in (STABLE, ALIAS)]
        assert answers[0].content == answers[1].content, path
        assert [answer.status_code for answer in answers] == [200, 200], path


@pytest.mark.parametrize("path", GETS)
async def test_get_head_and_the_same_again(client: httpx.AsyncClient, path: str) -> None:
    got, head = await client.get(path), await client.head(path)
    assert got.status_code == head.status_code == 200
    assert head.content == b""
    same = ("content-length", "content-type", "etag", "vary", "cache-control")
    assert [head.headers.get(name) for name in same] == [got.headers.get(name) for name in same]
    if path != "/healthz":
        assert "Accept-Encoding" in got.headers["vary"]
        tags = (got.headers["etag"], f'"other", {got.headers["etag"]}', "*")
        for tag in tags:
            for method in ("GET", "HEAD"):
                again = await client.request(method, path, headers={"if-none-match": tag})
                assert again.status_code == 304, tag
                assert again.content == b""
                kept = ("etag", "vary", "cache-control")
                assert [again.headers[name] for name in kept] == [got.headers[name] for name in kept]
        assert (await client.get(path, headers={"if-none-match": '"other"'})).status_code == 200


async def test_what_is_no_get_has_no_tag(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/v1/trace", content=GOOD, headers={**JSON, "if-none-match": "*"})
    assert answer.status_code == 200
    assert "etag" not in answer.headers


@pytest.mark.parametrize("path", [*GETS, "/api/v1/trace", "/api/v1/traces", "/api/trace", "/api/v1/export/dot"])
async def test_another_method_is_told_which_there_are(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.request("DELETE", path)
    problem(answer, 405)
    assert answer.headers["allow"] == ("GET, HEAD" if path in GETS else "POST")


@pytest.mark.parametrize(("asked", "packed"), [
    ("gzip", True), ("*", True), ("*;q=0, gzip", True), ("gzip;q=0, *", False), ("gzip;q=0.0", False),
    ("br", False), ("", False), ("identity, gzip;q=0.5", True),
])  # fmt: skip
async def test_an_answer_is_packed_for_who_takes_it(client: httpx.AsyncClient, asked: str, packed: bool) -> None:
    answer = await client.get("/api/v1/primitives", headers={"accept-encoding": asked})
    assert (answer.headers.get("content-encoding") == "gzip") == packed


async def test_other_origins_can_read_the_headers_that_they_need(connect: Connect) -> None:
    origin = {"origin": "https://course.example"}
    client = connect(cors_origins=("https://course.example",))
    answer = await client.get("/api/v1/examples", headers=origin)
    exposed = set(answer.headers["access-control-expose-headers"].split(", "))
    assert exposed == {"Allow", "ETag", "Retry-After"}
    asked = {**origin, "access-control-request-method": "GET", "access-control-request-headers": "if-none-match"}
    assert (await client.options("/api/v1/examples", headers=asked)).status_code == 200


async def test_an_unsupported_body_is_told_what_is_supported(client: httpx.AsyncClient) -> None:
    other = await client.post("/api/v1/trace", content=GOOD, headers={"content-type": "text/plain"})
    assert other.headers["accept"] == "application/json"
    packed = await client.post("/api/v1/trace", content=GOOD, headers={**JSON, "content-encoding": "gzip"})
    assert packed.headers["accept-encoding"] == "identity"


# --- arrays in full ---


async def test_arrays_in_full_hold_every_entry(client: httpx.AsyncClient) -> None:
    preview = (await client.post("/api/v1/trace", json=WIDE)).json()
    full = (await client.post("/api/v1/trace", json={**WIDE, "arrays": "full"})).json()
    assert preview["adjoints"]["A"]["shape"] == [20, 20]
    assert full["adjoints"]["A"] == [[1.0] * 20] * 20
    assert full["values"]["A"] == full["nodes"][0]["value"] == WIDE["inputs"]["A"]  # type: ignore[index]
    assert (await client.post("/api/v1/trace", json={**WIDE, "arrays": "preview"})).json() == preview
    moved = {**WIDE, "arrays": "full", "direction": {"A": [[1.0] * 20] * 20}}
    assert (await client.post("/api/v1/tangent", json=moved)).json()["tangents"]["A"] == [[1.0] * 20] * 20


async def test_arrays_in_full_that_are_too_long_are_refused_before_they_are_written(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written(*_: object) -> None:
        raise AssertionError("it was written")

    client = connect(answer_bytes=30_000)
    assert (await client.post("/api/v1/trace", json=WIDE)).status_code == 200
    monkeypatch.setattr("app.api.trace.present", written)
    document = problem(await client.post("/api/v1/trace", json={**WIDE, "arrays": "full"}), 422)
    assert document["limit"] == "answer_bytes"


async def test_another_word_for_arrays_is_refused(client: httpx.AsyncClient) -> None:
    document = problem(await client.post("/api/v1/trace", json={**WIDE, "arrays": "all"}), 422)
    assert document["errors"][0]["field"] == "arrays"


# --- batches ---


async def test_a_batch_gives_a_line_for_each_and_one_bad_model_spoils_none(client: httpx.AsyncClient) -> None:
    good = {"source": "L = x^2", "inputs": {"x": 3}}
    requests: list[Any] = [good, {"source": "L = v^2"}, 3, None, {**good, "colour": 1}, {"source": "L = 1e999"}, good]
    answer = await client.post("/api/v1/traces", json={"requests": requests})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert answer.headers["cache-control"] == "no-store"
    lines = answer.text.splitlines()
    alone = [await client.post("/api/v1/trace", content=json.dumps(one), headers=JSON) for one in requests]
    assert lines == [one.text for one in alone]
    assert [json.loads(line).get("status") for line in lines] == [None, 422, 422, 422, 422, 422, None]


async def test_a_batch_of_none_is_empty_and_one_of_too_many_is_refused(connect: Connect) -> None:
    client = connect(batch=2)
    assert (await client.post("/api/v1/traces", json={"requests": []})).content == b""
    document = problem(await client.post("/api/v1/traces", json={"requests": [{}] * 3}), 422)
    assert document["limit"] == "batch"
    bodies: list[Any] = [{}, {"requests": 3}, {"requests": {}}, {"requests": [], "more": 1}, []]
    for body in bodies:
        problem(await client.post("/api/v1/traces", json=body), 422)
    problem(await client.post("/api/v1/traces", content=b'{"requests": [', headers=JSON), 400)


async def test_a_number_beyond_float64_is_refused_in_its_line(client: httpx.AsyncClient) -> None:
    one = b'{"source": "L = x", "inputs": {"x": 1e400}}'
    alone = (await client.post("/api/v1/trace", content=one, headers=JSON)).json()
    answer = await client.post("/api/v1/traces", content=b'{"requests": [' + one + b"]}", headers=JSON)
    assert json.loads(answer.text) == alone


async def test_who_asks_for_text_gets_the_same_lines_as_text(client: httpx.AsyncClient) -> None:
    body = {"requests": [{"source": "L = x^2", "inputs": {"x": 3}}]}
    text = await client.post("/api/v1/traces", json=body, headers={"accept": "text/plain"})
    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    assert text.content == (await client.post("/api/v1/traces", json=body)).content


async def test_no_model_is_begun_for_a_client_that_has_gone(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    app = make_app()
    service = app.state.service
    begun: list[bytes] = []
    gone = asyncio.Event()

    async def answered(_kind: str, body: bytes, *_: object) -> Any:
        begun.append(body)
        gone.set()
        await asyncio.Event().wait()  # as long as it takes

    monkeypatch.setattr(service, "answered", answered)
    sent = [{"type": "http.request", "body": b'{"requests": [{}, {}, {}]}', "more_body": False}]

    async def receive() -> Any:
        if sent:
            return sent.pop()
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(_: object) -> None:
        return None

    scope = {"type": "http", "method": "POST", "path": "/", "headers": [(b"content-type", b"application/json")]}
    response = await batch.answered(Request(scope, receive), service)
    assert isinstance(response, StreamingResponse)
    async with asyncio.timeout(30):
        await response({**scope, "asgi": {"spec_version": "2.3"}}, receive, send)
    assert len(begun) == 1


# --- the pages behind the types of refusals ---


async def test_the_type_of_a_refusal_leads_to_a_page_about_it(client: httpx.AsyncClient) -> None:
    document = problem(await client.post("/api/v1/trace", json={"source": "L = v^2"}), 422)
    assert document["type"] == f"/docs/problems/{document['code']}"
    page = await client.get(document["type"])
    assert page.headers["content-type"].startswith("text/html")
    assert MISTAKES[document["code"]].meaning in page.text
    problem(await client.get("/docs/problems/nothing"), 404)


async def test_every_code_has_a_page_and_every_example_on_it_is_answered_with_that_code(make_app: MakeApp) -> None:
    app = make_app()
    examples = 0
    for code in MISTAKES:
        shown = await problem_examples.shown(app, code)
        assert shown.remedy, code
        assert shown.answer is None or shown.answer["code"] == code
        examples += shown.answer is not None
    assert set(problem_examples.entries()) <= set(MISTAKES)
    assert examples == sum("request" in entry for entry in problem_examples.entries().values()) > 120
    async with client_of(app) as client:
        listed = (await client.get("/docs/problems")).text
        french = (await client.get("/docs/problems/not-json?lang=fr")).text
    assert all(f'href="/docs/problems/{code}?lang=en"' in listed for code in MISTAKES)
    assert "Que faire" in french


def test_the_formats_are_those_that_are_described() -> None:
    assert all(one.media_type.startswith("text/") for one in FORMATS.values()), "others need a schema of their own"
