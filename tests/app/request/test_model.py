"""Requests are read once and strictly, and a refusal repeats nothing of what was sent."""

import json

import pytest

from app.api.check import CheckRequest
from app.api.passes import TangentRequest
from app.http.problems import Refusal
from app.request.model import TraceRequest, choice, read
from app.settings import Settings
from engine.graph.graph import GRAINS

FEW = Settings(inputs=10)


def refusal(body: bytes, model: type[TraceRequest] = TraceRequest) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read(body, FEW, model)
    assert caught.value.hint
    return caught.value


def with_input(value: str) -> bytes:
    return b'{"source":"L = x","inputs":{"x":' + value.encode() + b"}}"


def test_what_is_left_out_has_a_default() -> None:
    assert read(b'{"source":"L = x"}', FEW, TraceRequest) == TraceRequest(source="L = x")
    assert TraceRequest(source="").grain == "named"


def test_a_byte_order_mark_before_the_body_is_ignored() -> None:
    assert read(b'\xef\xbb\xbf{"source":"L = x"}', FEW, TraceRequest) == TraceRequest(source="L = x")
    assert refusal(b"\xef\xbb\xbf").detail == "The body is empty."


@pytest.mark.parametrize(
    ("text", "value"), [("2", 2.0), ("-0.0", -0.0), ("1e308", 1e308), ("5e-324", 5e-324), ("9007199254740993", 2.0**53)]
)
def test_numbers_are_read_as_float64(text: str, value: float) -> None:
    number = read(with_input(text), FEW, TraceRequest).inputs["x"]
    assert type(number) is float
    assert number.hex() == value.hex()


@pytest.mark.parametrize(
    "text",
    ["NaN", "Infinity", "-Infinity", "1e400", "-1e400", "true", "null", '"1"', '"NaN"', "{}", "9" * 400],
)
def test_what_is_no_finite_number_is_refused_with_the_fields_name(text: str) -> None:
    refused = refusal(with_input(text))
    assert refused.status == 422
    assert [field.field for field in refused.fields] == ["inputs.x"]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"  \n", b"{", b"[1", b'{"source":"L = x"}x', b'{"source":"L = x"}{}', b"{'source':'L = x'}",
        b"\xff\xfe\x00", b'{"source":"\xc0\xaf"}', b'{"source":"\\ud800"}', b'{"\\udfff":1,"source":""}',
        b"[" * 100_000, b'{"a":' * 100_000, b'{"source":"L = x","inputs":{"x":' + b"9" * 5000 + b"}}",
    ],
)  # fmt: skip
def test_what_is_no_json_is_refused_with_400(body: bytes) -> None:
    assert refusal(body).status == 400


@pytest.mark.parametrize("body", [b"[]", b"1", b'"text"', b"null", b"{}", b'{"source":5}', b'{"source":null}'])
def test_what_is_no_request_is_refused_with_422(body: bytes) -> None:
    assert refusal(body).status == 422


@pytest.mark.parametrize(
    "fields",
    [{"roles": {"w": "hero"}}, {"grain": "fine"}, {"output": 3}, {"inputs": [1]}, {"inputs": "x"}, {"roles": {"w": 1}}],
)
def test_fields_of_another_type_are_refused_by_name(fields: dict[str, object]) -> None:
    refused = refusal(json.dumps({"source": "L = x", **fields}).encode())
    assert refused.status == 422
    assert refused.fields[0].field.partition(".")[0] in fields


def test_unknown_fields_are_refused_and_the_known_ones_named() -> None:
    refused = refusal(b'{"source":"L = x","sauce":1}')
    assert "'sauce'" in refused.detail
    assert "inputs" in refused.detail


def test_a_hundred_thousand_unknown_fields_make_one_short_refusal() -> None:
    body = json.dumps({"source": "L = x", **{f"k{i}": i for i in range(100_000)}}).encode()
    refused = refusal(body)
    assert len(refused.answer().body) < 1000
    assert "99995 more" in refused.detail


@pytest.mark.parametrize("field", ["inputs", "roles"])
def test_too_many_entries_name_the_limit(field: str) -> None:
    body = json.dumps({"source": "L = x", field: {f"k{i}": i for i in range(11)}}).encode()
    refused = refusal(body)
    assert refused.limit == "inputs"
    assert "10" in refused.detail


def test_at_most_five_fields_are_listed() -> None:
    body = json.dumps({"source": "L = x", "inputs": {f"k{i}": None for i in range(10)}}).encode()
    assert len(refusal(body).problem()["errors"]) == 5


SECRET = "sesame" * 30


@pytest.mark.parametrize(
    "body",
    [
        {"source": {"key": SECRET}}, {"source": "", "inputs": {"x": SECRET}}, {"source": "", "output": [SECRET]},
        {"source": "", "roles": {"x": SECRET}}, {"source": "", "grain": SECRET}, [SECRET], SECRET,
    ],
)  # fmt: skip
def test_no_value_is_ever_repeated(body: object) -> None:
    assert "sesame" not in json.dumps(refusal(json.dumps(body).encode()).problem())


def test_a_long_key_is_shortened_and_its_odd_characters_are_spelled() -> None:
    body = json.dumps({"source": "L = x", "inputs": {"\u202e" + "k" * 10_000: None}}).encode()
    (error,) = refusal(body).problem()["errors"]
    assert len(error["field"]) < 100
    assert "U+202E" in error["field"]


def test_a_check_may_ask_for_a_curve_and_a_tangent_must_have_a_direction() -> None:
    assert read(b'{"source":"L = x","curve":"x"}', FEW, CheckRequest).curve == "x"
    assert read(b'{"source":"L = x","direction":{"x":[1,2]}}', FEW, TangentRequest).direction["x"].tolist() == [1, 2]
    assert "curve" in refusal(b'{"source":"L = x","curve":"x"}').detail
    assert refusal(b'{"source":"L = x"}', TangentRequest).fields[0].field == "direction"
    assert refusal(b'{"source":"L = x","direction":{"x":"1"}}', TangentRequest).fields[0].field == "direction.x"


def test_a_word_of_the_query_is_one_of_those_allowed() -> None:
    assert choice("grain", "primitive", GRAINS) == "primitive"
    with pytest.raises(Refusal, match="422"):
        choice("grain", "fine", GRAINS)
