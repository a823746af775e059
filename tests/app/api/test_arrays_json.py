"""Values travel as numbers, small arrays in full, large ones as what one wants to know of them."""

import json
import math
from typing import Any

import numpy as np
import pytest

from app.api.arrays_json import is_small, tensor, weight
from app.api.wire import Summary
from app.http.json_text import encode
from app.request.arrays import MOST_ENTRIES


def count(nested: Any) -> int:
    return sum(map(count, nested)) if isinstance(nested, list) else 1


@pytest.mark.parametrize("value", [np.float64(2.5), 2.5, np.array(2.5), np.float32(2.5)])
def test_one_number_is_a_float(value: object) -> None:
    found = tensor(value)
    assert (type(found), found) == (float, 2.5)


@pytest.mark.parametrize("shape", [(3,), (2, 3), (1, 1), (2, 2, 2, 2), (0,), (2, 0), (0, 2), (256,), (16, 16)])
def test_a_small_array_travels_entry_by_entry(shape: tuple[int, ...]) -> None:
    array = np.arange(math.prod(shape), dtype=np.float64).reshape(shape)
    assert tensor(array) == array.tolist()
    assert weight(shape) == count(array.tolist())


def test_entries_that_are_no_numbers_travel_as_strings_at_any_depth() -> None:
    array = np.array([[1.0, np.nan], [np.inf, -np.inf]])
    assert encode({"value": tensor(array)}) == b'{"value":[[1.0,"NaN"],["Infinity","-Infinity"]]}'


def test_a_large_array_travels_as_its_summary() -> None:
    array = np.arange(300.0).reshape(10, 30) - 100
    summary = tensor(array)
    Summary.model_validate(summary)
    assert summary["shape"] == [10, 30]
    assert (summary["min"], summary["max"]) == (-100.0, 199.0)
    assert summary["mean"] == pytest.approx(49.5)
    assert summary["norm"] == pytest.approx(math.sqrt(sum((k - 100) ** 2 for k in range(300))))
    assert summary["preview"] == array[:6, :6].tolist()


@pytest.mark.parametrize(
    ("shape", "shown"),
    [
        ((257,), (6,)),
        ((2, 200), (2, 6)),
        ((10, 10, 10), (6, 6, 6)),
        ((5, 10, 10, 10), (1, 6, 6, 6)),
        ((2, 2, 2, 2, 2, 2, 2, 3), (2, 2, 2, 2, 2, 2, 1, 3)),
        ((7,) * 6, (1, 1, 1, 6, 6, 6)),
        ((1000, 0), (6, 0)),
    ],
)
def test_the_preview_keeps_the_rank_and_stays_small(shape: tuple[int, ...], shown: tuple[int, ...]) -> None:
    preview = np.array(tensor(np.zeros(shape))["preview"])
    assert preview.ndim == len(shape)
    if 0 not in shape:
        assert preview.size <= MOST_ENTRIES
        assert weight(shape) == preview.size
    if len(shape) != 8:
        assert preview.shape == shown


def test_a_great_many_rows_without_entries_are_a_summary_too() -> None:
    assert not is_small((100_000, 0))
    summary = tensor(np.zeros((100_000, 0)))
    Summary.model_validate(summary)
    assert (summary["min"], summary["norm"], len(summary["preview"])) == (None, 0.0, 6)


@pytest.mark.parametrize(
    ("entry", "norm", "mean"),
    [(1e200, 2e201, 1e200), (1e-200, 2e-199, 1e-200), (0.0, 0.0, 0.0), (1.7e308, math.inf, 1.7e308)],
)
def test_the_summary_overflows_no_sooner_than_its_result(entry: float, norm: float, mean: float) -> None:
    summary = tensor(np.full(400, entry))
    assert summary["norm"] == pytest.approx(norm)
    assert summary["mean"] == pytest.approx(mean)


def test_the_summary_of_what_is_not_finite_says_so() -> None:
    array = np.zeros(300)
    array[7], array[8] = np.inf, 3
    assert (tensor(array)["max"], tensor(array)["norm"], tensor(array)["min"]) == (math.inf, math.inf, 0.0)
    array[9] = np.nan
    assert b'"max":"NaN"' in encode(tensor(array))


def test_the_same_numbers_give_the_same_bytes_however_they_lie_in_memory() -> None:
    array = np.random.default_rng(6).normal(size=(40, 30))
    assert encode(tensor(array)) == encode(tensor(np.asfortranarray(array))) == encode(tensor(array[:, :].copy()))
    assert json.loads(encode(tensor(array)))["preview"] == array[:6, :6].tolist()
