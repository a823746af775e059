"""Traps that published autodiff tools and visualisers fell into; each is a test here."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator

import pytest

import engine
from engine.graph.graph import Grain
from engine.notation.program import Definition, Leaf, Name, Operation, Program
from engine.sweeps.steps import ValueStep
from engine.sweeps.trace import Trace
from tests.engine.models import GRAINS, locals_of, run, texts

both_grains = pytest.mark.parametrize("grain", GRAINS)


def derivative(expression: str, grain: Grain, **inputs: float) -> dict[str, float]:
    """The adjoints of one expression."""
    return run(f"L = {expression}", inputs, grain=grain).adjoints


# --- signed zeros ---


@both_grains
def test_the_slope_of_a_root_at_minus_zero_is_plus_infinity(grain: Grain) -> None:
    assert derivative("sqrt(x)", grain, x=-0.0)["x"] == math.inf
    assert derivative("sqrt(-x)", grain, x=0.0)["x"] == -math.inf
    assert math.copysign(1.0, run("L = sqrt(-x)", {"x": 0.0}, grain=grain).values["L"]) == 1.0


# --- powers ---


@both_grains
@pytest.mark.parametrize("expression", ["(y - t)**2", "(y − t)²", "square(y - t)", "(y - t)^2", "pow(y - t, 2)"])
def test_a_literal_power_of_a_negative_base_takes_no_logarithm(expression: str, grain: Grain) -> None:
    trace = run(f"L = {expression}", {"y": 0.5, "t": 1.0}, grain=grain)
    assert trace.values["L"] == 0.25
    assert (trace.adjoints["y"], trace.adjoints["t"]) == (-1.0, 1.0)
    assert trace.warnings == ()


@both_grains
@pytest.mark.parametrize(("exponent", "value", "slope"), [
    ("3", -8.0, 12.0), ("2", 4.0, -4.0), ("1", -2.0, 1.0), ("0", 1.0, 0.0), ("-1", -0.5, -0.25), ("-2", 0.25, 0.25),
    ("(-3)", -0.125, -0.1875),
])  # fmt: skip
def test_every_literal_power_of_a_negative_base(exponent: str, value: float, slope: float, grain: Grain) -> None:
    trace = run(f"L = x^{exponent}", {"x": -2.0}, grain=grain)
    assert (trace.values["L"], trace.adjoints["x"]) == (value, slope)
    assert trace.warnings == ()


@both_grains
def test_a_constants_power_gives_the_constant_no_term(grain: Grain) -> None:
    trace = run("const n = 2\nL = (y - t)^n", {"y": 0.5, "t": 1.0}, grain=grain)
    assert trace.adjoints.keys().isdisjoint({"n"})
    assert trace.adjoints["y"] == -1.0
    assert trace.warnings == ()


@both_grains
def test_a_general_power_differentiates_its_exponent(grain: Grain) -> None:
    trace = run("L = x^n", {"x": 2.0, "n": 3.0}, grain=grain)
    assert trace.adjoints["x"] == 12.0
    assert trace.adjoints["n"] == pytest.approx(8.0 * math.log(2.0), rel=1e-15)


def test_a_negative_base_with_a_variable_exponent_is_said_where_it_is() -> None:
    trace = run("h = (y - t)^n\nL = 3h", {"y": 0.5, "t": 1.0, "n": 2.0})
    assert trace.values["L"] == 0.75
    assert trace.adjoints["y"] == -3.0
    assert math.isnan(trace.adjoints["n"])
    (found,) = trace.warnings
    assert trace.graph.nodes[found.node].id == "n"
    assert "through h" in found.message


def test_0_to_the_0() -> None:
    trace = run("L = x^0", {"x": 0.0})
    assert (trace.values["L"], trace.adjoints["x"]) == (1.0, 0.0)
    assert [found.kind for found in trace.warnings] == ["kink"]


# --- one parent twice ---


@both_grains
@pytest.mark.parametrize(("expression", "adjoint"), [
    ("w*w", 6.0), ("w + w", 2.0), ("w - w", 0.0), ("w/w", 0.0), ("w*w*w", 27.0), ("w^w", 27.0 * (1.0 + math.log(3.0))),
    ("max(w, w)", 1.0), ("(w + w)(w + w)", 24.0),
])  # fmt: skip
def test_a_parent_that_is_used_twice_counts_twice(expression: str, adjoint: float, grain: Grain) -> None:
    assert derivative(expression, grain, w=3.0)["w"] == pytest.approx(adjoint, rel=1e-14, abs=1e-15)


@pytest.mark.parametrize("expression", ["w*w", "w + w", "w/w", "max(w, w)"])
def test_two_edges_at_the_primitive_grain_and_one_at_the_named(expression: str) -> None:
    named, primitive = (run(f"L = {expression}", {"w": 3.0}, grain=grain) for grain in GRAINS)
    assert [edge.id for edge in named.graph.edges] == ["w->L"]
    assert [edge.id for edge in primitive.graph.edges] == ["w->L", "w->L#1"]
    assert primitive.graph.terms[0] == (0, 1)
    assert len(primitive.steps) == 1 + 1 + 2 + 1


# --- the whole formula ---


@both_grains
@pytest.mark.parametrize(("expression", "inputs", "adjoints"), [
    ("(w*x + b - t)^2 + w^2", {"w": 0.5, "x": 2.0, "b": -1.0, "t": 1.0}, {"w": -3.0, "x": -1.0, "b": -2.0, "t": 2.0}),
    ("-(w*x)", {"w": 2.0, "x": 3.0}, {"w": -3.0, "x": -2.0}),
    ("sin(cos(w))*w", {"w": 0.5}, {"w": math.sin(math.cos(0.5)) - 0.5 * math.cos(math.cos(0.5)) * math.sin(0.5)}),
    ("(-w)^2", {"w": 3.0}, {"w": 6.0}),
    ("-w^2", {"w": 3.0}, {"w": -6.0}),
    ("1 - x", {"x": 3.0}, {"x": -1.0}),
    ("2/x", {"x": 4.0}, {"x": -0.125}),
    ("x - (y - z)", {"x": 1.0, "y": 2.0, "z": 3.0}, {"x": 1.0, "y": -1.0, "z": 1.0}),
    ("x/y/z", {"x": 12.0, "y": 2.0, "z": 3.0}, {"x": 1 / 6, "y": -1.0, "z": -2 / 3}),
    ("2^3^x", {"x": 1.0}, {"x": 8.0 * math.log(2.0) * 3.0 * math.log(3.0)}),
])  # fmt: skip
def test_formula(expression: str, inputs: dict[str, float], adjoints: dict[str, float], grain: Grain) -> None:
    found = derivative(expression, grain, **inputs)
    assert {name: found[name] for name in inputs} == pytest.approx(adjoints, rel=1e-14)


def test_local_derivatives_keep_the_authors_order() -> None:
    assert locals_of("L = ½(y - t)²", {"y": 0.5, "t": 1.0}) == {"y->L": "y - t", "t->L": "-(y - t)"}
    assert locals_of("L = ½(t - y)²", {"y": 0.5, "t": 1.0}) == {"t->L": "t - y", "y->L": "-(t - y)"}
    assert locals_of("L = a·b·c", {"a": 1.0, "b": 2.0, "c": 3.0}) == {
        "a->L": r"b\,c", "b->L": r"a\,c", "c->L": r"a\,b",
    }  # fmt: skip


def test_named_nodes_hide_the_packages_u8() -> None:
    named = run("y = σ(w·x + b)\nL = ½(y − t)²", {"w": 1.0, "x": 2.0, "b": 0.5, "t": 1.0}).graph
    assert [node.id for node in named.nodes] == ["w", "x", "b", "t", "y", "L"]


# --- when a term may be sent on ---


@both_grains
def test_no_adjoint_is_sent_on_before_its_last_term(grain: Grain) -> None:
    """A sweep that sends b's adjoint on with each of its terms gives 28."""
    trace = run("b = 4a\nc = b + 3\nd = 5b\ne = c + d", {"a": 3.0}, grain=grain)
    assert trace.values["e"] == 75.0
    assert trace.adjoints == {"a": 24.0, "b": 6.0, "c": 1.0, "d": 1.0, "e": 1.0}


