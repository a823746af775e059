"""GET /api/lessons and /api/lessons/{id}."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from app.answer import Answer
from app.errors import Refusal
from app.lesson_schemas import LessonAnswer, LessonsAnswer
from app.lessons import Lesson, Lessons
from app.routing import parameter, responses
from app.service import Service

ID = parameter("id", "path", "A lesson's id, from the list.", {"type": "string"}, "lecture-6")


def add(app: FastAPI, service: Service, lessons: Lessons) -> None:
    """Add the routes."""

    def found(request: Request) -> Lesson:
        lesson = lessons.get(request.path_params["id"])
        if lesson is None:
            raise Refusal(404, "There is no such lesson", "No lesson has this id.", "GET /api/lessons lists them.")
        return lesson

    async def listed(request: Request) -> Response:
        return await service.fixed(request, "lessons", lambda: Answer.json({"lessons": [row(one) for one in lessons]}))

    async def shown(request: Request) -> Response:
        lesson = found(request)
        return await service.fixed(request, f"lessons/{lesson.id}", lambda: Answer.json(detail(lesson)))

    app.add_api_route(
        "/api/lessons",
        listed,
        methods=["GET"],
        summary="List the lessons",
        description="The guided tours that come with the server, the lecturer's own first.",
        tags=["lessons"],
        responses=responses(LessonsAnswer, "The list", 503),
    )
    app.add_api_route(
        "/api/lessons/{id}",
        shown,
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
