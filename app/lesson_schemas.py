"""The shapes of the answers about lessons, as OpenAPI shows them. Real answers are tested against them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.schemas import Shape, WireTensor
from engine.graph import Grain


class LessonRow(Shape):
    """A lesson as the list shows it."""

    id: str
    title: str
    summary: str
    points: int = Field(description="How many.")


class LessonsAnswer(Shape):
    """All lessons, in order."""

    lessons: list[LessonRow]


class LessonStep(Shape):
    """A step by what it is about."""

    node: str
    kind: Literal["value", "seed", "term", "adjoint"]
    child: str | None = Field(description="Of a term, the child that it comes from.")


LessonPlace = int | Literal["end"] | LessonStep


class LessonPoint(Shape):
    """One screen and what is said to it. Without example and source it shows the model of the point before."""

    caption: str
    bullets: list[str]
    question: str | None
    answer: str | None
    notes: str | None = Field(description="For the lecturer alone.")
    example: str | None
    source: str | None
    inputs: dict[str, WireTensor]
    roles: dict[str, str]
    output: str | None
    grain: Grain
    step: LessonPlace = Field(description="Where the walk stands when the point is opened.")
    to: LessonPlace | None = Field(description="Where it stands when the point has been played.")
    notation: Literal["bar", "partial", "code", "grad"]
    lab: str | None = Field(description="The lab that is open beside it.")
    check: bool = Field(description="Whether the adjoints wear the verdict of their check.")


class LessonSection(Shape):
    """A stretch of the talk."""

    title: str
    points: list[LessonPoint]


class LessonAnswer(Shape):
    """A guided tour, by sections and points."""

    id: str
    title: str
    summary: str
    reference: str
    sections: list[LessonSection]
