"""JSON text: valid, compact, the same bytes each time."""

import json
import math

import pytest

from app.http.json_text import PIECE, encode, inside_script


def test_numbers_without_a_json_form_travel_as_strings_wherever_they_are() -> None:
    data = {"a": math.nan, "b": [math.inf, (1.0, -math.inf)], "c": {"d": math.nan}}
    assert encode(data) == b'{"a":"NaN","b":["Infinity",[1.0,"-Infinity"]],"c":{"d":"NaN"}}'


def test_finite_numbers_come_back_exactly() -> None:
    numbers = [0.1, -0.0, 5e-324, 1.7976931348623157e308, 1 / 3, 2.0**53]
    back = json.loads(encode(numbers))
    assert [n.hex() for n in back] == [n.hex() for n in numbers]


def test_text_is_utf_8_and_keys_keep_their_order() -> None:
    assert encode({"z": "σ̄", "a": None, "m": True}) == '{"z":"σ̄","a":null,"m":true}'.encode()


def test_nothing_ends_a_script_element() -> None:
    data = {"x": "</script><!--\u2028\u2029&"}
    text = inside_script(encode(data))
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == data


@pytest.mark.parametrize("count", [0, 1, PIECE, PIECE + 1, 3 * PIECE])
def test_long_lists_encoded_in_pieces_are_the_text_they_would_be_whole(count: int) -> None:
    data = {"a,": list(range(count)), "b": [[str(n)] for n in range(count)], "c": {}}
    assert encode(data).decode() == json.dumps(data, separators=(",", ":"))


def test_something_that_is_no_data_is_an_error_and_no_guess() -> None:
    with pytest.raises(TypeError):
        encode({"x": {1, 2}})
