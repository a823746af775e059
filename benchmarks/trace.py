"""A full trace of the running example, mathematics included, against micrograd's forward and backward pass.

micrograd computes the same nine numbers and forgets the way. A trace keeps every value, local derivative,
term and sum, and writes each of its steps twice in LaTeX, so it may cost more: at most a hundred times.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from micrograd.engine import Value

import engine
from app.content.examples import Library
from benchmarks._rounds import medians
from benchmarks.report import Row
from engine.notation.program import Program

MOST = 100.0


def measure() -> Iterable[Row]:
    """Medians of many rounds in one run.

    Raises:
        ArithmeticError: If the two do not agree on the gradients.
    """
    source = Library.read().examples["lecture"].source
    program = engine.parse(source)
    check_agreement(engine.trace(program).adjoints, micrograd_pass())
    theirs, ours, parsed = medians(
        [micrograd_pass, lambda: full_trace(program), lambda: full_trace(engine.parse(source))]
    )
    yield Row("micrograd: forward and backward pass", theirs * 1e6, "µs")
    yield Row("full trace with its mathematics, program parsed once", ours * 1e6, "µs")
    yield Row("  compared with micrograd", ours / theirs, "times", most=MOST)
    yield Row("full trace with its mathematics, from the source text", parsed * 1e6, "µs")
    yield Row("  compared with micrograd", parsed / theirs, "times", most=MOST)


def full_trace(program: Program) -> engine.Mathematics:
    """What the service computes for a request, short of the JSON."""
    return engine.describe(engine.trace(program))


def micrograd_pass() -> dict[str, float]:
    """The running example as micrograd's users write it, and the gradients it gives."""
    w, b, x, t = Value(0.5), Value(-1.0), Value(2.0), Value(1.0)
    z = w * x + b
    y = 1 / (1 + exponential(-z))
    loss = 0.5 * (y - t) ** 2
    penalty = 0.5 * w**2
    total = loss + 0.1 * penalty
    total.backward()
    named = {"w": w, "b": b, "x": x, "t": t, "z": z, "y": y, "L": loss, "R": penalty, "L_reg": total}
    return {name: float(node.grad) for name, node in named.items()}


def exponential(operand: Any) -> Any:
    """An exp, which micrograd lacks, in the manner of its own relu."""
    out = Value(math.exp(operand.data), (operand,), "exp")

    def backward() -> None:
        operand.grad += out.data * out.grad

    out._backward = backward
    return out


def check_agreement(ours: dict[str, float], theirs: dict[str, float]) -> None:
    """A fast wrong answer is not to be compared with."""
    for name, gradient in theirs.items():
        if not math.isclose(ours[name], gradient, rel_tol=1e-12, abs_tol=1e-15):
            raise ArithmeticError(f"the adjoint of {name}: {ours[name]} here, {gradient} in micrograd")
