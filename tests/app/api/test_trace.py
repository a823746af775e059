"""POST /api/trace, /api/check and /api/export: the contract, on the running example and beyond."""

import asyncio
import json
import threading
from typing import Any

import httpx
import pytest

from app.api import run
from app.api.check import CheckAnswer
from app.api.trace_schema import TraceAnswer
from app.http.finished import Answer
from engine.formats import FORMATS
from tests.app.conftest import Connect, MakeApp, client_of
from tests.app.http.test_protection import GOOD, JSON, problem
from tests.engine.models import LECTURE

pytestmark = pytest.mark.anyio

ADJOINTS = {
    "w": -0.2, "b": -0.125, "x": -0.0625, "t": 0.5, "z": -0.125, "y": -0.5, "L": 1.0, "R": 0.1, "L_reg": 1.0,
}  # fmt: skip


async def traced(client: httpx.AsyncClient, source: str, **fields: Any) -> dict[str, Any]:
    response = await client.post("/api/trace", json={"source": source, **fields})
    assert response.status_code == 200, response.text
    document: dict[str, Any] = response.json()
    TraceAnswer.model_validate(document)
    return document


async def test_the_running_example_is_the_lectures_figure(client: httpx.AsyncClient) -> None:
    trace = await traced(client, LECTURE)
    nodes = {node["id"]: node for node in trace["nodes"]}
    assert set(nodes) == set(ADJOINTS)
    assert len(trace["edges"]) == 9
    assert {edge["id"] for edge in trace["edges"] if edge["fan_out"]} == {"w->z", "w->R"}
    assert {name: node["adjoint"] for name, node in nodes.items()} == pytest.approx(ADJOINTS, abs=1e-15)
    assert trace["adjoints"] == {name: node["adjoint"] for name, node in nodes.items()}
    assert trace["values"]["L_reg"] == pytest.approx(0.1375, abs=1e-15)
    span = {"line": 4, "column": 7, "end_column": 8}
    assert trace["constants"] == [
        {"id": "lambda", "latex": "\\lambda", "value": 0.1, "span": span, "shape": [], "tensor": None, "at": []}
    ]
    assert (nodes["w"]["role"], nodes["t"]["role"], nodes["L_reg"]["role"]) == ("parameter", "target", "output")
    assert nodes["w"]["children"] == ["z", "R"]
    assert [node["index"] for node in trace["nodes"]] == list(range(1, 10))


async def test_its_steps_are_values_seed_terms_and_one_closing_sum(client: httpx.AsyncClient) -> None:
    steps = (await traced(client, LECTURE))["steps"]
    assert [step["index"] for step in steps] == list(range(len(steps)))
    assert [step["kind"] for step in steps] == ["value"] * 5 + ["seed"] + ["term"] * 9 + ["adjoint"]
    terms = [step for step in steps if step["kind"] == "term" and step["node"] == "w"]
    numbers = [[term[key] for key in ("upstream", "local", "product", "total", "remaining")] for term in terms]
    assert numbers == [[-0.125, 2.0, -0.25, -0.25, 1], [0.1, 0.5, 0.05, -0.2, 0]]
    assert [term["edge"] for term in terms] == ["w->z", "w->R"]


@pytest.mark.parametrize(
    ("source", "inputs"),
    [("L = w*w", {"w": 3}), ("L = x^2 + x", {"x": 0}), (LECTURE, {}), ("h = relu(x)\nL = log(-h)", {"x": 0})],
)
async def test_answers_have_the_documented_shape_at_both_grains(
    client: httpx.AsyncClient, source: str, inputs: dict[str, float]
) -> None:
    for grain in ("named", "primitive"):
        await traced(client, source, inputs=inputs, grain=grain)


async def test_two_uses_by_one_child_are_two_edges_at_the_primitive_grain_and_one_at_the_named(
    client: httpx.AsyncClient,
) -> None:
    primitive = await traced(client, "L = w*w", inputs={"w": 3}, grain="primitive")
    assert [edge["id"] for edge in primitive["edges"]] == ["w->L", "w->L#1"]
    assert all(edge["fan_out"] for edge in primitive["edges"])
    assert [node["parents"] for node in primitive["nodes"]] == [[], ["w"]]
    named = await traced(client, "L = w*w", inputs={"w": 3})
    assert [edge["id"] for edge in named["edges"]] == ["w->L"]
    assert named["adjoints"]["w"] == primitive["adjoints"]["w"] == 6.0


