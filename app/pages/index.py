"""GET /, the window of notes at /presenter, and the files they are made of."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from app.api.examples import example_job, example_trace_job
from app.api.service import Service
from app.content.examples import Example
from app.http.finished import Answer
from app.pages.language import language_of
from app.pages.static_files import PREFIX, Statics
from app.pages.templates import Pages, start_data
from engine.formats import FORMATS

TEMPLATE = "index.html"
NOTES = "presenter.html"
ICON = "icon.svg"


def add(app: FastAPI, service: Service, pages: Pages, statics: Statics) -> None:
    """Add the routes. They are for browsers and not part of the API's description."""

    made: dict[tuple[str, int, str], Answer] = {}
    notes: dict[tuple[str, int, str], Answer] = {}

    async def page(request: Request) -> Response:
        version = (statics.address(), pages.version(TEMPLATE), language_of(request))
        answer = made.get(version)
        if answer is None:
            example, trace = await _start(service)
            start = start_data(example.body, trace.body)
            answer = pages.render(TEMPLATE, version[2], start=start, static=version[0], formats=list(FORMATS.values()))
            _forget_others(made, version)
            made[version] = answer
        return answer.response(request.headers, conditional=True)

    async def presenter(request: Request) -> Response:
        version = (statics.address(), pages.version(NOTES), language_of(request))
        if version not in notes:
            _forget_others(notes, version)
            notes[version] = pages.render(NOTES, version[2], static=version[0])
        return notes[version].response(request.headers, conditional=True)

    async def static(request: Request) -> Response:
        return await statics.respond(request, request.path_params["path"])

    async def icon(request: Request) -> Response:
        return await statics.respond(request, ICON)

    app.add_api_route("/", page, methods=["GET"], include_in_schema=False)
    app.add_api_route("/presenter", presenter, methods=["GET"], include_in_schema=False)
    app.add_api_route(PREFIX + "/{path:path}", static, methods=["GET"], include_in_schema=False)
    app.add_api_route("/favicon.ico", icon, methods=["GET"], include_in_schema=False)


def _forget_others(made: dict[tuple[str, int, str], Answer], version: tuple[str, int, str]) -> None:
    """Drop what was made of an older state of the files: it is never asked for again."""
    for old in [one for one in made if one[:2] != version[:2]]:
        del made[old]


async def _start(service: Service) -> tuple[Answer, Answer]:
    """The start-up example and its trace, from the cache after the first time."""
    first: Example | None = service.library.first
    if first is None:
        raise LookupError("app/examples holds no example to start with")
    return (
        await service.named(*example_job(first)),
        await service.named(*example_trace_job(service, first, "named")),
    )
