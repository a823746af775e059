"""What is asked with GET: examples, primitives, health; with tags, and 304 while nothing has changed."""

import httpx
import pytest

from app import __version__
from app.api.examples import ExampleAnswer, ExamplesAnswer
from app.api.health import HealthAnswer
from app.api.primitives import PrimitivesAnswer
from app.api.trace_schema import TraceAnswer
from app.content.examples import Library
from engine.primitives.ops import FUNCTIONS, NOTATION
from tests.app.conftest import Connect
from tests.app.http.test_protection import problem

pytestmark = pytest.mark.anyio

LIBRARY = Library.read()


async def test_health_needs_neither_cache_nor_engine(connect: Connect) -> None:
    response = await connect(cache_bytes=0).get("/healthz")
    HealthAnswer.model_validate(response.json())
    assert response.json()["version"] == __version__


async def test_the_list_of_examples_has_the_documented_shape_and_order(client: httpx.AsyncClient) -> None:
    document = (await client.get("/api/examples")).json()
    ExamplesAnswer.model_validate(document)
    assert [row["id"] for row in document["examples"]] == [example.id for example in LIBRARY]


@pytest.mark.parametrize("name", list(LIBRARY.examples))
async def test_an_example_can_be_sent_as_it_is_and_gives_the_trace_that_it_offers(
    client: httpx.AsyncClient, name: str
) -> None:
    example = (await client.get(f"/api/examples/{name}")).json()
    ExampleAnswer.model_validate(example)
    for grain in ("named", "primitive"):
        offered = await client.get(f"/api/examples/{name}/trace?grain={grain}")
        assert offered.status_code == 200, offered.text
        body = {key: example[key] for key in ("source", "inputs", "roles", "output")} | {"grain": grain}
        assert (await client.post("/api/trace", json=body)).content == offered.content
        TraceAnswer.model_validate(offered.json())


async def test_a_trace_without_a_grain_is_at_the_named_one(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/examples/lecture/trace")).json()["grain"] == "named"


@pytest.mark.parametrize("path", ["/api/examples/no", "/api/examples/no/trace", "/api/examples/..%2f..%2fREADME.md"])
async def test_an_unknown_example_is_a_404_that_says_where_to_look(client: httpx.AsyncClient, path: str) -> None:
    problem(await client.get(path), 404)


async def test_an_unknown_grain_is_refused_by_name(client: httpx.AsyncClient) -> None:
    document = problem(await client.get("/api/examples/lecture/trace?grain=<b>fine"), 422)
    assert document["errors"][0]["field"] == "grain"
    assert "<b>" not in str(document)


async def test_every_primitive_of_the_notation_is_listed_with_its_rules(client: httpx.AsyncClient) -> None:
    document = (await client.get("/api/primitives")).json()
    PrimitivesAnswer.model_validate(document)
    rows = {row["name"]: row for row in document["primitives"]}
    assert {name for row in rows.values() for name in (row["name"], *row["aliases"])} == set(NOTATION)
    for name, row in rows.items():
        assert row["arity"] == list(FUNCTIONS[name].arity)
        if row["kind"] == "elementwise":
            assert len(row["derivatives"]) == len(row["domain"]) == row["arity"][1]
            continue
        example = row["example"]
        if row["kind"] == "composite":
            assert (row["latex"], bool(example["formula"])) == (None, True), name
        else:
            assert len(example["terms"]) == len(example["shapes"]), name
    assert rows["sum"]["example"]["terms"] == ["g\\,\\mathbf{1}"]
    assert rows["mean"]["example"]["formula"] == "\\frac{\\sum a}{3}"
    assert [option["name"] for option in rows["softmax"]["options"]] == ["axis"]


PATHS = [
    "/", "/docs", "/docs/style.css", "/openapi.json", "/static/main.js", "/healthz", "/api/primitives", "/api/examples",
    "/api/examples/lecture", "/api/examples/lecture/trace",
]  # fmt: skip


@pytest.mark.parametrize("path", [path for path in PATHS if path != "/healthz"])
async def test_what_has_not_changed_is_not_sent_again(client: httpx.AsyncClient, path: str) -> None:
    first = await client.get(path)
    assert first.headers["cache-control"] == "no-cache", "a browser asks each time, and is told 304"
    again = await client.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["content-security-policy"]


@pytest.mark.parametrize("path", PATHS)
async def test_compressed_and_plain_are_the_same_text(client: httpx.AsyncClient, path: str) -> None:
    plain = await client.get(path)
    zipped = await client.get(path, headers={"accept-encoding": "gzip"})
    assert zipped.content == plain.content
    assert ("content-encoding" in zipped.headers) == (len(plain.content) >= 1000)
