"""Arrays are read as strictly as numbers, at once, and never taken for what they are not."""

import json
import math
from typing import Any

import numpy as np
import pytest

from app.api.passes import TangentRequest
from app.http.problems import Refusal
from app.request.arrays import MOST_AXES
from app.request.model import TraceRequest, read
from app.settings import Settings

TEN = Settings(elements=10)


def inputs(settings: Settings = TEN, **given: object) -> dict[str, Any]:
    return read(json.dumps({"source": "L = x", "inputs": given}).encode(), settings, TraceRequest).inputs


def refusal(text: str, settings: Settings = TEN) -> Refusal:
    body = b'{"source":"L = x","inputs":{"x":' + text.encode() + b"}}"
    with pytest.raises(Refusal) as caught:
        read(body, settings, TraceRequest)
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize(
    "nested",
    [
        [1],
        [1.5, -2],
        [[1, 2], [3, 4], [5, 6]],
        [[[1]], [[2]]],
        [],
        [[], []],
        [[[[[[[[7]]]]]]]],
        [[1, 2, 3]],
        [[1], [2]],
    ],
)
def test_nested_lists_are_read_as_float64_in_their_shape(nested: list[Any]) -> None:
    array = inputs(x=nested)["x"]
    wanted = np.array(nested, dtype=np.float64)
    assert array.dtype == np.float64
    assert array.shape == wanted.shape
    assert array.tolist() == wanted.tolist()
    assert not array.flags.writeable


def test_minus_zero_and_the_smallest_numbers_survive() -> None:
    array = inputs(x=[-0.0, 5e-324, 1.7976931348623157e308])["x"]
    assert [number.hex() for number in array.tolist()] == ["-0x0.0p+0", (5e-324).hex(), (1.7976931348623157e308).hex()]


def test_numbers_and_arrays_stand_side_by_side() -> None:
    found = inputs(x=[[1, 2]], b=3)
    assert (found["x"].shape, found["b"], type(found["b"])) == ((1, 2), 3.0, float)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[1, 2], [3]]", "the list at [1] has 1 entries, that at [0] has 2"),
        ("[[], [1]]", "the list at [1] has 1 entries, that at [0] has 0"),
        ("[[[1, 2], [3, 4]], [[5, 6], [7]]]", "the list at [1][1] has 1 entries, that at [0][0] has 2"),
        ("[[[1], [2]], [[3]]]", "the list at [1] has 1 entries, that at [0] has 2"),
        ("[[1], 2]", "there is a number at [1], where the list at [0] has 1 entries"),
        ("[[1], null]", "there is null at [1], where the list at [0] has 1 entries"),
        ('[[1], "1"]', "there is a text at [1], where the list at [0] has 1 entries"),
    ],
)
def test_rows_of_different_lengths_are_refused_with_the_place_and_both_lengths(text: str, message: str) -> None:
    refused = refusal(text)
    assert refused.status == 422
    assert refused.fields == (("inputs.x", message),)


@pytest.mark.parametrize(
    ("text", "field", "word"),
    [
        ('[1, "2"]', "inputs.x[1]", "a text"),
        ("[[1, 2], [3, true]]", "inputs.x[1][1]", "true or false"),
        ("[[null, 2]]", "inputs.x[0][0]", "null"),
        ("[1, {}]", "inputs.x[1]", "an object"),
        ("[1, [2]]", "inputs.x[1]", "a list"),
        ("[1, NaN]", "inputs.x[1]", "finite"),
        ("[-Infinity]", "inputs.x[0]", "finite"),
        ("[1, 1e400]", "inputs.x[1]", "finite"),
        ("[0, [1], 1" + "0" * 400 + "]", "inputs.x[1]", "a list"),
        ("[0, 1, 1" + "0" * 400 + "]", "inputs.x[2]", "finite"),
    ],
)
def test_what_is_no_finite_number_is_refused_with_its_place(text: str, field: str, word: str) -> None:
    refused = refusal(text)
    assert refused.status == 422
    assert refused.fields[0].field == field
    assert word in refused.fields[0].message


def test_an_array_of_too_many_axes_is_refused() -> None:
    assert inputs(x=json.loads("[" * MOST_AXES + "1" + "]" * MOST_AXES))["x"].ndim == MOST_AXES
    assert "8 axes" in refusal("[" * (MOST_AXES + 1) + "1" + "]" * (MOST_AXES + 1)).detail
    assert "8 axes" in refusal("[" * 100 + "]" * 100).detail


def test_brackets_without_end_are_refused() -> None:
    assert refusal("[" * 100_000 + "1" + "]" * 100_000).status == 400
    assert refusal("[" * 100_000).status == 400


@pytest.mark.parametrize("text", ["[" + "1," * 10 + "1]", "[[1,1,1,1,1,1],[1,1,1,1,1,1]]", "[" + "[]," * 10 + "[]]"])
def test_more_numbers_than_the_limit_are_refused_by_its_name(text: str) -> None:
    refused = refusal(text)
    assert (refused.status, refused.limit) == (422, "elements")
    assert "10 (elements)" in refused.detail


def test_the_limit_holds_for_all_values_of_a_request_together() -> None:
    assert len(inputs(a=[1] * 5, b=[[1] * 4], c=1)) == 3
    with pytest.raises(Refusal) as caught:
        inputs(a=[1] * 5, b=[[1] * 5], c=1)
    assert caught.value.limit == "elements"
    body = {"source": "L = x", "inputs": {"x": [1] * 6}, "direction": {"x": [1] * 6}}
    with pytest.raises(Refusal) as caught:
        read(json.dumps(body).encode(), TEN, TangentRequest)
    assert caught.value.limit == "elements"


def test_rows_count_only_while_they_are_more_than_their_entries() -> None:
    assert inputs(x=[[1]] * 10)["x"].shape == (10, 1)
    assert inputs(x=[[]] * 10)["x"].shape == (10, 0)


@pytest.mark.parametrize("shape", [(100_000,), (50_000, 2), (2, 50_000), (10, 10, 10, 10, 10)])
def test_an_array_of_a_hundred_thousand_numbers_is_read(shape: tuple[int, ...]) -> None:
    nested = np.arange(math.prod(shape), dtype=np.float64).reshape(shape)
    array = inputs(Settings(), x=nested.tolist())["x"]
    assert np.array_equal(array, nested)


def test_no_entry_is_repeated_in_a_refusal() -> None:
    refused = refusal(json.dumps([[1], "sesame" * 100]))
    assert "sesame" not in json.dumps(refused.problem())
