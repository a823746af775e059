"""Large scalar graphs: run in groups or in a loop, and the numbers of the trace all the same."""

from __future__ import annotations

import math
import random
from typing import Any

import numpy as np
import pytest

import engine
from engine.routine.batched.levels import Levels
from engine.routine.batched.schedule import flattened, groups
from engine.routine.batched.steps import Steps
from engine.routine.batched.sums import Layout
from engine.routine.compiling import build
from engine.routine.job import GradientProgram, Leaf, differentiated
from engine.tape import Tape, run
from engine.tape.rewriting import rewrite

BINARY = ("add", "sub", "mul", "max", "div")
BROAD = engine.Limits(operations=10**6, source_bytes=10**6, tokens=10**6, unfolded=10**6)
UNARY = ("tanh", "sin", "neg", "square", "relu", "sigmoid", "exp")


def job_of(tape: Tape, output: int, names: list[str] | None = None) -> GradientProgram:
    leaves = tuple(Leaf(name, position, (), None) for name, position in tape.inputs.items())
    wanted = {name: tape.inputs[name] for name in (tape.inputs if names is None else names)}
    return GradientProgram(tape, "L", output, leaves, wanted, dict.fromkeys(wanted))


def random_job(operations: int, seed: int, leaves: int = 7) -> tuple[GradientProgram, dict[str, float]]:
    """Anything of anything, kept between −1 and 1; what nobody uses is summed up."""
    chance, tape = random.Random(seed), Tape(rewrite)
    places = [tape.input(f"x{k}") for k in range(leaves)] + [tape.constant(0.5)]
    while len(tape) < operations:
        a, b = chance.choice(places), chance.choice(places)
        op = chance.choice((*BINARY, *UNARY))
        if op == "div":
            b = tape.apply("add", (tape.constant(2.5), tape.apply("sin", (b,))))
        value = tape.apply(op, (a, b) if op in BINARY else (a,))
        places.append(tape.apply("tanh", (value,)) if op in ("add", "sub", "div", "exp", "square") else value)
    used = {argument for arguments in tape.arguments for argument in arguments}
    total = tape.constant(0.25)
    for place in places:
        if place not in used:
            total = tape.apply("add", (total, place))
    return job_of(tape, total), {f"x{k}": chance.uniform(-1, 1) for k in range(leaves)}


def expected(job: GradientProgram, inputs: dict[str, float]) -> tuple[float, dict[str, float]]:
    """By the tape, one operation after the other."""
    swept = differentiated(job)
    results = [position for position in swept.adjoints.values() if position is not None]
    value, *found = run(swept.tape, inputs, [swept.output, *results])
    have = iter(found)
    return float(value), {n: 0.0 if p is None else float(next(have)) for n, p in swept.adjoints.items()}


@pytest.mark.slow
@pytest.mark.parametrize("way", [Levels, Steps])
@pytest.mark.parametrize(("operations", "seed"), [(10, 0), (40, 1), (40, 2), (300, 3), (300, 4), (2000, 5)])
def test_random_graphs(way: Any, operations: int, seed: int) -> None:
    job, inputs = random_job(operations, seed)
    runner = way(job)
    for factor in (1.0, 0.3):
        given = {name: factor * value for name, value in inputs.items()}
        value, gradients = runner(given)
        wanted, slopes = expected(job, given)
        assert value == pytest.approx(wanted, rel=1e-12)
        assert gradients == pytest.approx(slopes, rel=1e-9, abs=1e-12)
        assert {type(one) for one in (value, *gradients.values())} == {float}


def test_operations_of_one_kind_are_run_together() -> None:
    job, _ = random_job(2000, 6)
    flat = flattened(job.tape, job.output, list(job.gradients.values()))
    steps = groups(flat)
    assert sorted(place for step in steps for place in step) == list(range(len(flat.ops)))
    done: set[int] = set()
    for step in steps:
        assert len({flat.ops[place] for place in step}) == 1
        assert all(argument in done for place in step for argument in flat.arguments[place])
        done.update(step)
    assert Levels(job).calls < len(flat.ops) / 3


@pytest.mark.parametrize("counts", [[1], [3, 1, 2], [40, 1, 1], [5] * 30 + [2] * 100, [200, 150, 3, 1]])
def test_terms_are_summed_wherever_they_stand(counts: list[int]) -> None:
    edges = {node: [(node, 100 * node + k) for k in range(count)] for node, count in enumerate(counts)}
    layout = Layout(10, list(edges), edges)
    terms = np.zeros(10 + len(layout.edges) + layout.apart)
    for place, edge in enumerate(layout.edges, start=10):
        terms[place] = 0.0 if edge is None else 1.0 + edge[1]
    for into, of, count in layout.sums:
        terms[into : into + count] += terms[of : of + count]
    if layout.apart:
        block = terms[10 : 10 + layout.rows * layout.apart].reshape(layout.rows, layout.apart)
        terms[10 + len(layout.edges) :] = block.sum(axis=0)
    for node, found in edges.items():
        assert terms[layout.slots[node]] == sum(1.0 + where for _, where in found)


