"""The OpenAPI document. Its examples are real: the requests below are put to the application itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app import __version__
from app.api import problem_schema
from app.api.calculus import CalculusRequest
from app.api.check import CheckRequest
from app.api.nudge import NudgeRequest
from app.api.passes import TangentRequest
from app.http import json_text
from app.http.asgi import ask
from app.http.body import late
from app.http.problems import MEDIA_TYPE
from app.http.worker import QUEUE_FULL, busy
from app.request.client_schemas import NAMED, TEMPLATE, left_out, told
from app.request.model import BatchRequest, TraceRequest
from app.settings import Settings

DESCRIPTION = """\
Backsweep turns equations into a computation graph and plays backpropagation on it, term by term.

The API is stateless. Every answer is JSON (or the text of an export), every refusal is
`application/problem+json` with a `hint`. `NaN` and infinities travel as the strings `"NaN"`, `"Infinity"` and
`"-Infinity"`. GET answers carry an ETag.
"""

LECTURE: dict[str, Any] = {
    "source": "param w = 0.5, b = -1\ninput x = 2\ntarget t = 1\nz = wx + b\ny = σ(z)\nL = ½(y − t)²",
    "inputs": {"w": 0.25},
    "grain": "named",
}
SMALL: dict[str, Any] = {"source": "L = (w x - t)^2", "inputs": {"w": 0.5, "x": 2, "t": 3}, "roles": {"w": "parameter"}}

LAYER: dict[str, Any] = {
    "source": "h = tanh(W@x)\nL = sum(h²)",
    "inputs": {"W": [[0.5, -1], [1.5, 0.75]], "x": [1, -2]},
    "roles": {"W": "parameter"},
}
OWN: dict[str, dict[str, Any]] = {
    "calculus": {"leaves": ["w"]},
    "tangent": {"direction": {"w": 1}},
    "nudge": {"node": "w", "h": [0.1, 0.01]},
}
"""What some addresses need beside a model."""
BATCH: list[dict[str, Any]] = [SMALL, {"source": "L = v^2"}]
LESSON = "lecture-6"


@dataclass(frozen=True, slots=True)
class Ask:
    """A request that shows one answer of an operation."""

    path: str
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: {"content-type": json_text.MEDIA_TYPE})

    @classmethod
    def of(cls, path: str, **body: Any) -> Ask:
        """A request with this JSON body."""
        return cls(path, json.dumps(body, ensure_ascii=False).encode())


def asks(path: str, method: str, settings: Settings, first_example: str) -> dict[int, Ask]:
    """The requests that show the answers of one operation, by status."""
    if "/lessons" in path:
        first_example = LESSON
    path = path.replace("{id}", first_example)
    shown = path.replace("{format}", "mermaid")
    if method == "get":
        table = {200: Ask(path)}
        if first_example in path:
            table[404] = Ask(path.replace(first_example, "nothing"))
        if path.endswith("/trace"):
            table[422] = Ask(f"{path}?grain=fine")
        return table
    if path.endswith("/traces"):
        return {
            200: Ask.of(path, requests=BATCH),
            400: Ask(path, b'{"requests": ['),
            413: Ask.of(path, requests=[{"source": "x" * settings.body_bytes}]),
            415: Ask(path, b"L = x^2", {"content-type": "text/plain"}),
            422: Ask.of(path, requests=[SMALL] * (settings.batch + 1)),
        }
    own = OWN.get(path.rpartition("/")[2], {})
    table = {
        200: Ask.of(shown, **SMALL, **own),
        400: Ask(shown, b'{"source": '),
        413: Ask.of(shown, source="x" * (settings.source_bytes + 1), **own),
        415: Ask(shown, b"L = x^2", {"content-type": "text/plain"}),
        422: Ask.of(shown, source="y = w x\nL = v^2", inputs={"w": 1, "x": 2}, **own),
    }
    if "{format}" in path:
        table[404] = Ask.of(path.replace("{format}", "nothing"), **SMALL)
    return table


async def document(app: FastAPI, settings: Settings, first_example: str) -> dict[str, Any]:
    """The OpenAPI document of the application."""
    made = get_openapi(title="Backsweep", version=__version__, description=DESCRIPTION, routes=app.routes)
    made["servers"] = [{"url": "/", "description": "The server that this document comes from"}]
    known = made["components"]["schemas"]
    for name, schema in (known | _own_schemas()).items():
        known[name] = schema if name in NAMED else told(schema)
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            table = asks(path, method, settings, first_example)
            own = OWN.get(path.rpartition("/")[2], {})
            await _show(app, operation, table, method, own, settings)
    return made


async def _show(
    app: FastAPI,
    operation: dict[str, Any],
    table: Mapping[int, Ask],
    method: str,
    own: dict[str, Any],
    settings: Settings,
) -> None:
    """Put the real answers into one operation."""
    waiting = {408: late(settings.deadline_seconds), 503: busy("queue_length", QUEUE_FULL)}
    for status in [key for key in operation["responses"] if int(key) not in {304, *table, *waiting}]:
        del operation["responses"][status]  # FastAPI promises a 422 wherever there is a parameter
    if "requestBody" in operation:
        content = operation["requestBody"]["content"][json_text.MEDIA_TYPE]
        shown = {"small": ("A line and its inputs", SMALL), "lecture": ("The lecture's neuron", LECTURE)}
        if BatchRequest.__name__ in content["schema"]["$ref"]:
            shown = {"two": ("Two models, of which one is refused", {"requests": BATCH})}
        elif not own:
            shown["layer"] = ("A layer, its weights a matrix", LAYER)
        content["examples"] = {
            name: {"summary": summary, "value": value | own} for name, (summary, value) in shown.items()
        }
    for status, one in table.items():
        headers = {"host": "localhost", **(one.headers if one.body is not None else {})}
        answer = await ask(app, method.upper(), one.path, headers, one.body or b"")
        text = answer.body.decode()
        value = json.loads(text) if answer.media_type in (json_text.MEDIA_TYPE, MEDIA_TYPE) else text
        operation["responses"][str(status)]["content"][answer.media_type]["example"] = value
    for status, problem in waiting.items():
        if str(status) in operation["responses"]:
            operation["responses"][str(status)]["content"][MEDIA_TYPE]["example"] = problem.problem()


def _own_schemas() -> dict[str, Any]:
    """The schemas of what no route's model brings along: the request and the refusals."""
    found: dict[str, Any] = dict(NAMED)
    for model in (
        TraceRequest,
        BatchRequest,
        CalculusRequest,
        CheckRequest,
        NudgeRequest,
        TangentRequest,
        problem_schema.Problem,
    ):
        schema = model.model_json_schema(ref_template=TEMPLATE)
        found |= schema.pop("$defs", {})
        found[model.__name__] = schema
    found["Problem"] = left_out(found["Problem"])
    found[BatchRequest.__name__]["properties"]["requests"]["items"] = {"$ref": TEMPLATE.format(model="TraceRequest")}
    return found
