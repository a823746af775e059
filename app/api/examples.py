"""GET /api/examples, /api/examples/{id} and /api/examples/{id}/trace."""

from __future__ import annotations

from functools import partial

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from app.api import run, trace
from app.api.routing import operation, parameter, responses
from app.api.service import Service
from app.api.trace_json import Data
from app.api.trace_schema import TraceAnswer
from app.api.wire import Shape, WireNumber, WireTensor
from app.content.examples import Example, Library
from app.http.finished import Answer
from app.http.problems import Refusal
from app.request.model import choice
from engine.graph.graph import GRAINS

ID = parameter("id", "path", "An example's id, from the list.", {"type": "string"}, "lecture")
GRAIN = parameter(
    "grain", "query", f"The grain; `{GRAINS[0]}` unless given.", {"type": "string", "enum": list(GRAINS)}, "primitive"
)


def add(app: FastAPI, service: Service) -> None:
    """Add the routes."""

    def found(request: Request) -> Example:
        example = service.library.get(request.path_params["id"])
        if example is None:
            raise Refusal(
                404,
                "There is no such example",
                "No example has this id.",
                "GET /api/examples lists them.",
                code="no-such-example",
            )
        return example

    async def examples(request: Request) -> Response:
        return await service.fixed(request, "examples", lambda: Answer.json(examples_json(service.library)))

    async def example(request: Request) -> Response:
        return await service.fixed(request, *example_job(found(request)))

    async def example_trace(request: Request) -> Response:
        one = found(request)
        grain = choice("grain", request.query_params.get("grain", GRAINS[0]), GRAINS)
        return await service.fixed(request, *example_trace_job(service, one, grain))

    operation(
        app,
        "/examples",
        examples,
        operation_id="list_examples",
        methods=["GET"],
        summary="List the examples",
        description="The examples that come with the server, in the order of the picker.",
        tags=["examples"],
        responses=responses(ExamplesAnswer, "The list", 503),
    )
    operation(
        app,
        "/examples/{id}",
        example,
        operation_id="get_example",
        methods=["GET"],
        summary="Show an example",
        description="One example with its source, roles, narration by node and expected adjoints.",
        tags=["examples"],
        responses=responses(ExampleAnswer, "The example", 404, 503),
        openapi_extra={"parameters": [ID]},
    )
    operation(
        app,
        "/examples/{id}/trace",
        example_trace,
        operation_id="trace_example",
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
    call = partial(run.from_request, example.request(grain), trace.answer_trace, service.settings)
    return f"examples/{example.id}/trace/{grain}", call


def _detail(example: Example) -> Answer:
    return Answer.json(example_json(example))


class ExampleRow(Shape):
    """An example as the list shows it."""

    id: str
    title: str
    summary: str
    section: str


class ExamplesAnswer(Shape):
    """All examples, in order; the first is on the start-up screen."""

    examples: list[ExampleRow]


class ExpectedValues(Shape):
    """What the example comes out as."""

    output: WireNumber
    adjoints: dict[str, WireTensor]


class ExampleAnswer(ExampleRow):
    """One example, ready to be sent to POST /api/trace."""

    reference: str
    source: str
    inputs: dict[str, WireTensor]
    roles: dict[str, str]
    output: str | None
    narration: dict[str, str]
    expected: ExpectedValues | None


def examples_json(library: Library) -> Data:
    """The list of examples."""
    return {"examples": [_example_row(one) for one in library]}


def example_json(one: Example) -> Data:
    """One example with everything its file says."""
    return _example_row(one) | {
        "reference": one.reference,
        "source": one.source,
        "inputs": one.inputs,
        "roles": one.roles,
        "output": one.output,
        "narration": one.narration,
        "expected": one.expected.model_dump() if one.expected is not None else None,
    }


def _example_row(one: Example) -> Data:
    return {"id": one.id, "title": one.title, "summary": one.summary, "section": one.section}
