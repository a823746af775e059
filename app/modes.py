"""The same model read in other ways: counted, in forward mode, as code. Each is bounded like its trace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from app.answer import Answer
from app.answers import LEAST_BYTES, finished, too_long, traced
from app.errors import over_limit
from app.jsontext import MEDIA_TYPE, encode
from app.requests import TangentRequest, TraceRequest
from app.settings import Settings
from app.tensors import tensor, weight
from engine import Trace
from engine.cost import Cost, Count, cost
from engine.forward import ForwardTrace, TangentStep, forward
from engine.primitive import elements
from engine.routine.compiling import build
from engine.routine.job import job_of

Data = dict[str, Any]


def answer_cost(request: TraceRequest, settings: Settings) -> Answer:
    """What each pass takes, as JSON."""
    graph = traced(request, settings).graph
    counted = cost(graph)
    data = {
        "output": graph.nodes[graph.output].id,
        "grain": graph.grain,
        "forward": _count(counted, counted.forward),
        "backprop": _count(counted, counted.backprop),
        "parameters": _count(counted, counted.parameters),
        "tangent": _count(counted, counted.tangent),
        "sweeps": counted.sweeps,
    }
    return finished(encode(data), MEDIA_TYPE, settings)


def answer_routine(request: TraceRequest, settings: Settings) -> Answer:
    """The forward and the backward pass as a Python module, in JSON."""
    result = traced(request, settings)
    leaves = [node.id for node in result.graph.nodes if not node.body]
    values = result.values
    defaults = {name: values[name] for name in (*leaves, *(one.id for one in result.graph.constants))}
    # Not engine.compile: what it makes it keeps, and nobody will run this one here.
    routine = build(job_of(result.graph, None, defaults), "float64", None)
    data = {"output": routine.output, "wrt": list(routine.wrt), "kind": routine.kind, "source": routine.source}
    return finished(encode(data), MEDIA_TYPE, settings)


def answer_tangent(request: TangentRequest, settings: Settings) -> Answer:
    """One tangent sweep, step by step, as JSON."""
    result = traced(request, settings)
    graph = result.graph
    terms = sum(elements(node.shape) * len(node.parents) for node in graph.nodes)
    if terms > settings.elements:
        what = f"The terms of the tangent sweep hold too many numbers: {terms}."
        raise over_limit("elements", settings.elements, what, "Use smaller arrays, or add fewer of them at once.")
    numbers = sum(weight(node.shape) * (2 + 2 * len(node.parents)) for node in graph.nodes)
    least = LEAST_BYTES["number"] * numbers + LEAST_BYTES["step"] * len(graph.edges)
    if least > settings.answer_bytes:
        raise too_long(f"The answer has at least {least} bytes.", settings)
    return finished(encode(_tangent(forward(result, request.direction))), MEDIA_TYPE, settings)


def _count(counted: Cost, one: Count) -> Data:
    return {
        "multiply_adds": one.multiply_adds,
        "operations": one.operations,
        "bytes": one.bytes,
        "ratio": counted.ratio(one),
    }


def _tangent(swept: ForwardTrace) -> Data:
    trace = swept.trace
    nodes = trace.graph.nodes
    tangents = swept.sweep.tangents
    return {
        "output": nodes[trace.graph.output].id,
        "grain": trace.graph.grain,
        "derivative": float(tangents[trace.graph.output]),
        "reverse": _by_reverse(trace, tangents),
        "sweeps": swept.sweeps,
        "nodes": [
            {"id": node.id, "dot": symbol, "tangent": tensor(tangent)}
            for node, symbol, tangent in zip(nodes, swept.symbols, tangents, strict=True)
        ],
        "steps": [_step(trace, index, step) for index, step in enumerate(swept.steps)],
        "tangents": {node.id: tensor(tangent) for node, tangent in zip(nodes, tangents, strict=True)},
    }


def _by_reverse(trace: Trace, tangents: Sequence[Any]) -> float:
    """The same derivative from the reverse sweep: the adjoints of the leaves times their direction."""
    pairs = zip(trace.graph.nodes, trace.sweep.adjoints, tangents, strict=True)
    with np.errstate(all="ignore"):
        return float(sum(np.sum(adjoint * tangent) for node, adjoint, tangent in pairs if not node.body))


def _step(trace: Trace, index: int, step: TangentStep) -> Data:
    data: Data = {"index": index, "phase": "tangent", "kind": step.kind, "node": trace.graph.nodes[step.node].id}
    if step.edge is None:
        data["tangent"] = tensor(step.total)
    else:
        data["edge"] = trace.graph.edges[step.edge].id
        data["upstream"] = tensor(step.upstream)
        data["local"] = None if step.local is None else tensor(step.local)
        data["product"] = tensor(step.product)
        data["total"] = tensor(step.total)
        data["remaining"] = step.remaining
    return data | {"latex": step.latex, "substituted": step.substituted}
