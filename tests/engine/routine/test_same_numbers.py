"""Every way of running a routine gives the trace's numbers: where these are 0, ∞ or NaN, and in the tails."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import engine
from engine.primitives.ops import TABLE
from engine.routine import compiling
from engine.routine.batched.levels import Levels
from engine.routine.batched.steps import Steps
from engine.routine.job import job_of
from engine.routine.routine import Routine
from engine.routine.source import python_source

KINDS = ("scalar", "array", "levels", "steps")
SPECIAL = (0.0, -0.0, math.inf, -math.inf, math.nan, 1.0, -1.0, 0.5, -2.0, 3.0, 40.0, -40.0, 800.0, -800.0, 1000.0)
SMALL, LARGE = 1e-60, 1e4
"""Finite numbers stay between these: what overflows or vanishes depends on the order in which factors meet."""
UNARY = tuple(
    name
    for name, one in TABLE.items()
    if one.in_notation and one.elementwise and one.arity == (1, 1) and name != "identity"
)
BINARY = ("+", "-", "*", "/", "^", ">", "<", "max", "min", "lrelu")
WHOLE = ("softmax({0})", "log_softmax({0})", "{0}*sum({1})", "{0}*max({1})", "{0}*norm({1})", "{0}*logsumexp({1})",
         "{0}*prod({1})", "{0}*({0} @ {1})")  # fmt: skip


@contextmanager
def forced(kind: str) -> Iterator[None]:
    """All that is compiled in it is run in one way."""
    together = {"levels": Levels, "steps": Steps}.get(kind, lambda _job: None)
    with patch.object(compiling, "_together", together):
        if kind == "array":
            with patch.object(python_source, "writable", lambda *_: False):
                yield
        else:
            yield


def routine_of(trace: engine.Trace, kind: str) -> Routine:
    """The routine of a trace's graph, run in the way named; array or scalar as the program has it without a name."""
    job = job_of(trace.graph, None, {node.id: trace.values[node.id] for node in trace.graph.nodes if not node.body})
    with forced(kind):
        return compiling.build(job, "float64", lambda _: None)


def tame(value: Any) -> bool:
    size = np.abs(np.asarray(value, float))
    return bool(np.all(~np.isfinite(size) | (size == 0.0) | ((size > SMALL) & (size < LARGE))))


def same(found: Any, expected: Any, scale: float) -> None:
    """NaN for NaN, ∞ for ∞ with its sign, and finite numbers but for roundings of the largest number there was."""
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-11 * scale)


def check(source: str, inputs: Mapping[str, Any], kinds: tuple[str, ...]) -> None:
    # A routine goes operation by operation. With a node for each name, what a line does with one parent is summed
    # before it meets the adjoint: (1 + 0) · ∞ there is 1 · ∞ + 0 · ∞ here, in the trace as in the routine.
    trace = engine.trace(engine.parse(source, inputs), inputs, grain="primitive")
    numbers = [*trace.sweep.products, *trace.sweep.locals, *trace.sweep.adjoints, *trace.values.values()]
    numbers = [np.abs(np.asarray(one, float)) for one in numbers if one is not None]
    if not all(map(tame, numbers)):
        return
    scale = max((float(np.max(one[np.isfinite(one)], initial=0.0)) for one in numbers), default=1.0)
    output = trace.graph.nodes[trace.graph.output].id
    for kind in kinds:
        routine = routine_of(trace, kind)
        assert routine.kind == kind or (kind == "scalar" and routine.kind == "array")  # comparisons are NumPy's
        value, gradients = routine()
        same(value, trace.values[output], scale)
        for name, gradient in gradients.items():
            same(gradient, trace.adjoints[name], scale)


def grown(draw: st.DrawFn, first: list[Any], whole: bool) -> tuple[str, dict[str, Any]]:
    """Line by line an operation on what is there already; what would leave the tame numbers is squashed first."""
    inputs = {f"x{k}": value for k, value in enumerate(first)}
    names = list(inputs)
    lines: list[str] = []
    for number in range(draw(st.integers(1, 6))):
        a, b = draw(st.sampled_from(names)), draw(st.sampled_from(names))
        if whole and draw(st.booleans()):
            text = draw(st.sampled_from(WHOLE)).format(a, b)
        elif draw(st.booleans()):
            text = f"{draw(st.sampled_from(UNARY))}({a})"
        else:
            op = draw(st.sampled_from(BINARY))
            text = f"{op}({a}, {b})" if op.isalpha() else f"{a} {op} {b}"
        for written in (text, text.replace(a, f"tanh({a})"), f"tanh({a})"):
            line = f"v{number} = {written}"
            end = f"\nL = sum(v{number})" if whole else ""
            source = "\n".join([*lines, line]) + end
            values = engine.trace(engine.parse(source, inputs), used(inputs, source)).values
            if tame(values[f"v{number}"]):
                break
        lines.append(line)
        names.append(f"v{number}")
    last = " + ".join(names[len(inputs) :][-2:])
    source = "\n".join([*lines, f"L = sum({last})" if whole else f"L = {last}"])
    return source, used(inputs, source)