@both_grains
def test_running_twice_does_not_double(grain: Grain) -> None:
    program = engine.parse("L = (w·x + w)^2", ["w", "x"])
    first = engine.trace(program, {"w": 1.0, "x": 2.0}, grain=grain)
    between = engine.trace(program, {"w": 5.0, "x": 7.0}, grain=grain)
    second = engine.trace(program, {"w": 1.0, "x": 2.0}, grain=grain)
    assert first.adjoints == second.adjoints != between.adjoints
    assert first.adjoints["w"] == 18.0
    assert first.steps == second.steps


@both_grains
def test_an_unused_input_has_the_adjoint_0_and_is_named(grain: Grain) -> None:
    trace = run("input x = 2, idle = 7\nside = idle + x\nL = x²\n", grain=grain)
    assert trace.adjoints["idle"] == 0.0
    assert trace.adjoints["side"] == 0.0
    assert trace.adjoints["x"] == 4.0
    unused = [trace.graph.nodes[found.node].id for found in trace.warnings if found.kind == "unused"]
    assert unused == ["idle", "side"]
    assert len(trace.graph.terms[0]) == 1  # the side gives x no term


def test_an_output_in_the_middle() -> None:
    trace = engine.trace(engine.parse("y = x²\nL = 3y", ["x"]), {"x": 2.0}, output="y")
    assert trace.adjoints == {"x": 4.0, "y": 1.0, "L": 0.0}


