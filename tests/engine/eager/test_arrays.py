"""Values of arrays: the same rules as everywhere, against differences and against the trace."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import engine
from engine import EngineError, Value, trace_of
from engine.eager import functions
from engine.eager.record import record
from engine.primitives.ops import FUNCTIONS
from tests.engine.models import OWN
from tests.engine.replay import replay

ARRAYS = json.loads((OWN.parent / "arrays.json").read_text("utf-8"))

Compute = Callable[..., Value]


def differences(compute: Compute, arrays: list[Any]) -> list[Any]:
    """Central differences of a scalar function of arrays, entry by entry."""
    found = []
    for position, array in enumerate(arrays):
        slopes = np.zeros(np.shape(array))
        for place in np.ndindex(np.shape(array)):
            ends = []
            for step in (1e-6, -1e-6):
                moved = [np.array(one, dtype=float) for one in arrays]
                moved[position][place] += step
                ends.append(compute(*map(Value, moved)).data)
            slopes[place] = (ends[0] - ends[1]) / 2e-6
        found.append(slopes)
    return found


def assert_gradients(compute: Compute, *arrays: Any) -> None:
    leaves = [Value(array) for array in arrays]
    compute(*leaves).backward()
    for leaf, slopes in zip(leaves, differences(compute, list(arrays)), strict=True):
        assert np.shape(leaf.grad) == np.shape(slopes)
        np.testing.assert_allclose(leaf.grad, slopes, rtol=1e-5, atol=1e-7)


RANDOM = np.random.default_rng(5)
M23, M34, V3, V2 = RANDOM.normal(size=(2, 3)), RANDOM.normal(size=(3, 4)), RANDOM.normal(size=3), RANDOM.normal(size=2)


@pytest.mark.parametrize(
    ("compute", "arrays"),
    [
        (lambda W, x, b: ((W @ x + b).tanh() * 2).sum(), (M23, V3, V2)),
        (lambda A, B: (A @ B).sum(axis=1).square().sum(), (M23, M34)),
        (lambda x, A: (x @ A).sigmoid().mean(), (V2, M23)),
        (lambda A, x: (A * x + 1 / (3 + x)).square().sum(), (M23, V3)),
        (lambda A, s: (A**2 * s - s / (2 + A.square())).sum(), (M23, 0.7)),
        (lambda A: (A.T[1:, ::-1] * A[0, 1]).sum(), (M23,)),
        (lambda A: A.reshape(3, 2)[2].square().sum() + A.reshape((6,))[-1], (M23,)),
        (lambda A: A.transpose(1, 0).sum(0, keepdims=True).exp().sum(), (M23,)),
        (lambda x, y: (functions.stack([x, y, x]) * functions.concatenate((x, y))[1:4]).sum(), (V3, V3 + 1)),
        (lambda x: (np.arange(3.0) * x + [1, 2, 3]).relu().sum(), (V3,)),
        (lambda x: (x.softmax() * np.arange(3)).sum() - x.logsumexp(), (V3,)),
        (lambda x: sum((one * one for one in x), Value(0.0)), (V3,)),
        (lambda x, y: x @ y + x.dot(y) ** 2, (V3, V3 * 2)),
        (lambda A: A.amax() + A.max(0.1).sum() + A.norm(), (M23,)),
        (lambda a, b, c: functions.where(a, b, c).sum(), (np.array([1.0, 0.0, 2.0]), V3, V3 * 3)),
    ],
)
def test_gradients_against_differences(compute: Compute, arrays: tuple[Any, ...]) -> None:
    assert_gradients(compute, *arrays)


SHAPED = [
    (name, shapes, options)
    for name, function in FUNCTIONS.items()
    for shapes, options in function.cases
    if function.in_notation or name in ("index", "sum_to", "broadcast_to", "place")
]


@pytest.mark.parametrize(("name", "shapes", "options"), SHAPED)
def test_every_shaped_case_of_the_table(name: str, shapes: Any, options: Any) -> None:
    dice = np.random.default_rng(1)
    arrays = [dice.uniform(0.3, 0.9, size=shape) for shape in shapes]
    weights = np.asarray(dice.normal(size=np.shape(record(name, arrays, options).data)))
    scale = weights if weights.ndim else float(weights)
    assert_gradients(lambda *leaves: functions.sum(record(name, leaves, options) * scale), *arrays)


@pytest.mark.parametrize("case", ARRAYS.values(), ids=ARRAYS)
def test_the_published_examples(case: dict[str, Any]) -> None:
    values = replay(engine.parse(case["source"], case["inputs"]), case["inputs"])
    values[case["output"]].backward()
    for name, fact in case["values"].items():
        np.testing.assert_allclose(values[name].data, fact, rtol=1e-9, atol=1e-9)
    for name, fact in case["adjoints"].items():
        np.testing.assert_allclose(values[name].grad, fact, rtol=1e-9, atol=1e-9)


def test_gradients_begin_in_shape_and_add_up() -> None:
    W = Value([[1, 2], [3, 4]])
    assert W.shape == (2, 2)
    assert np.array_equal(W.grad, np.zeros((2, 2)))
    out = (W * W).sum()
    out.backward()
    out.backward()
    assert np.array_equal(W.grad, 4 * W.data)
    W.grad = 0
    out.backward()
    assert np.array_equal(W.grad, 2 * W.data)


def test_gradients_are_not_shared() -> None:
    a, b = Value([1.0, 2.0]), Value([3.0, 4.0])
    (a + b).sum().backward()
    a.grad += 1.0
    assert np.array_equal(b.grad, [1.0, 1.0])


def test_ones_own_array_is_copied() -> None:
    mine = np.ones(3)
    v = Value(mine)
    v.data += 1.0
    assert np.array_equal(mine, np.ones(3))


def test_what_receives_nothing_has_a_zero_of_its_shape() -> None:
    condition, a = Value([1.0, 0.0]) * 1.0, Value([2.0, 3.0])
    functions.where(condition, a, 0.0).sum().backward()
    assert np.array_equal(condition.grad, [0.0, 0.0])
    assert np.array_equal(a.grad, [1.0, 0.0])


def test_outside_a_domain_nothing_is_raised_or_warned() -> None:
    a = Value([0.0, -1.0, 1e200])
    (a.log() + 1 / a + a * a).sum().backward()
    assert not np.isfinite(a.grad[:1]).any()


def test_backpropagation_starts_from_one_number() -> None:
    with pytest.raises(EngineError, match=r"shape \(2,\).*\.sum\(\)"):
        (Value([1.0, 2.0]) * 2).backward()


@pytest.mark.parametrize(
    ("compute", "message"),
    [
        (lambda: Value([1.0, 2.0]) + Value([1.0, 2.0, 3.0]), r"\(2,\) and \(3,\)"),
        (lambda: Value(np.ones((2, 3))) @ Value(np.ones(2)), r"\(2, 3\) and \(2,\)"),
        (lambda: Value([1.0, 2.0])[5], "no entry 5"),
        (lambda: Value([1.0, 2.0])[..., 0], "whole number or a slice"),
        (lambda: Value([1.0, 2.0]).sum(axis=3), "no axis 3"),
        (lambda: Value([1.0, 2.0]).sum(wrong=3), "wrong"),
        (lambda: Value([1.0, 2.0]).dot(), "takes 2 arguments, not 1"),
    ],
)
def test_what_does_not_fit_is_said(compute: Callable[[], Value], message: str) -> None:
    with pytest.raises(EngineError, match=message):
        compute()


def test_a_number_has_no_entries() -> None:
    with pytest.raises(TypeError):
        iter(Value(1.0))
    assert [one.data for one in Value([1.0, 2.0])] == [1.0, 2.0]


def test_a_thousand_arguments_need_no_recursion() -> None:
    leaves = [Value(float(number)) for number in range(1000)]
    together = functions.stack(leaves)
    (together * together).sum().backward()
    assert [leaf.grad for leaf in leaves] == [2.0 * number for number in range(1000)]
    assert together._prev == set(leaves)
    assert len(trace_of((together * together).sum()).graph.nodes) == 1003
