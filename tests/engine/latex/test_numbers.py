"""Numbers as they are printed: short ones in full, long ones to four digits, and never a lie about which."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.latex.numbers import is_rounded, number_latex, shown
from tests.engine import katex


@pytest.mark.parametrize(("value", "text", "rounded"), [
    (0.0, "0", False), (-0.0, "0", False), (1.0, "1", False), (-0.0625, "-0.0625", False), (0.1375, "0.1375", False),
    (123456.0, "123456", False), (1234567.0, "1.235e+06", True), (1e6, "1e+06", False), (0.0001, "0.0001", False),
    (0.00001, "1e-05", False), (1 / 3, "0.3333", True), (-2 / 3, "-0.6667", True), (0.1 + 0.2, "0.3", False),
    (1.00001, "1.00001", False), (1.000001, "1", True), (1e300, "1e+300", False), (5e-324, "4.94066e-324", False),
    (math.pi * 1e10, "3.142e+10", True), (99999.5, "99999.5", False), (0.99999999, "1", True),
])  # fmt: skip
def test_digits(value: float, text: str, rounded: bool) -> None:
    assert shown(value) == text
    assert is_rounded(value) is rounded


@pytest.mark.parametrize(("value", "text"), [
    (0.5, "0.5"), (-0.0, "0"), (math.nan, r"\text{NaN}"), (math.inf, r"\infty"), (-math.inf, r"-\infty"),
    (1e-5, "10^{-5}"), (-1e-5, "-10^{-5}"), (1.2e-7, r"1.2 \cdot 10^{-7}"), (-2.5e20, r"-2.5 \cdot 10^{20}"),
    (1e100, "10^{100}"), (1e15, "10^{15}"), (123456.0, "123456"),
])  # fmt: skip
def test_latex(value: float, text: str) -> None:
    assert number_latex(value) == text


@given(st.floats(-1e308, 1e308))
def test_what_is_shown_is_near_and_short(value: float) -> None:
    text = shown(value)
    assert len(text) <= 12
    assert float(text) == pytest.approx(value, rel=5.1e-4, abs=0)
    if not is_rounded(value):
        assert float(text) == pytest.approx(value, rel=1e-12, abs=0)
    assert shown(-value).lstrip("-") == text.lstrip("-")


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_not_rounded(value: float) -> None:
    assert not is_rounded(value)


def test_katex_reads_every_kind() -> None:
    kinds = [0.0, 1.5, -1.5, 1e-9, -1e-9, 1.25e9, -1.25e9, math.nan, math.inf, -math.inf]
    assert katex.complaints(f"x = {number_latex(value)} = ({number_latex(value)})^{{2}}" for value in kinds) == []
