"""Declarations: roles, values and places; what is a leaf without a keyword."""

import math

import pytest

from engine.notation import parse
from engine.notation.statements import KEYWORDS


@pytest.mark.parametrize(("keyword", "role"), KEYWORDS.items())
def test_every_keyword_gives_its_role(keyword: str, role: str) -> None:
    program = parse(f"{keyword} a = 1, b\n{keyword} = 3")
    assert [(leaf.name, leaf.role, leaf.value) for leaf in program.leaves] == [
        ("a", role, 1.0),
        ("b", role, None),
        (keyword, "input", 3.0),
    ]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0.5", 0.5), ("-1", -1.0), ("+3", 3.0), ("−½", -0.5), ("1/2", 0.5), ("2^3", 8.0), ("2^-1", 0.5),
        ("-2^2", -4.0),
        ("(1 + 2)·3", 9.0), ("2³", 8.0), ("2(3)", 6.0), ("1e-5", 1e-5), ("7 − 2", 5.0), ("2π", 2 * math.pi),
        ("np.e", math.e),
        ("e^2", math.exp(2)), ("e^1000", math.inf), ("1/0", math.inf), ("-1/0", -math.inf), ("1/-0", -math.inf),
        ("0/0", math.nan), ("0^-1", math.inf), ("(-0)^-3", -math.inf), ("0^-2", math.inf), ("(-8)^(1/3)", math.nan),
        ("9^9^9^9", math.inf), ("(-10)^999", -math.inf), ("(-10)^998", math.inf), ("1e308*10", math.inf),
        ("0*(1/0)", math.nan), ("1/3*3-1", 0.0), ("(1/0)/0", math.inf), ("1/0 − 1/0", math.nan),
        ("2^100000000", math.inf),
    ],
)  # fmt: skip
def test_a_declared_value_is_float64_arithmetic_that_never_raises(written: str, value: float) -> None:
    (leaf,) = parse(f"param w = {written}").leaves
    assert leaf.value == pytest.approx(value, rel=1e-15, nan_ok=True)


@pytest.mark.parametrize("written", ["0.5", "-1", "−½", "(−1)", "+2", "1/8", "-3/4"])
def test_a_number_without_a_keyword_is_an_input(written: str) -> None:
    program = parse(f"w = {written}")
    assert [leaf.role for leaf in program.leaves] == ["input"]
    assert not program.definitions


@pytest.mark.parametrize("written", ["2^3", "1 + 1", "π", "-e", "1/0", "exp(1)", "x", "-x", "2·3"])
def test_everything_else_is_a_definition(written: str) -> None:
    program = parse(f"w = {written}")
    assert not program.leaves
    assert program.definitions[0].body


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", ";", " ; # note\n", "\n\n\t\n"])
def test_statements_end_with_lines_and_semicolons(end: str) -> None:
    program = parse(f"\ufeffa = x{end}b = a{end}")
    assert [definition.name for definition in program.definitions] == ["a", "b"]


def test_lines_are_counted_the_same_however_they_end() -> None:
    for end in ("\n", "\r\n", "\r"):
        spans = [definition.span for definition in parse(end.join(["a = x", "", "b = a"])).definitions]
        assert [(span.line, span.column, span.end_column) for span in spans] == [(1, 1, 6), (3, 1, 6)]


def test_columns_count_characters() -> None:
    program = parse("𝓛 = 𝐱 + y; M = 1")
    assert program.definitions[0].span.end_column == 10
    assert program.leaves[0].span.column == 12
