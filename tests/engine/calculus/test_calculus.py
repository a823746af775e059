"""A calculus class on the lecture's example and its relatives: the lines, the shaded parts, the counts."""

from __future__ import annotations

import re

import pytest

from app.content.examples import Library
from engine import EngineError
from engine.calculus import Lesson, calculus
from tests.engine import katex
from tests.engine.models import GRAINS, LECTURE, PYTHON, run

_MARK = re.compile(r"\\htmlClass\{part part-\d+\}")


def lesson(source: str, leaves: list[str] | None = None, **inputs: float) -> Lesson:
    return calculus(run(source, inputs), leaves)


def rules(source: str, leaf: str = "x", **inputs: float) -> list[str]:
    (one,) = lesson(source, [leaf], **inputs).derivations
    return [rule for rule, _ in one.lines]


def result(source: str, leaf: str = "x", **inputs: float) -> str:
    (one,) = lesson(source, [leaf], **inputs).derivations
    assert one.result is not None
    assert one.lines[-1][1] == one.result
    return one.result


def written(latex: str) -> str:
    """Without the marks of repeated parts."""
    while match := _MARK.search(latex):
        depth, end = 0, match.end()
        while depth or end == match.end():
            depth += {"{": 1, "}": -1}.get(latex[end], 0)
            end += 1
        latex = latex[: match.start()] + latex[match.end() + 1 : end - 1] + latex[end:]
    return latex


def test_the_published_numbers_of_the_running_example_come_out() -> None:
    found = lesson(LECTURE)
    counts = found.counts
    assert (counts.naive, counts.expanded, counts.shared, counts.backprop) == (19, 29, (9, 10), 9)
    parts = {latex: part for part, latex in found.parts}
    assert set(parts) == {"w\\,x + b", "(\\sigma(w\\,x + b) - t)\\,\\sigma'(w\\,x + b)"}
    assert parts["w\\,x + b"].count == 4
    assert parts["w\\,x + b"].expanded == 6
    assert parts["w\\,x + b"].within == (2, 2)
    assert parts["(\\sigma(w\\,x + b) - t)\\,\\sigma'(w\\,x + b)"].count == 2
    assert [part.gain for part, _ in found.parts] == sorted((part.gain for part, _ in found.parts), reverse=True)


@pytest.mark.parametrize("source", [LECTURE, PYTHON])
def test_it_is_the_same_in_both_hands(source: str) -> None:
    assert (lesson(source).counts.naive, lesson(source).counts.backprop) == (19, 9)


def test_the_lectures_lines() -> None:
    w, b = lesson(LECTURE).derivations
    assert [rule for rule, _ in w.lines] == [
        "expand",
        "sum",
        "constant-factor",
        "power",
        "sum",
        "chain",
        "sum",
        "constant-factor",
    ]
    u = "w\\,x + b"
    open_w = "\\frac{\\partial}{\\partial w}\\left["
    lines = [written(latex) for _, latex in w.lines]
    half = "\\tfrac{1}{2}\\,"
    assert lines[0] == f"{open_w}{half}(\\sigma({u}) - t)^{{2}} + \\lambda\\,{half}w^{{2}}\\right]"
    assert lines[3] == f"(\\sigma({u}) - t)\\,{open_w}\\sigma({u}) - t\\right] + \\lambda\\,w"
    assert lines[5] == f"(\\sigma({u}) - t)\\,\\sigma'({u})\\,{open_w}{u}\\right] + \\lambda\\,w"
    assert lines[-1] == f"(\\sigma({u}) - t)\\,\\sigma'({u})\\,x + \\lambda\\,w"
    assert b.result is not None
    assert written(b.result) == f"(\\sigma({u}) - t)\\,\\sigma'({u})"
    assert [w.value, b.value] == pytest.approx([-0.2, -0.125], abs=1e-12)


def test_every_occurrence_of_a_part_is_marked_and_nested_ones_nest() -> None:
    found = lesson(LECTURE)
    keys = {latex: key for key, (_, latex) in enumerate(found.parts)}
    inner, outer = keys["w\\,x + b"], 1 - keys["w\\,x + b"]
    text = "".join(one.result or "" for one in found.derivations)
    assert text.count(f"part-{inner}}}") == 4
    assert text.count(f"part-{outer}}}") == 2
    first = found.derivations[0].lines[0][1]
    assert first.count(f"part-{inner}}}") == 1
    assert f"\\htmlClass{{part part-{outer}}}{{(\\sigma(\\htmlClass{{part part-{inner}}}" in text