def used(inputs: Mapping[str, Any], source: str) -> dict[str, Any]:
    """Those of the inputs that occur in the program; another one would be refused."""
    return {name: value for name, value in inputs.items() if re.search(rf"\b{name}\b", source)}


@st.composite
def of_numbers(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    return grown(draw, [draw(st.sampled_from(SPECIAL)) for _ in range(3)], whole=False)


@st.composite
def of_arrays(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    entries = st.lists(st.sampled_from(SPECIAL), min_size=3, max_size=3)
    return grown(draw, [np.array(draw(entries)) for _ in range(2)], whole=True)


@given(of_numbers())
@example(("L = w*sqrt(a)", {"w": 0.0, "a": 0.0}))
@example(("y = where(log(x) > 0, x, 1)\nL = y", {"x": 0.0}))
@example(("c = x > 0\ny = where(c, 0, x)\nL = sqrt(y)", {"x": 0.0}))
@example(("z = w*x\nL = 1/z", {"w": -1.0, "x": 0.0}))
@example(("z = x + 0\nL = 1/z", {"x": -0.0}))
@example(("z = -(x - y)\nL = 1/z", {"x": 1.0, "y": 1.0}))
@example(("z = -2x + -2y\nL = 1/z", {"x": 1.0, "y": -1.0}))
@example(("z = 0 - x\nL = 1/z", {"x": 0.0}))
@example(("L = |x^p|", {"x": -8.0, "p": 1 / 3}))
@example(("y = σ(x)\nL = log(y)", {"x": -720.0}))
@settings(max_examples=150)
def test_numbers(program: tuple[str, dict[str, Any]]) -> None:
    check(*program, KINDS)


@given(of_arrays())
@example(("L = sum(softmax(x)[1:])", {"x": np.array([math.inf, 1.0, 2.0])}))
@example(("L = sum(log_softmax(x)*x)", {"x": np.array([math.inf, 1.0, 2.0])}))
@example(("y = σ(x)\nL = sum(log(y))", {"x": np.array([-720.0, -1000.0, -math.inf])}))
@example(("L = sum(w*sqrt(a))", {"w": np.array([0.0, 1.0]), "a": np.array([0.0, 0.0])}))
@settings(max_examples=80)
def test_arrays(program: tuple[str, dict[str, Any]]) -> None:
    check(*program, ("array",))


def test_the_check_sees_a_term_that_is_dropped() -> None:
    """What it is for: 0 where the trace has a NaN is not let through."""
    with pytest.raises(AssertionError):
        same(0.0, math.nan, 1.0)
    with patch.object(Steps, "__call__", lambda self, _inputs: (0.0, self.zero)), pytest.raises(AssertionError):
        check("L = w*sqrt(a)", {"w": 0.0, "a": 0.0}, ("steps",))


def test_a_long_chain_at_zero() -> None:
    """The case by which it was found: over 15,000 operations a loop runs them."""
    broad = engine.Limits(operations=10**6, source_bytes=10**7, tokens=10**7)
    lines = ["r0 = w*sqrt(a)", *(f"r{k + 1} = sin(r{k})" for k in range(15_010)), "L = r15010"]
    inputs = {"w": 0.0, "a": 0.0}
    program = engine.parse("\n".join(lines), inputs, limits=broad)
    routine = engine.compile(program, inputs=inputs)
    assert routine.kind == "steps"
    assert math.isnan(routine()[1]["a"])
    assert math.isnan(engine.trace(program, inputs, limits=broad).adjoints["a"])


def test_ways_that_compute_alike_agree_in_every_bit() -> None:
    """One operation after the other, in one order: the array's way and the trace, where nothing is spelled anew."""
    inputs = {"x": 0.3, "w": -1.7, "b": 0.2}
    trace = engine.trace(engine.parse("z = w*x\nu = z + b\nh = tanh(u)\nL = h*w", inputs), inputs)
    for kind in ("array", "levels"):
        value, gradients = routine_of(trace, kind)()
        assert value == trace.values["L"]
        assert gradients["b"] == trace.adjoints["b"]
