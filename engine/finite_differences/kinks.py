"""The kinks that lie behind a node: which of them excuses a check that differs."""

from __future__ import annotations

from engine.primitives.ops import TABLE
from engine.sweeps.trace import Trace

MOST = 3
"""So many are named."""


def kinks_after(trace: Trace, node: int) -> str:
    """In words, the kinks between a node and the output.

    Those that a value lies on are named with their convention; where there are none, the operations that
    have one, for one of them lies within the step.
    """
    graph = trace.graph
    after = _after(trace, node)
    exact = {
        finding.node: finding.message
        for finding in reversed(trace.warnings)
        if finding.kind == "kink" and finding.node in after
    }
    if exact:
        named = sorted(exact)[:MOST]
        where = ", ".join(graph.nodes[index].id for index in named)
        said = " ".join(dict.fromkeys(exact[index] for index in named))
        return f"A kink at {where}: {said[:1].lower()}{said[1:]}"
    near = [
        f"{operation.op} in {graph.nodes[index].id}"
        for index in sorted(after)
        for operation in graph.nodes[index].body
        if TABLE[operation.op].kinks
    ]
    if near:
        return f"A kink within the step, of {' or '.join(list(dict.fromkeys(near))[:MOST])}."
    return "A kink."


def _after(trace: Trace, node: int) -> set[int]:
    """The nodes that depend on this one and lead to the output."""
    graph = trace.graph
    found = {node}
    for index in range(node + 1, graph.output + 1):
        if graph.reaches_output[index] and any(parent in found for parent in graph.nodes[index].parents):
            found.add(index)
    return found - {node}
