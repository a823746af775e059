"""GET /docs/problems and /docs/problems/{code}: what the types of problem documents lead to."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from app.http.finished import Answer
from app.http.mistakes import MISTAKES
from app.http.problems import PAGE, from_status
from app.pages import problem_examples
from app.pages.docs import pretty
from app.pages.language import language_of
from app.pages.templates import Pages


def add(app: FastAPI, pages: Pages) -> None:
    """Add the routes. A page is made when it is first asked for, because its example is a real answer."""
    kept: dict[tuple[str, str], Answer] = {}

    async def problem(request: Request) -> Response:
        code, language = request.path_params["code"], language_of(request)
        if code not in MISTAKES:
            raise from_status(404)
        if (code, language) not in kept:
            shown = await problem_examples.shown(app, code)
            kept[code, language] = pages.render("problem.html", language, shown=shown, pretty=pretty)
        return kept[code, language].response(request.headers, conditional=True)

    async def listed(request: Request) -> Response:
        language = language_of(request)
        if ("", language) not in kept:
            kept["", language] = pages.render("problems.html", language, mistakes=MISTAKES, page=PAGE)
        return kept["", language].response(request.headers, conditional=True)

    app.add_api_route("/docs/problems", listed, methods=["GET"], include_in_schema=False)
    app.add_api_route(PAGE + "{code}", problem, methods=["GET"], include_in_schema=False)
