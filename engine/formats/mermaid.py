"""The computation graph as a Mermaid flowchart, which many Markdown renderers draw."""

from __future__ import annotations

from engine.formats.format import Format
from engine.latex.numbers import plain_text
from engine.sweeps.trace import Trace


def write(trace: Trace) -> str:
    """Nodes with value and adjoint, edges with their local derivatives where there are such."""
    lines = ["flowchart LR"]
    for index, node in enumerate(trace.graph.nodes):
        value = plain_text(trace.evaluation.values[index].tolist())
        adjoint = plain_text(trace.sweep.adjoints[index].tolist())
        # Ids of the language itself ("end") are no node ids, so each gets a letter in front.
        lines.append(f'  n{index}["{node.id}<br/>value {value}<br/>adjoint {adjoint}"]')
    for edge, local in zip(trace.graph.edges, trace.sweep.locals, strict=True):
        label = "" if local is None else f'|"{plain_text(local.tolist())}"|'
        lines.append(f"  n{edge.parent} -->{label} n{edge.child}")
    return "\n".join([*lines, ""])


FORMAT = Format(
    "mermaid", "Computation graph for Markdown", "text/vnd.mermaid", ".mmd", write
)  # fmt: skip
