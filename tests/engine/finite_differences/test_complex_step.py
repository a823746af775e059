"""The complex step holds where it is taken, and is taken wherever it holds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import engine
from engine.finite_differences.complex_step import TINY, complex_nudger, complex_value, is_analytic
from engine.primitives.ops import TABLE
from engine.sweeps.trace import Trace
from tests.engine.models import LECTURE


def traced(source: str, inputs: dict[str, Any], output: str | None = None) -> Trace:
    return engine.trace(engine.parse(source, inputs), inputs, output=output)


def test_what_networks_are_made_of_is_analytic() -> None:
    names = {
        "add",
        "mul",
        "div",
        "pow",
        "exp",
        "log",
        "sigmoid",
        "tanh",
        "softplus",
        "softmax",
        "matmul",
        "sum",
        "index",
    }
    assert {name for name in names if not is_analytic(name)} == set()


def test_absolute_values_and_signs_are_not() -> None:
    assert [name for name in ("abs", "sign") if is_analytic(name)] == []


@pytest.mark.parametrize("name", [name for name, one in TABLE.items() if one.complex_value])
def test_a_function_for_complex_numbers_is_the_real_one_on_the_real_line(name: str) -> None:
    primitive = TABLE[name]
    shapes, options = primitive.cases[0] if primitive.cases else (((9,),) * primitive.arity[1], ())
    rng = np.random.default_rng(9)
    places = [rng.uniform(*primitive.domain[k], shape) for k, shape in enumerate(shapes)]
    if primitive.elementwise and not primitive.faults and not primitive.kinks:
        places = [np.array([-800.0, -30.0, -1.0, -1e-9, 0.0, 1e-9, 1.0, 30.0, 800.0]) for _ in places]
    with np.errstate(all="ignore"):
        found = complex_value(name)(*(place.astype(complex) for place in places), **dict(options))
        assert found.real == pytest.approx(primitive.value(*places, **dict(options)), rel=1e-14)
        slopes = complex_value(name)(*(place + 1j * TINY for place in places), **dict(options)).imag / TINY
    assert np.all(np.isfinite(slopes))


def test_the_lecture_has_a_complex_step() -> None:
    trace = traced(LECTURE, {})
    nudger = complex_nudger(trace)
    assert nudger is not None
    found = np.imag(nudger.output({trace.graph.index["w"]: 1j * TINY})) / TINY
    assert found == pytest.approx(-0.2, rel=1e-14)


@pytest.mark.parametrize(
    ("source", "inputs"),
    [
        ("L = |x|", {"x": 2.0}),
        ("L = relu(x)", {"x": 0.0}),
        ("L = log(x)", {"x": -1.0}),
        ("L = √x", {"x": -4.0}),
        ("h = exp(x)\nL = 1/h", {"x": 1000.0}),
        ("L = max(x)", {"x": [1.0, 1.0]}),
    ],
)
def test_it_has_none_where_it_would_not_hold(source: str, inputs: dict[str, Any]) -> None:
    assert complex_nudger(traced(source, inputs)) is None


def test_an_idle_line_does_not_matter() -> None:
    assert complex_nudger(traced("h = |x|\nL = x²", {"x": 2.0}, output="L")) is not None


def test_off_its_kink_relu_is_as_good_as_any() -> None:
    nudger = complex_nudger(traced("L = sum(relu(x))", {"x": [1.0, -1.0]}))
    assert nudger is not None
    assert np.imag(nudger.output({0: 1j * TINY * np.array([1.0, 1.0])})) == pytest.approx(TINY)
