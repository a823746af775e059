"""What stands in front of every route: names, headers, sizes, types; and the last net behind it."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from app.http.logs import JsonLines
from app.http.middleware.headers import HEADERS
from tests.app.conftest import Connect, MakeApp, client_of

pytestmark = pytest.mark.anyio

JSON = {"content-type": "application/json"}
GOOD = b'{"source":"L = x^2","inputs":{"x":3}}'


def problem(response: httpx.Response, status: int) -> dict[str, Any]:
    """The problem document of a refusal that has this status."""
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    assert document["status"] == status
    assert document["hint"]
    return document


# --- names ---


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000", "localhost.", "[::1]"])
async def test_local_names_are_answered(client: httpx.AsyncClient, host: str) -> None:
    assert (await client.get("/healthz", headers={"host": host})).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", "", "localhost:80:80", "[::1", "*"]
)
async def test_other_names_get_nothing(client: httpx.AsyncClient, host: str) -> None:
    document = problem(await client.get("/healthz", headers={"host": host}), 400)
    assert document["limit"] == "allowed_hosts"


async def test_two_hosts_are_none_whichever_comes_first(client: httpx.AsyncClient) -> None:
    for hosts in (["localhost", "evil.example"], ["evil.example", "localhost"]):
        problem(await client.get("/healthz", headers=[("host", host) for host in hosts]), 400)


async def test_names_can_be_added(connect: Connect) -> None:
    client = connect(allowed_hosts=("board.example", "fe80::1"))
    for host in ("board.example:8000", "[fe80::1]:8000", "localhost"):
        assert (await client.get("/healthz", headers={"host": host})).status_code == 200
    assert (await client.get("/healthz", headers={"host": "x.board.example"})).status_code == 400


async def test_the_address_listened_on_is_a_name_and_a_star_is_every_name(connect: Connect) -> None:
    for client in (connect(host="192.168.7.7"), connect(allowed_hosts=("*",))):
        assert (await client.get("/healthz", headers={"host": "192.168.7.7:8000"})).status_code == 200
    everywhere = connect(host="0.0.0.0")
    assert (await everywhere.get("/healthz", headers={"host": "192.168.7.7"})).status_code == 400


# --- headers ---


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [("/", "localhost", 200), ("/docs", "localhost", 200), ("/no", "localhost", 404), ("/", "evil.example", 400)],
)
async def test_every_answer_carries_the_security_headers(
    client: httpx.AsyncClient, path: str, host: str, status: int
) -> None:
    response = await client.get(path, headers={"host": host})
    assert response.status_code == status
    assert {name: response.headers[name] for name in HEADERS} == HEADERS
    policy = response.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert "server" not in response.headers


async def test_other_origins_get_no_permission_unless_they_are_listed(connect: Connect) -> None:
    origin = {"origin": "https://course.example"}
    asked = {**origin, "access-control-request-method": "POST", "access-control-request-headers": "content-type"}
    closed = connect()
    assert "access-control-allow-origin" not in (await closed.get("/healthz", headers=origin)).headers
    problem(await closed.options("/api/trace", headers=asked), 405)
    opened = connect(cors_origins=("https://course.example",))
    allowed = await opened.options("/api/trace", headers=asked)
    assert allowed.headers["access-control-allow-origin"] == "https://course.example"
    answer = await opened.post("/api/trace", content=GOOD, headers={**JSON, **origin})
    assert answer.headers["access-control-allow-origin"] == "https://course.example"
    other = await opened.get("/healthz", headers={"origin": "https://evil.example"})
    assert "access-control-allow-origin" not in other.headers


# --- sizes and types ---


async def test_a_body_over_the_limit_is_refused_with_the_limits_name(connect: Connect) -> None:
    client = connect(body_bytes=100)
    document = problem(await client.post("/api/trace", content=b" " * 101, headers=JSON), 413)
    assert document["limit"] == "body_bytes"
    assert "100" in document["detail"]
    assert (await client.post("/api/trace", content=GOOD + b" " * 60, headers=JSON)).status_code == 200


async def test_a_body_without_a_length_is_counted_as_it_comes_and_never_kept(connect: Connect) -> None:
    client = connect(body_bytes=1000)
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 1000
            yield b" " * 1000

    document = problem(await client.post("/api/trace", content=endless(), headers=JSON), 413)
    assert document["limit"] == "body_bytes"
    assert sent < 100_000


async def test_who_asks_before_sending_too_much_is_told_before_sending(connect: Connect) -> None:
    taken = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal taken
        taken += 1
        yield b" " * 101

    client = connect(body_bytes=100)
    headers = {**JSON, "content-length": "101", "expect": "100-continue"}
    problem(await client.post("/api/trace", content=body(), headers=headers), 413)
    assert taken == 0


async def test_a_body_that_does_not_arrive_is_given_up(connect: Connect) -> None:
    client = connect(deadline_seconds=0.01)

    async def stuck() -> AsyncIterator[bytes]:
        yield b'{"source":'
        await asyncio.Event().wait()

    response = await client.post("/api/trace", content=stuck(), headers=JSON)
    assert problem(response, 408)["limit"] == "deadline_seconds"
    assert response.headers["connection"] == "close"


@pytest.mark.parametrize(
    "headers",
    [
        {}, {"content-type": "text/plain"}, {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "application/json; charset=utf-16"}, {"content-type": "multipart/form-data; boundary=x"},
        {"content-type": "application/json", "content-encoding": "gzip"}, {"content-type": "application/jsonx"},
    ],
)  # fmt: skip
async def test_other_types_are_refused(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    problem(await client.post("/api/trace", content=GOOD, headers=headers), 415)


@pytest.mark.parametrize(
    "kind", ["application/json", "Application/JSON; charset=UTF-8", 'application/json;charset="utf-8"']
)
async def test_json_is_read_however_its_type_is_spelled(client: httpx.AsyncClient, kind: str) -> None:
    assert (await client.post("/api/trace", content=GOOD, headers={"content-type": kind})).status_code == 200


# --- addresses and methods ---


@pytest.mark.parametrize("path", ["/no", "/api", "/api/", "/api/trace/", "/api/examples/no", "/static/", "/docs/x"])
async def test_an_unknown_address_is_a_404_and_never_a_redirect(client: httpx.AsyncClient, path: str) -> None:
    problem(await client.get(path), 404)


@pytest.mark.parametrize(("method", "path"), [("GET", "/api/trace"), ("POST", "/api/examples"), ("DELETE", "/")])
async def test_another_method_is_told_which_ones_there_are(client: httpx.AsyncClient, method: str, path: str) -> None:
    response = await client.request(method, path)
    problem(response, 405)
    assert set(response.headers["allow"].split(", ")) == ({"POST"} if path == "/api/trace" else {"GET", "HEAD"})


@pytest.mark.parametrize("path", ["/", "/healthz", "/api/examples", "/docs", "/openapi.json", "/static/main.js"])
async def test_head_is_get_without_the_body(client: httpx.AsyncClient, path: str) -> None:
    got, head = await client.get(path), await client.head(path)
    assert head.status_code == got.status_code == 200
    assert head.content == b""
    assert head.headers == got.headers
    assert int(head.headers["content-length"]) == len(got.content)


# --- the last net ---


async def test_a_failure_tells_the_log_everything_and_the_caller_a_number(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("the secret detail")

    monkeypatch.setattr("app.api.trace.answer_trace", broken)
    async with client_of(make_app()) as client:
        response = await client.post("/api/trace", content=GOOD, headers=JSON)
        document = problem(response, 500)
        assert (await client.get("/healthz")).status_code == 200
    assert "secret" not in response.text
    assert response.headers["x-content-type-options"] == "nosniff"
    (record,) = caplog.records
    line = json.loads(JsonLines().format(record))
    assert line["id"] in document["detail"]
    assert "the secret detail" in line["traceback"]
    assert "x^2" not in json.dumps(line), "no body in the log"


async def test_requests_are_logged_only_when_asked_for_and_then_without_query_or_body(
    connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "app")
    await connect().get("/api/examples")
    assert caplog.records == []
    await connect(access_log=True).get("/api/examples?secret=1", headers={"host": "localhost"})
    (record,) = caplog.records
    line = json.loads(JsonLines().format(record))
    assert {"event": "request", "path": "/api/examples", "status": 200, "method": "GET"}.items() <= line.items()
    assert "secret" not in json.dumps(line)


def test_nobody_can_forge_a_line_in_the_log() -> None:
    record = logging.makeLogRecord({"msg": "request", "path": '/x\n{"event":"forged"}', "levelname": "INFO"})
    assert "\n" not in JsonLines().format(record)
