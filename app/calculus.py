"""A calculus class on the model of a request, as JSON."""

from __future__ import annotations

from typing import Any

from app.answer import Answer
from app.answers import finished, traced
from app.errors import in_field
from app.jsontext import MEDIA_TYPE, encode
from app.requests import CalculusRequest
from app.settings import Settings
from engine import EngineError, Trace
from engine.calculus import Derivation, Lesson, calculus, choose

Data = dict[str, Any]
LARGEST = 2**53 - 1
"""JavaScript's numbers are exact up to this one; larger counts travel as text."""


def answer_calculus(request: CalculusRequest, settings: Settings) -> Answer:
    """The output in its leaves, its derivatives line by line, and what they take, as JSON."""
    result = traced(request, settings)
    try:
        choose(result.graph, request.leaves)
    except EngineError as error:
        raise in_field("leaves", error) from None
    lesson = calculus(result, request.leaves, settings.formula_digits)
    return finished(encode(_lesson(lesson)), MEDIA_TYPE, settings)


def _lesson(lesson: Lesson) -> Data:
    graph, counts = lesson.trace.graph, lesson.counts
    leaves = [graph.nodes[index].id for index in lesson.leaves]
    return {
        "output": graph.nodes[graph.output].id,
        "grain": graph.grain,
        "leaves": leaves,
        "expanded": lesson.expanded,
        "derivations": [_derivation(lesson.trace, one) for one in lesson.derivations],
        "parts": [
            {
                "key": key,
                "latex": text,
                "count": _count(part.count),
                "count_expanded": _count(part.expanded),
                "in": {leaf: _count(times) for leaf, times in zip(leaves, part.within, strict=True)},
                "operations": part.operations,
                "gain": _count(part.gain),
            }
            for key, (part, text) in enumerate(lesson.parts)
        ],
        "counts": {
            "naive": _count(counts.naive),
            "expanded": _count(counts.expanded),
            "shared": list(counts.shared),
            "backprop": counts.backprop,
        },
        "growth": _growth(lesson),
        "sharing": _sharing(lesson),
    }


def _derivation(trace: Trace, one: Derivation) -> Data:
    graph = trace.graph
    leaf = graph.nodes[one.leaf]
    return {
        "leaf": leaf.id,
        "latex": leaf.latex,
        "left": f"\\frac{{\\partial {graph.nodes[graph.output].latex}}}{{\\partial {leaf.latex}}}",
        "lines": [{"rule": rule, "latex": text} for rule, text in one.lines],
        "result": one.result,
        "value": one.value,
        "adjoint": float(trace.sweep.adjoints[one.leaf]),
        "truncated": one.truncated,
    }


def _growth(lesson: Lesson) -> list[Data] | None:
    nodes = lesson.trace.graph.nodes
    rows = [
        {
            "node": nodes[point.node].id,
            "depth": point.depth,
            "formula": str(point.formula),
            "derivative": str(point.derivative),
            "backprop": point.backprop,
        }
        for point in lesson.growth
    ]
    return rows or None


def _sharing(lesson: Lesson) -> Data | None:
    if not lesson.drawn:
        return None
    nodes = [{"op": one.op, "latex": one.latex, "arguments": list(one.arguments)} for one in lesson.drawn]
    return {"nodes": nodes, "results": list(lesson.results)}


def _count(number: int) -> int | str:
    return number if number <= LARGEST else str(number)
