"""Lesson files are data: read once, checked, and carried out here point by point, as the page will."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.api import run, trace
from app.api.lessons import LessonAnswer, LessonsAnswer
from app.content.examples import Library
from app.content.lessons import GAP, Lesson, LessonError, Lessons, Place, Point, StepOf
from app.settings import Settings
from tests.app.conftest import Connect
from tests.app.http.test_protection import problem

LIBRARY = Library.read()
LESSONS = Lessons.read(LIBRARY)
TABLE = Path(__file__).resolve().parents[3] / "app" / "static" / "labs" / "table.js"
LABS = set(re.findall(r'\{ id: "(\w+)"', TABLE.read_text("utf-8")))

WHOLE = """
title = "A talk"
summary = "One line."
[[section]]
title = "First"
[[section.point]]
caption = 'The output is {L}.'
source = "L = x^2"
inputs = { x = 3 }
[[section.point]]
caption = 'Its derivative is {x̄}.'
question = "How much?"
answer = '{x̄}'
step = { node = "x" }
"""


def written(tmp_path: Path, text: str, name: str = "talk") -> Lesson:
    (tmp_path / f"{name}.toml").write_text(text, "utf-8")
    lesson = Lessons.read(LIBRARY, [tmp_path]).get(name)
    assert lesson is not None
    return lesson


def traced(lesson: Lesson) -> list[tuple[Point, dict[str, Any]]]:
    """Every point with the trace of its model."""
    known: dict[str, dict[str, Any]] = {}
    found = []
    for point, request in lesson.requests(LIBRARY):
        key = request.model_dump_json()
        if key not in known:
            known[key] = json.loads(run.from_request(request, trace.answer_trace, Settings()).body)
        found.append((point, known[key]))
    return found


def position(trace: dict[str, Any], place: Place) -> int | None:
    """How many steps are done at this place, or nothing where the walk has no such step."""
    steps = trace["steps"]
    if isinstance(place, int):
        return place if place <= len(steps) else None
    if place == "end":
        return len(steps)
    assert isinstance(place, StepOf)
    edge = f"{place.node}->{place.child}"
    wanted = [
        step["index"] + 1
        for step in steps
        if step["node"] == place.node
        and (step["phase"] == "backward" if place.kind == "adjoint" else step["kind"] == place.kind)
        and (place.kind != "term" or place.child is None or step["edge"] == edge)
    ]
    return wanted[-1] if wanted else None


def number(trace: dict[str, Any], gap: str) -> Any:
    """What fills a gap, or nothing."""
    if gap in {"#nodes", "#edges", "#steps"}:
        return len(trace[gap[1:]])
    if gap.startswith("∂"):
        child, parent = gap[1:].split("/∂")
        return next((edge["local"] for edge in trace["edges"] if edge["id"] == f"{parent}->{child}"), None)
    if "->" in gap:
        return next((step["product"] for step in trace["steps"] if step.get("edge") == gap), None)
    plain = re.sub("[\u0304\u0305]", "", unicodedata.normalize("NFD", gap))
    table = trace["values"] if plain == unicodedata.normalize("NFD", gap) else trace["adjoints"]
    return table.get(unicodedata.normalize("NFC", plain))


POINTS = [(lesson.id, index, *one) for lesson in LESSONS for index, one in enumerate(traced(lesson))]


@pytest.mark.parametrize(
    ("point", "trace"), [pytest.param(*rest, id=f"{name}-{index + 1}") for name, index, *rest in POINTS]
)
def test_every_point_can_be_carried_out(point: Point, trace: dict[str, Any]) -> None:
    start = position(trace, point.step)
    assert start is not None, "the walk has the step"
    if point.to is not None:
        end = position(trace, point.to)
        assert end is not None
        assert end > start, "and steps to play"
    assert point.lab is None or point.lab in LABS
    for text in point.texts():
        outside = re.sub(r"\$[^$]*\$", "", text)
        assert "$" not in outside, "formulas are closed"
        assert [gap for gap in GAP.findall(outside) if number(trace, gap) is None] == []


def test_the_tour_of_lecture_6_goes_through_its_sections() -> None:
    lesson = LESSONS.get("lecture-6")
    assert lesson is not None
    assert [section.title.split()[0] for section in lesson.sections][:5] == ["1", "2.1", "2.2", "2.3", "2.4"]
    assert 20 <= sum(1 for _ in lesson.points()) <= 30
    labs = {point.lab for point in lesson.points()} - {None}
    assert labs == {"calculus", "nudge", "order", "broken", "sweep", "gauge", "whatif", "descent", "network", "holding"}


def test_the_numbers_that_the_lecture_is_known_for_are_those_of_the_trace() -> None:
    trace = next(trace for point, trace in traced(LESSONS.lessons["lecture-6"]) if point.example == "lecture")
    gaps = ["L_reg", "w->z", "w->R", "w̄", "ȳ", "z̄", "L̄_reg", "∂y/∂z", "lambda", "#steps"]
    assert [number(trace, gap) for gap in gaps] == [0.1375, -0.25, 0.05, -0.2, -0.5, -0.125, 1, 0.25, 0.1, 16]


def test_a_point_without_a_model_shows_that_of_the_point_before(tmp_path: Path) -> None:
    first, second = traced(written(tmp_path, WHOLE))
    assert first[1] == second[1]
    assert position(second[1], second[0].step) == len(second[1]["steps"])


@pytest.mark.parametrize(
    ("change", "into", "named"),
    [
        ("title = ", "titel = ", "title"),
        ('source = "L = x^2"\ninputs = { x = 3 }', "", "section 1, point 1: an example or a source"),
        ('source = "L = x^2"\ninputs = { x = 3 }', 'example = "nowhere"', "section 1, point 1: .*'nowhere'"),
        ("answer = '{x̄}'", "", "section 1, point 2: .*question and its answer"),
        ('step = { node = "x" }', 'step = { node = "x", kind = "hop" }', "section 1, point 2: step: .*"),
        ("caption = 'The output is {L}.'", f"caption = '{'x' * 221}'", "section 1, point 1: caption: "),
        ('step = { node = "x" }', 'lab = "No lab"', "section 1, point 2: lab: "),
        ('inputs = { x = 3 }', 'inputs = { x = "3" }', "section 1, point 1: inputs: x: "),
        ("[[section]]", "[section", "no TOML"),
    ],
)  # fmt: skip
def test_a_broken_file_is_named_with_its_place(change: str, into: str, named: str, tmp_path: Path) -> None:
    assert change in WHOLE
    with pytest.raises(LessonError, match=rf"talk\.toml: {named}|talk\.toml is {named}"):
        written(tmp_path, WHOLE.replace(change, into))


def test_a_directory_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(LessonError, match="nowhere"):
        Lessons.read(LIBRARY, [tmp_path / "nowhere"])


@pytest.mark.anyio
async def test_the_list_and_a_lesson_have_the_shapes_that_are_described(client: httpx.AsyncClient) -> None:
    listed = (await client.get("/api/lessons")).json()
    LessonsAnswer.model_validate(listed, strict=True)
    assert listed["lessons"][0]["id"] == "lecture-6"
    lesson = (await client.get("/api/lessons/lecture-6")).json()
    LessonAnswer.model_validate(lesson, strict=True)
    assert sum(len(section["points"]) for section in lesson["sections"]) == listed["lessons"][0]["points"]
    problem(await client.get("/api/lessons/lecture-7"), 404)


@pytest.mark.anyio
async def test_the_lecturers_own_lessons_come_first_and_replace_those_of_the_same_name(
    connect: Connect, tmp_path: Path
) -> None:
    (tmp_path / "talk.toml").write_text(WHOLE, "utf-8")
    (tmp_path / "lecture-6.toml").write_text(WHOLE.replace("A talk", "My lecture 6"), "utf-8")
    client = connect(lessons=str(tmp_path))
    listed = (await client.get("/api/lessons")).json()["lessons"]
    assert [(one["id"], one["title"]) for one in listed][:2] == [("lecture-6", "My lecture 6"), ("talk", "A talk")]
