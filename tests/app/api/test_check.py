"""POST /api/check on arrays: the worst element, the excuse by name, the complex step and the curve."""

from typing import Any

import httpx
import pytest

from app.api.check import CheckAnswer
from tests.app.conftest import Connect
from tests.app.http.test_protection import problem
from tests.engine.models import LECTURE

pytestmark = pytest.mark.anyio

NET = {"source": "h = tanh(W@x)\nL = sum(h²)", "inputs": {"W": [[0.5, -1.0], [1.5, 0.75]], "x": [1.0, -2.0]}}


async def checked(client: httpx.AsyncClient, **fields: Any) -> dict[str, dict[str, Any]]:
    response = await client.post("/api/check", json=fields)
    assert response.status_code == 200, response.text
    document = response.json()
    CheckAnswer.model_validate(document)
    return {row["node"]: row for row in document["checks"]}


async def test_arrays_are_checked_element_by_element(client: httpx.AsyncClient) -> None:
    rows = await checked(client, **NET)
    assert {name: row["elements"] for name, row in rows.items()} == {"W": 4, "x": 2, "h": 2, "L": 1}
    for row in rows.values():
        assert (row["agrees"], row["note"], row["checked"]) == (True, None, row["elements"])
        assert row["analytic"] == pytest.approx(row["adjoint"], rel=1e-13)
        assert row["curve"] is None
    assert (len(rows["W"]["at"]), rows["L"]["at"]) == (2, [])


async def test_the_element_grain_names_each_element(client: httpx.AsyncClient) -> None:
    rows = await checked(client, **NET, grain="element")
    assert {"W[0,0]", "W[1,1]", "x[1]", "h[0]", "L"} <= rows.keys()
    assert all(row["agrees"] for row in rows.values())


@pytest.mark.parametrize(("name", "node"), [("W", "W"), ("lambda", "λ"), ("λ", "λ")])
async def test_the_curve_is_drawn_for_the_node_asked_for(name: str, node: str, client: httpx.AsyncClient) -> None:
    source = {"source": "L = λ²", "inputs": {"λ": 0.7}} if node == "λ" else NET
    rows = await checked(client, **source, curve=name)
    (drawn,) = [row for row in rows.values() if row["curve"] is not None]
    assert drawn["node"] == ("lambda" if node == "λ" else "W")
    assert len(drawn["curve"]) == 15
    assert drawn["curve"][0]["step"] / drawn["curve"][14]["step"] == pytest.approx(1e14)


@pytest.mark.parametrize("name", ["q", "", "W[0,0]", "<b>", "x" * 1000])
async def test_a_curve_of_what_is_no_node_is_refused(name: str, client: httpx.AsyncClient) -> None:
    document = problem(await client.post("/api/check", json={**NET, "curve": name}), 422)
    assert document["errors"][0]["field"] == "curve"
    assert "<b>" not in str(document)


async def test_a_curve_is_asked_of_a_check_and_of_nothing_else(client: httpx.AsyncClient) -> None:
    problem(await client.post("/api/trace", json={"source": LECTURE, "curve": "w"}), 422)


async def test_a_large_model_says_what_was_left_out(client: httpx.AsyncClient) -> None:
    lines = "\n".join(f"v{k + 1} = sum(x v{k})" for k in range(300))
    response = await client.post("/api/check", json={"source": f"v0 = sum(x)\n{lines}", "inputs": {"x": [0.5, 0.6]}})
    document = response.json()
    CheckAnswer.model_validate(document)
    names = {row["node"] for row in document["checks"]}
    assert names
    assert document["unchecked"]
    assert names.isdisjoint(document["unchecked"])
    assert len(names) + len(document["unchecked"]) == 302


async def test_the_curve_of_a_node_that_was_left_out_is_drawn_all_the_same(client: httpx.AsyncClient) -> None:
    lines = "\n".join(f"v{k + 1} = sum(x v{k})" for k in range(300))
    body = {"source": f"v0 = sum(x)\n{lines}", "inputs": {"x": [0.5, 0.6]}}
    left = (await client.post("/api/check", json=body)).json()["unchecked"]
    rows = await checked(client, **body, curve=left[0])
    assert len(rows[left[0]]["curve"]) == 15


async def test_a_check_too_is_bounded_by_its_limits(connect: Connect) -> None:
    document = problem(await connect(multiply_adds=3).post("/api/check", json=NET), 422)
    assert document["limit"] == "multiply_adds"
