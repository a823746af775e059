"""A node nudged and the ripple followed, as JSON. Every pass is bounded like the one it starts from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from app.answer import Answer
from app.answers import LEAST_BYTES, finished, too_long, traced
from app.errors import FieldError, Refusal, in_field, over_limit
from app.jsontext import MEDIA_TYPE, encode
from app.requests import NudgeRequest
from app.settings import Settings
from app.tensors import tensor, weight
from engine import EngineError, Trace
from engine.cost import cost
from engine.nudge import side_by_side
from engine.primitive import elements
from engine.ripple import Nudged, Ripple, entry, find, holdable, reached, ripple

Data = dict[str, Any]
T = TypeVar("T")


def answer_nudge(request: NudgeRequest, settings: Settings) -> Answer:
    """What moves when one node is nudged by each of some amounts, and what was predicted, as JSON."""
    sizes = _sizes(request, settings)
    result = traced(request, settings)
    graph = result.graph
    node = _read("node", lambda: find(graph, request.node))
    at = _read("at", lambda: entry(graph, node, request.at))
    held = _read("held", lambda: holdable(graph, node, request.held))
    _check(result, reached(graph, node, held), len(sizes), settings)
    return finished(encode(_ripple(ripple(result, node, sizes, held=held, at=at))), MEDIA_TYPE, settings)


def _sizes(request: NudgeRequest, settings: Settings) -> list[float]:
    sizes = request.h
    shape = np.shape(sizes)
    if len(shape) > 1 or shape == (0,):
        message = "one number, or a list of numbers, is expected here"
        hint = "h is what is added to the node; with a list, each of them in a pass of its own."
        fields = [FieldError("h", message)]
        raise Refusal(422, "The request cannot be read", f"h: {message}.", hint, fields=fields)
    if shape and len(sizes) > settings.nudges:
        what = f"'h' has {len(sizes)} entries."
        raise over_limit("nudges", settings.nudges, what, "Ask for fewer of them at a time.")
    return [float(size) for size in np.atleast_1d(sizes)]


def _read(field: str, choose: Callable[[], T]) -> T:
    """What a field names in the graph; where it names nothing, the refusal says which field it was."""
    try:
        return choose()
    except EngineError as error:
        raise in_field(field, error) from None


def _check(result: Trace, affected: tuple[int, ...], passes: int, settings: Settings) -> None:
    """Refuse what is too much, before any of it is computed.

    Raises:
        Refusal: Naming the limit.
    """
    graph = result.graph
    fewer = "Ask for fewer values of h at a time, or for a smaller model."
    numbers = passes * sum(elements(graph.nodes[index].shape) for index in affected)
    if numbers > settings.elements:
        raise over_limit("elements", settings.elements, f"The passes hold too many numbers: {numbers}.", fewer)
    if passes > 1 and not side_by_side(graph):
        work = passes * cost(graph).forward.multiply_adds
        if work > settings.multiply_adds:
            what = f"The passes take too many multiplications: {work}."
            raise over_limit("multiply_adds", settings.multiply_adds, what, fewer)
    written = sum(weight(graph.nodes[index].shape) for index in affected) * (2 * passes + 2)
    least = LEAST_BYTES["number"] * written
    if least > settings.answer_bytes:
        raise too_long(f"The answer has at least {least} bytes.", settings)


def _ripple(found: Ripple) -> Data:
    graph, sweep = found.trace.graph, found.trace.sweep
    nodes, values = graph.nodes, found.trace.evaluation.values
    return {
        "output": nodes[graph.output].id,
        "grain": graph.grain,
        "node": nodes[found.node].id,
        "at": list(found.at),
        "held": [nodes[index].id for index in found.held],
        "derivative": found.derivative,
        "nodes": [
            {"id": nodes[index].id, "value": tensor(values[index]), "tangent": tensor(found.tangents[index])}
            for index in found.affected
        ],
        "edges": [
            {
                "id": (edge := graph.edges[number]).id,
                "parent": nodes[edge.parent].id,
                "child": nodes[edge.child].id,
                "local": None if (local := sweep.locals[number]) is None else tensor(local),
                "tangent": tensor(found.tangents[edge.parent]),
                "contribution": tensor(contribution),
            }
            for number, contribution in found.contributions.items()
        ],
        "nudges": [_nudged(found, one) for one in found.passes],
    }


def _nudged(found: Ripple, one: Nudged) -> Data:
    nodes = found.trace.graph.nodes
    change = float(one.changes.get(found.trace.graph.output, 0.0))
    predicted = found.derivative * one.h
    return {
        "h": one.h,
        "predicted": predicted,
        "change": change,
        "residual": change - predicted,
        "values": {nodes[index].id: tensor(value) for index, value in one.values.items()},
        "changes": {nodes[index].id: tensor(value) for index, value in one.changes.items()},
    }
