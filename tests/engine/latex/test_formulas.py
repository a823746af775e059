"""The hand of a careful lecturer: no bracket too many or too few, no ``+ -``, no ``1 ·``, no ``x 2``."""

from __future__ import annotations

import re

import pytest

from engine.formula.expr import Call, Expr, Negative, Number, Power, Prime, Product, Quotient, Sum, Symbol
from engine.graph.graph import Grain
from engine.latex.formulas import latex
from engine.latex.names import bar_latex, name_latex
from tests.engine import katex, programs
from tests.engine.models import GRAINS, LECTURE, golden_cases, locals_of, texts

W, X, Y = (Symbol(name, name) for name in "wxy")
TWO, MINUS = Number(2.0), Number(-2.0)
LITERAL = Number(-2.0, "-2.0")


def product(*factors: Expr) -> Product:
    return Product(factors)


def total(*terms: Expr) -> Sum:
    return Sum(terms)


@pytest.mark.parametrize(("formula", "printed"), [
    (product(W, X), r"w\,x"), (product(TWO, X), r"2\,x"), (product(X, TWO), r"x \cdot 2"),
    (product(TWO, TWO), r"2 \cdot 2"),
    (product(total(X, Y), W), r"(x + y)\,w"), (product(W, total(X, Negative(Y))), r"w\,(x - y)"),
    (product(X, Negative(Y)), r"x \cdot (-y)"), (product(X, MINUS), r"x \cdot (-2)"), (product(MINUS, X), r"-2\,x"),
    (product(LITERAL, X), r"(-2.0)\,x"), (product(Negative(W), X), r"-w\,x"), (product(Number(-1.0), X), "-x"),
    (total(X, Negative(Y)), "x - y"), (total(X, product(MINUS, Y)), r"x - 2\,y"), (total(Negative(X), Y), "-x + y"),
    (total(X, Negative(total(Y, W))), "x - (y + w)"), (total(X, Negative(Negative(Y))), "x - (-y)"),
    (total(X, LITERAL), "x + (-2.0)"), (total(X, Negative(Number(3.0))), "x - 3"),
    (Negative(total(X, Y)), "-(x + y)"), (Negative(product(W, X)), r"-w\,x"), (Negative(Negative(X)), "-(-x)"),
    (Negative(Quotient(X, Y)), r"-\frac{x}{y}"), (Quotient(Negative(X), Y), r"-\frac{x}{y}"),
    (product(Quotient(X, Y), W), r"\frac{x}{y}\,w"), (Quotient(total(X, Y), W), r"\frac{x + y}{w}"),
    (product(X, Power(Y, Number(-1.0))), r"\frac{x}{y}"), (product(X, Power(Y, Number(-3.0))), r"\frac{x}{y^{3}}"),
    (Power(Y, Number(-2.0)), r"\frac{1}{y^{2}}"), (Power(Y, Number(-2.0, "-2")), "y^{-2}"),
    (Power(total(X, Y), TWO), "(x + y)^{2}"), (Power(product(W, X), TWO), r"(w\,x)^{2}"),
    (Power(X, total(Y, W)), "x^{y + w}"),
    (Power(Negative(X), TWO), "(-x)^{2}"), (Negative(Power(X, TWO)), "-x^{2}"), (Power(MINUS, TWO), "(-2)^{2}"),
    (Power(Power(X, TWO), TWO), "(x^{2})^{2}"), (Power(X, Power(Y, TWO)), "x^{y^{2}}"),
    (Power(Quotient(X, Y), TWO), r"\left(\frac{x}{y}\right)^{2}"),
    (Power(Quotient(Negative(X), Y), TWO), r"\left(-\frac{x}{y}\right)^{2}"),
    (Power(Number(1e-5), TWO), "(10^{-5})^{2}"), (Power(Number(1.5e-7), TWO), r"(1.5 \cdot 10^{-7})^{2}"),
    (product(X, Number(1.5e-7)), r"x\,(1.5 \cdot 10^{-7})"),
    (Power(Call("exp", (X,)), TWO), "(e^{x})^{2}"), (Power(Call("sqrt", (X,)), TWO), r"\left(\sqrt{x}\right)^{2}"),
    (Power(Call("sin", (X,)), TWO), r"\sin(x)^{2}"), (Power(Call("abs", (X,)), TWO), r"\left|x\right|^{2}"),
    (Call("exp", (Negative(Quotient(X, TWO)),)), r"e^{-\frac{x}{2}}"),
    (Call("abs", (total(X, Negative(Y)),)), r"\left|x - y\right|"),
    (Call("max", (X, Negative(Y))), r"\max(x, -y)"),
    (Call("log", (Quotient(X, Y),)), r"\log\left(\frac{x}{y}\right)"),
    (Prime("sigmoid", (total(product(W, X), Y),)), r"\sigma'(w\,x + y)"), (Call("greater", (X, Y)), "[x > y]"),
    (product(W, Call("sigmoid", (X,)), TWO), r"w\,\sigma(x) \cdot 2"), (Sum((X,)), "x"),
])  # fmt: skip
def test_brackets_and_signs(formula: Expr, printed: str) -> None:
    assert latex(formula) == printed


