"""The lecture's running example in three hands, and the golden cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import engine
from engine.explain.trace_latex import Mathematics
from engine.graph.graph import Grain
from engine.sweeps.trace import Trace

LECTURE = """\
param w = 0.5, b = -1
input x = 2
target t = 1
const λ = 0.1
z = wx + b
y = σ(z)
L = ½(y − t)²
R = ½w²
L_reg = L + λR
"""
PYTHON = """\
param w = 0.5, b = -1
input x = 2
target t = 1
const lambda = 0.1
z = w*x + b
y = torch.sigmoid(z)
L = 0.5*(y-t)**2
R = 0.5*w**2
L_reg = L + lambda*R
"""
EXPONENTIAL = PYTHON.replace("torch.sigmoid(z)", "1/(1 + np.exp(-z))")

GRAINS: tuple[Grain, Grain] = ("named", "primitive")

OWN = Path(__file__).parent / "golden" / "scalar_cases.json"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "golden" / "lecture_cases.json"

Case = dict[str, Any]


def run(source: str, inputs: dict[str, float] | None = None, *, grain: Grain = "named") -> Trace:
    """Parse and trace."""
    return engine.trace(engine.parse(source, inputs or {}), inputs, grain=grain)


def texts(source: str, inputs: dict[str, float] | None = None, *, grain: Grain = "named") -> Mathematics:
    """The mathematics of a source."""
    return engine.describe(run(source, inputs, grain=grain))


def locals_of(source: str, inputs: dict[str, float] | None = None, *, grain: Grain = "named") -> dict[str, str]:
    """The printed local derivative of every edge, by its id."""
    trace = run(source, inputs, grain=grain)
    edges = engine.describe(trace).edges
    return {edge.id: text.local for edge, text in zip(trace.graph.edges, edges, strict=True)}


def scalar_cases(file: Path) -> dict[str, Case]:
    """The cases of a golden file in which every value is one number."""
    cases: dict[str, Case] = json.loads(file.read_text("utf-8"))
    return {
        name: case
        for name, case in cases.items()
        if not any(isinstance(value, list) for value in (*case["inputs"].values(), *case["values"].values()))
    }


def golden_cases() -> dict[str, Case]:
    """The repository's own copy of the golden cases."""
    return scalar_cases(OWN)


def formulas(mathematics: Mathematics) -> list[str]:
    """Every string of LaTeX in it."""
    strings: list[str | None] = [*mathematics.constants]
    for node in mathematics.nodes:
        strings += [node.symbol, node.bar, node.definition]
    for edge in mathematics.edges:
        strings += [edge.local, edge.term, edge.identity]
    for step in mathematics.steps:
        strings += [step.latex, step.substituted]
    return [text for text in strings if text is not None]
