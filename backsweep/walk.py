"""A trace as text: the forward pass, the seed, and the backward pass term by term, in a terminal's letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from backsweep.model import Model
from backsweep.source_text import lines_of, written
from backsweep.table import aligned
from engine import Trace
from engine.latex.numbers import plain_text, shown
from engine.primitives.declaration import Value
from engine.sweeps.steps import AdjointStep, SeedStep, TermStep, ValueStep


def walk(model: Model) -> str:
    """Both passes in whole lines. The adjoint of ``w`` is written ``w_bar``, and a term ``+=`` at a fan-in."""
    trace = model.trace
    output = trace.graph.nodes[trace.graph.output].id
    lines = lines_of(model.source)
    authored = {one.name: written(lines, one.span) for one in model.program.definitions if trace.graph.grain == "named"}
    forward = [step for step in trace.steps if isinstance(step, ValueStep)]
    backward = [step for step in trace.steps if not isinstance(step, ValueStep)]
    parts = [
        ("Given", aligned(list(_given(trace)))),
        ("Forward pass", aligned([_value(trace, step, authored) for step in forward])),
        (f"Backward pass (v_bar is d{output}/dv)", aligned([_adjoint(trace, step) for step in backward])),
        ("Notes", aligned([(f"  {trace.graph.nodes[one.node].id}", one.message) for one in trace.warnings])),
    ]
    return "\n\n".join(f"{heading}\n{text}" for heading, text in parts if text)


def _given(trace: Trace) -> Iterator[tuple[str, ...]]:
    for node in (*trace.graph.nodes, *trace.graph.constants):
        if not node.body:
            yield f"  {node.id}", f"= {_plain(trace.values[node.id])}", node.role


def _value(trace: Trace, step: ValueStep, authored: Mapping[str, str]) -> tuple[str, ...]:
    """A node's value, and the author's line where the node is all of it; otherwise what it is computed from."""
    node = trace.graph.nodes[step.node]
    parents = ", ".join(trace.graph.nodes[parent].id for parent in node.parents)
    return f"  {node.id}", f"= {_plain(step.value)}", authored.get(node.id, f"from {parents}")


def _adjoint(trace: Trace, step: SeedStep | TermStep | AdjointStep) -> tuple[str, ...]:
    name = trace.graph.nodes[step.node].id
    match step:
        case SeedStep(adjoint=adjoint):
            return f"  {name}_bar", f"= {_plain(adjoint)}", "the seed"
        case AdjointStep(adjoint=adjoint):
            none = not trace.graph.terms[step.node]
            return f"  {name}_bar", f"= {_plain(adjoint)}", "no term reaches it" if none else "the sum of its terms"
        case TermStep():
            sign = "=" if len(trace.graph.terms[step.node]) == 1 else "+="
            return f"  {name}_bar", f"{sign} {_plain(step.product)}", _term(trace, step, name)


def _term(trace: Trace, step: TermStep, name: str) -> str:
    """Where a term comes from: in symbols, and in numbers where all of it are numbers."""
    child = trace.graph.nodes[trace.graph.edges[step.edge].child].id
    symbols = f"{child}_bar · ∂{child}/∂{name}"
    numbers = [part for part in (step.upstream, step.local) if part is not None and not part.shape]
    return f"{symbols} = {' · '.join(shown(float(part)) for part in numbers)}" if len(numbers) == 2 else symbols


def _plain(value: Value) -> str:
    return plain_text(value.tolist() if hasattr(value, "tolist") else value)
