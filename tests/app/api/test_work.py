"""Little work never waits for much, and what is too much is known before any of it is done."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import httpx
import pytest

import engine
from app.api import export, run
from app.api.work import PASSES, TRACED, Rate
from app.http.finished import Answer
from app.request.model import TraceRequest
from app.settings import Settings
from engine.formats import FORMATS
from engine.graph.estimate import Estimate
from tests.app.conftest import MakeApp
from tests.app.http.test_protection import problem
from tests.engine.graph.hogs import CHAIN, GROWING, OUTER, TWICE

pytestmark = pytest.mark.anyio


@pytest.fixture
def no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "trace", lambda *_args, **_options: pytest.fail("it was traced"))


PATHS = ["trace", "check", "cost", "routine", "calculus", *(f"export/{name}" for name in FORMATS)]


@pytest.mark.usefixtures("no_trace")
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("source", "limit"), [(OUTER, "work"), (TWICE, "unfolded")])
async def test_too_much_work_is_refused_before_any_of_it_is_done(
    path: str, source: str, limit: str, client: httpx.AsyncClient
) -> None:
    response = await client.post(f"/api/{path}", json={"source": source, "grain": "element"})
    refused = problem(response, 422)
    assert refused["limit"] == limit
    assert f"BACKSWEEP_{limit.upper()}" in refused["hint"]


@pytest.mark.usefixtures("no_trace")
async def test_the_control_a_model_that_may_be_traced_is(client: httpx.AsyncClient) -> None:
    with pytest.raises(pytest.fail.Exception):
        await client.post("/api/trace", json={"source": "input a = [1, 2]\nL = sum(a)", "grain": "element"})


async def test_the_same_model_at_a_coarser_grain_is_answered(client: httpx.AsyncClient) -> None:
    assert (await client.post("/api/trace", json={"source": OUTER})).status_code == 200


def spying(seen: list[str]) -> run.Compute[TraceRequest]:
    """A trace that notes the thread on which it was made."""

    def spy(request: TraceRequest, settings: Settings) -> Answer:
        run.traced(request, settings)
        seen.append(threading.current_thread().name)
        return Answer.json({})

    return spy


@pytest.mark.parametrize(
    ("request_", "thread"),
    [
        ({"source": "input w = 2\nL = w^2"}, "engine-quick"),
        ({"source": "input w = 2\nL = w^2" + " " * 2000}, "engine-quick"),
        ({"source": GROWING, "grain": "element"}, "engine-heavy"),
        ({"source": GROWING}, "engine-quick"),
        ({"source": "input w = 2\nL = w^2" + " " * 5000}, "engine-heavy"),
    ],
    ids=["little", "long but little", "short but much", "the same at another grain", "too long to be read beside"],
)
async def test_the_thread_is_chosen_by_the_work(request_: dict[str, Any], thread: str, make_app: MakeApp) -> None:
    seen: list[str] = []
    service = make_app().state.service
    body = json.dumps(request_).encode()
    await service.answered("trace", body, spying(seen), TraceRequest)
    assert seen == [thread]


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_that_does_not_say_so_derives_no_formula(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    trace = engine.trace(engine.parse("input w = 2, x = 3\nz = w x\nL = z^2"))
    monkeypatch.setattr("engine.explain.definitions.read", lambda *_: pytest.fail("a formula was derived"))
    if FORMATS[name].formulas:
        with pytest.raises(pytest.fail.Exception):
            FORMATS[name].write(trace)
    else:
        assert FORMATS[name].write(trace)


@pytest.mark.parametrize("name", FORMATS)
def test_a_chain_of_thousands_of_lines_may_be_exported(name: str) -> None:
    request = TraceRequest(source=CHAIN, inputs={"x0": 0.5})
    seen: list[Callable[..., Any]] = []

    def write(_: engine.Trace) -> str:
        seen.append(write)
        return ""

    format_ = FORMATS[name]
    whole = type(format_)(name, "", format_.media_type, ".x", write, format_.formulas)
    assert run.from_request(request, lambda r, s: export.answer_export(whole, r, s), Settings()).status == 200
    assert seen


def test_a_rate_counts_what_it_names_and_adds_up() -> None:
    assert Rate(nodes=2, edges=3).of(Estimate(nodes=10, edges=100, symbols=7)) == 320
    assert (Rate(nodes=2) + Rate(nodes=1, edges=3)) == Rate(nodes=3, edges=3)
    assert set(Rate.__slots__) == set(Estimate.__slots__)
    assert all(getattr(TRACED, name) >= getattr(PASSES, name) for name in Rate.__slots__)
