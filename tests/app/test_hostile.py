"""No request makes a 5xx, a refusal always helps, and the next request is answered as if nothing had been."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI

from app.main import create_app
from app.settings import Settings
from engine.graph.graph import GRAINS
from tests.app import hostile
from tests.app.conftest import LIBRARY, PATIENCE, client_of
from tests.app.http.test_protection import GOOD, JSON

pytestmark = pytest.mark.anyio

CASES = hostile.cases()


@pytest.fixture(scope="module")
def app() -> Iterator[FastAPI]:
    """One server for them all: none of them may leave a trace in it."""
    app = create_app(Settings(deadline_seconds=PATIENCE), LIBRARY)
    yield app
    app.state.service.close()


def test_there_are_cases_of_every_kind() -> None:
    kinds = {case["id"].partition("/")[0] for case in CASES}
    wanted = "injection names depth size blowup unicode json domain xss tensor array"
    assert kinds >= set(wanted.split())


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
async def test_a_hostile_request_is_answered_as_stated_at_every_grain(case: dict[str, Any], app: FastAPI) -> None:
    async with client_of(app) as client:
        for grain in GRAINS:
            body = hostile.body_of(case, grain=grain)
            began = time.process_time()
            response = await client.post("/api/trace", content=body, headers=JSON)
            seconds = time.process_time() - began
            kind = response.headers["content-type"]
            stated = case
            if grain == "element" and response.status_code == 422 and response.json().get("limit") == "unfolded":
                stated = case | {"expect": "error", "limit": "unfolded"}  # no graph that could be looked at
            assert hostile.faults(stated, response.status_code, kind, response.content, seconds) == []
            again = await client.post("/api/trace", content=body, headers=JSON)
            assert (again.status_code, again.content) == (response.status_code, response.content)
        after = await client.post("/api/trace", content=GOOD, headers=JSON)
        assert after.json()["adjoints"] == {"x": 6.0, "L": 1.0}


OTHERS = ["check", "cost", "routine", "export/csv", "export/latex", "export/dot", "export/mermaid", "export/gradient"]


@pytest.mark.parametrize("path", OTHERS)
async def test_the_other_addresses_hold_too(path: str, app: FastAPI) -> None:
    async with client_of(app) as client:
        for case in CASES:
            response = await client.post(f"/api/{path}", content=hostile.body_of(case), headers=JSON)
            assert 200 <= response.status_code < 500, case["id"]
            free = case["expect"] == "either" or path == "export/gradient"  # which not every sweep can be written as
            assert free or (response.status_code < 400) == (case["expect"] == "ok"), case["id"]
            assert response.status_code < 400 or response.json()["hint"], case["id"]


async def test_so_does_a_nudge_of_one_of_their_nodes(app: FastAPI) -> None:
    async with client_of(app) as client:
        for case in CASES:
            body = hostile.body_of(case, node="x", h=[1e308, -1e-308, 0], held=["y"] * 3)
            response = await client.post("/api/nudge", content=body, headers=JSON)
            assert 200 <= response.status_code < 500, case["id"]
            assert response.status_code < 400 or response.json()["hint"], case["id"]
            assert len(response.content) < 2_000_000, case["id"]
