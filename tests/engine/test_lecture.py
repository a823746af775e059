"""Lecture 6's running example: its numbers, its graph, its formulas, in each of three hands."""

from __future__ import annotations

import pytest

import engine
from engine.graph.graph import Grain
from engine.sweeps.steps import AdjointStep, SeedStep, Step, TermStep, ValueStep
from engine.sweeps.trace import Trace
from tests.engine import katex
from tests.engine.models import EXPONENTIAL, GRAINS, LECTURE, PYTHON, formulas, locals_of, run, texts
from tests.engine.reader import read

VALUES = {
    "x": 2.0, "b": -1.0, "w": 0.5, "t": 1.0, "lambda": 0.1,
    "z": 0.0, "y": 0.5, "L": 0.125, "R": 0.125, "L_reg": 0.1375,
}  # fmt: skip
ADJOINTS = {
    "L_reg": 1.0, "L": 1.0, "R": 0.1, "y": -0.5, "z": -0.125,
    "b": -0.125, "w": -0.2, "x": -0.0625, "t": 0.5,
}  # fmt: skip


def named(trace: Trace) -> list[tuple[str, str]]:
    """The steps as (kind, node or edge)."""
    return [_named(trace, step) for step in trace.steps]


def _named(trace: Trace, step: Step) -> tuple[str, str]:
    node = trace.graph.nodes[step.node].id
    match step:
        case ValueStep():
            return "value", node
        case SeedStep():
            return "seed", node
        case TermStep():
            return "term", trace.graph.edges[step.edge].id
        case AdjointStep():
            return "adjoint", node


@pytest.mark.parametrize("grain", GRAINS)
@pytest.mark.parametrize("source", [LECTURE, PYTHON, EXPONENTIAL], ids=["lecture", "python", "exponential"])
def test_every_hand_gives_the_lectures_numbers(source: str, grain: Grain) -> None:
    trace = run(source, grain=grain)
    for name, value in VALUES.items():
        assert trace.values[name] == pytest.approx(value, rel=0, abs=1e-15), name
    for name, adjoint in ADJOINTS.items():
        assert trace.adjoints[name] == pytest.approx(adjoint, rel=1e-14), name
    assert trace.warnings == ()


def test_the_numbers_of_the_lectures_hand_are_exact_but_for_the_last_sum() -> None:
    trace = run(LECTURE)
    assert {name: trace.values[name] for name in VALUES if name != "L_reg"} == {
        name: value for name, value in VALUES.items() if name != "L_reg"
    }
    assert {name: trace.adjoints[name] for name in ADJOINTS} == ADJOINTS


def test_the_named_grain_is_figure_1() -> None:
    graph = run(LECTURE).graph
    assert [node.id for node in graph.nodes] == ["w", "b", "x", "t", "z", "y", "L", "R", "L_reg"]
    assert {edge.id for edge in graph.edges} == {
        "w->z", "x->z", "b->z", "z->y", "y->L", "t->L", "w->R", "L->L_reg", "R->L_reg",
    }  # fmt: skip
    assert len(graph.edges) == 9
    assert [constant.id for constant in graph.constants] == ["lambda"]
    assert graph.nodes[graph.output].id == "L_reg"


def test_roles() -> None:
    roles = {node.id: node.role for node in run(LECTURE).graph.nodes}
    assert roles == {
        "w": "parameter", "b": "parameter", "x": "input", "t": "target",
        "z": "intermediate", "y": "intermediate", "L": "intermediate", "R": "intermediate", "L_reg": "output",
    }  # fmt: skip


def test_w_alone_is_the_multivariable_chain_rule() -> None:
    graph = run(LECTURE).graph
    several = [node.id for index, node in enumerate(graph.nodes) if len(graph.terms[index]) > 1]
    assert several == ["w"]
    assert [graph.edges[edge].id for edge in graph.terms[0]] == ["w->z", "w->R"]


def test_sixteen_steps_in_the_contracts_order() -> None:
    steps = named(run(LECTURE))
    assert steps == [
        ("value", "z"), ("value", "y"), ("value", "L"), ("value", "R"), ("value", "L_reg"),
        ("seed", "L_reg"),
        ("term", "R->L_reg"), ("term", "L->L_reg"), ("term", "y->L"), ("term", "z->y"),
        ("term", "t->L"), ("term", "x->z"), ("term", "b->z"),
        ("term", "w->z"), ("term", "w->R"), ("adjoint", "w"),
    ]  # fmt: skip
    assert len(steps) == 16


def test_the_fan_in_counts_down_and_adds_up() -> None:
    first, second, closing = run(LECTURE).steps[-3:]
    assert isinstance(first, TermStep)
    assert isinstance(second, TermStep)
    assert isinstance(closing, AdjointStep)
    assert (first.upstream, first.local, first.product) == (-0.125, 2.0, -0.25)
    assert (first.total, first.remaining) == (-0.25, 1)
    assert (second.upstream, second.local, second.product) == (0.1, 0.5, 0.05)
    assert (second.total, second.remaining) == (-0.2, 0)
    assert closing.adjoint == -0.2


