"""The computation graph in Graphviz's language."""

from __future__ import annotations

import json

from engine.formats.format import Format
from engine.latex.numbers import plain_text
from engine.sweeps.trace import Trace


def write(trace: Trace) -> str:
    """Nodes with value and adjoint, edges with their local derivatives where there are such; fan-in edges are bold."""
    lines = ["digraph backsweep {", "  rankdir=LR;", '  node [shape=box, style="rounded"];']
    for node, value, adjoint in zip(trace.graph.nodes, trace.evaluation.values, trace.sweep.adjoints, strict=True):
        label = f"{node.id}\nvalue {plain_text(value.tolist())}\nadjoint {plain_text(adjoint.tolist())}"
        lines.append(f"  {json.dumps(node.id)} [label={json.dumps(label)}];")
    for edge, number in zip(trace.graph.edges, trace.sweep.locals, strict=True):
        parent, child = trace.graph.nodes[edge.parent].id, trace.graph.nodes[edge.child].id
        bold = ", style=bold" if len(trace.graph.terms[edge.parent]) > 1 else ""
        local = "" if number is None else plain_text(number.tolist())
        lines.append(f"  {json.dumps(parent)} -> {json.dumps(child)} [label={json.dumps(local)}{bold}];")
    return "\n".join([*lines, "}", ""])


FORMAT = Format("dot", "Computation graph for Graphviz", "text/vnd.graphviz", ".dot", write)
