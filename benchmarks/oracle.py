"""2,000 seeded random programs, numbers and arrays: value and every gradient against PyTorch in float64.

Each is traced at both grains and compiled to a routine.

The programs are trees; an interpreter of our own in PyTorch reads the trees, the engine reads their text and the inputs
as JSON's nested lists. The error of a number is its difference from PyTorch's, divided by the size of PyTorch's
where that is above 1: below 1 it counts as it is, since what cancels has the rounding of what it is made of.

Points are chosen so that no operation stands within a thousandth of a kink or a tie (where the two follow different
conventions), no denominator, root, logarithm or norm within a tenth of its edge, and no value above 50; a line
that would is drawn again, and how many were is printed. Programs with a gradient above 10,000 are left out and
counted. No program is left out because the two differ.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

import engine
from benchmarks import _peers
from benchmarks._oracle_programs import Sample, program
from benchmarks._oracle_torch import gradients
from benchmarks.report import Row
from engine.graph.graph import Grain

COUNT = 2000
TOLERANCE = 1e-9
STEEPEST = 1e4


def measure() -> Iterable[Row]:
    """Programs compared, gradients' elements, and the worst error of all."""
    if _peers.torch() is None:
        yield Row(f"{COUNT} programs", None)
        return
    seed = compared = numbers = redrawn = steep = arrays = failed = 0
    worst = dict.fromkeys(WAYS, 0.0)
    operations: set[str] = set()
    while compared < COUNT:
        seed += 1
        sample = program(seed)
        redrawn += sample.refused
        value, wanted = gradients(sample.definitions, sample.output, sample.inputs)
        if max(float(np.abs(one).max()) for one in wanted.values()) > STEEPEST:
            steep += 1
            continue
        compared += 1
        arrays += any(one.ndim for one in wanted.values())
        numbers += 1 + sum(one.size for one in wanted.values())
        operations |= {op for tree in sample.definitions.values() for op in ops(tree)}
        errors = {way: difference(compute(sample), value, wanted) for way, compute in WAYS.items()}
        worst = {way: max(worst[way], error) for way, error in errors.items()}
        if not max(errors.values()) <= TOLERANCE:
            failed += 1
            print(f"program {seed}, errors {errors}:\n{sample.source}\n{sample.inputs}\n", file=sys.stderr)
    yield Row("programs compared", compared, least=COUNT)
    yield Row("  with arrays among their inputs", arrays)
    yield Row("  operations that occur", len(operations))
    yield Row("  numbers compared", numbers)
    yield Row("lines drawn again, near a kink, an edge or above 50", redrawn)
    yield Row("programs left out for a gradient above 10,000", steep)
    yield Row("programs that differ by more than 1e-9", failed, most=0)
    for way, error in worst.items():
        yield Row(f"worst error of the {way}", error, most=TOLERANCE)


Found = tuple[Any, Mapping[str, Any]]
"""A value and its gradients by name."""


def traced(grain: Grain) -> Callable[[Sample], Found]:
    """The way of the trace, inputs as JSON has them."""

    def compute(sample: Sample) -> Found:
        inputs = json.loads(json.dumps(sample.inputs))
        trace = engine.trace(engine.parse(sample.source, names=list(inputs)), inputs, grain=grain)
        return trace.values[sample.output], trace.adjoints

    return compute


def compiled(sample: Sample) -> Found:
    """The way of the routine."""
    return engine.compile(engine.parse(sample.source, names=list(sample.inputs)), inputs=sample.inputs)()


WAYS: Mapping[str, Callable[[Sample], Found]] = {
    "trace at the named grain": traced("named"),
    "trace at the primitive grain": traced("primitive"),
    "routine": compiled,
}


def difference(found: Found, value: float, wanted: Mapping[str, NDArray[np.float64]]) -> float:
    """The worst error of a value and its gradients; infinite where a shape differs or a number is none."""
    pairs = [(np.asarray(found[0]), np.asarray(value))]
    pairs += [(np.asarray(found[1].get(name, np.zeros_like(one))), one) for name, one in wanted.items()]
    errors = [
        float((np.abs(ours - theirs) / np.maximum(1.0, np.abs(theirs))).max())
        if ours.shape == theirs.shape
        else float("inf")
        for ours, theirs in pairs
    ]
    return max(error if error == error else float("inf") for error in errors)


def ops(tree: object) -> Iterable[str]:
    """The operations of a tree."""
    if isinstance(tree, tuple):
        yield tree[0]
        for operand in tree[1]:
            yield from ops(operand)
