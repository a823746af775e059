"""A line's marks say where its parts stand: laws over all examples, all grains and random programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings

import engine
from app.content.examples import Library
from engine.explain.equations import Equation, window
from engine.explain.trace_latex import EdgeText, Mathematics, StepText
from engine.graph.graph import Grain
from engine.latex.marks import Mark, cut, plain, wrap
from engine.latex.numbers import number_latex
from engine.sweeps.steps import AdjointStep, SeedStep, TermStep, ValueStep
from engine.sweeps.trace import Trace
from tests.engine.models import run, texts
from tests.engine.programs import Sample, tame_programs

EXAMPLES = list(Library.read())
ALL: tuple[Grain, ...] = ("named", "primitive", "element")


def traces(source: str, inputs: dict[str, object], **more: object) -> Iterator[Trace]:
    """A model at all grains."""
    for grain in ALL:
        yield engine.trace(engine.parse(source, inputs.keys()), inputs, grain=grain, **more)  # type: ignore[arg-type]


def left_of(trace: Trace, said: Mathematics, place: int) -> str:
    """What must stand on the left of a line in numbers."""
    step = trace.steps[place]
    node, text = said.nodes[step.node], said.steps[place]
    match step:
        case ValueStep():
            return node.symbol
        case SeedStep():
            return f"\\frac{{\\partial {node.symbol}}}{{\\partial {node.symbol}}}"
        case TermStep() if text.shown is not None:
            return said.edges[step.edge].term
    return node.bar


def sum_of(terms: list[str]) -> str:
    """Terms with their signs, written as a person would."""
    return " + ".join(terms).replace("+ -", "- ")


def formula(trace: Trace, said: Mathematics, place: int) -> str:
    """The formula of a step, composed of the nodes' and the edges' LaTeX."""
    step = trace.steps[place]
    node, text = said.nodes[step.node], said.steps[place]
    if isinstance(step, ValueStep):
        return f"{node.symbol} = {node.definition}"
    if isinstance(step, SeedStep):
        return f"{node.bar} = 1"
    edges = trace.graph.terms[step.node]
    first, stop = text.shown or (0, len(edges))
    dots = (["\\cdots"] * (first > 0), ["\\cdots"] * (stop < len(edges)))
    return f"{node.bar} = {sum_of([*dots[0], *(said.edges[edge].term for edge in edges[first:stop]), *dots[1]]) or '0'}"


def faults(trace: Trace, said: Mathematics, place: int, text: StepText) -> list[str]:
    """What the parts of a step do not say rightly."""
    step, numbers, line = trace.steps[place], text.numbers, text.substituted
    shown = [line[mark.start : mark.end] for mark in numbers.upstream]
    bare = [one[1:-1] if mark.is_held else one for one, mark in zip(shown, numbers.upstream, strict=True)]
    upstream = [number_latex(float(step.upstream))] if isinstance(step, TermStep) and bare else []
    checks = {
        "formula": text.latex == formula(trace, said, place),
        "left": line[: numbers.left] == left_of(trace, said, place),
        "relation": line[: numbers.result].endswith(f" {numbers.relation} "),
        "result": numbers.relation == "\\in" or not {"=", "\\approx"} & set(line[numbers.result :].split()),
        "upstream": bare == upstream * len(bare),
        "order": all(numbers.left < mark.start < mark.end <= numbers.result for mark in numbers.upstream),
        "brackets": all(
            (one[0], one[-1]) == ("(", ")") for one, mark in zip(shown, numbers.upstream, strict=True) if mark.is_held
        ),
    }
    return [name for name, holds in checks.items() if not holds]


def stray(trace: Trace, said: Mathematics, edge: int, text: EdgeText) -> list[str]:
    """The child's adjoint where no mark is, and marks where no adjoint is."""
    bar = said.nodes[trace.graph.edges[edge].child].bar
    rest, end, found = "", 0, []
    for mark in text.upstream:
        found += [] if text.term[mark.start : mark.end] == bar else [text.term]
        found += [] if mark.is_held == text.term[mark.end :].startswith("^") else [text.term]
        rest, end = rest + text.term[end : mark.start], mark.end
    return [*found, *([text.term] if "\\bar" in rest + text.term[end:] else [])]


