"""POST /api/cost, /api/tangent and /api/routine: the same model counted, in forward mode, as code."""

import asyncio
import subprocess
import sys
from typing import Any

import httpx
import pytest

from app.api.passes import CostAnswer, RoutineAnswer, TangentAnswer
from tests.app.conftest import Connect
from tests.app.http.test_protection import problem
from tests.engine.models import LECTURE

pytestmark = pytest.mark.anyio

NET = {
    "source": "h = tanh(W@x + b)\nL = sum(h²)",
    "inputs": {"W": [[0.5, -1.0], [1.5, 0.75]], "x": [1.0, -2.0], "b": 0.25},
    "roles": {"W": "parameter", "b": "parameter"},
}
GRAINS = ["named", "primitive", "element"]


async def asked(client: httpx.AsyncClient, path: str, **fields: Any) -> dict[str, Any]:
    response = await client.post(path, json=fields)
    assert response.status_code == 200, response.text
    document: dict[str, Any] = response.json()
    return document


@pytest.mark.parametrize("grain", GRAINS)
async def test_the_passes_are_counted(grain: str, client: httpx.AsyncClient) -> None:
    counted = await asked(client, "/api/cost", **NET, grain=grain)
    CostAnswer.model_validate(counted)
    assert (counted["grain"], counted["sweeps"]) == (grain, 7)
    assert counted["forward"]["ratio"] == 1.0
    assert 0 < counted["parameters"]["operations"] < counted["backprop"]["operations"]


async def test_a_matrix_product_is_counted_in_multiply_adds(client: httpx.AsyncClient) -> None:
    counted = await asked(client, "/api/cost", **NET)
    assert counted["forward"]["multiply_adds"] == 4
    assert counted["backprop"]["multiply_adds"] == 8
    assert counted["backprop"]["ratio"] == 2.0


async def test_forward_mode_agrees_with_the_reverse_sweep(client: httpx.AsyncClient) -> None:
    direction = {"W": [[1.0, 0.5], [-1.0, 2.0]], "b": -1.0}
    for grain in ("named", "primitive"):
        swept = await asked(client, "/api/tangent", **NET, grain=grain, direction=direction)
        TangentAnswer.model_validate(swept)
        assert swept["derivative"] == pytest.approx(swept["reverse"], rel=1e-12)
        assert swept["tangents"]["W"] == direction["W"]
        assert swept["tangents"]["x"] == [0.0, 0.0]
        assert swept["sweeps"] == 7
        assert [step["index"] for step in swept["steps"]] == list(range(len(swept["steps"])))


async def test_the_lectures_tangent_sweep(client: httpx.AsyncClient) -> None:
    swept = await asked(client, "/api/tangent", source=LECTURE, direction={"w": 1})
    assert swept["derivative"] == pytest.approx(-0.2)
    kinds = [(step["node"], step["kind"]) for step in swept["steps"]]
    assert kinds[:2] == [("w", "seed"), ("z", "term")]
    assert kinds[-1] == ("L_reg", "tangent"), "two ways lead from w to the output"


@pytest.mark.parametrize(
    ("direction", "word"),
    [({}, "direction"), ({"q": 1}, "'q'"), ({"h": [1, 1]}, "no leaf"), ({"x": 1}, "shape"), ({"W": [1, 2]}, "shape")],
)
async def test_a_direction_that_does_not_fit_is_refused(
    direction: dict[str, Any], word: str, client: httpx.AsyncClient
) -> None:
    document = problem(await client.post("/api/tangent", json={**NET, "direction": direction}), 422)
    assert word in document["detail"]


async def test_a_direction_is_needed(client: httpx.AsyncClient) -> None:
    document = problem(await client.post("/api/tangent", json=NET), 422)
    assert document["errors"][0]["field"] == "direction"


async def test_many_large_terms_are_refused_before_they_are_summed(client: httpx.AsyncClient) -> None:
    names = [f"a{k}" for k in range(50)]
    body = {
        "source": f"y = x + {' + '.join(names)}\nL = sum(y)",
        "inputs": {"x": [1.0] * 9_000, **dict.fromkeys(names, 1.0)},
    }
    document = problem(await client.post("/api/tangent", json={**body, "direction": {"x": [1.0] * 9_000}}), 422)
    assert document["limit"] == "elements"


@pytest.mark.parametrize("grain", ["named", "element"])
async def test_the_routine_runs_alone_and_prints_what_the_trace_says(grain: str, client: httpx.AsyncClient) -> None:
    routine = await asked(client, "/api/routine", **NET, grain=grain)
    RoutineAnswer.model_validate(routine)
    trace = await asked(client, "/api/trace", **NET)
    space: dict[str, Any] = {"__name__": "routine"}
    exec(routine["source"], space)  # noqa: S102 - this is what it is for
    value, gradients = space["routine"](space["inputs"])
    assert float(value) == pytest.approx(trace["values"]["L"])
    assert set(gradients) == set(routine["wrt"])
    if grain == "named":
        assert gradients["W"].tolist() == [pytest.approx(row) for row in trace["adjoints"]["W"]]
    else:
        assert gradients["W[1,0]"] == pytest.approx(trace["adjoints"]["W"][1][0])


async def test_the_lectures_routine_needs_nothing_else(client: httpx.AsyncClient) -> None:
    routine = await asked(client, "/api/routine", source=LECTURE)
    command = [sys.executable, "-I", "-c", routine["source"]]
    ran = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, check=True, timeout=120)
    assert "w_bar = -0.2" in ran.stdout


@pytest.mark.parametrize("path", ["/api/cost", "/api/tangent", "/api/routine"])
async def test_they_are_bounded_like_a_trace(path: str, connect: Connect) -> None:
    own = {"direction": {"b": 1}} if path == "/api/tangent" else {}
    document = problem(await connect(multiply_adds=3).post(path, json={**NET, **own}), 422)
    assert document["limit"] == "multiply_adds"
    document = problem(await connect(answer_bytes=10).post(path, json={**NET, **own}), 422)
    assert document["limit"] == "answer_bytes"
    document = problem(await connect().post(path, json={"source": "L = v", **own}), 422)
    assert document["hint"]
