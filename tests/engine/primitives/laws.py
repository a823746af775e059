"""The laws of one declaration over arrays, each as a function that raises AssertionError where it is broken.

``tests/engine/primitives/test_laws_arrays.py`` holds the table to them, and ``test_laws_broken.py`` holds them to
declarations that are deliberately wrong.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from engine.formula.expr import ZERO, Call, Expr, Options, Prime, Shape, Symbol
from engine.formula.walk import children, fold, substitute
from engine.primitives.declaration import G, Primitive, Value, Y, argument
from engine.primitives.ops import TABLE
from engine.primitives.rules import numeric_tangents, numeric_terms, printed_terms, tangent_terms, terms
from engine.primitives.shapes import shape_of

Function = Callable[..., Value]
Law = Callable[["Case"], None]
STEP = 1e-3


@dataclass(frozen=True, slots=True)
class Case:
    """One way to try a declaration: shapes and options, and numbers inside its domain, away from kinks."""

    name: str
    shapes: tuple[Shape, ...]
    options: Options
    seed: int = 0

    @property
    def primitive(self) -> Primitive:
        """The declaration."""
        return TABLE[self.name]

    @property
    def output(self) -> Shape:
        """The shape that the declaration promises."""
        return self.primitive.shape(*self.shapes, **dict(self.options))

    @property
    def key(self) -> tuple[str, tuple[Shape, ...], Shape, Options]:
        """What :mod:`engine.primitives.rules` is asked with."""
        return self.name, self.shapes, self.output, self.options

    def arguments(self) -> list[Value]:
        """Numbers of the shapes. Entries of one array differ, so that no two tie."""
        dice = np.random.default_rng(self.seed)
        return [_numbers(dice, shape, self._interval(position)) for position, shape in enumerate(self.shapes)]

    def _interval(self, position: int) -> tuple[float, float]:
        return self.primitive.domain[position] if self.primitive.elementwise else (-2.0, 2.0)

    def direction(self, shape: Shape, number: int) -> Value:
        """A direction or an upstream adjoint."""
        return _numbers(np.random.default_rng((self.seed, number)), shape, (-1.0, 1.0))

    def value(self, *arguments: Value) -> Value:
        """The declared value."""
        return self.primitive.value(*arguments, **dict(self.options))

    def terms(self) -> tuple[Expr, ...]:
        """The declared rules."""
        return terms(self.name, self.shapes, self.output, self.options)

    def __str__(self) -> str:
        options = "".join(f" {name}={value}" for name, value in self.options)
        return f"{self.name} {'×'.join(map(str, self.shapes))}{options}".replace(" ", "")


def _numbers(dice: np.random.Generator, shape: Shape, interval: tuple[float, float]) -> Value:
    low, high = interval
    count = math.prod(shape)
    places = (dice.permutation(count) + dice.uniform(0.3, 0.7, count)) / count
    return (low + (high - low) * places).reshape(shape)[()]


def cases_of(primitive: Primitive) -> Iterator[Case]:
    """The declared cases; an elementwise primitive is tried with shapes that it must bring together."""
    declared = primitive.cases
    if primitive.elementwise:
        count = len(primitive.derivatives)
        shapes: tuple[Shape, ...] = ((2, 1, 3), (4, 1), ())
        declared = ((((2, 3),) * count, ()), (((),) * count, ()), (shapes[:count], ()), (shapes[count - 1 :: -1], ()))
    for number, (given, options) in enumerate(declared):
        yield Case(primitive.name, given, options, number)


# --- the laws ---


def value_has_its_shape(case: Case) -> None:
    assert np.shape(case.value(*case.arguments())) == case.output


def terms_have_their_shapes(case: Case) -> None:
    """Read as formulas and on numbers, a term has the shape of the argument that receives it."""
    given = case.arguments()
    upstream = case.direction(case.output, 1)
    read = numeric_terms(case.name, case.shapes, case.output, case.options)
    assert len(read) == len(case.shapes)
    for shape, formula, term in zip(case.shapes, case.terms(), read, strict=True):
        if term is not None:
            assert shape_of(substitute(formula, symbols(case))) == shape
            assert np.shape(term(upstream, given, case.value(*given))) == shape


def terms_are_slopes(case: Case) -> None:
    """The reverse rule against differences of ⟨ȳ, value⟩, entry by entry."""
    given = case.arguments()
    upstream = case.direction(case.output, 1)
    gradients = reverse(case, given, upstream)
    for position, shape in enumerate(case.shapes):
        slopes = differences(lambda *at: np.sum(upstream * case.value(*at)), given, position)
        np.testing.assert_allclose(gradients[position], slopes, rtol=1e-6, atol=1e-6, err_msg=str(case))
        assert np.shape(gradients[position]) == shape


def tangents_are_slopes(case: Case) -> None:
    """The forward rule against a difference of values along a direction."""
    given = case.arguments()
    steps = [case.direction(shape, 2 + position) for position, shape in enumerate(case.shapes)]
    slope = along(lambda t: case.value(*(a + t * step for a, step in zip(given, steps, strict=True))))
    np.testing.assert_allclose(forward(case, given, steps), slope, rtol=1e-6, atol=1e-6, err_msg=str(case))


def forward_and_reverse_are_transposes(case: Case) -> None:
    """⟨ȳ, J v⟩ = ⟨Jᵀ ȳ, v⟩ to ten digits: two rules, one Jacobian."""
    given = case.arguments()
    upstream = case.direction(case.output, 1)
    steps = [case.direction(shape, 2 + position) for position, shape in enumerate(case.shapes)]
    ahead = np.sum(upstream * forward(case, given, steps))
    back = sum(np.sum(g * step) for g, step in zip(reverse(case, given, upstream), steps, strict=True))
    assert abs(ahead - back) <= 1e-10 * max(1.0, abs(ahead)), (str(case), ahead, back)


def terms_are_linear_upstream(case: Case) -> None:
    given = case.arguments()
    one, other = case.direction(case.output, 1), case.direction(case.output, 9)
    mixed = reverse(case, given, 2.0 * one - 3.0 * other)
    apart = zip(reverse(case, given, one), reverse(case, given, other), strict=True)
    for whole, (left, right) in zip(mixed, apart, strict=True):
        np.testing.assert_allclose(whole, 2.0 * left - 3.0 * right, rtol=1e-10, atol=1e-10)


def declared_linear_is_true(case: Case) -> None:
    given = case.arguments()
    for position in case.primitive.linear:
        if position >= len(given):
            continue
        one, other = case.direction(case.shapes[position], 1), case.direction(case.shapes[position], 9)
        found = [
            case.value(*given[:position], part, *given[position + 1 :])
            for part in (2.0 * one - 3.0 * other, one, other)
        ]
        np.testing.assert_allclose(found[0], 2.0 * found[1] - 3.0 * found[2], rtol=1e-10, atol=1e-10)


def rules_are_closed(case: Case) -> None:
    """Rules are made of primitives alone, within their numbers of arguments, and of symbols that are there."""
    forms = (*case.terms(), *printed_terms(*case.key), *tangent_terms(*case.key))
    known = {argument(position) for position in range(len(case.shapes))} | {G, Y}
    for formula in forms:
        for part in parts(formula):
            assert not isinstance(part, Prime)
            assert not isinstance(part, Symbol) or part in known
            if isinstance(part, Call):
                least, most = TABLE[part.head].arity
                assert least <= len(part.arguments) <= most


def second_order_agrees(case: Case) -> None:
    """A term is a formula of primitives; differentiated by their rules it agrees with differences of gradients."""
    given = case.arguments()
    upstream = case.direction(case.output, 1)
    names = [argument(position).key for position in range(len(given))]
    own = Call(case.name, tuple(argument(position) for position in range(len(given))), case.options)
    for shape, formula in zip(case.shapes, case.terms(), strict=True):
        if formula == ZERO:
            continue
        weight = case.direction(shape, 7)
        whole = substitute(formula, {Y.key: own})

        def weighed(*at: Value, whole: Expr = whole, weight: Value = weight) -> Value:
            known = dict(zip((*names, G.key), at, strict=True))
            return np.sum(weight * Sweep(whole, known).value)

        found = Sweep(whole, dict(zip((*names, G.key), (*given, upstream), strict=True))).back(weight)
        for position, name in enumerate((*names, G.key)):
            slopes = differences(weighed, [*given, upstream], position)
            received = found.get(name, np.zeros(np.shape(slopes)))
            np.testing.assert_allclose(received, slopes, rtol=1e-4, atol=1e-4, err_msg=f"{case} in {name}")


def float32_stays(case: Case) -> None:
    """Single precision in, single precision out: value, terms and tangents."""
    given = [np.asarray(one, dtype=np.float32) for one in case.arguments()]
    if not all(case.shapes):
        given = [one[()] for one in given]
    value = case.value(*given)
    assert value.dtype == np.float32, "value"
    upstream = np.float32(case.direction(case.output, 1))
    for gradient in reverse(case, given, upstream):
        assert gradient.dtype == np.float32, "term"
    steps = [np.float32(case.direction(shape, 2)) for shape in case.shapes]
    assert forward(case, given, steps).dtype == np.float32, "tangent"


def printed_terms_are_the_computed_ones(case: Case) -> None:
    given = case.arguments()
    known = known_numbers(case, given) | {G.key: case.direction(case.output, 1)}
    for computed, printed in zip(case.terms(), printed_terms(*case.key), strict=True):
        if computed != ZERO:
            expected = Sweep(computed, known).value
            np.testing.assert_allclose(Sweep(printed, known).value, expected, rtol=1e-9, atol=1e-11)


def scalars_are_the_same(case: Case) -> None:
    """The formula of simpler primitives gives the same value and, differentiated, the same terms."""
    if case.primitive.scalar_expansion is None:
        return
    formula = case.primitive.scalar_expansion(case.shapes, **dict(case.options))
    assert all(part.head != case.name for part in parts(formula) if isinstance(part, Call))
    given = case.arguments()
    sweep = Sweep(formula, {argument(position).key: one for position, one in enumerate(given)})
    np.testing.assert_allclose(sweep.value, case.value(*given), rtol=1e-12, atol=1e-12)
    assert np.shape(sweep.value) == case.output
    upstream = case.direction(case.output, 1)
    found = sweep.back(upstream)
    for position, gradient in enumerate(reverse(case, given, upstream)):
        np.testing.assert_allclose(found[argument(position).key], gradient, rtol=1e-9, atol=1e-11)


def work_is_a_count(case: Case) -> None:
    count = case.primitive.multiply_adds
    if count is not None:
        work = count(case.shapes, case.output)
        assert isinstance(work, int)
        assert work >= 0


LAWS = (
    value_has_its_shape, terms_have_their_shapes, terms_are_slopes, tangents_are_slopes,
    forward_and_reverse_are_transposes, terms_are_linear_upstream, declared_linear_is_true, rules_are_closed,
    second_order_agrees, float32_stays, printed_terms_are_the_computed_ones, scalars_are_the_same, work_is_a_count,
)  # fmt: skip


# --- reading rules ---


def symbols(case: Case) -> dict[str, Expr]:
    """The symbols of the rules with their shapes."""
    found: dict[str, Expr] = {G.key: Symbol("g", "\\bar{y}", case.output), Y.key: Symbol("y", "y", case.output)}
    for position, shape in enumerate(case.shapes):
        one = argument(position)
        found[one.key] = Symbol(one.key, one.latex, shape)
    return found


def known_numbers(case: Case, given: Sequence[Value]) -> dict[str, Value]:
    """The numbers that the symbols of the rules stand for, the upstream adjoint aside."""
    return {argument(position).key: one for position, one in enumerate(given)} | {Y.key: case.value(*given)}


def reverse(case: Case, given: Sequence[Value], upstream: Value) -> list[Value]:
    """What each argument receives."""
    output = case.value(*given)
    read = numeric_terms(*case.key)
    like = zip(given, read, strict=True)
    return [np.zeros_like(one) if term is None else np.asarray(term(upstream, given, output)) for one, term in like]


def forward(case: Case, given: Sequence[Value], steps: Sequence[Value]) -> Value:
    """The tangent of the output."""
    output = case.value(*given)
    total = np.zeros(case.output, dtype=np.asarray(output).dtype)
    for tangent, step in zip(numeric_tangents(*case.key), steps, strict=True):
        if tangent is not None:
            total = total + tangent(step, given, output)
    return total


class Sweep:
    """A formula on arrays: its value, and what its symbols receive by the rules of its primitives."""

    def __init__(self, formula: Expr, known: dict[str, Value]) -> None:
        self.values: list[Value] = []
        self.names: dict[str, int] = {}
        self.operations: list[tuple[int, str, list[int], Options]] = []

        def keep(value: Value) -> int:
            self.values.append(np.asarray(value)[()])
            return len(self.values) - 1

        def symbol(one: Symbol) -> int:
            if one.key not in self.names:
                self.names[one.key] = keep(known[one.key])
            return self.names[one.key]

        def apply(name: str, operands: list[int], options: Options) -> int:
            value = TABLE[name].value(*(self.values[one] for one in operands), **dict(options))
            self.operations.append((keep(value), name, operands, options))
            return len(self.values) - 1

        self.value = self.values[fold(formula, symbol, keep, apply)]

    def back(self, upstream: Value) -> dict[str, Value]:
        """What each symbol receives."""
        received: list[Value] = [np.zeros(np.shape(value)) for value in self.values]
        received[-1 if self.operations else 0] = upstream
        for place, name, operands, options in reversed(self.operations):
            given = [self.values[one] for one in operands]
            read = numeric_terms(name, tuple(map(np.shape, given)), np.shape(self.values[place]), options)
            for one, term in zip(operands, read, strict=True):
                if term is not None:
                    received[one] = received[one] + term(received[place], given, self.values[place])
        return {name: received[place] for name, place in self.names.items()}


def parts(formula: Expr) -> Iterator[Expr]:
    """The formula and everything in it."""
    yield formula
    for part in children(formula):
        yield from parts(part)


# --- differences ---


def along(function: Callable[[float], Value]) -> Value:
    """The slope of a function of one number at 0: a central difference, its first error term removed."""

    def slope(step: float) -> Value:
        return (function(step) - function(-step)) / (2.0 * step)

    return (4.0 * slope(STEP / 2.0) - slope(STEP)) / 3.0


def differences(function: Function, given: Sequence[Value], position: int) -> Value:
    """The slopes of a function of arrays in each entry of one of them."""
    shape = np.shape(given[position])
    slopes = np.zeros(shape)
    for at in np.ndindex(shape):
        unit = np.zeros(shape)
        unit[at] = 1.0

        def moved(t: float, unit: Value = unit) -> Value:
            return function(*given[:position], given[position] + t * unit, *given[position + 1 :])

        slopes[at] = along(moved)
    return slopes
