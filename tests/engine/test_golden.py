"""Every published scalar example: all its values and adjoints, at both grains."""

from __future__ import annotations

import pytest

import engine
from engine.graph.graph import Grain
from tests.engine import katex
from tests.engine.models import GRAINS, OWN, SHARED, Case, formulas, golden_cases, scalar_cases
from tests.engine.reader import read

TOLERANCE = 1e-9
CASES = golden_cases()


def agrees(number: float, fact: float) -> bool:
    """Within 1e-9, relative above 1 and absolute below."""
    return abs(number - fact) <= TOLERANCE * max(1.0, abs(fact))


@pytest.mark.parametrize("grain", GRAINS)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_case(case: Case, grain: Grain) -> None:
    trace = engine.trace(
        engine.parse(case["source"], case["inputs"]), case["inputs"], output=case["output"], grain=grain
    )
    assert case["values"].keys() <= trace.values.keys()
    assert case["adjoints"].keys() <= trace.adjoints.keys()
    for name, fact in case["values"].items():
        assert agrees(trace.values[name], fact), (name, trace.values[name], fact)
    for name, fact in case["adjoints"].items():
        assert agrees(trace.adjoints[name], fact), (name, trace.adjoints[name], fact)
    if grain == "named":
        assert trace.values.keys() == case["values"].keys()


def test_there_are_as_many_as_there_were() -> None:
    assert len(CASES) == 24
    assert sum(len(case["adjoints"]) for case in CASES.values()) > 150


@pytest.mark.skipif(not SHARED.exists(), reason="the original file is not beside the repository")
def test_the_copy_is_the_original() -> None:
    assert scalar_cases(SHARED) == scalar_cases(OWN)


def test_a_wrong_digit_is_seen() -> None:
    assert not agrees(0.1375 + 2e-9, 0.1375)
    assert not agrees(2.4104790162 * (1 + 2e-9), 2.4104790162)


@pytest.mark.slow
def test_the_formulas_of_all_cases_are_mathematics_to_katex() -> None:
    strings: list[str] = []
    for case in CASES.values():
        for grain in GRAINS:
            trace = engine.trace(
                engine.parse(case["source"], case["inputs"]), case["inputs"], output=case["output"], grain=grain
            )
            strings += formulas(engine.describe(trace))
    assert len(strings) > 1000
    assert katex.complaints(strings) == []


@pytest.mark.parametrize("grain", GRAINS)
def test_the_formulas_of_all_cases_give_their_numbers(grain: Grain) -> None:
    """Read back by a reader of its own, each printed local derivative is the computed one."""
    for case in CASES.values():
        trace = engine.trace(
            engine.parse(case["source"], case["inputs"]), case["inputs"], output=case["output"], grain=grain
        )
        mathematics = engine.describe(trace)
        symbols = {
            node.latex: float(value) for node, value in zip(trace.graph.nodes, trace.evaluation.values, strict=True)
        }
        for text, local in zip(mathematics.edges, trace.sweep.locals, strict=True):
            assert local is not None
            assert read(text.local, symbols) == pytest.approx(float(local), rel=1e-9, abs=1e-12), text
