"""From a request to finished bytes: the one place where the service meets the engine.

Everything here is a pure function of its arguments and runs on a worker's thread.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

import engine
from app.api.arrays_json import arrays_as
from app.api.work import TRACED, Rate, TooMuchWork, allow
from app.http.finished import Answer
from app.http.problems import FieldError, Refusal, from_engine, over_limit
from app.request.model import Asked, TraceRequest, read
from app.settings import Settings
from engine.graph.estimate import Estimate, estimate
from engine.graph.inputs import canonical_keys
from engine.graph.lowering import lower

Compute = Callable[[Asked, Settings], Answer]
"""An answer to a request that has been read."""


def from_body(body: bytes, model: type[Asked], compute: Compute[Asked], settings: Settings) -> Answer:
    """Read a request's body and answer it; a refusal is an answer too."""
    try:
        return from_request(read(body, settings, model), compute, settings)
    except Refusal as refusal:
        return refusal.answer()


def from_request(request: Asked, compute: Compute[Asked], settings: Settings) -> Answer:
    """Answer a request; a refusal is an answer too."""
    try:
        with arrays_as(request.arrays):
            return compute(request, settings)
    except engine.EngineError as error:
        return from_engine(error).answer()
    except TooMuchWork as error:
        return error.refusal(settings).answer()
    except Refusal as refusal:
        return refusal.answer()


def if_quick(body: bytes, model: type[Asked], compute: Compute[Asked], settings: Settings) -> Answer | None:
    """Answer a request that takes little work; None, and nothing done, for one that takes more but may be asked."""

    def little(request: Asked, _: Settings) -> Answer:
        try:
            return compute(request, settings.model_copy(update={"work": min(settings.work, settings.quick_work)}))
        except TooMuchWork as error:
            if error.milliseconds <= settings.work:
                raise _NotQuick from None
            raise

    try:
        return from_body(body, model, little, settings)
    except _NotQuick:
        return None


class _NotQuick(Exception):
    """A request within the budget of work that is not for the thread of the quick ones."""


def named(result: engine.Trace, name: str) -> int:
    """The index of the node that a request names.

    Raises:
        Refusal: For a name that is no node.
    """
    try:
        known = name if name in result.graph.index else engine.canonical(name)
    except engine.EngineError:
        known = name
    index = result.graph.index.get(known)
    if index is None:
        message = "no node of this graph has this id"
        hint = "Name one of those that POST /api/trace lists under nodes, at the same grain."
        field = FieldError("curve", message)
        raise Refusal(
            422,
            "The request cannot be read",
            f"curve: {message}.",
            hint,
            fields=[field],
            code="unknown-curve",
        )
    return index


def traced(request: TraceRequest, settings: Settings, rate: Rate = TRACED) -> engine.Trace:
    """The trace of a request.

    Args:
        rate: What the trace and what is made of it take.

    Raises:
        EngineError: For a mistake in the model or a budget of the engine's.
        TooMuchWork: For more work than the settings allow, before any of it is done.
        Refusal: For more steps than the settings allow.
    """
    check_names(request)
    limits = settings.limits()
    program = engine.parse(request.source, request.inputs.keys(), limits)
    count = estimated(program, request, limits)
    try:
        allow(request.source, count, rate, settings)
    except TooMuchWork:
        limits.check_terms(count.terms)  # the budget that says more of what is wrong
        raise
    result = engine.trace(
        program, request.inputs, roles=request.roles, output=request.output, grain=request.grain, limits=limits
    )
    if len(result.steps) > settings.steps:
        hint = "Trace a smaller model, or the named grain."
        raise over_limit("steps", settings.steps, f"The trace has {len(result.steps)} steps.", hint)
    return result


def estimated(program: engine.Program, request: TraceRequest, limits: engine.Limits) -> Estimate:
    """What the trace of a request will take.

    Raises:
        EngineError: For a mistake in the model, with the fixes that :func:`engine.graph.lowering.lower` finds for it,
            or a budget of the engine's.
    """
    given = {name: np.shape(value) for name, value in canonical_keys(request.inputs).items()}
    roles = canonical_keys(request.roles)
    output = None if request.output is None else engine.canonical(request.output)
    try:
        return estimate(program, given, roles=roles, output=output, grain=request.grain, limits=limits)
    except engine.EngineError as error:
        if error.limit is None:  # a mistake shows at every grain, and this one costs least
            lower(program, given, roles=roles, output=output, limits=limits)
        raise


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
                raise Refusal(
                    422,
                    "The request cannot be read",
                    detail,
                    hint,
                    fields=[wrong],
                    code="unreadable-name",
                    arguments={"field": field},
                ) from None


def finished(body: bytes, media_type: str, settings: Settings) -> Answer:
    """Finish a body that is within the limit.

    Raises:
        Refusal: For a longer one.
    """
    if len(body) > settings.answer_bytes:
        raise too_long(f"The answer has {len(body)} bytes.", settings)
    return Answer.of(body, media_type)


def too_long(what: str, settings: Settings) -> Refusal:
    """The refusal of an answer over the limit."""
    return over_limit("answer_bytes", settings.answer_bytes, what, "Ask for a smaller model, or the named grain.")
