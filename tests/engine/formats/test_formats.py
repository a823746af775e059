"""Exports: each is whole, the same every time, and safe for the language it is written in."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from engine.formats import FORMATS, Format
from engine.graph.graph import Grain
from tests.engine import katex
from tests.engine.models import GRAINS, LECTURE, golden_cases, run

every_format = pytest.mark.parametrize("format_", FORMATS.values(), ids=FORMATS)


def write(name: str, source: str = LECTURE, inputs: dict[str, float] | None = None, *, grain: Grain = "named") -> str:
    trace = run(source, inputs, grain=grain)
    return FORMATS[name].write(trace)


@every_format
def test_a_row_of_the_table_is_whole(format_: Format) -> None:
    assert FORMATS[format_.name] is format_
    assert format_.summary
    assert re.fullmatch(r"\w+/[\w.+-]+", format_.media_type)
    assert re.fullmatch(r"\.\w+", format_.extension)


@every_format
def test_the_same_trace_gives_the_same_text(format_: Format) -> None:
    for case in golden_cases().values():
        texts = {write(format_.name, case["source"], case["inputs"]) for _ in range(2)}
        assert len(texts) == 1
        assert texts.pop().endswith("\n")


@every_format
@pytest.mark.parametrize("source", ["x = 3", "L = 2·x", "const c = 2\nL = c²", "L = log(x) + 1/x"])
def test_the_small_and_the_odd(format_: Format, source: str) -> None:
    inputs = {} if source[0] in "xc" else {"x": 0.0}
    for grain in GRAINS:
        text = write(format_.name, source, inputs, grain=grain)
        assert text.strip()
        assert "None" not in text


def test_csv_has_every_step_in_full() -> None:
    trace = run(LECTURE)
    rows = list(csv.DictReader(io.StringIO(write("csv"))))
    assert len(rows) == 16
    assert [row["index"] for row in rows] == [str(index) for index in range(16)]
    assert [row["kind"] for row in rows].count("term") == 9
    last = rows[-1]
    assert [last[key] for key in ("phase", "kind", "node", "adjoint", "child")] == [
        "backward",
        "adjoint",
        "w",
        "-0.2",
        "",
    ]
    terms = [row for row in rows if row["node"] == "w" and row["kind"] == "term"]
    assert [(row["child"], row["upstream"], row["local"], row["product"], row["adjoint"]) for row in terms] == [
        ("z", "-0.125", "2.0", "-0.25", ""), ("R", "0.1", "0.5", "0.05", ""),
    ]  # fmt: skip
    for row in rows:
        if row["kind"] == "term":
            assert float(row["product"]) == float(row["upstream"]) * float(row["local"])
        if row["kind"] == "value":
            assert float(row["value"]) == trace.values[row["node"]]
    assert {row["node"] for row in rows if row["adjoint"]} == trace.adjoints.keys()


@pytest.mark.slow
@pytest.mark.parametrize("grain", GRAINS)
def test_latex_is_mathematics(grain: Grain) -> None:
    sources = [(LECTURE, {}), *((case["source"], case["inputs"]) for case in golden_cases().values())]
    blocks: list[str] = []
    for source, inputs in sources:
        text = write("latex", source, inputs, grain=grain)
        found = re.findall(r"\\begin\{align\*\}\n(.*?)\n\\end\{align\*\}", text, re.DOTALL)
        assert len(found) == 2
        assert "\n\n" not in "".join(found)  # a blank line ends an align environment with an error
        blocks += [f"\\begin{{aligned}}{block}\\end{{aligned}}" for block in found]
    assert katex.complaints(blocks) == []


def test_latex_has_both_passes_and_every_adjoint_once() -> None:
    forward, backward = write("latex").split("% Backward pass")
    assert forward.count(" &= ") == 5
    assert backward.count(" &= ") == 9
    assert r"\bar{w} &= \bar{z}\,x + \bar{R}\,w &&= -0.25 + 0.05 = -0.2" in backward
    assert write("latex", "x = 3").count("align") == 2


def test_dot_holds_the_graph() -> None:
    text = write("dot")
    assert text.startswith("digraph")
    assert text.count("{") == text.count("}")
    nodes = re.findall(r'^  ("[^"]+") \[label=(".*")\];$', text, re.MULTILINE)
    assert [json.loads(name) for name, _ in nodes] == ["w", "b", "x", "t", "z", "y", "L", "R", "L_reg"]
    assert json.loads(nodes[0][1]) == "w\nvalue 0.5\nadjoint -0.2"
    edges = re.findall(r'^  "([^"]+)" -> "([^"]+)" \[label="([^"]+)"(, style=bold)?\];$', text, re.MULTILINE)
    assert len(edges) == 9
    assert [(parent, child) for parent, child, _, bold in edges if bold] == [("w", "z"), ("w", "R")]
    assert ("w", "z", "2", ", style=bold") in edges


def test_dot_draws_both_edges_of_a_square() -> None:
    assert write("dot", "L = w·w", {"w": 3.0}, grain="primitive").count('"w" -> "L"') == 2


def test_mermaid_holds_the_graph() -> None:
    lines = write("mermaid").splitlines()
    assert lines[0] == "flowchart LR"
    assert lines[1] == '  n0["w<br/>value 0.5<br/>adjoint -0.2"]'
    assert sum("-->" in line for line in lines) == 9
    assert '  n0 -->|"2"| n4' in lines


def test_mermaid_can_be_told_of_a_node_called_end() -> None:
    text = write("mermaid", "end = 2·x\nL = end²", {"x": 1.0})
    assert not re.search(r"^\s*end\b", text, re.MULTILINE)
