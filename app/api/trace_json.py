"""The engine's results as plain data in the shape of the contract: names instead of positions, nothing computed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

import engine
from app.api.arrays_json import tensor, weight
from engine import Mathematics, Span, Trace
from engine.explain.trace_latex import EdgeText, NodeText, StepText
from engine.graph.graph import Node
from engine.latex.marks import Mark
from engine.latex.names import name_latex
from engine.notation.program import Leaf
from engine.sweeps.steps import AdjointStep, SeedStep, Step, TermStep, ValueStep

VERSION = 1
"""The version of the trace's JSON. A client that knows another one must not guess."""

Data = dict[str, Any]


def present(trace: Trace, mathematics: Mathematics) -> Data:
    """The whole trace, in the shape of docs/trace-format.md."""
    graph = trace.graph
    return {
        "version": VERSION,
        "output": graph.nodes[graph.output].id,
        "grain": graph.grain,
        "nodes": [_node(trace, index, text) for index, text in enumerate(mathematics.nodes)],
        "edges": [_edge(trace, index, text) for index, text in enumerate(mathematics.edges)],
        "constants": [_constant(trace, node) for node in graph.constants],
        "leaves": [_leaf(one) for one in trace.leaves],
        "steps": [
            _step(trace, index, step, text)
            for index, (step, text) in enumerate(zip(trace.steps, mathematics.steps, strict=True))
        ],
        "values": {name: tensor(value) for name, value in trace.values.items()},
        "adjoints": {name: tensor(adjoint) for name, adjoint in trace.adjoints.items()},
        "tensors": {
            name: name_latex(name)
            for name in dict.fromkeys(node.tensor for node in (*graph.nodes, *graph.constants))
            if name is not None
        },
        "warnings": [
            {"node": graph.nodes[finding.node].id, "message": finding.message, "kind": finding.kind}
            for finding in trace.warnings
        ],
    }


def _node(trace: Trace, index: int, text: NodeText) -> Data:
    graph = trace.graph
    node = graph.nodes[index]
    return {
        "id": node.id,
        "index": index + 1,
        "role": node.role,
        "op": node.body[0].op if len(node.body) == 1 else None,
        "parents": _ids(graph.nodes, node.parents),
        "children": _ids(graph.nodes, [graph.edges[edge].child for edge in graph.children[index]]),
        "shape": list(node.shape),
        "latex": text.symbol,
        "bar": text.bar,
        "stem": None if text.stem == text.symbol else text.stem,
        "definition": text.definition,
        "functions": list(text.functions),
        "value": tensor(trace.evaluation.values[index]),
        "adjoint": tensor(trace.sweep.adjoints[index]),
        "span": _span(node.span),
        "tensor": node.tensor,
        "at": list(node.at),
    }


def _edge(trace: Trace, index: int, text: EdgeText) -> Data:
    graph = trace.graph
    edge = graph.edges[index]
    return {
        "id": edge.id,
        "parent": graph.nodes[edge.parent].id,
        "child": graph.nodes[edge.child].id,
        "argument": edge.slot,
        "local": _local(trace.sweep.locals[index]),
        "latex": text.local,
        "fan_out": len(graph.children[edge.parent]) > 1,
        "term": text.term,
        "identity": text.identity,
        "negative": text.negative,
        "upstream": _marks(text.upstream),
        "factors": None if text.factors == (text.local,) else list(text.factors),
        "nonlinear": text.nonlinear,
        "kind": "elementwise" if edge.elementwise else "structured",
        "summed": list(edge.summed),
    }


def _constant(trace: Trace, node: Node) -> Data:
    value = tensor(trace.evaluation.constants[node.id])
    return {
        "id": node.id,
        "latex": node.latex,
        "value": value,
        "span": _span(node.span),
        "shape": list(node.shape),
        "tensor": node.tensor,
        "at": list(node.at),
    }


def _leaf(leaf: Leaf) -> Data:
    value = leaf.value if leaf.value is None or isinstance(leaf.value, float) else np.array(leaf.value)
    return {
        "name": leaf.name,
        "span": _span(leaf.span),
        "literal": _span(leaf.literal),
        "value": None if value is None else tensor(value),
    }


def _local(value: object) -> Any:
    """A local derivative; null where it is a Jacobian that is never formed."""
    return None if value is None else tensor(value)


def _step(trace: Trace, index: int, step: Step, text: StepText) -> Data:
    node = trace.graph.nodes[step.node].id
    words = {"latex": text.latex, "substituted": text.substituted, "text": _line(text)}
    match step:
        case ValueStep():
            return {
                "index": index,
                "phase": "forward",
                "kind": "value",
                "node": node,
                "value": tensor(step.value),
            } | words
        case SeedStep():
            kind = "seed"
        case AdjointStep():
            kind = "adjoint"
        case TermStep():
            return {
                "index": index,
                "phase": "backward",
                "kind": "term",
                "node": node,
                "edge": trace.graph.edges[step.edge].id,
                "upstream": tensor(step.upstream),
                "local": _local(step.local),
                "product": tensor(step.product),
                "total": tensor(step.total),
                "remaining": step.remaining,
            } | words
    return {"index": index, "phase": "backward", "kind": kind, "node": node, "adjoint": tensor(step.adjoint)} | words


def _line(text: StepText) -> Data:
    """Where the parts of ``substituted`` are, so that nobody looks for them."""
    numbers = text.numbers
    return {
        "left": numbers.left,
        "relation": numbers.relation,
        "result": numbers.result,
        "upstream": _marks(numbers.upstream),
        "shown": text.shown,
    }


def _marks(marks: Sequence[Mark]) -> list[list[int]]:
    return [[one.start, one.end, 1] if one.is_held else [one.start, one.end] for one in marks]


def _ids(nodes: Sequence[Node], indices: Sequence[int]) -> list[str]:
    """Each node once: w·w has one parent, however many edges lead there."""
    return [nodes[index].id for index in dict.fromkeys(indices)]


def _span(span: Span | None) -> Data | None:
    if span is None:
        return None
    return {"line": span.line, "column": span.column, "end_column": span.end_column}


LEAST_BYTES = {"node": 217, "edge": 200, "step": 90, "text": 71, "number": 4}
"""What a part of a trace's JSON takes at least, with the shortest of names; ``0.0,`` is a number's."""


def least_bytes(result: engine.Trace) -> int:
    """What the JSON of a trace takes at least: known from its shapes, so that what cannot fit is never written."""
    graph = result.graph
    numbers = 4 * sum(weight(node.shape) for node in graph.nodes)  # value and adjoint, of the node and by name
    for step in result.steps:
        own = weight(graph.nodes[step.node].shape)
        numbers += own
        if isinstance(step, TermStep):
            numbers += own + weight(np.shape(step.upstream))
            numbers += 1 if step.local is None else weight(np.shape(step.local))
    steps = len(result.steps)
    parts = {"node": len(graph.nodes), "edge": len(graph.edges), "step": steps, "text": steps, "number": numbers}
    return sum(LEAST_BYTES[part] * count for part, count in parts.items())
