"""The graph, the trace, the source, the page and the picture of what was computed with Values."""

from __future__ import annotations

import json
import math
import re
import webbrowser
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine
from engine import EngineError, Value, graph_of, source_of, trace_of
from engine.eager import functions, link
from tests.engine.models import GRAINS, LECTURE, OWN, Case, golden_cases
from tests.engine.programs import seeded
from tests.engine.replay import assert_same, replay

CASES = golden_cases() | json.loads((OWN.parent / "arrays.json").read_text("utf-8"))


def lecture() -> Value:
    """The running example, as a user writes it."""
    w, b = Value(0.5, label="w"), Value(-1.0, label="b")
    x, t = Value(2.0, label="x", role="input"), Value(1.0, label="t", role="target")
    rate = Value(0.1, label="λ", role="constant")
    z = w * x + b
    y = z.sigmoid()
    L = 0.5 * (y - t) ** 2
    R = 0.5 * w**2
    L_reg = L + rate * R
    for name, value in {"z": z, "y": y, "L": L, "R": R, "L_reg": L_reg}.items():
        value.label = name
    return L_reg


LINES = """param w = 0.5
param b = -1
input x = 2
target t = 1
const lambda = 0.1
z = w*x + b
y = sigmoid(z)
L = 0.5*(y - t)^2
R = 0.5*w^2
L_reg = L + lambda*R
"""


@pytest.mark.parametrize("grain", GRAINS)
def test_the_running_example_is_the_same_trace_word_for_word(grain: Any) -> None:
    ours = trace_of(lecture(), grain=grain)
    theirs = engine.trace(engine.parse(LINES), grain=grain)
    assert_same(ours, theirs)
    assert list(ours.values) == list(theirs.values)
    assert ours.graph.edges == theirs.graph.edges
    assert engine.describe(ours) == engine.describe(theirs)
    assert [node.role for node in ours.graph.nodes] == [node.role for node in theirs.graph.nodes]


def test_the_lecture_is_the_lecture() -> None:
    assert_same(trace_of(lecture(), grain="named"), engine.trace(engine.parse(LECTURE), grain="named"))
    assert source_of(lecture()) == LINES


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_published_examples(case: Case) -> None:
    program = engine.parse(case["source"], case["inputs"])
    output = replay(program, case["inputs"])[case["output"]]
    for grain in GRAINS:
        theirs = engine.trace(program, case["inputs"], output=case["output"], grain=grain)
        assert_same(trace_of(output, grain=grain), theirs)


@given(st.integers(0, 10**6))
def test_random_programs(seed: int) -> None:
    sample = seeded(seed)
    program = engine.parse(sample.source, sample.inputs)
    output = replay(program, sample.inputs)[program.definitions[-1].name]
    ours = trace_of(output)
    assert_same(ours, engine.trace(program, sample.inputs, grain="primitive"))
    read = engine.parse(source_of(output))
    assert_same(trace_of(output, grain="named"), engine.trace(read, grain="named"))
    assert engine.trace(read, grain="primitive").values == ours.values


def test_a_text_is_written_for_arrays_too() -> None:
    W, x = Value([[1.0, -2.0, 0.5], [0.0, 3.0, 1e-5]], label="W"), Value([1.0, 2.0, 3.0], label="x")
    h = W @ x - [1, 2]
    out = (
        (h * h).sum() / (2 - W[0, 1:].mean()) + W.T.reshape(3, 2)[2, -1] - x[::2].sum(axis=0)
        + functions.stack([x, x], axis=1).sum(axis=(0, 1), keepdims=False) - (-x).softmax()[0] ** -2
        - (x - (x - 1))[1] / (x[0] * 3 / x[1]) * functions.max(x[0], x[1])
    )  # fmt: skip
    theirs = engine.trace(engine.parse(source_of(out)), grain="primitive")
    assert_same(trace_of(out), theirs)
    assert theirs.values["out"] == out.data
    out.backward()
    np.testing.assert_allclose(W.grad, theirs.adjoints["W"], rtol=1e-12)


def test_names_of_what_has_none() -> None:
    a = Value(2.0)
    shared = a * 3
    out = (shared + 1) * shared
    assert source_of(out) == "param v1 = 2\ns1 = v1*3\nout = (s1 + 1)*s1\n"
    assert [node.id for node in graph_of(out).nodes] == ["v1", "s1", "out.1", "out"]