BACKWARD = {
    "R": r"\bar{R} = \bar{L}_{\mathrm{reg}}\,\lambda",
    "L": r"\bar{L} = \bar{L}_{\mathrm{reg}}",
    "y": r"\bar{y} = \bar{L}\,(y - t)",
    "z": r"\bar{z} = \bar{y}\,\sigma'(z)",
    "w": r"\bar{w} = \bar{z}\,x + \bar{R}\,w",
    "b": r"\bar{b} = \bar{z}",
    "x": r"\bar{x} = \bar{z}\,w",
    "t": r"\bar{t} = -\bar{L}\,(y - t)",
}


def test_the_formulas_read_as_the_lecture_prints_them() -> None:
    trace = run(LECTURE)
    steps = engine.describe(trace).steps
    printed = {
        trace.graph.nodes[step.node].id: text.latex
        for step, text in zip(trace.steps, steps, strict=True)
        if isinstance(step, TermStep)
    }
    assert printed == BACKWARD
    assert steps[5].latex == r"\bar{L}_{\mathrm{reg}} = 1"
    assert [text.latex for text in steps[:5]] == [
        r"z = w\,x + b",
        r"y = \sigma(z)",
        r"L = \tfrac{1}{2}\,(y - t)^{2}",
        r"R = \tfrac{1}{2}\,w^{2}",
        r"L_{\mathrm{reg}} = L + \lambda\,R",
    ]


def test_python_reads_the_same_but_for_its_decimals() -> None:
    ours, theirs = texts(LECTURE), texts(PYTHON)
    assert [edge.local for edge in ours.edges] == [edge.local for edge in theirs.edges]
    assert [step.latex for step in ours.steps[5:]] == [step.latex for step in theirs.steps[5:]]


def test_the_numbers_stand_beneath() -> None:
    trace = run(LECTURE)
    steps = engine.describe(trace).steps
    assert steps[0].substituted == r"z = 0.5 \cdot 2 + (-1) = 0"
    assert steps[2].substituted.endswith("= 0.125")
    assert steps[4].substituted == r"L_{\mathrm{reg}} = 0.125 + 0.1 \cdot 0.125 = 0.1375"
    assert steps[6].substituted == r"\bar{R} = 1 \cdot 0.1 = 0.1"
    assert steps[13].substituted.startswith(r"\bar{z}\,x = ")
    assert steps[13].substituted.endswith("= -0.25")
    assert steps[14].substituted == r"\bar{R}\,w = 0.1 \cdot 0.5 = 0.05"
    assert steps[15].substituted == r"\bar{w} = -0.25 + 0.05 = -0.2"


@pytest.mark.parametrize("grain", GRAINS)
@pytest.mark.parametrize("source", [LECTURE, PYTHON, EXPONENTIAL])
def test_every_part_of_a_substituted_line_has_the_value_at_its_end(source: str, grain: Grain) -> None:
    for step in texts(source, grain=grain).steps:
        if "partial" in step.substituted:
            continue
        parts = step.substituted.replace(" \\approx ", " = ").split(" = ")
        end = read(parts[-1], {})
        for part in parts[1:-1]:
            # Exact decimals throughout, but for the four digits of what is not one.
            assert read(part, {}) == pytest.approx(end, abs=2e-4), step.substituted


def test_what_the_prime_stands_for() -> None:
    trace = run(LECTURE)
    identities = {
        edge.id: text.identity
        for edge, text in zip(trace.graph.edges, engine.describe(trace).edges, strict=True)
        if text.identity
    }
    assert identities == {"z->y": r"\sigma'(z) = y\,(1 - y)"}


def test_the_primitive_grain_is_the_packages_graph() -> None:
    trace = run(LECTURE, grain="primitive")
    assert [node.id for node in trace.graph.nodes] == [
        "w", "b", "x", "t",
        "z.1", "z", "y", "L.1", "L.2", "L", "R.1", "R", "L_reg.1", "L_reg",
    ]  # fmt: skip
    assert [node.latex for node in trace.graph.nodes if "." in node.id] == [
        "u_{1}", "u_{2}", "u_{3}", "u_{4}", "u_{5}",
    ]  # fmt: skip
    assert len(trace.graph.edges) == 14
    assert len(trace.steps) == 10 + 1 + 12 + 2 + 1
    assert locals_of(LECTURE, grain="primitive")["L.1->L.2"] == r"2\,u_{2}"
    assert locals_of(LECTURE, grain="primitive")["L.2->L"] == r"\tfrac{1}{2}"
    assert trace.adjoints["z.1"] == -0.125
    assert trace.adjoints["L.1"] == -0.5


@pytest.mark.slow
def test_all_of_it_is_mathematics_to_katex() -> None:
    strings = [
        text
        for source in (LECTURE, PYTHON, EXPONENTIAL)
        for grain in GRAINS
        for text in formulas(texts(source, grain=grain))
    ]
    assert len(strings) > 200
    assert katex.complaints(strings) == []


def test_katex_would_complain() -> None:
    said = katex.complaints([r"x^{2}^{3}", r"\frac{1}{2", r"\undefined{x}", r"\text{ok}", "é"])
    assert len(said) == 4
