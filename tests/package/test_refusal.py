"""The line under the line: the mark stands under what it speaks of."""

from __future__ import annotations

import pytest

from backsweep.refusal import BEFORE, WIDEST, marked, told
from engine import EngineError, Span


@pytest.mark.parametrize(
    ("source", "span", "picture"),
    [
        ("a = 1\nL = a·v + 2", Span(2, 7, 8), "  2 | L = a·v + 2\n    |       ^"),
        ("L = vw", Span(1, 5, 7), "  1 | L = vw\n    |     ^^"),
        ("L = v̄ + é", Span(1, 10, 11), "  1 | L = v̄ + é\n    |         ^"),
        ("L = 损失 + é", Span(1, 10, 11), "  1 | L = 损失 + é\n    |            ^"),
        ("L\t= é", Span(1, 5, 6), "  1 | L = é\n    |     ^"),
        ("a = 1\r\nL =", Span(2, 4, 4), "  2 | L =\n    |    ^"),
        ("x\x0by\nL = é", Span(2, 5, 6), "  2 | L = é\n    |     ^"),
    ],
)
def test_the_mark_stands_under_the_place(source: str, span: Span, picture: str) -> None:
    assert marked(source, span) == picture


@pytest.mark.parametrize("column", [1, BEFORE, BEFORE + 1, BEFORE + 2, 500, 1000])
def test_of_a_long_line_the_part_around_the_place_is_shown(column: int) -> None:
    source = "x" * (column - 1) + "é" + "x" * (1000 - column)
    line, mark = marked(source, Span(1, column, column + 1)).splitlines()
    assert line[mark.index("^")] == "é"
    assert len(line) <= WIDEST + 10


def test_a_refusal_without_a_place_names_the_file() -> None:
    assert (
        told(EngineError("It is wrong.", "Mend it.", code="no-direction"), "L = 1", "m.txt")
        == "m.txt: It is wrong.\nMend it."
    )
