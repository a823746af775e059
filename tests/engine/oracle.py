"""Reverse mode at 60 digits, written without a look at the engine's rules.

Each derivative is written from the textbook, on mpmath numbers, in a form that keeps its digits. The
oracle reads a program's trees, not its text and not the engine's graph.

It can also answer what float64 can hope for: every forward result, every local derivative and every
product moved by one unit roundoff, one at a time, and the resulting changes of a gradient added up. An
implementation that rounds correctly at every operation cannot be held to less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import mpmath
from mpmath import mp

from tests.engine.programs import Apply, Sample, Tree

DIGITS = 60
UNIT = mpmath.mpf(2) ** -52
LEAST = mpmath.mpf(2) ** -1074

Real = Any
"""An mpmath number."""


def _sigmoid(a: Real) -> Real:
    return 1 / (1 + mp.exp(-a))


def _bump(a: Real) -> Real:
    """σ'(a), the same on both sides."""
    small = mp.exp(-abs(a))
    return small / (1 + small) ** 2


def _sech2(a: Real) -> Real:
    small = mp.exp(-2 * abs(a))
    return 4 * small / (1 + small) ** 2


def _one(*_: Real) -> Real:
    return mp.one


def _minus_one(*_: Real) -> Real:
    return -mp.one


Pair = tuple[Callable[..., Real], tuple[Callable[..., Real], ...]]

CALCULUS: dict[str, Pair] = {
    "add": (lambda a, b: a + b, (_one, _one)),
    "sub": (lambda a, b: a - b, (_one, _minus_one)),
    "mul": (lambda a, b: a * b, (lambda _, b: b, lambda a, _: a)),
    "div": (lambda a, b: a / b, (lambda _, b: 1 / b, lambda a, b: -a / b**2)),
    "neg": (lambda a: -a, (_minus_one,)),
    "pow": (
        lambda a, b: mp.exp(b * mp.log(a)),
        (lambda a, b: b * mp.exp((b - 1) * mp.log(a)), lambda a, b: mp.exp(b * mp.log(a)) * mp.log(a)),
    ),
    "square": (lambda a: a * a, (lambda a: a + a,)),
    "exp": (mp.exp, (mp.exp,)),
    "log": (mp.log, (lambda a: 1 / a,)),
    "log1p": (mp.log1p, (lambda a: 1 / (1 + a),)),
    "expm1": (mp.expm1, (mp.exp,)),
    "sqrt": (mp.sqrt, (lambda a: mp.sqrt(a) / (2 * a),)),
    "sin": (mp.sin, (mp.cos,)),
    "cos": (mp.cos, (lambda a: -mp.sin(a),)),
    "tan": (mp.tan, (lambda a: mp.sec(a) ** 2,)),
    "sinh": (mp.sinh, (mp.cosh,)),
    "cosh": (mp.cosh, (mp.sinh,)),
    "tanh": (mp.tanh, (_sech2,)),
    "sigmoid": (_sigmoid, (_bump,)),
    "softplus": (lambda a: max(a, 0) + mp.log1p(mp.exp(-abs(a))), (_sigmoid,)),
    "relu": (lambda a: max(a, 0), (lambda a: mp.one if a > 0 else mp.zero,)),
    "leaky_relu": (
        lambda a, s: a if a > 0 else s * a,
        (lambda a, s: mp.one if a > 0 else s, lambda a, _: min(a, 0)),
    ),
    "abs": (abs, (lambda a: mp.one if a > 0 else -mp.one,)),
    "max": (max, (lambda a, b: mp.one if a > b else mp.zero, lambda a, b: mp.one if b > a else mp.zero)),
    "min": (min, (lambda a, b: mp.one if a < b else mp.zero, lambda a, b: mp.one if b < a else mp.zero)),
}
"""Value and partial derivatives of every operation."""


@dataclass(slots=True)
class Nudge:
    """Moves the n-th quantity that is computed by one unit roundoff."""

    number: int
    seen: int = 0

    def __call__(self, value: Real) -> Real:
        moved = self.seen == self.number
        self.seen += 1
        return value + max(abs(value) * UNIT, LEAST) if moved else value


def _exact(value: Real) -> Real:
    return value


def gradient(sample: Sample, rounded: Callable[[Real], Real] = _exact) -> dict[str, Real]:
    """∂(last definition)/∂leaf for every leaf, at the working precision.

    Args:
        rounded: Passes every forward result, local derivative and product on, in a fixed order.
    """
    values: list[Real] = []
    adjoints: list[Real] = []
    tape: list[tuple[int, str, tuple[int, ...]]] = []
    place: dict[str, int] = {}

    def hold(value: Real) -> int:
        values.append(value)
        adjoints.append(mp.zero)
        return len(values) - 1

    def read(tree: Tree) -> int:
        if isinstance(tree, str):
            return place[tree]
        if isinstance(tree, float):
            return hold(mp.mpf(tree))
        parts = tuple(read(part) for part in tree.parts)
        result = hold(rounded(CALCULUS[tree.op][0](*(values[part] for part in parts))))
        tape.append((result, tree.op, parts))
        return result

    for name, value in sample.inputs.items():
        place[name] = hold(mp.mpf(value))
    for name, tree in sample.definitions:
        place[name] = read(tree)
    adjoints[place[sample.definitions[-1][0]]] = mp.one
    for result, op, parts in reversed(tape):
        above = adjoints[result]
        if not above:
            continue
        arguments = [values[part] for part in parts]
        for part, slope in zip(parts, CALCULUS[op][1], strict=True):
            adjoints[part] += rounded(above * rounded(slope(*arguments)))
    return {name: adjoints[place[name]] for name in sample.inputs}


def attainable(sample: Sample, leaf: str) -> Real:
    """The sum, over everything that float64 rounds, of what one unit roundoff there does to a gradient."""
    exact = gradient(sample)[leaf]
    return mp.fsum(abs(moved - exact) for moved in _moved(sample, leaf))


def _moved(sample: Sample, leaf: str) -> Iterator[Real]:
    number = 0
    while True:
        nudge = Nudge(number)
        moved = gradient(sample, nudge)[leaf]
        if nudge.seen <= number:
            return
        yield moved
        number += 1


def operations(tree: Tree) -> int:
    """How many operations an expression holds."""
    return 1 + sum(map(operations, tree.parts)) if isinstance(tree, Apply) else 0