@pytest.mark.slow
def test_all_of_them_are_mathematics_to_katex() -> None:
    (mark,) = test_brackets_and_signs.pytestmark  # type: ignore[attr-defined]
    assert katex.complaints(printed for _, printed in mark.args[1]) == []


UGLY = re.compile(
    r"\+ -|- -|\+ \(-\\|--|(?<![\w.^{-])1 ?\\cdot (?![(0-9])|(?<![\d.\\,])\b1\\,[a-z\\]|[a-z}]\\,\d"
    r"|\^\{1\}|\\frac\{[^{}]*\}\{1\}|\\cdot$|\\,\s|\\,\\,|\(\)|\{\}|[+-] 0(?![.\d])"
)


@pytest.mark.parametrize("ugly", [
    "x + -y", "x - -y", "--x", r"1 \cdot x", r"1\,x", r"\bar{z}\,2", "x^{1}", r"\frac{x}{1}", r"x\,\,y", "x + 0",
    r"\sin()",
])  # fmt: skip
def test_ugliness_is_seen(ugly: str) -> None:
    assert UGLY.search(ugly)


@pytest.mark.slow
@pytest.mark.parametrize("grain", GRAINS)
def test_no_derivative_is_ugly(grain: Grain) -> None:
    """What the engine composes itself: local derivatives and terms, of all golden and many random programs."""
    printed: list[str] = []
    sources = [(case["source"], case["inputs"]) for case in golden_cases().values()]
    sources += [(LECTURE, {}), *((s.source, s.inputs) for s in map(programs.seeded, range(200)))]
    for source, inputs in sources:
        printed += [text for edge in texts(source, inputs, grain=grain).edges for text in (edge.local, edge.term)]
    assert len(printed) > 1000
    assert [text for text in printed if UGLY.search(text)] == []


