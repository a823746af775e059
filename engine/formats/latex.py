"""The derivation as the lecture prints it: forward pass on the left, backward pass on the right."""

from __future__ import annotations

from engine.explain.trace_latex import describe
from engine.formats.format import Format
from engine.sweeps.steps import AdjointStep, SeedStep, TermStep, ValueStep
from engine.sweeps.trace import Trace


def write(trace: Trace) -> str:
    """An ``align`` environment for each pass, formula and numbers side by side."""
    forward: list[str] = []
    backward: list[str] = []
    for step, text in zip(trace.steps, describe(trace).steps, strict=True):
        match step:
            case ValueStep():
                forward.append(_row(text.latex, text.substituted))
            case SeedStep() | AdjointStep():
                backward.append(_row(text.latex, text.substituted))
            case TermStep(remaining=0) if len(trace.graph.terms[step.node]) == 1:
                backward.append(_row(text.latex, text.substituted))
    passes = (("Forward pass", forward), ("Backward pass (a bar is an adjoint)", backward))
    return "\n".join(f"% {title}\n{_align(rows)}" for title, rows in passes if rows)


def _row(formula: str, numbers: str) -> str:
    left, _, right = formula.partition(" = ")
    _, relation, rest = _split_relation(numbers)
    return f"  {left} &= {right} &&{relation} {rest}"


def _split_relation(equation: str) -> tuple[str, str, str]:
    """The equation at its first relation sign."""
    places = [(equation.find(sign), sign) for sign in (" = ", " \\approx ", " \\in ") if sign in equation]
    place, sign = min(places)
    return equation[:place], sign.strip(), equation[place + len(sign) :]


def _align(rows: list[str]) -> str:
    body = " \\\\\n".join(rows)
    return f"\\begin{{align*}}\n{body}\n\\end{{align*}}\n"


FORMAT = Format("latex", "Derivation as LaTeX align environments", "text/x-tex", ".tex", write, formulas=True)
