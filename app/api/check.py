"""POST /api/check."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import FastAPI
from pydantic import (
    Field,
)
from starlette.requests import Request
from starlette.responses import Response

from app.api.routing import BODY_PROBLEMS, body, operation, responses
from app.api.run import finished, named, traced
from app.api.service import Service
from app.api.trace_json import Data
from app.api.wire import Shape, WireNumber
from app.api.work import CHECKED
from app.http.finished import Answer
from app.http.json_text import MEDIA_TYPE, encode
from app.request.model import TraceRequest
from app.settings import Settings
from engine import Trace
from engine.finite_differences import gradcheck
from engine.finite_differences.gradcheck import STEP, TOLERANCE, Check
from engine.primitives.declaration import element_count


def add(app: FastAPI, service: Service) -> None:
    """Add the route."""

    async def check(request: Request) -> Response:
        return await service.posted(request, "check", answer_check, CheckRequest)

    operation(
        app,
        "/check",
        check,
        operation_id="check",
        methods=["POST"],
        summary="Check the adjoints",
        description=(
            "Takes what POST /api/trace takes and compares the adjoint of every node with a central difference: "
            "the value is nudged up and down by h and the output is computed again; of an array one element after "
            "the other, and the worst is shown. At a kink the adjoint is a convention; it agrees if it lies between "
            "the two slopes, and the note names the kink. Where every operation is analytic, the complex step "
            "stands beside it. With `curve`, the id of a node, its row also holds the error for every size of step."
        ),
        tags=["check"],
        responses=responses(CheckAnswer, "The comparison", *BODY_PROBLEMS),
        openapi_extra=body(CheckRequest),
    )


class CurvePoint(Shape):
    """The error of the difference for one size of step."""

    step: WireNumber
    error: WireNumber


class CheckRow(Shape):
    """One node's adjoint beside its central difference; of an array, its worst element's."""

    node: str
    step: WireNumber = Field(description="The nudge h.")
    adjoint: WireNumber
    estimate: WireNumber = Field(description="(L(v + h) - L(v - h)) / 2h")
    error: WireNumber = Field(description="The difference, relative where the adjoint is larger than 1.")
    agrees: bool
    note: str | None = Field(description="Why a difference cannot be taken, or what excuses it.")
    at: list[int] = Field(description="The element, counted from 0; empty for a number.")
    elements: int = Field(description="How many the node has.")
    checked: int = Field(description="How many of them were checked: a sample, always the same, of a large array.")
    analytic: WireNumber | None = Field(
        description="Im L(v + ih) / h for a tiny h, the complex step; null where an operation is not analytic, "
        "and at a kink."
    )
    curve: list[CurvePoint] | None = Field(
        description="For the node that was asked for, the error for steps from 1e-1 to 1e-15, relative to max(1, |v|)."
    )


class CheckAnswer(Shape):
    """Every adjoint checked."""

    output: str
    step: WireNumber = Field(description="The nudge relative to max(1, |v|).")
    tolerance: WireNumber
    checks: list[CheckRow]
    unchecked: list[str] = Field(description="Nodes of a large model that were left out; always the same ones.")


class CheckRequest(TraceRequest):
    """The same, and the node of which the error is shown for every size of step."""

    curve: str | None = Field(
        default=None, description="The id of a node whose error is wanted for steps from 1e-1 to 1e-15."
    )


def checks(trace: Trace, found: Sequence[Check], curve: tuple[int, Sequence[tuple[float, float]]] | None) -> Data:
    """Every adjoint beside its central difference; of one node also the error by the size of the step."""
    nodes = trace.graph.nodes
    rows: dict[int, Data] = {
        one.node: {
            "node": nodes[one.node].id,
            "step": one.step,
            "adjoint": one.adjoint,
            "estimate": one.estimate,
            "error": one.error,
            "agrees": one.agrees,
            "note": one.note,
            "at": list(one.at),
            "elements": element_count(nodes[one.node].shape),
            "checked": one.checked,
            "analytic": one.analytic,
            "curve": None,
        }
        for one in found
    }
    if curve is not None:
        rows[curve[0]]["curve"] = [{"step": step, "error": error} for step, error in curve[1]]
    return {
        "output": nodes[trace.graph.output].id,
        "step": STEP,
        "tolerance": TOLERANCE,
        "checks": list(rows.values()),
        "unchecked": [node.id for index, node in enumerate(nodes) if index not in rows],
    }


def answer_check(request: CheckRequest, settings: Settings) -> Answer:
    """Every adjoint of the trace beside a central difference, as JSON."""
    result = traced(request, settings, CHECKED)
    curve = None
    found = gradcheck.check(result)
    if request.curve is not None:
        wanted = named(result, request.curve)
        row = next((one for one in found if one.node == wanted), None)
        if row is None:  # too much for the check, but one node is not
            found = (*found, row := gradcheck.check_node(result, wanted))
        curve = (wanted, gradcheck.curve(result, wanted, row.at))
    return finished(encode(checks(result, found, curve)), MEDIA_TYPE, settings)
