"""What holds of every trace: random programs over all primitives, by Hypothesis and by seed."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

import engine
from engine.explain.definitions import Local, local_formulas
from engine.formula import walk
from engine.formula.expr import Expr
from engine.graph.graph import Graph
from engine.primitives.ops import TABLE
from engine.sweeps.steps import AdjointStep, SeedStep, TermStep, ValueStep
from engine.sweeps.tangent import tangent_sweep
from engine.sweeps.trace import Trace
from tests.engine import katex, programs
from tests.engine.models import GRAINS, formulas
from tests.engine.programs import Sample
from tests.engine.reader import read

pytestmark = pytest.mark.slow

drawn = settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
SEEDS = range(150)


def run(sample: Sample) -> tuple[Trace, Trace]:
    """The traces at both grains."""
    program = engine.parse(sample.source, sample.inputs)
    named, primitive = (engine.trace(program, sample.inputs, grain=grain) for grain in GRAINS)
    return named, primitive


def close(one: float, other: float, scale: float = 1.0) -> bool:
    """Equal but for a few units of roundoff of ``scale``."""
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-10 * max(1.0, abs(scale)))


# --- the numbers ---


@drawn
@given(programs.tame_programs())
def test_adjoints_are_central_differences(sample: Sample) -> None:
    program = engine.parse(sample.source, sample.inputs)
    trace = engine.trace(program, sample.inputs)

    def output(name: str, by: float) -> float:
        moved = engine.trace(program, {**sample.inputs, name: sample.inputs[name] + by})
        return float(moved.evaluation.values[moved.graph.output])

    for name, value in sample.inputs.items():
        h = 1e-5 * max(1.0, abs(value))
        wide, narrow = ((output(name, step) - output(name, -step)) / (2.0 * step) for step in (h, h / 2.0))
        estimate = (4.0 * narrow - wide) / 3.0
        steepness = max(map(abs, map(float, trace.sweep.adjoints)))
        assert trace.adjoints[name] == pytest.approx(estimate, rel=1e-5, abs=1e-6 * max(1.0, steepness))


@drawn
@given(programs.tame_programs())
def test_adjoints_are_forward_mode_duals(sample: Sample) -> None:
    for trace in run(sample):
        scale = max(map(abs, map(float, trace.sweep.adjoints)))
        for name in sample.inputs:
            dual = tangent_sweep(trace.graph, trace.evaluation, {name: np.float64(1.0)}).tangents[trace.graph.output]
            assert close(trace.adjoints[name], float(dual), scale)


@drawn
@given(programs.tame_programs())
def test_forward_mode_is_linear_in_its_direction(sample: Sample) -> None:
    trace, _ = run(sample)
    direction = {name: 0.5 + index for index, name in enumerate(sample.inputs)}
    whole = float(tangent_sweep(trace.graph, trace.evaluation, direction).tangents[trace.graph.output])
    terms = [share * trace.adjoints[name] for name, share in direction.items()]
    assert close(whole, math.fsum(terms), max(map(abs, [*terms, 1.0])))


@drawn
@given(programs.tame_programs())
def test_both_grains_agree(sample: Sample) -> None:
    named, primitive = run(sample)
    scale = max(map(abs, primitive.adjoints.values()))
    for name, value in named.values.items():
        assert primitive.values[name] == value  # the same operations in the same order
        assert close(primitive.adjoints[name], named.adjoints[name], scale)


@drawn
@given(programs.tame_programs())
def test_the_steps_keep_the_books(sample: Sample) -> None:
    """Each term is upstream times local; totals run; the last one is the adjoint; nothing comes too early."""
    for trace in run(sample):
        graph = trace.graph
        finished: dict[int, float] = {}
        running: dict[int, list[float]] = {}
        forward = [step.node for step in trace.steps if isinstance(step, ValueStep)]
        assert forward == [index for index, node in enumerate(graph.nodes) if node.body]
        for step in trace.steps[len(forward) :]:
            match step:
                case SeedStep(node, adjoint):
                    assert (node, adjoint) == (graph.output, 1.0)
                    finished[node] = 1.0
                case TermStep():
                    edge = graph.edges[step.edge]
                    assert edge.parent == step.node
                    assert step.upstream == finished[edge.child]
                    assert step.product == step.upstream * step.local
                    products = running.setdefault(step.node, [])
                    products.append(float(step.product))
                    assert step.total == sum(products[1:], products[0])
                    assert step.remaining == len(graph.terms[step.node]) - len(products)
                    if len(graph.terms[step.node]) == 1:
                        finished[step.node] = float(step.total)
                case AdjointStep(node, adjoint):
                    assert len(running.get(node, [])) == len(graph.terms[node]) != 1
                    assert adjoint == sum(running.get(node, [0.0]))
                    finished[node] = float(adjoint)
        assert list(finished) == [graph.output, *(i for i in range(len(graph.nodes))[::-1] if i != graph.output)]
        assert finished == dict(enumerate(map(float, trace.sweep.adjoints)))


@drawn
@given(programs.tame_programs())
def test_the_same_program_gives_the_same_trace(sample: Sample) -> None:
    first, second = run(sample), run(sample)
    reordered = dict(reversed(sample.inputs.items()))
    third = engine.trace(engine.parse(sample.source, reordered), reordered)
    for one, other in (*zip(first, second, strict=True), (first[0], third)):
        assert one.graph == other.graph
        assert one.steps == other.steps
        assert engine.describe(one) == engine.describe(other)


# --- the mathematics ---


def number(formula: Expr, named: Mapping[str, float]) -> float:
    """A formula of primitives, computed."""
    with np.errstate(all="ignore"):
        return float(
            walk.fold(
                formula,
                lambda symbol: np.float64(named[symbol.key]),
                np.float64,
                lambda name, operands, _options: TABLE[name].value(*operands),
            )
        )


def spelled(formula: Expr, identities: Mapping[Expr, Expr]) -> Expr:
    """The formula with every prime replaced by what it stands for."""
    if formula in identities:
        return identities[formula]
    parts = tuple(spelled(part, identities) for part in walk.children(formula))
    return walk.rebuild(formula, parts, simplify=False) if parts else formula


def all_locals(graph: Graph) -> list[Local]:
    return [local for node in graph.nodes if node.body for local in local_formulas(graph, node)]


@drawn
@given(programs.tame_programs())
def test_the_symbolic_local_derivative_is_the_number(sample: Sample) -> None:
    for trace in run(sample):
        for local, computed in zip(all_locals(trace.graph), trace.sweep.locals, strict=True):
            if "partial" not in repr(local.formula) and computed is not None:
                value = number(spelled(local.formula, dict(local.identities)), trace.values)
                assert value == pytest.approx(float(computed), rel=1e-8, abs=1e-9), local.formula


def printable(trace: Trace) -> dict[str, float]:
    """Every symbol of a trace as it is printed, and its value."""
    texts = engine.describe(trace).nodes
    symbols = {text.symbol: float(v) for text, v in zip(texts, trace.evaluation.values, strict=True)}
    return symbols | {text.bar: float(v) for text, v in zip(texts, trace.sweep.adjoints, strict=True)}


def read_right(equation: str, symbols: Mapping[str, float]) -> float:
    return read(equation.partition(" = ")[2], symbols)


def test_the_printed_lines_read_back_as_their_numbers() -> None:
    """LaTeX to number by an independent reader: brackets, signs and order are those of the mathematics."""
    read_back = 0
    for seed in SEEDS:
        for trace in run(programs.seeded(seed)):
            symbols = printable(trace)
            mathematics = engine.describe(trace)
            for edge, local in zip(mathematics.edges, trace.sweep.locals, strict=True):
                if "partial" not in edge.local and local is not None:
                    assert read(edge.local, symbols) == pytest.approx(float(local), rel=1e-8, abs=1e-9), edge
                    read_back += 1
            for step, text in zip(trace.steps, mathematics.steps, strict=True):
                if "partial" in text.latex or "cdots" in text.latex:
                    continue
                match step:
                    case ValueStep(_, value):
                        expected = float(value)
                    case TermStep(node=node):
                        expected = float(trace.sweep.adjoints[node])
                    case _:
                        continue
                assert read_right(text.latex, symbols) == pytest.approx(expected, rel=1e-8, abs=1e-8), text.latex
                read_back += 1
    assert read_back > 3000


def test_the_substituted_lines_read_back_as_their_last_number() -> None:
    """With four digits a line is only nearly right, but a lost bracket or sign would be far out."""
    compared = 0
    for seed in SEEDS:
        for trace in run(programs.seeded(seed)):
            for text in engine.describe(trace).steps:
                if "partial" in text.substituted or "cdots" in text.substituted:
                    continue
                *middle, last = text.substituted.replace(" \\approx ", " = ").split(" = ")[1:]
                for part in middle:
                    assert read(part, {}) == pytest.approx(read(last, {}), rel=0.05, abs=0.02), text.substituted
                    compared += 1
    assert compared > 1500


@pytest.mark.parametrize("wild", [False, True], ids=["tame", "wild"])
def test_every_string_is_mathematics_to_katex(wild: bool) -> None:
    strings: list[str] = []
    for seed in SEEDS:
        for trace in run(programs.seeded(seed, wild=wild)):
            strings += formulas(engine.describe(trace))
    assert len(strings) > 5000
    assert katex.complaints(strings) == []
