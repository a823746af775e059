"""From a request to finished bytes: the one place where the service meets the engine.

Everything here is a pure function of its arguments and runs on a worker's thread.
"""

from __future__ import annotations

from collections.abc import Callable

import engine
from app.answer import Answer
from app.errors import FieldError, Refusal, from_engine, over_limit
from app.jsontext import MEDIA_TYPE, encode
from app.present import checks, present
from app.requests import TraceRequest, read
from app.settings import Settings
from engine import gradcheck
from engine.formats import Format

Compute = Callable[[TraceRequest, Settings], Answer]
"""An answer to a request that has been read."""


def from_body(body: bytes, compute: Compute, settings: Settings) -> Answer:
    """Read a request's body and answer it; a refusal is an answer too."""
    try:
        return from_request(read(body, settings.inputs), compute, settings)
    except Refusal as refusal:
        return refusal.answer()


def from_request(request: TraceRequest, compute: Compute, settings: Settings) -> Answer:
    """Answer a request; a refusal is an answer too."""
    try:
        return compute(request, settings)
    except engine.EngineError as error:
        return from_engine(error).answer()
    except Refusal as refusal:
        return refusal.answer()


def trace(request: TraceRequest, settings: Settings) -> Answer:
    """The whole trace as JSON."""
    return finished(encode(present(*traced(request, settings))), MEDIA_TYPE, settings)


def check(request: TraceRequest, settings: Settings) -> Answer:
    """Every adjoint of the trace beside a central difference, as JSON."""
    result, _ = traced(request, settings)
    return finished(encode(checks(result, gradcheck.check(result))), MEDIA_TYPE, settings)


def export(format_: Format, request: TraceRequest, settings: Settings) -> Answer:
    """The trace written in one of the formats."""
    text = format_.write(*traced(request, settings))
    return finished(text.encode("utf-8"), f"{format_.media_type}; charset=utf-8", settings)


def traced(request: TraceRequest, settings: Settings) -> tuple[engine.Trace, engine.Mathematics]:
    """The trace of a request and its mathematics.

    Raises:
        EngineError: For a mistake in the model or a budget of the engine's.
        Refusal: For more steps than the settings allow.
    """
    check_names(request)
    program = engine.parse(request.source, request.inputs.keys(), settings.limits())
    result = engine.trace(program, request.inputs, roles=request.roles, output=request.output, grain=request.grain)
    if len(result.steps) > settings.steps:
        hint = "Trace a smaller model, or the named grain."
        raise over_limit("steps", settings.steps, f"The trace has {len(result.steps)} steps.", hint)
    return result, engine.describe(result)


def check_names(request: TraceRequest) -> None:
    """Look at the names that come beside the source, so that a mistake in one is not taken for one in the source.

    Raises:
        Refusal: For a name that is none; the error carries the engine's words.
    """
    outputs = () if request.output is None else (request.output,)
    for field, names in (("inputs", request.inputs), ("roles", request.roles), ("output", outputs)):
        for name in names:
            try:
                engine.canonical(name)
            except engine.EngineError as error:
                detail = f"A name in '{field}' cannot be read. {error.what}"
                hint = "Names are written as in the source: a letter, then letters, digits and underscores."
                wrong = FieldError(field, error.what)
                raise Refusal(422, "The request cannot be read", detail, hint, fields=[wrong]) from None


def finished(body: bytes, media_type: str, settings: Settings) -> Answer:
    """Finish a body that is within the limit.

    Raises:
        Refusal: For a longer one.
    """
    if len(body) > settings.answer_bytes:
        hint = "Ask for a smaller model, or the named grain."
        raise over_limit("answer_bytes", settings.answer_bytes, f"The answer has {len(body)} bytes.", hint)
    return Answer.of(body, media_type)