def hold(trace: Trace) -> None:
    """Every mark of a trace is right."""
    said = engine.describe(trace)
    assert [faults(trace, said, place, text) for place, text in enumerate(said.steps)] == [[]] * len(said.steps)
    assert [stray(trace, said, edge, text) for edge, text in enumerate(said.edges)] == [[]] * len(said.edges)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.id)
def test_of_every_example(example: object) -> None:
    one = next(known for known in EXAMPLES if known is example)
    for trace in traces(one.source, dict(one.inputs), roles=one.roles, output=one.output):
        hold(trace)


@settings(max_examples=30)
@given(tame_programs())
def test_of_random_programs(sample: Sample) -> None:
    program = engine.parse(sample.source, sample.inputs)
    for grain in ALL[:2]:
        hold(engine.trace(program, sample.inputs, grain=grain))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda one: replace(one, left=one.left + 1),
        lambda one: replace(one, result=one.result - 1),
        lambda one: replace(one, relation="\\approx" if one.relation == "=" else "="),
        lambda one: replace(one, upstream=tuple(Mark(m.start, m.end - 1, m.is_held) for m in one.upstream)),
        lambda one: replace(one, upstream=tuple(Mark(m.start, m.end, not m.is_held) for m in one.upstream)),
    ],
)
def test_a_mark_that_is_off_by_one_is_found(wrong: object) -> None:
    trace = run("input x = -2\ny = tanh(x)\nL = y*y/3")
    place = next(at for at, step in enumerate(trace.steps) if isinstance(step, TermStep) and step.node == 0)
    said = engine.describe(trace)
    text = said.steps[place]
    assert faults(trace, said, place, text) == []
    assert callable(wrong)
    moved: Equation = wrong(text.numbers)
    assert faults(trace, said, place, replace(text, numbers=moved)) != []


def test_a_number_equal_to_the_upstream_adjoint_is_not_marked_for_it() -> None:
    source = "param a = 2\ninput b = 2\ny = a*b*2\nL = 2*y"
    (line,) = [one for one in texts(source).steps if one.latex.startswith("\\bar{a} =")]
    mark, _ = line.numbers.upstream
    assert line.substituted == "\\bar{a} = 2 \\cdot 2 \\cdot 2 = 2 \\cdot 4 = 8"
    assert mark == Mark(18, 19)


def test_an_adjoint_in_front_of_a_transpose_is_said_to_be_held() -> None:
    source = "param W = [[1, 2], [0, 1]]\ninput x = [1, 2]\nz = x@W\nL = sum(z)"
    edges = [one for one in texts(source).edges if one.upstream]
    held = {one.term: [mark.is_held for mark in one.upstream] for one in edges}
    assert any(True in marks for marks in held.values()) == any("}^{\\top}" in term for term in held)


def test_marks_are_taken_out() -> None:
    assert cut(f"a{wrap('b')}c{wrap('(-1)')}") == ("abc(-1)", (Mark(1, 2), Mark(3, 7, is_held=True)))
    assert cut(f"{wrap('b')}^{{2}}") == ("b^{2}", (Mark(0, 1, is_held=True),))
    assert plain(f"a{wrap('b')}") == "ab"


@pytest.mark.parametrize(("current", "shown"), [(0, (0, 2)), (4, (3, 6)), (8, (7, 9))])
def test_the_window_of_a_long_sum(current: int, shown: tuple[int, int]) -> None:
    assert window(9, current) == shown
    assert window(8, current) == (0, 8)


def test_no_step_is_without_numbers() -> None:
    trace = run("input a = 1\nparam b = 2\nL = b^2")
    idle = [text for step, text in zip(trace.steps, texts("input a = 1\nparam b = 2\nL = b^2").steps, strict=True)
            if isinstance(step, AdjointStep)]  # fmt: skip
    assert [(one.latex, one.substituted, one.shown) for one in idle] == [("\\bar{a} = 0", "\\bar{a} = 0", None)]