def test_labels_that_cannot_be_names() -> None:
    a, b = Value(2.0, label="x"), Value(3.0, label="x")
    c, d = Value(4.0, label="x1*w1 + b"), Value(5.0, label="if")
    out = (a * b).tanh() + c * d
    out.label = "sin"
    assert source_of(out) == "param x = 2\nparam x_1 = 3\nparam v1 = 4\nparam v2 = 5\nout = tanh(x*x_1) + v1*v2\n"
    one, other = Value(1.0, label="x1"), Value(2.0, label="x_1")
    both = one * other
    assert list(trace_of(both).values) == ["x1", "x_1_1", "out"]


def test_numbers_that_no_literal_can_be() -> None:
    a = Value(2.0, label="a")
    out = (a + math.inf) * 0 + (np.array([1.0, 2.0]) * a).sum()
    trace = trace_of(out)
    assert math.isnan(trace.values["out"])
    assert trace.values["c1"] == math.inf
    assert trace.graph.constants[1].shape == (2,)
    with pytest.raises(EngineError, match="not finite"):
        source_of(out)


def test_long_lines_are_broken() -> None:
    x = Value(0.5, label="x")
    y = x
    for _ in range(100):
        y = 1 / (1 + y)
    theirs = engine.trace(engine.parse(source_of(y)), grain="primitive")
    assert_same(trace_of(y), theirs)


@pytest.mark.slow
def test_a_deep_history_has_a_graph() -> None:
    x = Value(0.5, label="x")
    y = x
    for _ in range(20_000):
        y = y * 1.0001
    graph = graph_of(y)
    assert len(graph.nodes) == 20_001


def test_an_operation_of_ones_own_has_no_mathematics() -> None:
    a = Value(2.0)
    with pytest.raises(EngineError, match="'cube' is an operation of your own"):
        trace_of(Value(8.0, (a,), "cube") * 2)


def test_an_array_has_no_trace() -> None:
    with pytest.raises(EngineError, match="starts from one number"):
        trace_of(Value([1.0, 2.0]) * 2)


def test_a_leaf_has_a_graph() -> None:
    assert [node.id for node in graph_of(Value(2.0, label="w")).nodes] == ["w"]


def test_the_trace_is_taken_at_the_present_data() -> None:
    w = Value(2.0, label="w")
    out = w * w
    w.data = 3.0
    assert trace_of(out).values["out"] == 9.0


def test_the_link_holds_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    address = lecture().show()
    assert opened == [address]
    before, _, fragment = address.partition("#")
    assert before == "http://127.0.0.1:8000/"
    assert re.fullmatch(r"[A-Za-z0-9+;=&%_.()/,:-]+", fragment)
    fields = dict(part.split("=", 1) for part in fragment.split("&"))
    assert fields.keys() == {"v", "s"}
    assert unquote(fields["s"].replace("+", " ").replace(";", "\n")) == LINES.rstrip("\n")
    assert link(lecture(), server="https://host/", grain="primitive").startswith("https://host/#v=1&s=")
    assert link(lecture(), grain="primitive").endswith("&g=primitive")


@pytest.mark.slow
def test_a_history_too_long_for_a_link_is_refused() -> None:
    y = Value(0.5)
    for _ in range(20_000):
        y = y * 1.0001
    with pytest.raises(EngineError, match="too many for a link"):
        link(y)


def test_the_picture_is_one_element_that_loads_nothing() -> None:
    out = lecture()
    out.backward()
    out.label = "<script>alert(1)</script>"
    picture = out._repr_html_()
    root = ET.fromstring(picture)
    assert root.tag.endswith("svg")
    assert "<script" not in picture
    assert not re.search(r"\b(?:href|src|url)\b", picture)
    texts = [element.text for element in root.iter() if element.tag.endswith("text")]
    assert "<script>alert(1)</scrip… = +"[:20] in "".join(filter(None, texts))
    assert {"w", "λ", "y = sigmoid", "-0.2", "-0.125", "0.1375"} <= set(texts)
    boxes = [element for element in root.iter() if element.get("rx")]
    assert len(boxes) == 15  # fourteen nodes and the constant
    places = {(box.get("x"), box.get("y")) for box in boxes}
    assert len(places) == len(boxes)


def test_a_large_history_is_summed_up() -> None:
    y = Value(0.5, label="x")
    for _ in range(100):
        y = (y * 1.01).tanh()
    y.label = "<b>"
    table = ET.fromstring(y._repr_html_())
    rows = {row[0].text: row[1].text for row in table.iter("tr")}
    assert rows["operations"] == "200"
    assert rows["tanh"] == rows["mul"] == "100"
    assert "<b>" not in y._repr_html_()
