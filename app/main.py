"""The application: ``create_app()`` puts settings, examples, protection and routes together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response

from app import __version__
from app.api import batch, calculus, check, examples, export, health, lessons, nudge, passes, primitives, trace
from app.api.routing import FinishedRoute
from app.api.service import Service
from app.content.examples import Library
from app.content.lessons import DIRECTORY as LESSONS
from app.content.lessons import Lessons
from app.http.middleware.failures import Failures
from app.http.middleware.head import HeadAsGet
from app.http.middleware.headers import SecurityHeaders
from app.http.middleware.host import EVERYWHERE, AllowedHosts
from app.http.problems import FieldError, Refusal, from_status
from app.pages import docs, index, problems, python
from app.pages.static_files import Statics
from app.pages.templates import Pages
from app.settings import Settings


def create_app(settings: Settings | None = None, library: Library | None = None) -> FastAPI:
    """Make an application.

    Args:
        settings: From the environment unless given.
        library: The examples in ``app/examples`` unless given.
    """
    settings = settings or Settings()
    library = library or Library.read()
    service = Service(settings, library)
    own = [Path(settings.lessons)] if settings.lessons else []

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        service.close()

    app = FastAPI(
        title="Backsweep",
        version=__version__,
        lifespan=lifespan,
        openapi_url=None,  # served by routes/docs.py, with examples and without a page from elsewhere
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        max_body_size=None,  # app/http/body.py: it drains, so that the refusal arrives
    )
    app.state.service = service
    app.router.route_class = FinishedRoute
    pages, statics = Pages(), Statics()
    for endpoint in (trace, batch, health, examples, primitives, check, passes, calculus, nudge, export):
        endpoint.add(app, service)
    lessons.add(app, service, Lessons.read(library, [*own, LESSONS]))
    index.add(app, service, pages, statics)
    docs.add(app, service, pages)
    problems.add(app, pages)
    python.add(app, pages)
    _protect(app, settings)
    _refuse(app)
    return app


def _protect(app: FastAPI, settings: Settings) -> None:
    """The layers in front of the routes; the last one added is the outermost."""
    names = [*settings.allowed_hosts, *([settings.host] if settings.host not in EVERYWHERE else [])]
    app.add_middleware(HeadAsGet)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "HEAD", "POST"],
            allow_headers=["Content-Type", "If-None-Match"],
            expose_headers=["Allow", "ETag", "Retry-After"],
        )
    app.add_middleware(AllowedHosts, names=names)
    app.add_middleware(Failures, access_log=settings.access_log)
    app.add_middleware(SecurityHeaders, shared=bool(settings.cors_origins))


def _refuse(app: FastAPI) -> None:
    """Make every refusal a problem document."""

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refusal)
        return error.answer().response(request.headers)

    async def unrouted(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return from_status(error.status_code, error.headers).answer().response(request.headers)

    async def unreadable(request: Request, error: Exception) -> Response:
        # Not reached by the routes of today, which read their requests themselves. FastAPI's own handler
        # would echo the whole input to whoever adds one that does not.
        assert isinstance(error, RequestValidationError)
        fields = [FieldError(".".join(map(str, one["loc"]))[:80], one["msg"]) for one in error.errors()[:5]]
        hint = "GET /docs describes the fields and their types."
        detail = f"{fields[0].field}: {fields[0].message}."
        refusal = Refusal(
            422,
            "The request cannot be read",
            detail,
            hint,
            code="unreadable-field",
            arguments={"field": fields[0].field, "problem": error.errors()[0]["type"]},
            fields=fields,
        )
        return refusal.answer().response(request.headers)

    app.add_exception_handler(Refusal, refused)
    app.add_exception_handler(HTTPException, unrouted)
    app.add_exception_handler(RequestValidationError, unreadable)
