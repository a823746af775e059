"""Names: one canonical spelling for each, whoever types it."""

import string

import pytest

from engine.errors import EngineError
from engine.latex.names import bar_latex, element_latex, name_latex
from engine.limits import Limits
from engine.notation import canonical, parse
from engine.notation.characters import FRACTIONS, GREEK, SIGNS, SUPERSCRIPTS, fold
from tests.engine import katex
from tests.engine.notation.text import reading


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("w", "w"), ("L_reg", "L_reg"), ("x1w1", "x1w1"), ("__class__", "__class__"), ("lambda", "lambda"),
        ("λ", "lambda"), ("Δ", "Delta"), ("ε", "epsilon"), ("ϵ", "epsilon"), ("φ", "phi"), ("ϕ", "phi"),
        ("∆", "Delta"), ("µ", "mu"), ("Ω", "Omega"), ("𝜆", "lambda"), ("𝚫", "Delta"),
        ("𝐱", "x"), ("𝓛", "L"), ("ℛ", "R"), ("ℓ", "l"), ("K", "K"), ("ﬁ", "fi"), ("ſ", "s"), ("ｘ", "x"),
        ("x₁", "x1"), ("x₁₂", "x12"), ("xᵢ", "x_i"), ("wᵢⱼ", "w_ij"), ("x₁ᵢ", "x1_i"), ("xᵢ₁ⱼ", "x_i1j"),
        ("x_ᵢ", "x_i"), ("xᵦ", "x_beta"),
        ("λ1", "lambda1"), ("λ_1", "lambda_1"), ("Δw", "Delta_w"), ("wλ", "w_lambda"), ("αβ", "alpha_beta"),
        ("λR1", "lambda_R1"), ("L_λ", "L_lambda"),
        ("W⁽¹⁾", "W__1"), ("b⁽¹²⁾", "b__12"), ("x⁽ⁱ⁾", "x__i"), ("x₁⁽ⁱ⁾", "x1__i"), ("W⁽¹⁾₁₂", "W__1_12"),
        ("λ⁽¹⁾", "lambda__1"),
    ],
)  # fmt: skip
def test_one_spelling(written: str, name: str) -> None:
    assert canonical(written) == name
    assert canonical(name) == name
    (leaf,) = parse(f"input {written} = 1").leaves
    assert leaf.name == name
    assert leaf.span.end_column == len(written) + 7


@pytest.mark.parametrize(
    "text",
    [
        "⁽¹⁾", "x⁽⁾", "x⁽¹", "x⁽a⁾", "x⁽+⁾",
        "", "1", "1x", "₁x", "_", "__", "x y", " x", "x-y", "x'", "x²", "½", "é", "х", "a\u0301", "x\0", "x\n", "<b>",
        "javascript:alert(1)", "\ud800", "٣", "ª", "x\u202e", "ⓧ",
    ],
)  # fmt: skip
def test_what_is_no_name_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(EngineError) as caught:
        canonical(text)
    assert caught.value.hint


def test_a_name_is_as_long_as_the_limit_and_no_longer() -> None:
    assert canonical("a" * 64) == "a" * 64
    for name in ("a" * 65, "λ" * 20, "a" * 1_000_000):
        with pytest.raises(EngineError) as caught:
            canonical(name)
        assert caught.value.limit == "name_length"
    assert canonical("abc", Limits(name_length=3)) == "abc"
    with pytest.raises(EngineError):
        canonical("abcd", Limits(name_length=3))


@pytest.mark.parametrize(
    ("name", "latex", "bar"),
    [
        ("W⁽¹⁾", "{W^{(1)}}", r"{\bar{W}^{(1)}}"),
        ("x₁⁽ⁱ⁾", "{x_{1}^{(i)}}", r"{\bar{x}_{1}^{(i)}}"),
        ("W⁽¹⁾₁₂", "{W_{12}^{(1)}}", r"{\bar{W}_{12}^{(1)}}"),
        ("y⁽²⁾_hat", r"{\hat{y}^{(2)}}", r"{\bar{\hat{y}}^{(2)}}"),
        ("grad⁽ⁱⁿ⁾", r"{\mathit{grad}^{(\mathrm{in})}}", r"{\overline{\mathit{grad}}^{(\mathrm{in})}}"),
    ],
)
def test_a_label_is_printed_in_raised_brackets(name: str, latex: str, bar: str) -> None:
    assert name_latex(canonical(name)) == latex
    assert bar_latex(canonical(name)) == bar
    power = rf"{name_latex(canonical(name))}^{{2}} {bar_latex(canonical(name))}^{{\top}}"
    assert katex.complaints([power, element_latex(canonical(name), (0, 1))]) == []


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("W⁽¹⁾x + b⁽¹⁾", "((W__1 * x) + b__1)"),
        ("W⁽¹⁾h⁽¹⁾₁", "(W__1 * h__1_1)"),
        ("2W⁽¹⁾", "(2 * W__1)"),
        ("W⁽¹⁾²", "(W__1 ^ 2)"),
        ("W⁽¹⁾ᵀx", "(transpose(W__1, axes=None) * x)"),
        ("W⁽¹⁾[0]", "index(W__1, at=(0,))"),
        ("W⁽¹⁾(x + 1)", "(W__1 * (x + 1))"),
        ("xW⁽¹⁾", "(x * W__1)"),
        ("W__1x", "identity(W__1x)"),
    ],
)
def test_a_label_belongs_to_the_factor_before_it(written: str, read: str) -> None:
    assert reading(written, ["W⁽¹⁾", "b__1", "h⁽¹⁾₁", "x"]) == read


def test_names_given_from_outside_are_spelled_the_same_way() -> None:
    (definition,) = parse("L = λx₁", ["lambda", "x1"]).definitions
    assert len(definition.body) == 1


@pytest.mark.slow
def test_no_character_plays_two_parts() -> None:
    names = {chr(code) for code in range(0x30000) if fold(chr(code)) is not None}
    for table in (SIGNS, SUPERSCRIPTS, FRACTIONS):
        assert not names & set(table)
    assert set(GREEK) <= names
    assert not set(SIGNS) & (set(SUPERSCRIPTS) | set(FRACTIONS))


def test_a_folded_character_is_plain_letters_or_a_digit() -> None:
    plain = {*GREEK, *string.ascii_letters, *string.digits, "_"}
    for code in range(0x30000):
        folded = fold(chr(code))
        if folded is not None:
            assert set(folded[0]) <= plain
