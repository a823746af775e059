"""Every example in app/examples comes out as it says, at both grains, and is narrated from end to end."""

from __future__ import annotations

import math
import tomllib
from typing import Any

import numpy as np
import pytest

import engine
from app.content.examples import DIRECTORY, Example, Library
from engine.graph.graph import Grain
from engine.sweeps.steps import TermStep

LIBRARY = Library.read()
GRAINS: tuple[Grain, ...] = ("named", "primitive")
COURSE = ["The lecture", "Chain rule", "Fan-out", "Neurons", "Losses", "Networks", "Sequence", "Pitfalls"]
NEEDED = {"title", "summary", "section", "order", "reference", "source", "expected", "narration"}
LONGEST_NARRATION = 160
LONGEST_LINE = 34
"""Characters of the source: a longer line is broken in the page's editor."""

each_example = pytest.mark.parametrize("example", list(LIBRARY), ids=lambda example: example.id)


def traced(example: Example, grain: Grain = "named") -> engine.Trace:
    program = engine.parse(example.source, example.inputs)
    return engine.trace(program, example.inputs, roles=example.roles, output=example.output, grain=grain)


def close(actual: Any, expected: Any) -> bool:
    """Within 1e-9 of its own size, element by element, so that a small adjoint must have its digits too."""
    if np.shape(actual) != np.shape(expected):
        return False
    return all(map(_close, np.ravel(actual).tolist(), np.ravel(expected).tolist()))


def _close(actual: float, expected: float) -> bool:
    return math.isclose(actual, expected, rel_tol=1e-9, abs_tol=1e-15)


def test_there_is_a_course_of_examples_that_begins_with_the_lectures() -> None:
    assert len(list(LIBRARY)) >= 30
    assert LIBRARY.first is not None
    assert LIBRARY.first.id == "lecture"
    sections = [example.section for example in LIBRARY]
    assert list(dict.fromkeys(sections)) == COURSE
    assert sections == sorted(sections, key=COURSE.index), "the sections are not mixed"
    assert min(map(sections.count, COURSE)) >= 3, "a section is more than a pair"


@each_example
def test_each_section_has_a_hundred_places(example: Example) -> None:
    assert example.order // 100 == COURSE.index(example.section) + 1


@each_example
def test_an_example_says_where_its_numbers_come_from(example: Example) -> None:
    assert len(example.reference.split()) >= 3
    assert example.reference == " ".join(example.reference.split())


@pytest.mark.parametrize(
    ("name", "node", "adjoint"), [("lecture", "w", -0.2), ("same-twice", "a", 2.0), ("wait-for-all", "a", 24.0)]
)
def test_the_examples_of_the_broken_engines_are_the_published_ones(name: str, node: str, adjoint: float) -> None:
    example = LIBRARY.get(name)
    assert example is not None
    assert traced(example).adjoints[node] == adjoint


def test_one_line_turns_the_squared_error_into_the_cross_entropy() -> None:
    """The pair for the comparison in the middle of a sweep: one neuron, one edit, another loss."""
    before, after = (LIBRARY.get(name) for name in ("squared-error-slow", "cross-entropy"))
    assert before is not None
    assert after is not None
    lines = list(zip(before.source.splitlines(), after.source.splitlines(), strict=True))
    assert [pair for pair in lines if pair[0] != pair[1]] == [("C = ½(y − a)²", "C = −y ln(a) − (1 − y) ln(1 − a)")]
    assert [node.id for node in traced(before).graph.nodes] == [node.id for node in traced(after).graph.nodes]


@pytest.mark.parametrize(
    ("name", "weight", "terms"),
    [
        ("recurrence", "w", [1.0, 1.0]),
        ("recurrence", "u", [2.0, 0.0, 0.25]),
        ("exploding", "w", [1.5**5] * 6),
    ],
)
def test_a_weight_shared_over_time_adds_up_a_term_for_each_step(name: str, weight: str, terms: list[float]) -> None:
    example = LIBRARY.get(name)
    assert example is not None
    trace = traced(example)
    arrived = [step for step in trace.steps if isinstance(step, TermStep)]
    found = [step.product for step in arrived if trace.graph.nodes[step.node].id == weight]
    assert sorted(found) == pytest.approx(sorted(terms), abs=1e-15)


def test_ids_are_the_files_names_and_no_two_examples_share_a_title_or_a_place() -> None:
    examples = list(LIBRARY)
    assert sorted(example.id for example in examples) == sorted(file.stem for file in DIRECTORY.glob("*.toml"))
    assert len({example.title for example in examples}) == len(examples)
    assert len({example.order for example in examples}) == len(examples)


@pytest.mark.parametrize("grain", GRAINS)
@each_example
def test_an_example_comes_out_as_it_says(example: Example, grain: Grain) -> None:
    assert example.expected is not None
    trace = traced(example, grain)
    output = trace.graph.nodes[trace.graph.output].id
    assert close(trace.values[output], example.expected.output)
    wrong = {
        name: (trace.adjoints.get(name), expected)
        for name, expected in example.expected.adjoints.items()
        if name not in trace.adjoints or not close(trace.adjoints[name], expected)
    }
    assert wrong == {}


@each_example
def test_an_example_unfolds_into_the_same_numbers(example: Example) -> None:
    assert example.expected is not None
    named, unfolded = traced(example), traced(example, "element")
    for node in named.graph.nodes:
        for at in np.ndindex(node.shape):
            name = f"{node.id}[{','.join(map(str, at))}]" if at else node.id
            expected = np.asarray(example.expected.adjoints[node.id])[at]
            assert math.isclose(unfolded.adjoints[name], expected, rel_tol=1e-9, abs_tol=1e-12), name


@each_example
def test_every_node_of_the_authors_has_an_expected_adjoint(example: Example) -> None:
    assert example.expected is not None
    assert set(example.expected.adjoints) == {node.id for node in traced(example).graph.nodes}


@each_example
def test_the_narration_speaks_of_every_computed_node_and_of_no_stranger(example: Example) -> None:
    nodes = traced(example).graph.nodes
    assert set(example.narration) <= {node.id for node in nodes}
    assert {node.id for node in nodes if node.body} <= set(example.narration)


@each_example
def test_the_narration_is_short_and_said_in_whole_sentences(example: Example) -> None:
    for text in example.narration.values():
        assert len(text) <= LONGEST_NARRATION
        assert text[-1] in ".?"
        assert text == " ".join(text.split())
    assert len(set(example.narration.values())) == len(example.narration), "nothing is said twice"


@each_example
def test_every_leaf_has_a_value_and_a_role_in_the_source_itself(example: Example) -> None:
    """What is copied out of the editor then runs anywhere: the values do not hide in the request."""
    assert example.inputs == {}
    program = engine.parse(example.source)
    assert {leaf.name for leaf in program.leaves} == {
        node.id for node in (*traced(example).graph.nodes, *traced(example).graph.constants) if not node.body
    }


@each_example
def test_nothing_is_wrong_with_an_examples_values(example: Example) -> None:
    """A kink may be the very subject of an example; NaN, infinity and idle nodes are not."""
    assert [finding for finding in traced(example).warnings if finding.kind != "kink"] == []


def test_the_files_hold_what_the_picker_needs_in_lengths_that_fit() -> None:
    for file in DIRECTORY.glob("*.toml"):
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        assert set(data) >= NEEDED, file
        assert not data["source"].startswith("\n"), file
        assert len(data["title"]) <= 48, file
        assert len(data["summary"]) <= 100, file
        assert [line for line in data["source"].splitlines() if len(line) > LONGEST_LINE] == [], file