@pytest.mark.parametrize(
    ("source", "leaf", "rule", "wanted"),
    [
        ("L = x sin(x)", "x", "product", "\\sin(x) + x\\,\\cos(x)"),
        ("L = x/(x + 1)", "x", "quotient", "\\frac{1}{x + 1} - \\frac{x}{(x + 1)^{2}}"),
        ("L = x³", "x", "power", "3\\,x^{2}"),
        ("L = sin(x)/3", "x", "constant-factor", "\\frac{\\cos(x)}{3}"),
        ("L = 2^x", "x", "chain", "2^{x}\\,\\log(2)"),
        ("L = -x²", "x", "constant-factor", "-2\\,x"),
        ("L = (x + 1)²/4", "x", "power", "\\frac{x + 1}{2}"),
        ("L = log(sin(x))", "x", "chain", "\\frac{\\cos(x)}{\\sin(x)}"),
        ("L = √x", "x", "chain", "\\frac{1}{2\\,\\sqrt{x}}"),
        ("L = 3 - 2x", "x", "sum", "-2"),
        ("L = x·x", "x", "product", "2\\,x"),
        ("L = x - 5", "x", "sum", "1"),
        ("L = x - x", "x", "sum", "0"),
        ("L = e^(x y)", "x", "chain", "e^{x\\,y}\\,y"),
        ("L = π x²", "x", "constant-factor", "2\\,\\pi\\,x"),
    ],
)
def test_each_rule_and_its_result(source: str, leaf: str, rule: str, wanted: str) -> None:
    inputs = {name: 0.7 for name in ("x", "y") if name in source.replace("exp", "")}
    assert rule in rules(source, leaf, **inputs)
    assert written(result(source, leaf, **inputs)) == wanted


def test_the_leaf_itself_and_a_leaf_that_does_nothing() -> None:
    assert rules("param w = 2\nx = 1\nL = w", "w") == ["expand", "leaf"]
    assert result("param w = 2\nL = w", "w") == "1"
    assert rules("x = 1\nparam w = 2\nL = x²", "w") == ["expand", "constant"]
    assert result("x = 1\nparam w = 2\nL = x²", "w") == "0"
    assert rules("x = 1\nL = x", "x") == ["expand", "leaf"]


def test_which_leaves_are_taken() -> None:
    assert ids(lesson("x = 1\nparam w = 2\nb = 3\nL = w x + b")) == ["w", "x"]
    assert ids(lesson("x = 1\nq = 4\ny = 3\nL = x y")) == ["x", "y"]
    assert ids(lesson(LECTURE, ["t"])) == ["t"]
    assert ids(lesson(LECTURE, ["b", "b"])) == ["b"]
    none = lesson(LECTURE, [])
    assert ids(none) == []
    assert (none.counts.naive, none.counts.shared, none.counts.backprop) == (0, (0, 0), 0)


def ids(found: Lesson) -> list[str]:
    return [found.trace.graph.nodes[index].id for index in found.leaves]


@pytest.mark.parametrize(
    ("leaves", "what", "hint"),
    [
        (["weight_"], "no leaf 'weight_'", "Did you mean 'weight'?"),
        (["L"], "computed", "weight"),
        (["k"], "constant", "parameter"),
        (["weight", "x", "L"], "too many", "at most 2"),
        (["no name"], "no leaf", "weight"),
    ],
)
def test_what_is_no_leaf_is_refused_with_a_remedy(leaves: list[str], what: str, hint: str) -> None:
    with pytest.raises(EngineError) as refused:
        lesson("param weight = 2\nx = 1\nconst k = 3\nL = k·weight·x", leaves)
    assert what in refused.value.what
    assert hint in refused.value.hint


def test_arrays_are_refused_and_their_elements_are_not() -> None:
    source = "W = [[1, 2], [3, 4]]\nx = [1, 2]\nh = tanh(W@x)\nL = sum(h²)"
    with pytest.raises(EngineError, match="single numbers") as refused:
        calculus(run(source))
    assert "element grain" in refused.value.hint
    found = calculus(run(source, grain="element"), ["W[0,1]"])
    assert found.derivations[0].value == pytest.approx(found.trace.adjoints["W[0,1]"], rel=1e-12)


def test_arrays_beside_the_way_do_no_harm() -> None:
    assert result("v = [1, 2]\nx = 3\ns = sum(v)\nL = x²") == "2\\,x"


def test_backpropagation_at_the_grain_of_operations_knows_no_shortened_lines() -> None:
    found = calculus(run(LECTURE, grain="primitive"))
    assert (found.counts.naive, found.counts.shared) == (19, (9, 10))
    # ½ and 2 no longer meet in one line: ū = λ ½ and w̄ = 2 ū w, and ½ (2 (y − t)) likewise folds in numbers alone.
    assert found.counts.backprop == 11


@pytest.mark.slow
@pytest.mark.parametrize("grain", GRAINS)
def test_every_example_without_arrays_is_worked_out(grain: str) -> None:
    worked = 0
    formulas: list[str] = []
    for example in Library.read().examples.values():
        trace = run(example.source, dict(example.inputs), grain="named" if grain == "named" else "primitive")
        if any(node.shape or any(one.shape for one in node.body) for node in trace.graph.nodes):
            continue
        found = calculus(trace)
        worked += 1
        for one in found.derivations:
            adjoint = float(trace.sweep.adjoints[one.leaf])
            assert one.value == pytest.approx(adjoint, rel=1e-9, abs=1e-12), example.id
            formulas += [latex for _, latex in one.lines]
        formulas += [latex for _, latex in found.parts]
        formulas += [found.expanded] if found.expanded else []
    assert worked > 15
    assert katex.complaints(formulas) == []
