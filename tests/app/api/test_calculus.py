"""POST /api/calculus: the class over HTTP, its numbers, its refusals, and what nobody should send."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from app.api.calculus import CalculusAnswer
from tests.app import hostile
from tests.app.conftest import Connect
from tests.app.http.test_protection import JSON, problem
from tests.engine.models import LECTURE

pytestmark = pytest.mark.anyio

ADDRESS = "/api/calculus"
DEEP = "param w = 0.5\nh0 = w\n" + "\n".join(f"h{k + 1} = tanh(h{k})·h{k}" for k in range(100))
SUM = {"source": "L = weight·x + b", "inputs": {"weight": 2, "x": 3, "b": 1}}


async def asked(client: httpx.AsyncClient, **fields: Any) -> dict[str, Any]:
    response = await client.post(ADDRESS, json=fields)
    assert response.status_code == 200, response.text
    document: dict[str, Any] = response.json()
    CalculusAnswer.model_validate(document)
    return document


async def test_the_published_numbers(client: httpx.AsyncClient) -> None:
    answer = await asked(client, source=LECTURE)
    assert (answer["output"], answer["grain"], answer["leaves"]) == ("L_reg", "named", ["w", "b"])
    assert answer["counts"] == {"naive": 19, "expanded": 29, "shared": [9, 10], "backprop": 9, "backprop_values": 4}
    parts = {part["latex"]: part for part in answer["parts"]}
    assert (parts["w\\,x + b"]["count"], parts["w\\,x + b"]["count_expanded"]) == (4, 6)
    assert parts["w\\,x + b"]["in"] == {"w": 2, "b": 2}
    assert parts["(\\sigma(w\\,x + b) - t)\\,\\sigma'(w\\,x + b)"]["count"] == 2
    assert [part["key"] for part in answer["parts"]] == [0, 1]
    for derivation, value in zip(answer["derivations"], (-0.2, -0.125), strict=True):
        assert derivation["value"] == pytest.approx(value, abs=1e-12)
        assert derivation["adjoint"] == pytest.approx(value, abs=1e-12)
        assert derivation["lines"][-1]["latex"] == derivation["result"]
        assert derivation["lines"][0]["rule"] == "expand"
        assert not derivation["truncated"]
    assert answer["derivations"][0]["left"] == "\\frac{\\partial L_{\\mathrm{reg}}}{\\partial w}"


async def test_the_results_as_a_graph_unfold_into_the_trees(client: httpx.AsyncClient) -> None:
    answer = await asked(client, source=LECTURE)
    nodes = answer["sharing"]["nodes"]

    def size(place: int) -> int:
        return (nodes[place]["op"] is not None) + sum(map(size, nodes[place]["arguments"]))

    assert sum(map(size, answer["sharing"]["results"])) == answer["counts"]["naive"]
    assert sum(node["op"] is not None for node in nodes) == answer["counts"]["shared"][0]
    assert all(argument < place for place, node in enumerate(nodes) for argument in node["arguments"])


async def test_deep_programs_are_counted_and_not_written(client: httpx.AsyncClient) -> None:
    answer = await asked(client, source=DEEP)
    assert (answer["expanded"], answer["sharing"]) == (None, None)
    (derivation,) = answer["derivations"]
    assert (derivation["truncated"], derivation["result"], derivation["lines"]) == (True, None, [])
    assert derivation["value"] == pytest.approx(derivation["adjoint"], rel=1e-9)
    assert int(answer["counts"]["naive"]) > 2**100
    assert answer["parts"]
    assert all(part["operations"] <= 24 for part in answer["parts"])
    assert any(isinstance(part["count"], str) and int(part["count"]) > 2**53 for part in answer["parts"])
    assert isinstance(answer["counts"]["backprop"], int)
    assert answer["growth"][-1]["formula"] == str(2**101 - 2)
    assert 10 < len(answer["growth"]) <= 60


async def test_a_value_that_is_no_number_travels(client: httpx.AsyncClient) -> None:
    answer = await asked(client, source="x = -1\nL = log(x)·x")
    assert answer["derivations"][0]["value"] == "NaN"


async def test_two_leaves_at_most(client: httpx.AsyncClient) -> None:
    assert (await asked(client, **SUM, leaves=["b"]))["leaves"] == ["b"]
    assert (await asked(client, **SUM, leaves=[]))["derivations"] == []
    for leaves in (["weight", "x", "b"], ["x"] * 100_000):
        document = problem(await client.post(ADDRESS, json={**SUM, "leaves": leaves}), 422)
        assert document["errors"][0]["field"] == "leaves"


@pytest.mark.parametrize(
    ("leaf", "words"), [("weigth", "Did you mean 'weight'?"), ("L", "weight"), ("q" * 5_000, "weight"), ("", "weight")]
)
async def test_a_name_that_is_no_leaf_is_refused_with_the_ones_there_are(
    leaf: str, words: str, client: httpx.AsyncClient
) -> None:
    response = await client.post(ADDRESS, json={**SUM, "leaves": [leaf]})
    document = problem(response, 422)
    assert words in document["hint"]
    assert document["errors"][0]["field"] == "leaves"
    assert len(response.content) < 2_000


@pytest.mark.parametrize("leaves", ["w", 3, [1], [None], {"w": 1}, [["w"]]])
async def test_leaves_are_a_list_of_names(leaves: Any, client: httpx.AsyncClient) -> None:
    problem(await client.post(ADDRESS, json={**SUM, "leaves": leaves}), 422)


async def test_arrays_are_refused_with_the_remedy_that_works(client: httpx.AsyncClient) -> None:
    net = {"source": "h = tanh(W@x)\nL = sum(h²)", "inputs": {"W": [[0.5, -1], [1.5, 0.75]], "x": [1, -2]}}
    assert "element" in problem(await client.post(ADDRESS, json=net), 422)["hint"]
    answer = await asked(client, **net, grain="element", leaves=["W[1,0]", "x[1]"])
    for derivation in answer["derivations"]:
        assert derivation["value"] == pytest.approx(derivation["adjoint"], rel=1e-12)


async def test_budgets_are_named(connect: Connect) -> None:
    document = problem(await connect(formula_digits=20).post(ADDRESS, json={"source": DEEP}), 422)
    assert document["limit"] == "formula_digits"
    assert "BACKSWEEP_FORMULA_DIGITS" in document["hint"]
    small = connect(answer_bytes=2_000)
    assert problem(await small.post(ADDRESS, json={"source": LECTURE}), 422)["limit"] == "answer_bytes"


async def test_hostile_bodies_are_answered_or_refused_kindly(client: httpx.AsyncClient) -> None:
    for case in hostile.cases():
        for grain in ("named", "element") if case["id"].startswith(("array", "tensor")) else ("named",):
            response = await client.post(ADDRESS, content=hostile.body_of(case, grain=grain), headers=JSON)
            assert 200 <= response.status_code < 500, case["id"]
            assert len(response.content) < 3_000_000, case["id"]
            if response.status_code == 200:
                CalculusAnswer.model_validate_json(response.content)
            else:
                assert response.json()["hint"], case["id"]


@pytest.mark.parametrize(
    "source",
    [
        "param w = 1\nL = " + "·".join(["(w + 1)"] * 700),
        "param w = 1\nL = " + " + ".join(["w·w"] * 700),
        "param w = 1\nL = w" + "^w" * 40,
        "param w = 1\nL = " + "sin(" * 60 + "w" + ")" * 60,
        "param w = 1\nL = " + "w/(1 + " * 30 + "w" + ")" * 30,
        "param w = 0\nL = w·0/0·1e308·1e308 + 1e-320·w/1e-320",
        "param w = 1\nL = w/3/7/11·(1/3)·(2/7) + (1/3)w + (1/3)w",
        "param w = 1\nh0 = w\n" + "\n".join(f"h{k + 1} = where(h{k} > 0, h{k}·h{k}, h{k})" for k in range(200)),
        "param w = 1\nh0 = w\n" + "\n".join(f"h{k + 1} = h{k}^h{k}" for k in range(200)),
    ],
)
async def test_heavy_and_odd_formulas_are_bounded(source: str, client: httpx.AsyncClient) -> None:
    response = await client.post(ADDRESS, json={"source": source})
    assert response.status_code in (200, 422), response.text
    assert len(response.content) < 1_000_000
    if response.status_code == 200:
        CalculusAnswer.model_validate_json(response.content)
