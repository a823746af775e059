"""Functions that are written out in primitives, against NumPy's own expressions for them and against differences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engine.formula.expr import Call, Expr, Options, Shape, Symbol
from engine.formula.walk import substitute
from engine.primitives.declaration import Mismatch, Value, argument
from engine.primitives.ops import COMPOSITES, TABLE
from engine.primitives.shapes import shape_of
from tests.engine.primitives.laws import Sweep, differences, parts

CASES = [(name, shapes, options) for name, one in COMPOSITES.items() for shapes, options in one.cases]
every_case = pytest.mark.parametrize(("name", "shapes", "options"), CASES)


def standardised(x: Value, axis: Any, eps: float) -> Value:
    return (x - np.mean(x, axis, keepdims=True)) / np.sqrt(np.var(x, axis, keepdims=True) + eps)


def layer_norm(x: Value, scale: Value = 1.0, shift: Value = 0.0, eps: float = 1e-5) -> Value:
    return scale * standardised(x, -1, eps) + shift


def batch_norm(x: Value, scale: Value = 1.0, shift: Value = 0.0, axis: Any = 0, eps: float = 1e-5) -> Value:
    return scale * standardised(x, axis, eps) + shift


def cross_entropy(z: Value, t: Value) -> Value:
    chances = np.exp(z) / np.sum(np.exp(z), axis=-1, keepdims=True)
    return np.mean(-np.sum(t * np.log(chances), axis=-1))


def bce(p: Value, t: Value) -> Value:
    return -np.mean(t * np.log(p) + (1.0 - t) * np.log(1.0 - p))


def conv1d(x: Value, k: Value, stride: int = 1, padding: int = 0) -> Value:
    signals = np.pad(x.reshape((1,) * (3 - x.ndim) + x.shape), ((0, 0), (0, 0), (padding, padding)))
    kernels = k.reshape((1,) * (3 - k.ndim) + k.shape)
    places = range(0, signals.shape[2] - kernels.shape[2] + 1, stride)
    rows = [np.einsum("ncl,ocl->no", signals[:, :, at : at + kernels.shape[2]], kernels) for at in places]
    result = np.stack(rows, axis=-1)
    return result.reshape(result.shape[3 - max(x.ndim, 1) :] if x.ndim > 1 else (-1,))


NUMPY: dict[str, Callable[..., Value]] = {
    "mean": np.mean,
    "var": np.var,
    "std": np.std,
    "squared_error": lambda y, t: 0.5 * np.sum((y - t) ** 2),
    "mse": lambda y, t: np.mean((y - t) ** 2),
    "cross_entropy": cross_entropy,
    "bce": bce,
    "bce_with_logits": lambda z, t: bce(1.0 / (1.0 + np.exp(-z)), t),
    "dot": np.dot,
    "layer_norm": layer_norm,
    "batch_norm": batch_norm,
    "conv1d": conv1d,
}
"""Newcomers may stand here too; the other laws hold them in any case."""


def written(name: str, shapes: tuple[Shape, ...], options: Options) -> Expr:
    return COMPOSITES[name].formula(shapes, **dict(options))


def numbers(shapes: tuple[Shape, ...]) -> list[Value]:
    dice = np.random.default_rng(len(shapes))
    return [dice.uniform(0.2, 0.8, shape) if shape else np.float64(dice.uniform(0.2, 0.8)) for shape in shapes]


def sweep(formula: Expr, given: list[Value]) -> Sweep:
    return Sweep(formula, {argument(position).key: one for position, one in enumerate(given)})


@every_case
def test_it_is_what_numpy_computes(name: str, shapes: tuple[Shape, ...], options: Options) -> None:
    if name in NUMPY:
        given = numbers(shapes)
        expected = NUMPY[name](*given, **dict(options))
        found = sweep(written(name, shapes, options), given).value
        assert np.shape(found) == np.shape(expected)
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-14)


@every_case
def test_its_shape_is_that_of_its_formula(name: str, shapes: tuple[Shape, ...], options: Options) -> None:
    formula = written(name, shapes, options)
    symbols = {argument(position).key: Symbol(f"s{position}", "s", shape) for position, shape in enumerate(shapes)}
    assert shape_of(substitute(formula, symbols)) == np.shape(sweep(formula, numbers(shapes)).value)
    assert all(part.head in TABLE for part in parts(formula) if isinstance(part, Call))


@every_case
def test_its_gradient_is_the_slope(name: str, shapes: tuple[Shape, ...], options: Options) -> None:
    formula, given = written(name, shapes, options), numbers(shapes)
    whole = sweep(formula, given)
    upstream = np.random.default_rng(1).uniform(-1.0, 1.0, np.shape(whole.value))
    received = whole.back(upstream)

    def weighed(*at: Value) -> Value:
        return np.sum(upstream * sweep(formula, list(at)).value)

    for position in range(len(given)):
        slopes = differences(weighed, given, position)
        np.testing.assert_allclose(received[argument(position).key], slopes, rtol=1e-6, atol=1e-6)


def test_every_one_of_the_shipped_has_its_numpy() -> None:
    assert NUMPY.keys() <= COMPOSITES.keys()
    assert all(one.cases for one in COMPOSITES.values())


def test_cross_entropy_of_a_certain_score_is_finite_and_its_gradient_exact() -> None:
    """softmax(z) − t, where e^z alone would overflow."""
    given = [np.array([1000.0, 0.0, -1000.0]), np.array([0.0, 1.0, 0.0])]
    whole = sweep(written("cross_entropy", ((3,), (3,)), ()), given)
    assert whole.value == 1000.0
    np.testing.assert_array_equal(whole.back(np.float64(1.0))["a"], [1.0, -1.0, 0.0])


def test_bce_of_a_certain_prediction_that_is_right_is_nothing() -> None:
    with np.errstate(all="ignore"):
        whole = sweep(written("bce", ((2,), (2,)), ()), [np.array([0.0, 1.0]), np.array([0.0, 1.0])])
    assert whole.value == 0.0


@pytest.mark.parametrize(("name", "shapes"), [
    ("squared_error", ((2,), (3,))), ("mse", ((2, 3), (2,))), ("cross_entropy", ((3,), (4,))),
    ("cross_entropy", ((2, 3), (3,))), ("bce", ((2,), (3,))), ("bce_with_logits", ((2,), (3,))),
    ("dot", ((2, 3, 4), (4,))), ("dot", ((2,), (3,))),
    ("layer_norm", ((2, 3), (2,))), ("batch_norm", ((4, 3), (2, 4, 3))), ("conv1d", ((2, 5), (2,))),
])  # fmt: skip
def test_shapes_that_do_not_fit_are_both_named(name: str, shapes: tuple[Shape, ...]) -> None:
    with pytest.raises(Mismatch) as refused:
        written(name, shapes, ())
    assert refused.value.what.startswith(name)
    assert all(str(shape) in refused.value.what for shape in shapes)
    assert refused.value.hint