# --- deep and wide ---


@both_grains
def test_a_diamond_20_deep(grain: Grain) -> None:
    lines = "\n".join(f"d{i + 1} = d{i} + d{i}" for i in range(20))
    trace = run(f"input d0 = 1\n{lines}", grain=grain)
    assert trace.values["d20"] == 2.0**20
    assert trace.adjoints["d0"] == 2.0**20


@both_grains
def test_a_wide_diamond_20_deep(grain: Grain) -> None:
    """Two ways from each level to the next; a sweep over paths would take a million."""
    lines = "\n".join(f"l{i} = sin(d{i})\nr{i} = cos(d{i})\nd{i + 1} = l{i} + r{i}" for i in range(20))
    trace = run(f"input d0 = 0.3\n{lines}", grain=grain)
    slope, value = 1.0, 0.3
    for _ in range(20):
        slope *= math.cos(value) - math.sin(value)
        value = math.sin(value) + math.cos(value)
    assert trace.values["d20"] == pytest.approx(value, rel=1e-14)
    assert trace.adjoints["d0"] == pytest.approx(slope, rel=1e-12)


@both_grains
def test_doubling_60_levels(grain: Grain) -> None:
    """One line that names the last one twice, again and again: as a tree it would have 2⁶⁰ leaves."""
    lines = "\n".join(f"s{i + 1} = s{i}·s{i}/s{i} + s{i}" for i in range(60))
    trace = run(f"input s0 = 1\n{lines}", grain=grain)
    assert trace.adjoints["s0"] == 2.0**60
    assert len("".join(step.latex for step in engine.describe(trace).steps)) < 200_000


def chain(length: int) -> Program:
    """v1 = sin(x), v2 = -v1, …: the signs alternate."""
    place = engine.Span(1, 1, 2)

    def lines() -> Iterator[Definition]:
        for index in range(length):
            before = f"v{index}" if index else "x"
            operation = Operation("neg", (Name(before, place),), place)
            yield Definition(f"v{index + 1}", (operation,), place, place)

    return Program("", (Leaf("x", "input", 0.5, place),), tuple(lines()))


@pytest.mark.slow
@both_grains
def test_a_chain_of_100_000_nodes(grain: Grain) -> None:
    trace = engine.trace(chain(100_000), grain=grain)
    assert len(trace.graph.nodes) == 100_001
    assert trace.values["v100000"] == 0.5
    assert trace.adjoints["x"] == 1.0
    assert trace.adjoints["v1"] == -1.0
    assert len(trace.steps) == 200_001