@pytest.mark.parametrize(("expression", "printed"), [
    ("(x − 1)²", r"2\,(x - 1)"), ("½x²", "x"), ("x²/2", "x"), ("3x² − 2x + 1", r"6\,x - 2"), ("x^3", r"3\,x^{2}"),
    ("x^-2", r"-\frac{2}{x^{3}}"), ("1/x", r"-\frac{1}{x^{2}}"), ("1/x²", r"-\frac{2}{x^{3}}"),
    ("√x", r"\frac{1}{2\,\sqrt{x}}"),
    ("√(x² + 1)", r"\frac{x}{\sqrt{x^{2} + 1}}"), ("ln(x)", r"\frac{1}{x}"), ("-log(x)", r"-\frac{1}{x}"),
    ("log(2x)", r"\frac{1}{x}"), ("e^(-x²/2)", r"-x\,e^{-\frac{x^{2}}{2}}"), ("exp(2x)", r"2\,e^{2\,x}"),
    ("sin(2x)", r"2\,\cos(2\,x)"), ("x sin(x)", r"\sin(x) + x\,\cos(x)"), ("cos(x)²", r"-2\,\cos(x)\,\sin(x)"),
    ("πx²", r"2\,\pi\,x"), ("x·x", r"2\,x"), ("x + x", "2"), ("x^0", "0"), ("2^x", r"L\,\log(2)"),
    ("x/3", r"\frac{1}{3}"),
    ("(1 − x)²", r"-2 \cdot (1 - x)"), ("−3x² + 4", r"-6\,x"), ("1/(1 + e^(-x))", r"\frac{e^{-x}}{(1 + e^{-x})^{2}}"),
    ("|x|", r"\operatorname{sgn}(x)"), ("max(0, 1 − x)", r"-[1 - x > 0]"), ("(x + 1)(x − 1)", r"2\,x"),
])  # fmt: skip
def test_derivatives_of_the_calculus_class(expression: str, printed: str) -> None:
    assert locals_of(f"L = {expression}", {"x": 0.7}) == {"x->L": printed}


NAMES = [
    ("w", "w", r"\bar{w}"),
    ("w1", "w_{1}", r"\bar{w}_{1}"),
    ("w_1", "w_{1}", r"\bar{w}_{1}"),
    ("L_reg", r"L_{\mathrm{reg}}", r"\bar{L}_{\mathrm{reg}}"),
    ("y_hat", r"\hat{y}", r"\bar{\hat{y}}"),
    ("lambda", r"\lambda", r"\bar{\lambda}"),
    ("lambda_2", r"\lambda_{2}", r"\bar{\lambda}_{2}"),
    ("w_ij", r"w_{\mathrm{ij}}", r"\bar{w}_{\mathrm{ij}}"),
    ("w12_a", "w_{12,a}", r"\bar{w}_{12,a}"),
    ("sigma_hat", r"\hat{\sigma}", r"\bar{\hat{\sigma}}"),
    ("Lreg", r"\mathit{Lreg}", r"\overline{\mathit{Lreg}}"),
    ("x1w1", r"\mathit{x1w1}", r"\overline{\mathit{x1w1}}"),
    (
        "hidden_activation_of_unit_17",
        r"\mathit{hidden}_{\mathrm{activation\_of\_unit\_17}}",
        r"\overline{\mathit{hidden}}_{\mathrm{activation\_of\_unit\_17}}",
    ),
    ("__class__", r"\mathit{\_\_class\_\_}", r"\overline{\mathit{\_\_class\_\_}}"),
]


@pytest.mark.parametrize(("name", "symbol", "bar"), NAMES)
def test_names(name: str, symbol: str, bar: str) -> None:
    assert name_latex(name) == symbol
    assert bar_latex(name) == bar


@pytest.mark.slow
def test_names_are_mathematics_to_katex() -> None:
    odd = ["Delta_w", "x_", "_x", "a__b", "v_tilde", "x_vec", "n0_hat", "w_alpha", "w_1_2", "Z9", "e_1", "A_B_C", "q_"]
    formulas = [
        rf"{name_latex(name)}^{{2}}\,{bar_latex(name)}^{{2}} + \frac{{{name_latex(name)}}}{{{bar_latex(name)}}}"
        for name in [*odd, *(name for name, _, _ in NAMES)]
    ]
    assert katex.complaints(formulas) == []


def test_long_names_in_whole_programs() -> None:
    inputs = {"hidden_activation_of_unit_17": 1.0, "__class__": 2.0, "y_hat": 3.0, "λ": 0.1}
    mathematics = texts("L_reg = hidden_activation_of_unit_17² + __class__·y_hat + λ", inputs, grain="primitive")
    strings = [text for step in mathematics.steps for text in (step.latex, step.substituted)]
    assert katex.complaints(strings) == []
