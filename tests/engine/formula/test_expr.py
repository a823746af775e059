"""Formulas simplify as a lecturer would, keep the author's order, and never change their value."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.formula import expr, walk
from engine.formula.expr import (
    ONE,
    ZERO,
    Call,
    Expr,
    Negative,
    Number,
    Options,
    Power,
    Prime,
    Product,
    Quotient,
    Sum,
    Symbol,
)
from engine.latex.formulas import latex
from engine.primitives.ops import TABLE

W, X, Y, T = (Symbol(name, name) for name in "wxyt")
PI = Number(math.pi, r"\pi")
HALF = Number(0.5, r"\tfrac{1}{2}")


@pytest.mark.parametrize(("formula", "printed"), [
    (X + 0, "x"), (0 + X, "x"), (X * 1, "x"), (X * 0, "0"), (X / 1, "x"), (X**1, "x"), (X**0, "1"), (ONE**5, "1"),
    (X + X, r"2\,x"), (X - X, "0"), (2 * X + 3 * X, r"5\,x"), (X * 2 * 3, r"6\,x"), (X + Y - X, "y"),
    (W * X + X * W, r"2\,w\,x"), (W * X - X * W, "0"), (W * X * Y + Y * W * X, r"2\,w\,x\,y"),
    (Y - T, "y - t"), (-(Y - T), "-(y - t)"), (0.5 * 2 * (Y - T) ** 1, "y - t"), (-T + Y, "-t + y"),
    (X + 3 - 5, "x - 2"),
    (X * X, "x^{2}"), (X**2 * X**3, "x^{5}"), (X**2 / X, "x"), (X / X, "1"), (X / X**3, r"\frac{1}{x^{2}}"),
    ((X**2) ** 3, "x^{6}"), ((X**2) ** 0.5, "(x^{2})^{0.5}"), ((W * X) ** 2, r"w^{2}\,x^{2}"),
    ((2 * X) ** -2, r"\frac{1}{4\,x^{2}}"),
    ((W * X) ** 9, r"(w\,x)^{9}"), ((-X) ** 2, "x^{2}"), ((-X) ** 3, "-x^{3}"), (1 / -X, r"-\frac{1}{x}"),
    (1 / (2 * X), r"\frac{1}{2\,x}"), (X / 2, r"\frac{x}{2}"), (4 * X / 6, r"\frac{2\,x}{3}"),
    (3 * X / -6, r"-\frac{x}{2}"),
    (0.5 * X / 2, r"0.25\,x"), (0.5 * X / 3, r"\frac{0.5\,x}{3}"), (X / 0, r"\frac{x}{0}"),
    (HALF * 2 * X, "x"), (HALF * X, r"\tfrac{1}{2}\,x"), (X * HALF, r"\tfrac{1}{2}\,x"), (1 * HALF, r"\tfrac{1}{2}"),
    (2 * PI * X, r"2\,\pi\,x"), (X * PI * 2, r"2\,\pi\,x"), (PI * X + PI * X, r"2\,\pi\,x"),
    (PI / PI, "1"), (X / PI, r"\frac{x}{\pi}"),
    (expr.negate(-X), "x"), (-ZERO, "0"), (-Number(3.0), "-3"), (X * -1, "-x"), (X - -2, "x + 2"),
    (Call("exp", (X,)) * X, r"x\,e^{x}"), ((X + 1) * Y, r"y\,(x + 1)"), (X**Y * X, r"x^{y}\,x"),
    (X ** (Y - 1), "x^{y - 1}"),
])  # fmt: skip
def test_simplified(formula: Expr, printed: str) -> None:
    assert latex(formula) == printed


def test_the_plain_constructors_keep_what_they_are_given() -> None:
    kept = Sum((Product((Number(1.0), X)), Negative(Negative(Number(0.0))), Power(X, Number(1.0))))
    assert latex(kept) == r"1\,x - (-0) + x^{1}"


def test_equal_structure_is_equal_however_it_is_written() -> None:
    assert Number(0.5, r"\tfrac{1}{2}") == Number(0.5, "0.5") == Number(0.5)
    assert hash(W * X) == hash(W * X)
    assert W * X != X * W
    assert Symbol("x", "x") != Symbol("x.1", "x")


def test_substitution_simplifies_or_keeps_the_shape() -> None:
    formula = Sum((Product((W, X)), Y))
    assert walk.substitute(formula, {"w": ZERO}) == Y
    assert latex(walk.substitute(formula, {"w": ZERO}, simplify=False)) == r"0\,x + y"
    assert walk.substitute(formula, {"other": ONE}) is formula
    inside = Prime("tanh", (formula,))
    assert walk.substitute(inside, {"y": W}) == Prime("tanh", (Sum((Product((W, X)), W)),))


def test_size_counts_everything() -> None:
    assert walk.size(X) == 1
    assert walk.size(Sum((Product((W, X)), Call("exp", (Y,))))) == 6
    assert walk.size(Power(X, Number(2.0))) == 3


def test_children_and_rebuild_are_inverse() -> None:
    for formula in (
        X,
        ONE,
        Sum((X, Y)),
        Product((X, Y)),
        Quotient(X, Y),
        Negative(X),
        Power(X, Y),
        Call("max", (X, Y)),
        Prime("tanh", (X,)),
    ):
        assert walk.rebuild(formula, walk.children(formula), simplify=False) == formula


def test_a_prime_is_written_and_not_computed() -> None:
    with pytest.raises(TypeError, match="Prime"):
        compute(Prime("tanh", (X,)), {"x": 1.0})


def compute(formula: Expr, values: dict[str, float]) -> float:
    with np.errstate(all="ignore"):
        return float(walk.fold(
            formula, lambda symbol: np.float64(values[symbol.key]), np.float64,
            lambda name, operands, _options: TABLE[name].value(*operands),
        ))  # fmt: skip


def test_fold_tells_the_primitives_what_to_do() -> None:
    told: list[str] = []

    def apply(name: str, operands: list[str], _options: Options) -> str:
        told.append(f"{name}({', '.join(operands)})")
        return f"#{len(told)}"

    formula = Sum((Product((W, X)), Negative(Quotient(Y, T)), Power(X, Number(2.0)), Power(Y, Number(-1.0))))
    walk.fold(formula, lambda symbol: symbol.key, str, apply)
    assert told == [
        "mul(w, x)", "div(y, t)", "sub(#1, #2)", "pow(x, 2.0)", "add(#3, #4)", "div(1.0, y)", "add(#5, #6)",
    ]  # fmt: skip


# Whole numbers and plain fractions: the two sides then differ by rounding alone.
atoms = st.one_of(
    st.sampled_from([W, X, Y]), st.sampled_from([-2.0, -1.0, 0.5, 1.0, 2.0, 3.0]).map(Number), st.just(PI)
)


def grown(parts: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    pairs = st.tuples(parts, parts)
    return st.one_of(
        pairs.map(Sum), pairs.map(Product), pairs.map(lambda pair: Quotient(*pair)), parts.map(Negative),
        st.tuples(parts, st.sampled_from([-3.0, -2.0, -1.0, 1.0, 2.0, 3.0])).map(lambda p: Power(p[0], Number(p[1]))),
        parts.map(lambda part: Call("sin", (part,))),
    )  # fmt: skip


def simplified(formula: Expr) -> Expr:
    parts = tuple(map(simplified, walk.children(formula)))
    return walk.rebuild(formula, parts, simplify=True) if parts else formula


@pytest.mark.slow
@given(st.recursive(atoms, grown, max_leaves=12))
def test_simplifying_changes_no_value(formula: Expr) -> None:
    values = {"w": 1.7, "x": -0.6, "y": 2.3}
    before, after = compute(formula, values), compute(simplified(formula), values)
    if math.isfinite(before) and abs(before) < 1e9:
        assert after == pytest.approx(before, rel=1e-6, abs=1e-6)


@given(st.recursive(atoms, grown, max_leaves=12))
def test_simplifying_is_done_once(formula: Expr) -> None:
    once = simplified(formula)
    assert latex(simplified(once)) == latex(once)
