"""Arrays: values, terms and adjoints at every grain, and the vectorised mathematics."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import engine
from engine import EngineError, Limits, Trace

GRAINS = ("named", "primitive", "element")
NET = "z = W @ x + b\nh = σ(z)\ny = V @ h + c\nL = 0.5*sum((y - t)^2)"
NET_INPUTS = {
    "W": [[0.1, 0.2], [0.3, -0.1]], "x": [1.0, 2.0], "b": [0.0, 0.1],
    "V": [[0.5, -0.4], [0.2, 0.3]], "c": [0.1, -0.1], "t": [1.0, 0.0],
}  # fmt: skip
BATCH = "Z = X @ W + b\nH = tanh(Z)\nL = sum((H - T)^2)"
BATCH_INPUTS = {
    "X": [[1.0, -0.5, 0.2], [0.3, 0.8, -1.0]],
    "W": [[0.1, 0.2], [0.3, -0.1], [0.5, 0.4]],
    "b": [0.1, -0.2],
    "T": [[0.0, 1.0], [1.0, 0.0]],
}


def traced(source: str, inputs: Mapping[str, Any], grain: Any = "named", **options: Any) -> Trace:
    return engine.trace(engine.parse(source, inputs), inputs, grain=grain, **options)


def gathered(trace: Trace, found: Mapping[str, Any], name: str) -> Any:
    """The value or adjoint of a name, put together from its elements where it is unfolded."""
    if name in found:
        return np.asarray(found[name])
    nodes = [node for node in trace.graph.nodes if node.tensor == name]
    shape = tuple(size + 1 for size in nodes[-1].at)
    return np.array([found[node.id] for node in nodes]).reshape(shape)


def refused(source: str, inputs: Mapping[str, Any], **options: Any) -> EngineError:
    with pytest.raises(EngineError) as caught:
        traced(source, inputs, **options)
    return caught.value


def cases() -> list[Any]:
    file = Path(__file__).parent / "golden" / "arrays.json"
    return [pytest.param(case, id=name) for name, case in json.loads(file.read_text("utf-8")).items()]


@pytest.mark.parametrize("grain", GRAINS)
@pytest.mark.parametrize("case", cases())
def test_the_published_numbers(case: Mapping[str, Any], grain: str) -> None:
    trace = traced(case["source"], case["inputs"], grain, output=case["output"])
    for found, expected in ((trace.values, case["values"]), (trace.adjoints, case["adjoints"])):
        for name, number in expected.items():
            np.testing.assert_allclose(gathered(trace, found, name), number, rtol=1e-9, atol=1e-9, err_msg=name)


@pytest.mark.parametrize(("source", "inputs"), [(NET, NET_INPUTS), (BATCH, BATCH_INPUTS)])
def test_all_grains_agree(source: str, inputs: Mapping[str, Any]) -> None:
    named = traced(source, inputs)
    for grain in GRAINS[1:]:
        other = traced(source, inputs, grain)
        for name, adjoint in named.adjoints.items():
            np.testing.assert_allclose(gathered(other, other.adjoints, name), adjoint, rtol=1e-12, atol=1e-15)


def test_the_lectures_vectorised_form() -> None:
    trace = traced(NET, NET_INPUTS)
    mathematics = engine.describe(trace)
    terms = {edge.id: text.term for edge, text in zip(trace.graph.edges, mathematics.edges, strict=True)}
    assert terms == {
        "W->z": r"\bar{z}\,x^{\top}", "x->z": r"W^{\top}\,\bar{z}", "b->z": r"\bar{z}",
        "z->h": r"\bar{h} \circ \sigma'(z)",
        "V->y": r"\bar{y}\,h^{\top}", "h->y": r"V^{\top}\,\bar{y}", "c->y": r"\bar{y}",
        "y->L": r"\bar{L}\,(y - t)", "t->L": r"-\bar{L}\,(y - t)",
    }  # fmt: skip


def test_a_batch_with_examples_as_rows() -> None:
    trace = traced(BATCH, BATCH_INPUTS)
    mathematics = engine.describe(trace)
    edges = {edge.id: (edge, text) for edge, text in zip(trace.graph.edges, mathematics.edges, strict=True)}
    assert edges["W->Z"][1].term == r"X^{\top}\,\bar{Z}"
    assert edges["X->Z"][1].term == r"\bar{Z}\,W^{\top}"
    assert edges["b->Z"][1].term == r"\sum_{\text{rows}} \bar{Z}"
    assert edges["b->Z"][0].summed == (0,)
    assert edges["b->Z"][0].elementwise
    assert not edges["W->Z"][0].elementwise


def test_an_unfolded_net_is_the_lectures_scalar_net() -> None:
    trace = traced(NET, NET_INPUTS, "element")
    mathematics = engine.describe(trace)
    index = trace.graph.index["h[0]"]
    assert mathematics.nodes[trace.graph.index["z[1]"]].definition == r"W_{21}\,x_{1} + W_{22}\,x_{2} + b_{2}"
    lines = [text.latex for step, text in zip(trace.steps, mathematics.steps, strict=True) if step.node == index]
    assert lines[-1] == r"\bar{h}_{1} = \bar{y}_{1}\,V_{11} + \bar{y}_{2}\,V_{21}"
    assert {trace.graph.nodes[trace.graph.edges[edge].child].id for edge in trace.graph.terms[index]} == {
        "y[0]",
        "y[1]",
    }


def test_side_by_side_is_a_matrix_product_where_the_shapes_say_so() -> None:
    product = traced("y = Wx\nL = sum(y)", {"W": [[1.0, 2.0], [3.0, 4.0]], "x": [5.0, 6.0]})
    assert product.values["y"].tolist() == [17.0, 39.0]
    elementwise = traced("y = cx\nL = sum(y)", {"c": 2.0, "x": [5.0, 6.0]})
    assert elementwise.values["y"].tolist() == [10.0, 12.0]
    lying, standing = {"x": [1.0, 2.0]}, {"y": [3.0, 4.0]}
    assert traced("L = xᵀy", lying | standing).values["L"] == 11.0
    square = traced("P = xyᵀ\nL = sum(P)", lying | standing)
    assert square.values["P"].tolist() == [[3.0, 4.0], [6.0, 8.0]]
    assert engine.describe(square).nodes[square.graph.index["P"]].definition == r"x\,y^{\top}"
    form = traced("L = xᵀWy", lying | standing | {"W": [[1.0, 0.0], [0.0, 2.0]]})
    assert form.values["L"] == 19.0
    starred = traced("y = W*x\nL = sum(y)", {"W": [[1.0, 2.0], [3.0, 4.0]], "x": [5.0, 6.0]})
    assert starred.values["y"].tolist() == [[5.0, 12.0], [15.0, 24.0]]


def test_a_shape_error_names_both_shapes_the_operation_and_the_place() -> None:
    error = refused("z = W @ x\nL = sum(z)", {"W": [[1.0, 2.0]], "x": [1.0, 2.0, 3.0]})
    assert "(1, 2)" in error.what
    assert "(3,)" in error.what
    assert "@" in error.what
    assert error.span is not None
    assert (error.span.line, error.span.column) == (1, 5)
    error = refused("L = sum(a + b)", {"a": [1.0, 2.0, 3.0], "b": [1.0, 2.0]})
    assert "(3,)" in error.what
    assert "(2,)" in error.what
    assert "a has the shape (3,), b has the shape (2,)" in error.hint


def test_the_output_must_be_one_number() -> None:
    error = refused("z = 2x", {"x": [1.0, 2.0]})
    assert "(2,)" in error.what
    assert "sum(z)" in error.hint
    assert "z[0]" in refused("z = 2x", {"x": [1.0]}).hint


@pytest.mark.parametrize(
    ("source", "inputs", "limits", "named"),
    [
        ("L = sum(a + b)", {"a": np.ones((300, 1)), "b": np.ones(300)}, Limits(elements=50_000), "elements"),
        ("L = sum(A @ A)", {"A": np.ones((40, 40))}, Limits(multiply_adds=10_000), "multiply_adds"),
    ],
)
def test_a_budget_is_known_before_anything_is_computed(
    source: str, inputs: Mapping[str, Any], limits: Limits, named: str
) -> None:
    error = refused(source, inputs, limits=limits)
    assert error.limit == named
    assert named in error.hint


def test_unfolding_has_a_budget_of_its_own() -> None:
    inputs = {"A": np.ones((30, 30))}
    assert traced("L = sum(A @ A)", inputs).values["L"] == 27_000.0
    assert refused("L = sum(A @ A)", inputs, grain="element").limit == "unfolded"


def test_an_array_that_is_given_cannot_change_the_trace() -> None:
    x = np.array([1.0, 2.0])
    trace = traced("L = sum(x^2)", {"x": x})
    x[0] = 5.0
    assert trace.values["x"].tolist() == [1.0, 2.0]
    with pytest.raises(ValueError, match="read-only"):
        trace.values["x"][0] = 7.0


def test_an_array_nothing_leads_from_has_zeros() -> None:
    trace = traced("input u\nL = sum(x^2)", {"x": [1.0, 2.0], "u": [[1.0, 2.0, 3.0]]})
    assert trace.adjoints["u"].tolist() == [[0.0, 0.0, 0.0]]


def test_warnings_speak_of_entries() -> None:
    trace = traced("y = log(x)\nL = sum(y)", {"x": [1.0, 0.0, -1.0]})
    message = next(one.message for one in trace.warnings if trace.graph.nodes[one.node].id == "y")
    assert "2 of 3 entries" in message