async def test_values_without_a_json_number_travel_as_strings_with_a_warning(client: httpx.AsyncClient) -> None:
    trace = await traced(client, "h = log(x)\nL = h*0", inputs={"x": -1})
    assert trace["values"]["h"] == "NaN"
    assert [warning["node"] for warning in trace["warnings"]] == ["h"]
    trace = await traced(client, "L = 1/x", inputs={"x": 0})
    assert (trace["values"]["L"], trace["adjoints"]["x"]) == ("Infinity", "-Infinity")


async def test_inputs_roles_output_and_grain_are_heeded(client: httpx.AsyncClient) -> None:
    trace = await traced(client, LECTURE, inputs={"λ": 0.2}, roles={"x": "parameter"}, output="L", grain="primitive")
    roles = {node["id"]: node["role"] for node in trace["nodes"]}
    assert (roles["x"], roles["L"]) == ("parameter", "output")
    assert (trace["output"], trace["grain"]) == ("L", "primitive")
    assert trace["values"]["lambda"] == 0.2


async def test_the_same_request_gives_the_same_bytes_on_any_server(connect: Connect) -> None:
    bodies = [(await connect().post("/api/trace", json={"source": LECTURE})).content for _ in range(2)]
    assert bodies[0] == bodies[1]


async def test_a_mistake_in_the_source_has_a_place_and_a_remedy(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/trace", json={"source": "y = w x\nL = v^2", "inputs": {"w": 1, "x": 2}})
    document = problem(response, 422)
    assert document["span"] == {"line": 2, "column": 5, "end_column": 6}
    assert document["detail"] == "line 2, column 5: 'v' is not defined here."
    assert "input v = 1" in document["hint"]


@pytest.mark.parametrize(
    ("settings", "status"),
    [
        ({"source_bytes": 20}, 413), ({"tokens": 5}, 422), ({"depth": 1}, 422), ({"name_length": 4}, 422),
        ({"operations": 3}, 422), ({"steps": 10}, 422), ({"answer_bytes": 500}, 422), ({"inputs": 1}, 422),
    ],
)  # fmt: skip
async def test_a_budget_that_is_hit_names_itself_and_its_variable(
    connect: Connect, settings: dict[str, int], status: int
) -> None:
    body = {"source": LECTURE, "inputs": {"w": 1, "b": 2}}
    document = problem(await connect(**settings).post("/api/trace", json=body), status)
    ((name, value),) = settings.items()
    assert document["limit"] == name
    assert f"BACKSWEEP_{name.upper()}" in document["hint"]
    assert str(value) in document["detail"] + document["hint"]


@pytest.mark.parametrize("field", ["inputs", "roles", "output"])
async def test_a_name_beside_the_source_that_is_none_is_said_to_be_there(client: httpx.AsyncClient, field: str) -> None:
    name = "<b>x"
    value: Any = {"inputs": {name: 1}, "roles": {name: "input"}, "output": name}[field]
    document = problem(await client.post("/api/trace", json={"source": "L = 2", field: value}), 422)
    assert document["errors"][0]["field"] == field
    assert "<b>" not in json.dumps(document)


# --- the other addresses that take a model ---


async def test_every_adjoint_is_checked_against_a_difference(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/check", json={"source": LECTURE})
    document = response.json()
    CheckAnswer.model_validate(document)
    assert [row["node"] for row in document["checks"]] == list(ADJOINTS) or len(document["checks"]) == 9
    assert all(row["agrees"] for row in document["checks"])
    assert {row["node"]: row["adjoint"] for row in document["checks"]} == pytest.approx(ADJOINTS)


@pytest.mark.parametrize("name", list(FORMATS))
async def test_every_format_is_served_with_its_type(client: httpx.AsyncClient, name: str) -> None:
    response = await client.post(f"/api/export/{name}", json={"source": LECTURE})
    assert response.status_code == 200
    assert response.headers["content-type"] == f"{FORMATS[name].media_type}; charset=utf-8"
    assert "L" in response.text


async def test_an_unknown_format_is_told_which_ones_there_are(client: httpx.AsyncClient) -> None:
    document = problem(await client.post("/api/export/papyrus", json={"source": LECTURE}), 404)
    assert all(name in document["hint"] for name in FORMATS)


@pytest.mark.parametrize("path", ["/api/trace", "/api/check", "/api/export/dot"])
async def test_all_of_them_refuse_alike(client: httpx.AsyncClient, path: str) -> None:
    problem(await client.post(path, content=b"{", headers=JSON), 400)
    problem(await client.post(path, json={"source": "L = "}), 422)
    problem(await client.post(path, content=GOOD), 415)
    problem(await client.post(path, content=b" " * 2_000_000, headers=JSON), 413)


# --- the cache and the threads, through the whole application ---


class Held:
    """Stands in for the engine: counts, says when it has begun, ends when it is let go."""

    def __init__(self) -> None:
        self.calls = 0
        self.begun, self.let_go = threading.Event(), threading.Event()

    def __call__(self, *_: object) -> Answer:
        self.calls += 1
        self.begun.set()
        self.let_go.wait(30)
        return Answer.of(b'{"held":1}', "application/json")

    async def until_begun(self) -> None:
        assert await asyncio.to_thread(self.begun.wait, 30)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    held = Held()
    monkeypatch.setattr("app.api.trace.answer_trace", held)
    return held


async def test_a_class_opening_the_same_model_costs_one_computation(make_app: MakeApp, held: Held) -> None:
    async with client_of(make_app()) as client:
        asked = [asyncio.ensure_future(client.post("/api/trace", content=GOOD, headers=JSON)) for _ in range(30)]
        await held.until_begun()
        held.let_go.set()
        assert {(one.status_code, one.content) for one in await asyncio.gather(*asked)} == {(200, b'{"held":1}')}
        await client.post("/api/trace", content=GOOD, headers=JSON)
    assert held.calls == 1


def heavy(number: int) -> bytes:
    return json.dumps({"source": "L = x^2", "inputs": {"x": number}}).encode() + b" " * 5000


async def test_a_full_queue_is_a_503_and_everything_else_goes_on(make_app: MakeApp, held: Held) -> None:
    app = make_app(queue_length=1)
    async with client_of(app) as client:

        async def post(body: bytes) -> httpx.Response:
            return await client.post("/api/trace", content=body, headers=JSON)

        first = asyncio.ensure_future(post(heavy(1)))
        await held.until_begun()
        second = asyncio.ensure_future(app.state.service.heavy.run(lambda: "second"))
        await asyncio.sleep(0)
        refused = await post(heavy(3))
        assert problem(refused, 503)["limit"] == "queue_length"
        assert int(refused.headers["retry-after"]) >= 1
        assert (await client.get("/api/examples")).status_code == 200
        assert (await client.post("/api/check", content=GOOD, headers=JSON)).status_code == 200, "small ones go on"
        held.let_go.set()
        assert ((await first).status_code, await second) == (200, "second")
        assert (await post(heavy(3))).status_code == 200, "a refusal for lack of time is not kept"


async def test_past_the_deadline_the_answer_is_a_503(make_app: MakeApp, held: Held) -> None:
    async with client_of(make_app(deadline_seconds=0.05)) as client:
        response = await client.post("/api/trace", content=GOOD, headers=JSON)
        assert problem(response, 503)["limit"] == "deadline_seconds"
        assert int(response.headers["retry-after"]) >= 1
        held.let_go.set()
        for _ in range(100):  # the answer that came too late is kept for who asks again
            response = await client.post("/api/trace", content=GOOD, headers=JSON)
            if response.status_code == 200:
                break
        assert (response.status_code, held.calls) == (200, 1)


async def test_refusals_are_kept_too(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    client = connect()
    first = await client.post("/api/trace", json={"source": "L = ("})
    monkeypatch.setattr(run, "from_body", lambda *_: pytest.fail("it was computed again"))
    second = await client.post("/api/trace", json={"source": "L = ("})
    assert problem(second, 422) == problem(first, 422)


async def test_gzip_is_served_from_the_cache(client: httpx.AsyncClient) -> None:
    headers = {"accept-encoding": "gzip"}
    zipped = await client.post("/api/trace", json={"source": LECTURE}, headers=headers)
    plain = await client.post("/api/trace", json={"source": LECTURE})
    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.content == plain.content
