"""GET /api/lessons and /api/lessons/{id}."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import FastAPI
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from app.api.routing import operation, parameter, responses
from app.api.service import Service
from app.api.wire import Shape, WireTensor
from app.content.lessons import Lesson, Lessons
from app.http.finished import Answer
from app.http.problems import Refusal
from engine.graph.graph import Grain

ID = parameter("id", "path", "A lesson's id, from the list.", {"type": "string"}, "lecture-6")


def add(app: FastAPI, service: Service, lessons: Lessons) -> None:
    """Add the routes."""

    def found(request: Request) -> Lesson:
        lesson = lessons.get(request.path_params["id"])
        if lesson is None:
            raise Refusal(
                404,
                "There is no such lesson",
                "No lesson has this id.",
                "GET /api/lessons lists them.",
                code="no-such-lesson",
            )
        return lesson

    async def listed(request: Request) -> Response:
        return await service.fixed(request, "lessons", lambda: Answer.json({"lessons": [row(one) for one in lessons]}))

    async def shown(request: Request) -> Response:
        lesson = found(request)
        return await service.fixed(request, f"lessons/{lesson.id}", lambda: Answer.json(detail(lesson)))

    operation(
        app,
        "/lessons",
        listed,
        operation_id="list_lessons",
        methods=["GET"],
        summary="List the lessons",
        description="The guided tours that come with the server, the lecturer's own first.",
        tags=["lessons"],
        responses=responses(LessonsAnswer, "The list", 503),
    )
    operation(
        app,
        "/lessons/{id}",
        shown,
        operation_id="get_lesson",
        methods=["GET"],
        summary="Show a lesson",
        description=(
            "A lesson by sections and points: the screen each point stands for and what is said to it. `{w}`, `{w̄}`, "
            "`{∂z/∂w}` and `{w->z}` in its texts stand for a value, an adjoint, a local derivative and a term of the "
            "trace on screen; `$…$` is LaTeX."
        ),
        tags=["lessons"],
        responses=responses(LessonAnswer, "The lesson", 404, 503),
        openapi_extra={"parameters": [ID]},
    )


def row(lesson: Lesson) -> dict[str, Any]:
    """A lesson in the list."""
    count = sum(1 for _ in lesson.points())
    return {"id": lesson.id, "title": lesson.title, "summary": lesson.summary, "points": count}


def detail(lesson: Lesson) -> dict[str, Any]:
    """A lesson with everything its file says."""
    return lesson.model_dump(exclude={"order"})


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