@pytest.mark.slow
def test_a_leaf_with_very_many_children() -> None:
    source = "param w = 0.5\n" + "\n".join(f"h{k} = sin({k / 1000}*w)" for k in range(1500))
    source += "\nL = " + " + ".join(f"h{k}" for k in range(1500))
    routine = engine.compile(engine.parse(source, limits=BROAD))
    assert routine.kind == "levels"
    value, gradients = routine()
    assert value == pytest.approx(sum(math.sin(k / 2000) for k in range(1500)), rel=1e-12)
    assert gradients["w"] == pytest.approx(sum(k / 1000 * math.cos(k / 2000) for k in range(1500)), rel=1e-12)
    space: dict[str, Any] = {"__name__": "alone"}
    exec(routine.source, space)  # noqa: S102 - the text of what is run another way
    assert space["routine"]({"w": 0.5})[1]["w"] == pytest.approx(gradients["w"], rel=1e-12)


@pytest.mark.slow
def test_a_long_chain_is_run_in_a_loop() -> None:
    tape = Tape(rewrite)
    x = place = tape.input("x")
    for _ in range(100_000):
        place = tape.apply("sin", (place,))
    routine = build(job_of(tape, place), "float64", lambda _: None)
    assert routine.kind == "steps"
    value, gradients = routine({"x": 1.0})
    slope, at = 1.0, 1.0
    for _ in range(100_000):
        slope, at = slope * math.cos(at), math.sin(at)
    assert (value, gradients["x"]) == (pytest.approx(at, rel=1e-12), pytest.approx(slope, rel=1e-9))
    assert x == 0


def test_infinities_and_what_is_no_number_in_large_graphs() -> None:
    for way, kind in ((400, "levels"), (0, "scalar")):
        tape = Tape(rewrite)
        a, b = tape.input("a"), tape.input("b")
        total = tape.apply("mul", (tape.apply("exp", (a,)), tape.apply("log", (b,))))
        for k in range(way):
            total = tape.apply("add", (total, tape.apply("sin", (tape.apply("mul", (tape.constant(k + 0.5), a)),))))
        routine = build(job_of(tape, total), "float64", lambda _: None)
        assert routine.kind == kind
        for inputs in ({"a": 1000.0, "b": 2.0}, {"a": 1.0, "b": 0.0}, {"a": 1.0, "b": -1.0}, {"a": math.inf, "b": 3.0}):
            value, gradients = routine(inputs)
            wanted, slopes = expected(job_of(tape, total), inputs)
            np.testing.assert_allclose(value, wanted, rtol=1e-12)
            np.testing.assert_allclose(list(gradients.values()), list(slopes.values()), rtol=1e-9)


def test_only_the_wanted_gradients() -> None:
    job, inputs = random_job(600, 7)
    only = job_of(job.tape, job.output, ["x1"])
    assert Levels(only)(inputs)[1] == pytest.approx({"x1": Levels(job)(inputs)[1]["x1"]}, rel=1e-9)
    assert len(Levels(only).terms) < len(Levels(job).terms)
    assert Levels(job_of(job.tape, job.output, []))(inputs)[1] == {}


@pytest.mark.slow
def test_the_source_of_what_python_has_no_text_for_is_numpy() -> None:
    """Whatever kind of running was chosen, the source is there."""
    lines = ["param x = 0.3", *(f"v{k} = where(sin({k}*x) > 0, x, {k}*x)" for k in range(500))]
    program = engine.parse("\n".join([*lines, "L = " + " + ".join(f"v{k}" for k in range(500))]), limits=BROAD)
    routine = engine.compile(program)
    expected_trace = engine.trace(program, limits=BROAD)
    value, gradients = routine()
    assert value == pytest.approx(expected_trace.values["L"], rel=1e-12)
    assert gradients["x"] == pytest.approx(expected_trace.adjoints["x"], rel=1e-12)
    space: dict[str, Any] = {"__name__": "alone"}
    exec(routine.source, space)  # noqa: S102 - that it runs alone is what is tested
    assert space["routine"]({"x": 0.3})[1]["x"] == pytest.approx(gradients["x"], rel=1e-12)
