"""Every step as one row of comma-separated values, for spreadsheets and autograders."""

from __future__ import annotations

import csv
import io

from engine.formats.format import Format
from engine.primitives.declaration import Value
from engine.sweeps.steps import AdjointStep, SeedStep, TermStep, ValueStep
from engine.sweeps.trace import Trace

COLUMNS = (
    "index", "phase", "kind", "node", "child", "value", "upstream", "local", "product", "total",
    "adjoint",
)  # fmt: skip


def write(trace: Trace) -> str:
    """One header row, then one row a step; numbers in full, a cell is empty where none belongs."""
    text = io.StringIO()
    rows = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    rows.writeheader()
    for index, step in enumerate(trace.steps):
        phase = "forward" if isinstance(step, ValueStep) else "backward"
        node = trace.graph.nodes[step.node].id
        rows.writerow({"index": index, "phase": phase, "node": node, **_cells(trace, step)})
    return text.getvalue()


def _cells(trace: Trace, step: ValueStep | SeedStep | TermStep | AdjointStep) -> dict[str, object]:
    match step:
        case ValueStep(value=value):
            return {"kind": "value", "value": _cell(value)}
        case SeedStep(adjoint=adjoint):
            return {"kind": "seed", "adjoint": _cell(adjoint)}
        case AdjointStep(adjoint=adjoint):
            return {"kind": "adjoint", "adjoint": _cell(adjoint)}
        case TermStep():
            child = trace.graph.nodes[trace.graph.edges[step.edge].child].id
            alone = len(trace.graph.terms[step.node]) == 1
            return {
                "kind": "term",
                "child": child,
                "upstream": _cell(step.upstream),
                "local": _cell(step.local),
                "product": _cell(step.product),
                "total": _cell(step.total),
                "adjoint": _cell(step.total) if alone else None,
            }


def _cell(value: Value | None) -> object:
    """A number in full, an array as nested lists, nothing where there is no local derivative."""
    return None if value is None else value.tolist()


FORMAT = Format("csv", "Every step as a table", "text/csv", ".csv", write)
