"""No request makes a 5xx, a refusal always helps, and the next request is answered as if nothing had been."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI

from app.main import create_app
from tests.app import hostile
from tests.app.conftest import LIBRARY, client_of
from tests.app.test_protection import GOOD, JSON

pytestmark = pytest.mark.anyio

CASES = hostile.cases()


@pytest.fixture(scope="module")
def app() -> Iterator[FastAPI]:
    """One server for them all: none of them may leave a trace in it."""
    app = create_app(library=LIBRARY)
    yield app
    app.state.service.close()


def test_there_are_cases_of_every_kind() -> None:
    kinds = {case["id"].partition("/")[0] for case in CASES}
    assert kinds >= {"injection", "names", "depth", "size", "blowup", "unicode", "json", "domain", "xss", "tensor"}


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
async def test_a_hostile_request_is_answered_as_stated_at_both_grains(case: dict[str, Any], app: FastAPI) -> None:
    async with client_of(app) as client:
        for grain in ("named", "primitive"):
            body = hostile.body_of(case, grain=grain)
            began = time.perf_counter()
            response = await client.post("/api/trace", content=body, headers=JSON)
            seconds = time.perf_counter() - began
            kind = response.headers["content-type"]
            assert hostile.faults(case, response.status_code, kind, response.content, seconds) == []
            again = await client.post("/api/trace", content=body, headers=JSON)
            assert (again.status_code, again.content) == (response.status_code, response.content)
        after = await client.post("/api/trace", content=GOOD, headers=JSON)
        assert after.json()["adjoints"] == {"x": 6.0, "L": 1.0}


@pytest.mark.parametrize("path", ["/api/check", "/api/export/csv", "/api/export/latex", "/api/export/dot"])
async def test_the_other_addresses_hold_too(path: str, app: FastAPI) -> None:
    async with client_of(app) as client:
        for case in CASES:
            response = await client.post(path, content=hostile.body_of(case), headers=JSON)
            assert 200 <= response.status_code < 500, case["id"]
            assert (response.status_code < 400) == (case["expect"] == "ok") or case["expect"] == "either", case["id"]
            assert response.status_code < 400 or response.json()["hint"], case["id"]
