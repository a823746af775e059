"""The tape: what it shares, what it folds, and rules read on its nodes against rules read on numbers."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import engine
from engine.graph.lowering import lower
from engine.primitives.declaration import Primitive
from engine.primitives.ops import TABLE
from engine.tape import Recording, Tape, record, run
from engine.tape.differentiate import pushforward, reverse
from engine.tape.rewriting import rewrite
from tests.engine.models import GRAINS, LECTURE, golden_cases

CASES = [
    pytest.param(primitive, shapes, options, id=f"{primitive.name}-{number}")
    for primitive in TABLE.values()
    for number, (shapes, options) in enumerate(
        primitive.cases
        or [((shape,) * len(primitive.derivatives), ()) for shape in ((), (3,), (2, 3))]
        + ([(((2, 3), (3,)), ()), (((), (2,)), ())] if len(primitive.derivatives) == 2 else [])
    )
]


def arguments(primitive: Primitive, shapes: tuple[tuple[int, ...], ...], seed: int = 0) -> list[Any]:
    """Values inside the domain, the same every time."""
    random = np.random.default_rng(seed)
    domains = [*primitive.domain, *[(-3.0, 3.0)] * len(shapes)]
    return [random.uniform(*domain, size=shape) for domain, shape in zip(domains, shapes, strict=False)]


def recorded(source: str, inputs: dict[str, Any] | None = None) -> Recording:
    shapes = {name: np.shape(value) for name, value in (inputs or {}).items()}
    return record(lower(engine.parse(source), shapes))


def test_the_same_operation_has_one_position() -> None:
    tape = Tape(rewrite)
    a, b = tape.input("a"), tape.input("b")
    assert tape.apply("mul", (a, b)) == tape.apply("mul", (b, a))
    assert tape.apply("sub", (a, b)) != tape.apply("sub", (b, a))
    assert tape.input("a") == a
    with pytest.raises(ValueError, match="another shape"):
        tape.input("a", (3,))


def test_constants_are_folded_and_shared() -> None:
    tape = Tape(rewrite)
    two = tape.constant(2.0)
    assert tape.number(tape.apply("mul", (two, tape.constant(3.0)))) == 6.0
    assert tape.number(tape.apply("div", (two, tape.constant(0.0)))) == math.inf
    assert tape.constant([[1.0, 2.0]]) == tape.constant(np.array([[1.0, 2.0]]))
    large = tape.apply("broadcast_to", (two,), (("shape", (10_000,)),))
    assert tape.ops[large] == "broadcast_to", "what grows is not kept as an array"


def test_what_need_not_be_computed_is_not_written() -> None:
    tape = Tape(rewrite)
    a, one, zero, half = tape.input("a"), tape.constant(1.0), tape.constant(0.0), tape.constant(0.5)
    assert tape.apply("mul", (one, a)) == tape.apply("sub", (a, zero)) == tape.apply("div", (a, one)) == a
    assert tape.apply("add", (a, tape.constant(-0.0))) == a
    assert tape.apply("neg", (tape.apply("neg", (a,)),)) == a
    twice = tape.apply("mul", (a, tape.constant(2.0)))
    assert tape.apply("mul", (half, twice)) == a
    matrix = tape.input("m", (2, 3))
    turned = tape.apply("transpose", (matrix,), (("axes", None),))
    assert tape.apply("transpose", (turned,), (("axes", None),)) == matrix
    spread = tape.apply("broadcast_to", (a,), (("shape", (2, 3)),))
    assert tape.arguments[tape.apply("mul", (spread, matrix))] == (a, matrix)
    assert tape.ops[tape.apply("mul", (zero, a))] == "mul", "0 · ∞ is not 0"
    assert tape.ops[tape.apply("add", (a, zero))] == "add", "−0 + 0 is not −0"
    difference = tape.apply("sub", (a, half))
    assert tape.ops[tape.apply("neg", (difference,))] == "neg", "−(½ − ½) is −0"
    tape.sweeping = True
    assert tape.apply("add", (zero, half)) == half
    assert tape.apply("add", (twice, zero)) == twice, "nobody divides by an adjoint"


def test_numbers_meet_and_narrow_operands_are_combined_first() -> None:
    tape = Tape(rewrite, final=True)
    wide, column = tape.input("wide", (4, 3)), tape.input("column", (4, 1))
    third = tape.constant(0.3)
    left = tape.apply("mul", (third, wide))
    right = tape.apply("mul", (wide, tape.apply("mul", (third, column))))
    together = tape.apply("sub", (left, right))
    assert tape.arguments[together][0] == third, "0.3 x − y (0.3 c) is 0.3 (x − y c)"
    quotient = tape.apply("mul", (tape.apply("div", (wide, column)), tape.input("other", (4, 1))))
    assert tape.ops[tape.arguments[quotient][1]] == "div", "(x / c) d is x (d / c)"
    total = tape.apply("sum", (left,), (("axis", None), ("keepdims", False)))
    assert tape.arguments[total][0] == third, "a number before a sum"


def test_the_lecture_on_tape_has_no_more_than_a_careful_person_would_write() -> None:
    one = recorded(LECTURE)
    tape = one.tape
    found = reverse(tape, one.output, [tape.inputs[name] for name in "wbxt"])
    needed = tape.needed([one.output, *(position for position in found.values() if position is not None)])
    computed = [op for op, wanted in zip(tape.ops, needed, strict=True) if wanted and op not in ("input", "constant")]
    assert len(computed) == 19
    assert tape.names[found[tape.inputs["w"]] or 0] == "w_bar"


@pytest.mark.parametrize("name", golden_cases())
def test_golden_cases_on_tape(name: str) -> None:
    case = golden_cases()[name]
    program = engine.parse(case["source"], case["inputs"])
    expected = engine.trace(program, case["inputs"])
    for grain in GRAINS:
        graph = lower(program, dict.fromkeys(case["inputs"], ()), grain=grain)
        one = record(graph)
        leaves = [node.id for node in graph.nodes if not node.body]
        found = reverse(one.tape, one.output, [one.positions[leaf] for leaf in leaves])
        kept = {leaf: found[one.positions[leaf]] for leaf in leaves}
        results = [position for position in kept.values() if position is not None]
        value, *adjoints = run(one.tape, expected.values, [one.output, *results])
        assert value == pytest.approx(expected.values[graph.nodes[graph.output].id], rel=1e-12)
        have = iter(adjoints)
        for leaf, position in kept.items():
            assert (0.0 if position is None else next(have)) == pytest.approx(expected.adjoints[leaf], rel=1e-9)


@pytest.mark.parametrize(("primitive", "shapes", "options"), CASES)
def test_reverse_and_forward_agree(primitive: Primitive, shapes: Any, options: Any) -> None:
    """⟨ȳ, J ẋ⟩ = ⟨Jᵀ ȳ, ẋ⟩ for every primitive, both read from its one rule."""
    tape = Tape(rewrite)
    values = arguments(primitive, shapes)
    random = np.random.default_rng(1)
    inputs = [tape.input(f"a{k}", shape) for k, shape in enumerate(shapes)]
    output = tape.apply(primitive.name, inputs, options)
    seed = tape.input("seed", tape.shapes[output])
    directions = [tape.input(f"d{k}", shape) for k, shape in enumerate(shapes)]
    pulled = reverse(tape, output, inputs, seed)
    (pushed,) = pushforward(tape, dict(zip(inputs, directions, strict=True)), [output]).values()
    given = {f"a{k}": value for k, value in enumerate(values)}
    given |= {f"d{k}": random.normal(size=shape) for k, shape in enumerate(shapes)}
    given["seed"] = random.normal(size=tape.shapes[output])
    left, right = 0.0, 0.0
    if pushed is not None:
        (moved,) = run(tape, given, [pushed])
        assert np.shape(moved) == tape.shapes[output]
        left = float(np.sum(given["seed"] * moved))
    for k, position in enumerate(inputs):
        adjoint = pulled[position]
        if adjoint is not None:
            (term,) = run(tape, given, [adjoint])
            assert np.shape(term) == shapes[k]
            right += float(np.sum(term * given[f"d{k}"]))
    assert left == pytest.approx(right, rel=1e-10, abs=1e-12)


@pytest.mark.parametrize(("primitive", "shapes", "options"), CASES)
def test_the_derivative_of_the_derivative(primitive: Primitive, shapes: Any, options: Any) -> None:
    """Second derivatives along a direction, by differences of first ones."""
    tape = Tape(rewrite)
    values = arguments(primitive, shapes)
    random = np.random.default_rng(2)
    inputs = [tape.input(f"a{k}", shape) for k, shape in enumerate(shapes)]
    directions = [tape.input(f"d{k}", shape) for k, shape in enumerate(shapes)]
    output = tape.apply(primitive.name, inputs, options)
    first = {k: p for k, p in reverse(tape, output, inputs).items() if p is not None}
    second = pushforward(tape, dict(zip(inputs, directions, strict=True)), list(first.values()))
    given = {f"a{k}": value for k, value in enumerate(values)}
    given |= {f"d{k}": random.normal(size=shape) for k, shape in enumerate(shapes)}
    step = 1e-6
    ahead, behind = dict(given), dict(given)
    for k in range(len(shapes)):
        ahead[f"a{k}"] = given[f"a{k}"] + step * given[f"d{k}"]
        behind[f"a{k}"] = given[f"a{k}"] - step * given[f"d{k}"]
    for position in first.values():
        (after,), (before,) = run(tape, ahead, [position]), run(tape, behind, [position])
        expected = (after - before) / (2 * step)
        moved = second[position]
        actual = np.zeros(tape.shapes[position]) if moved is None else run(tape, given, [moved])[0]
        np.testing.assert_allclose(actual, expected, rtol=1e-5, atol=1e-6)
