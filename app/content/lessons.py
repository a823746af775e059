"""The lessons: one TOML file each, read once. Data, no code: screens that a talk walks through, and what is said."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.content.examples import Library, Text, Value
from app.request.model import LeafRole, TraceRequest
from engine.graph.graph import Grain

DIRECTORY = Path(__file__).parent.parent / "lessons"

GAP = re.compile(r"\{([^{}]*)\}")
"""A number to be filled in from the trace, outside ``$…$``."""

Caption = Annotated[str, Field(min_length=1, max_length=220)]
"""One or two sentences: what the last row can read."""
Line = Annotated[str, Field(min_length=1, max_length=110)]


class LessonError(Exception):
    """A lesson file that cannot be used. The message names the file and the field."""


class Closed(BaseModel):
    """A field that is not listed is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class StepOf(Closed):
    """A step by what it is about, so that it survives changes of the model; of a term also whence it comes."""

    node: Text
    kind: Literal["value", "seed", "term", "adjoint"] = "adjoint"
    """``adjoint``: the step with which the node's adjoint is complete."""
    child: str | None = None


Place = Annotated[int, Field(ge=0)] | Literal["end"] | StepOf
"""How many steps are done: a number, all of them, or as many as it takes to finish a value or an adjoint."""


class Point(Closed):
    """One screen and what is said to it. Without a model it shows that of the point before."""

    caption: Caption
    bullets: Annotated[tuple[Line, ...], Field(max_length=4)] = ()
    question: Caption | None = None
    answer: Caption | None = None
    notes: Text | None = None

    example: str | None = None
    source: Text | None = None
    inputs: dict[str, Value] = {}
    roles: dict[str, LeafRole] = {}
    output: str | None = None

    grain: Grain = "named"
    step: Place = 0
    to: Place | None = None
    """Where the walk stands at the end of the point, if it plays steps."""
    notation: Literal["bar", "partial", "code", "grad"] = "bar"
    lab: Annotated[str, Field(pattern=r"^[a-z]+$")] | None = None
    check: bool = False

    @model_validator(mode="after")
    def _together(self) -> Self:
        if (self.question is None) != (self.answer is None):
            raise ValueError("a question and its answer come together")
        if self.example is not None and self.source is not None:
            raise ValueError("either an example or a source, not both")
        if self.source is None and (self.inputs or self.roles or self.output is not None):
            raise ValueError("inputs, roles and output go with a source")
        return self

    def texts(self) -> Iterator[str]:
        """Everything that is shown and may have gaps."""
        yield from filter(None, (self.caption, *self.bullets, self.question, self.answer, self.notes))


class Section(Closed):
    """A stretch of the talk."""

    title: Annotated[str, Field(min_length=1, max_length=60)]
    points: Annotated[tuple[Point, ...], Field(alias="point", min_length=1)]


class Lesson(Closed):
    """One lesson, as its file says it. ``id`` is the file's name."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
    title: Text
    summary: Text
    reference: str = ""
    order: int = 100
    sections: Annotated[tuple[Section, ...], Field(alias="section", min_length=1)]

    def points(self) -> Iterator[Point]:
        """All points, in their order."""
        for section in self.sections:
            yield from section.points

    def requests(self, library: Library) -> Iterator[tuple[Point, TraceRequest]]:
        """Every point with the request that traces its model."""
        shown = next(self.points())
        for point in self.points():
            shown = point if point.example is not None or point.source is not None else shown
            yield point, _request(shown, point.grain, library)


@dataclass(frozen=True, slots=True)
class Lessons:
    """All lessons, in the order in which they are offered."""

    lessons: Mapping[str, Lesson] = field(default_factory=dict)

    @classmethod
    def read(cls, library: Library, directories: Iterable[Path] = (DIRECTORY,)) -> Lessons:
        """Read every ``*.toml`` in the directories; of two lessons of one name the first one found counts.

        Raises:
            LessonError: For a directory that is not there, and a file that is no TOML, lacks a field or names an
                example that does not exist.
        """
        found: dict[str, Lesson] = {}
        for directory in directories:
            if not directory.is_dir():
                raise LessonError(f"{directory} is no directory with lessons")
            lessons = [_read(path, library) for path in sorted(directory.glob("*.toml"))]
            for lesson in sorted(lessons, key=lambda one: (one.order, one.id)):
                found.setdefault(lesson.id, lesson)
        return cls(found)

    def __iter__(self) -> Iterator[Lesson]:
        return iter(self.lessons.values())

    def get(self, name: str) -> Lesson | None:
        """The lesson of this id, or nothing."""
        return self.lessons.get(name)


def _request(shown: Point, grain: Grain, library: Library) -> TraceRequest:
    example = library.get(shown.example) if shown.example is not None else None
    if example is not None:
        return example.request(grain)
    fields: dict[str, Any] = {"source": shown.source, "inputs": shown.inputs, "roles": shown.roles}
    return TraceRequest.model_validate(fields | {"output": shown.output, "grain": grain})


def _read(path: Path, library: Library) -> Lesson:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        lesson = Lesson.model_validate({"id": path.stem, **data})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LessonError(f"{path.name} is no TOML: {error}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise LessonError(f"{path.name}: {_place(first['loc'])}{first['msg']}") from error
    if next(lesson.points()).example is None and next(lesson.points()).source is None:
        raise LessonError(f"{path.name}: section 1, point 1: an example or a source is expected")
    for number, section in enumerate(lesson.sections, 1):
        for k, point in enumerate(section.points, 1):
            if point.example is not None and library.get(point.example) is None:
                raise LessonError(f"{path.name}: section {number}, point {k}: there is no example '{point.example}'")
    return lesson


def _place(loc: tuple[int | str, ...]) -> str:
    """``("section", 1, "point", 0, "caption")`` as people count: ``section 2, point 1: caption: ``."""
    parts: list[str] = []
    for part in loc:
        if isinstance(part, int) and parts:
            parts[-1] += f" {part + 1}"
        else:
            parts.append(str(part))
    numbered = [part for part in parts if re.search(r" \d+$", part)]
    return "".join(
        [", ".join(numbered), ": " if numbered else "", *(f"{part}: " for part in parts if part not in numbered)]
    )
