"""Forward, reverse, and one on the other: products with Jacobians and Hessians against differences and each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import engine
from app.content.examples import Library
from engine import EngineError
from engine.formats import FORMATS
from engine.tape import products
from tests.engine.test_arrays import BATCH, BATCH_INPUTS, NET, NET_INPUTS

LECTURE = Library.read().examples["lecture"].source
SOFTMAX = "y = softmax(W @ x)\nc = cross_entropy(W @ x, t)\nL = c + sum(y^2) + norm(x)"
SOFTMAX_INPUTS = {"W": [[0.1, -0.4], [0.3, 0.2], [0.5, 1.0]], "x": [0.3, -0.8], "t": [0.0, 1.0, 0.0]}
MODELS = [(LECTURE, {}), (NET, NET_INPUTS), (BATCH, BATCH_INPUTS), (SOFTMAX, SOFTMAX_INPUTS)]
every_model = pytest.mark.parametrize(("source", "inputs"), MODELS, ids=["lecture", "net", "batch", "softmax"])


def leaves(source: str, inputs: Any) -> dict[str, Any]:
    trace = engine.trace(engine.parse(source, inputs), inputs)
    return {node.id: trace.values[node.id] for node in trace.graph.nodes if not node.body}


def directions(source: str, inputs: Any, seed: int) -> dict[str, Any]:
    random = np.random.default_rng(seed)
    return {name: random.normal(size=np.shape(value)) for name, value in leaves(source, inputs).items()}


def along(function: Callable[[dict[str, Any]], Any], at: dict[str, Any], direction: dict[str, Any]) -> Any:
    """The slope of a function of the leaves in a direction, by Richardson's central difference."""

    def slope(h: float) -> Any:
        up, down = (function({n: at[n] + s * direction[n] for n in at}) for s in (h, -h))
        return (np.asarray(up) - np.asarray(down)) / (2.0 * h)

    return (4.0 * slope(5e-4) - slope(1e-3)) / 3.0


@every_model
def test_the_gradient_is_the_traces(source: str, inputs: Any) -> None:
    program = engine.parse(source, inputs)
    adjoints = engine.trace(program, inputs).adjoints
    for name, found in products.gradient(program, inputs).items():
        np.testing.assert_allclose(found, adjoints[name], rtol=1e-12, atol=1e-15)


@every_model
def test_the_products_meet(source: str, inputs: Any) -> None:
    """⟨u, J v⟩ = ⟨Jᵀ u, v⟩ for the second line of each program, whatever its shape."""
    program = engine.parse(source, inputs)
    of = program.definitions[-2].name
    moved = directions(source, inputs, 1)
    pushed = products.jvp(program, inputs, moved, of=of)
    cotangent = np.random.default_rng(2).normal(size=np.shape(pushed))
    pulled = products.vjp(program, inputs, cotangent, of=of)
    left = float(np.sum(cotangent * pushed))
    right = sum(float(np.sum(pulled[name] * moved[name])) for name in moved)
    assert left == pytest.approx(right, rel=1e-10, abs=1e-12)


@every_model
def test_a_hessian_vector_product_is_the_slope_of_the_gradient(source: str, inputs: Any) -> None:
    program = engine.parse(source, inputs)
    moved = directions(source, inputs, 3)
    found = products.hvp(program, inputs, moved)
    at = leaves(source, inputs)
    for name, product in found.items():
        slope = along(lambda values, name=name: products.gradient(program, values, wrt=[name])[name], at, moved)  # type: ignore[misc]
        np.testing.assert_allclose(product, slope, rtol=1e-6, atol=1e-7, err_msg=name)


def test_a_jacobian_from_either_side() -> None:
    program = engine.parse("y = softmax(W @ x)\nL = sum(y^2)", SOFTMAX_INPUTS)
    inputs = {name: SOFTMAX_INPUTS[name] for name in ("W", "x")}
    tall = products.jacobian(program, inputs, "x", of="y")  # 3 rows, 2 columns: forwards
    wide = products.jacobian(program, inputs, "W", of="y")  # 3 rows, 6 columns: in reverse
    assert tall.shape == (3, 2)
    assert wide.shape == (3, 3, 2)
    y = engine.trace(program, inputs).values["y"]
    core = np.diag(y) - np.outer(y, y)
    np.testing.assert_allclose(tall, core @ np.array(inputs["W"]), rtol=1e-12)
    np.testing.assert_allclose(wide, np.einsum("ij,k->ijk", core, np.array(inputs["x"])), rtol=1e-12)


def test_a_jacobian_needs_no_scalar_output() -> None:
    program = engine.parse("y = W @ x", ("W", "x"))
    inputs = {"W": [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], "x": [1.0, 1.0]}
    np.testing.assert_array_equal(products.jacobian(program, inputs, "x"), np.array(inputs["W"]))


def test_the_hessian_of_a_quadratic_form_is_its_matrix() -> None:
    A = np.array([[2.0, -1.0], [0.5, 3.0]])
    program = engine.parse("L = x @ A @ x", ("A", "x"))
    found = products.hessian(program, {"A": A, "x": [0.3, 0.7]}, "x")
    np.testing.assert_allclose(found, A + A.T, rtol=1e-14)


def test_the_hessian_of_a_linear_function_is_zero() -> None:
    program = engine.parse("L = sum(3*x)", ("x",))
    np.testing.assert_array_equal(products.hessian(program, {"x": [1.0, 2.0]}, "x"), np.zeros((2, 2)))


def test_third_derivatives_by_the_backward_pass_of_the_backward_pass() -> None:
    trace = engine.trace(engine.parse("param w = 2\nL = w^4"))
    program = engine.parse(FORMATS["gradient"].write(trace))
    assert products.hessian(program, {}, "w") == pytest.approx(24.0 * 2.0)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda p, v: products.gradient(p, v, wrt=["z"]), "'z'"),
        (lambda p, v: products.jvp(p, v, {"x": [1.0]}), "(1,)"),
        (lambda p, v: products.vjp(p, v, [1.0, 2.0]), "(2,)"),
        (lambda p, v: products.hvp(p, v, {"nobody": 1.0}), "'nobody'"),
    ],
)
def test_what_does_not_fit_is_said(call: Callable[..., Any], said: str) -> None:
    program = engine.parse(NET, NET_INPUTS)
    with pytest.raises(EngineError) as caught:
        call(program, NET_INPUTS)
    assert said in str(caught.value)
