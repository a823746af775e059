"""Every step as one row of comma-separated values, for spreadsheets and autograders."""

from __future__ import annotations

import csv
import io

from engine.formats.format import Format
from engine.mathematics import Mathematics
from engine.trace import AdjointStep, SeedStep, TermStep, Trace, ValueStep

COLUMNS = (
    "index", "phase", "kind", "node", "child", "value", "upstream", "local", "product", "total",
    "adjoint",
)  # fmt: skip


def write(trace: Trace, _: Mathematics) -> str:
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
            return {"kind": "value", "value": float(value)}
        case SeedStep(adjoint=adjoint):
            return {"kind": "seed", "adjoint": float(adjoint)}
        case AdjointStep(adjoint=adjoint):
            return {"kind": "adjoint", "adjoint": float(adjoint)}
        case TermStep():
            child = trace.graph.nodes[trace.graph.edges[step.edge].child].id
            alone = len(trace.graph.terms[step.node]) == 1
            return {
                "kind": "term",
                "child": child,
                "upstream": float(step.upstream),
                "local": float(step.local),
                "product": float(step.product),
                "total": float(step.total),
                "adjoint": float(step.total) if alone else None,
            }


FORMAT = Format("csv", "Every step as a table", "text/csv", ".csv", write)
