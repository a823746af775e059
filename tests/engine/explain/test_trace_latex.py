"""Long formulas: up to which length they are written out, and what stands there instead."""

from __future__ import annotations

import pytest

from engine.explain.equations import MOST_TERMS
from engine.explain.trace_latex import LONGEST_SUBSTITUTION
from engine.sweeps.steps import AdjointStep, TermStep, ValueStep
from tests.engine.models import run, texts


def fan(count: int) -> str:
    """A leaf with so many children."""
    lines = [f"a{k} = {k + 1}x" for k in range(1, count + 1)]
    return "\n".join(["input x = 1", *lines, "L = " + " + ".join(f"a{k}" for k in range(1, count + 1))])


@pytest.mark.parametrize(("count", "shortened"), [(MOST_TERMS, False), (MOST_TERMS + 1, True)])
def test_a_line_of_the_chain_rule_is_shortened_only_beyond_so_many_terms(count: int, shortened: bool) -> None:
    steps = zip(run(fan(count)).steps, texts(fan(count)).steps, strict=True)
    lines = [text.latex for step, text in steps if isinstance(step, TermStep | AdjointStep) and step.node == 0]
    assert len(lines) == count + 1
    assert [("cdots" in line) for line in lines] == [shortened] * len(lines)


def test_a_shortened_line_shows_the_term_it_speaks_of() -> None:
    source = fan(MOST_TERMS + 4)
    for step, text in zip(run(source).steps, texts(source).steps, strict=True):
        if isinstance(step, TermStep) and step.node == 0:
            number = MOST_TERMS + 4 - step.remaining
            assert f"\\bar{{a}}_{{{number}}}" in text.latex


@pytest.mark.parametrize(("factors", "written"), [(LONGEST_SUBSTITUTION - 1, True), (LONGEST_SUBSTITUTION, False)])
def test_a_formula_of_more_symbols_is_not_written_out_in_numbers(factors: int, written: bool) -> None:
    source = "input x = 1\nL = " + "·".join(["x"] * factors)
    pairs = zip(run(source).steps, texts(source).steps, strict=True)
    (value,) = [text.substituted for step, text in pairs if isinstance(step, ValueStep)]
    assert ("cdots" not in value) is written
    assert value.endswith("= 1")
