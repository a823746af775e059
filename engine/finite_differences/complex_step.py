"""The complex step: ∂L/∂v = Im L(v + ih) / h, without a difference and so without its rounding.

It holds where every operation is analytic and computes with complex numbers. Nobody has to declare
that: each operation is tried once, against its own rule.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

import numpy as np

from engine.finite_differences.rerun import Rerun
from engine.primitives.declaration import Value
from engine.primitives.ops import TABLE
from engine.primitives.rules import numeric_tangents
from engine.sweeps.trace import Trace

TINY = 1e-30
"""The step, relative to max(1, |v|): its square is nothing beside 1."""
_TRUST = 1e-10


def complex_value(op: str) -> Callable[..., Value]:
    """The forward function of a primitive for complex numbers."""
    return TABLE[op].complex_value or TABLE[op].value


def complex_nudger(trace: Trace) -> Rerun | None:
    """Passes on complex numbers; None where the complex step does not hold for this trace.

    It does not where an operation on the way to the output is not analytic, at a kink, and where a
    value is not finite (the complex logarithm of a negative number is a number).
    """
    graph, inner = trace.graph, trace.evaluation.inner
    if any(finding.kind != "unused" for finding in trace.warnings):
        return None
    for index, node in enumerate(graph.nodes):
        if not graph.reaches_output[index]:
            continue
        if not all(is_analytic(operation.op) for operation in node.body):
            return None
        if not all(np.all(np.isfinite(value)) for value in (*inner[index], trace.evaluation.values[index])):
            return None
    return Rerun(trace, complex_value)


@cache
def is_analytic(op: str) -> bool:
    """Whether a small imaginary step through this operation brings out what its rule says."""
    primitive = TABLE[op]
    count = primitive.arity[1] if primitive.elementwise else 0
    shapes, options = primitive.cases[0] if primitive.cases else (((),) * count, ())
    rng = np.random.default_rng(math.prod(map(ord, op)) % 2**32)
    domain = [*primitive.domain, *[(-3.0, 3.0)] * len(shapes)]
    places = [rng.uniform(low, high, shape) for shape, (low, high) in zip(shapes, domain, strict=False)]
    ways = [rng.uniform(-1.0, 1.0, shape) for shape in shapes]
    try:
        with np.errstate(all="ignore"):
            output = primitive.value(*places, **dict(options))
            rules = numeric_tangents(op, tuple(shapes), np.shape(output), options)
            wanted = sum(
                (rule(way, places, output) for rule, way in zip(rules, ways, strict=True) if rule is not None),
                start=np.zeros(np.shape(output)),
            )
            moved = [place + 1j * TINY * way for place, way in zip(places, ways, strict=True)]
            found = np.imag(complex_value(op)(*moved, **dict(options))) / TINY
    except (TypeError, ValueError, np.exceptions.ComplexWarning):
        return False
    return bool(np.all(np.abs(found - wanted) <= _TRUST * np.maximum(1.0, np.abs(wanted))))