@pytest.mark.slow
def test_the_mathematics_of_a_long_chain_needs_no_recursion() -> None:
    trace = engine.trace(chain(5_000))
    mathematics = engine.describe(trace)
    assert mathematics.steps[-1].latex == r"\bar{x} = -\bar{v}_{1}"


@pytest.mark.slow
@both_grains
def test_one_line_of_2_000_terms(grain: Grain) -> None:
    """A wide sum, in one line: text and time stay in proportion."""
    limits = engine.Limits(source_bytes=100_000, tokens=20_000, operations=20_000)

    def length(count: int) -> int:
        source = "L = " + " + ".join(f"x{i}" for i in range(count))
        inputs = {f"x{i}": float(i) for i in range(count)}
        trace = engine.trace(engine.parse(source, inputs, limits), inputs, grain=grain)
        assert set(trace.adjoints.values()) == {1.0}
        return sum(len(step.latex) + len(step.substituted) for step in engine.describe(trace).steps)

    assert length(2_000) < 6 * length(500)


@pytest.mark.slow
@both_grains
def test_a_fan_in_of_2_000_terms(grain: Grain) -> None:
    limits = engine.Limits(source_bytes=200_000, tokens=60_000, operations=20_000)

    def length(count: int) -> int:
        source = "\n".join(
            [*(f"v{i} = {i + 1}·x" for i in range(count)), "L = " + " + ".join(f"v{i}" for i in range(count))]
        )
        trace = engine.trace(engine.parse(source, ["x"], limits), {"x": 0.5}, grain=grain)
        assert trace.adjoints["x"] == count * (count + 1) / 2
        assert len(trace.graph.terms[0]) == count
        return sum(len(step.latex) + len(step.substituted) for step in engine.describe(trace).steps)

    assert length(2_000) < 6 * length(500)


@pytest.mark.slow
@both_grains
@pytest.mark.parametrize("line", [
    "L = " + "·".join(["x"] * 1_500),
    "L = " + "+".join(["x·x"] * 700),
    "L = " + "/".join(["x"] * 60),
    "L = " + "sin(" * 60 + "x" + ")" * 60,
    "L = " + "-" * 60 + "x",
    "L = " + "+".join([f"(x − {i})²" for i in range(400)]),
    "L = " + "·".join([f"(x − {i})" for i in range(400)]),
], ids=["product", "sum of products", "quotient", "nest", "signs", "squares", "polynomial"])  # fmt: skip
def test_a_long_line_is_described_in_good_time(line: str, grain: Grain) -> None:
    began = time.process_time()
    trace = run(line, {"x": 0.999}, grain=grain)
    mathematics = engine.describe(trace)
    assert time.process_time() - began < 5.0
    assert sum(len(step.latex) + len(step.substituted) for step in mathematics.steps) < 100 * len(line) + 300_000


@both_grains
def test_infinities_that_meet_in_a_sum_are_no_exception(grain: Grain) -> None:
    trace = run("a = 1e300·1e10·x\nb = −1e300·1e10·x\nL = a·1e200 + b·1e200", {"x": 1.0}, grain=grain)
    assert math.isnan(trace.adjoints["x"])
    assert {found.kind for found in trace.warnings} == {"value"}


# --- what is not known is not 0 ---


def test_a_value_step_comes_before_anyone_needs_it() -> None:
    trace: Trace = run("y = x + 1\nL = y·x", {"x": 2.0})
    known = {0}
    for step in trace.steps:
        if isinstance(step, ValueStep):
            assert set(trace.graph.nodes[step.node].parents) <= known
            known.add(step.node)


def test_labels_carry_their_bar_over_the_letter() -> None:
    symbols = [
        node.bar for node in texts("L_reg = w1 + y_hat + λ + ℒ", dict.fromkeys(("w1", "y_hat", "λ", "ℒ"), 1.0)).nodes
    ]
    assert symbols == [
        r"\bar{w}_{1}", r"\bar{\hat{y}}", r"\bar{\lambda}", r"\bar{L}", r"\bar{L}_{\mathrm{reg}}",
    ]  # fmt: skip
