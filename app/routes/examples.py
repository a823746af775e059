"""GET /api/examples, /api/examples/{id} and /api/examples/{id}/trace."""

from __future__ import annotations

from functools import partial

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from app import answers, present
from app.answer import Answer
from app.errors import Refusal
from app.library import Example
from app.requests import GRAINS, choice
from app.routing import parameter, responses
from app.schemas import ExampleAnswer, ExamplesAnswer, TraceAnswer
from app.service import Service

ID = parameter("id", "path", "An example's id, from the list.", {"type": "string"}, "lecture")
GRAIN = parameter("grain", "query", "The grain.", {"enum": list(GRAINS), "default": GRAINS[0]}, "primitive")


def add(app: FastAPI, service: Service) -> None:
    """Add the routes."""

    def found(request: Request) -> Example:
        example = service.library.get(request.path_params["id"])
        if example is None:
            raise Refusal(404, "There is no such example", "No example has this id.", "GET /api/examples lists them.")
        return example

    async def examples(request: Request) -> Response:
        return await service.fixed(request, "examples", lambda: Answer.json(present.examples(service.library)))

    async def example(request: Request) -> Response:
        return await service.fixed(request, *example_job(found(request)))

    async def example_trace(request: Request) -> Response:
        one = found(request)
        grain = choice("grain", request.query_params.get("grain", GRAINS[0]), GRAINS)
        return await service.fixed(request, *example_trace_job(service, one, grain))

    app.add_api_route(
        "/api/examples",
        examples,
        methods=["GET"],
        summary="List the examples",
        description="The examples that come with the server, in the order of the picker.",
        tags=["examples"],
        responses=responses(ExamplesAnswer, "The list", 503),
    )
    app.add_api_route(
        "/api/examples/{id}",
        example,
        methods=["GET"],
        summary="Show an example",
        description="One example with its source, roles, narration by node and expected adjoints.",
        tags=["examples"],
        responses=responses(ExampleAnswer, "The example", 404, 503),
        openapi_extra={"parameters": [ID]},
    )
    app.add_api_route(
        "/api/examples/{id}/trace",
        example_trace,
        methods=["GET"],
        summary="Trace an example",
        description="The same answer as POST /api/trace gives for the example's source, inputs, roles and output.",
        tags=["examples"],
        responses=responses(TraceAnswer, "The trace", 404, 422, 503),
        openapi_extra={"parameters": [ID, GRAIN]},
    )


def example_job(example: Example) -> tuple[str, partial[Answer]]:
    """The name and the computation of an example's description."""
    return f"examples/{example.id}", partial(_detail, example)


def example_trace_job(service: Service, example: Example, grain: str) -> tuple[str, partial[Answer]]:
    """The name and the computation of an example's trace."""
    call = partial(answers.from_request, example.request(grain), answers.trace, service.settings)
    return f"examples/{example.id}/trace/{grain}", call


def _detail(example: Example) -> Answer:
    return Answer.json(present.example(example))
