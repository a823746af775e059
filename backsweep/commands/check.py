"""``backsweep check``: every adjoint beside a central difference and, where it holds, the complex step."""

from __future__ import annotations

import argparse

from backsweep import model
from backsweep.failure import REFUSED
from backsweep.table import aligned
from engine import Trace
from engine.finite_differences.gradcheck import TOLERANCE, Check, check
from engine.latex.numbers import shown

HEADINGS = ("node", "adjoint", "difference", "complex step", "error", "")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    model.arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Print the comparison; the exit code is 1 when an adjoint disagrees. Raises Failure."""
    traced = model.read_model(options).trace
    found = check(traced)
    print(aligned([HEADINGS, *(_row(traced, one) for one in found)]))
    wrong = sum(not one.agrees for one in found)
    left_out = len(traced.graph.nodes) - len(found)
    if left_out:
        print(f"{left_out} more would take too much time and were not checked.")
    agreed = f"{len(found) - wrong} of {len(found)} adjoints agree within {TOLERANCE:g}."
    print(f"\n{agreed}")
    return REFUSED if wrong else 0


def _row(traced: Trace, one: Check) -> tuple[str, ...]:
    node = traced.graph.nodes[one.node]
    place = f"[{', '.join(map(str, one.at))}]" if one.at else ""
    analytic = "" if one.analytic is None else shown(one.analytic)
    verdict = "agrees" if one.agrees else "DISAGREES"
    note = f"{verdict}: {one.note}" if one.note else verdict
    return (node.id + place, shown(one.adjoint), shown(one.estimate), analytic, f"{one.error:.0e}", note)
