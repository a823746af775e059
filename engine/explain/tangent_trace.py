"""Forward mode step by step, beside the reverse sweep of a trace: the same local derivatives, the other way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from typing import Literal as Choice

import numpy as np

from engine.errors import EngineError
from engine.explain.equations import equation, numeral, sum_text, value_latex, window
from engine.explain.jvp_terms import dot_symbol, pushed_terms
from engine.explain.trace_latex import LONGEST_SUBSTITUTION
from engine.formula.walk import size, substitute
from engine.graph.inputs import array, sweeps
from engine.latex.formulas import latex
from engine.notation import canonical
from engine.primitives.declaration import Value, shape_text
from engine.sweeps.tangent import TangentSweep, tangent_sweep
from engine.sweeps.trace import Trace


@dataclass(frozen=True, slots=True)
class TangentStep:
    """One step of a tangent sweep.

    Args:
        kind: ``seed``: a leaf's direction; ``term``: a parent's term has reached the node;
            ``tangent``: a node with several terms is finished.
        edge: The position in ``graph.edges`` of the term.
        upstream: The parent's tangent.
        local: ∂node/∂parent; None where it is a Jacobian that is never formed.
        product: What the term adds.
        total: The node's tangent so far.
        remaining: How many terms are still awaited.
    """

    kind: Choice["seed", "term", "tangent"]
    node: int
    total: Value
    latex: str
    substituted: str
    edge: int | None = None
    upstream: Value | None = None
    local: Value | None = None
    product: Value | None = None
    remaining: int = 0


@dataclass(frozen=True, slots=True)
class ForwardTrace:
    """A tangent sweep in full.

    Args:
        trace: The trace at whose values it was taken.
        sweep: Its numbers.
        steps: In the order of the forward pass; nodes that do not move have none.
        symbols: Each node's tangent in LaTeX.
        sweeps: How many such sweeps the whole gradient takes; the reverse sweep takes one.
    """

    trace: Trace
    sweep: TangentSweep
    steps: tuple[TangentStep, ...]
    symbols: tuple[str, ...]
    sweeps: int


def check_given(direction: Mapping[str, Any]) -> None:
    """See that there is a direction; that needs no trace.

    Raises:
        EngineError: Where none is given.
    """
    if not direction:
        raise EngineError(
            "No direction is given.", "Name a leaf and how it moves, for instance w: 1.", code="no-direction"
        )


def forward(trace: Trace, direction: Mapping[str, Any]) -> ForwardTrace:
    """One tangent sweep at the values of a trace.

    Args:
        direction: For leaves the direction in which they move, in their shapes; others stand still.

    Raises:
        EngineError: For a name that is no leaf with an adjoint, a wrong shape, and an empty direction.
    """
    given = _checked(trace, direction)
    sweep = tangent_sweep(trace.graph, trace.evaluation, given)
    symbols = tuple(dot_symbol(node).latex for node in trace.graph.nodes)
    return ForwardTrace(trace, sweep, tuple(_steps(trace, sweep, given)), symbols, sweeps(trace.graph))


def _checked(trace: Trace, direction: Mapping[str, Any]) -> dict[str, Value]:
    leaves = {node.id: node for node in trace.graph.nodes if not node.body}
    check_given(direction)
    given: dict[str, Value] = {}
    for key, value in direction.items():
        name = key if key in leaves else canonical(key)
        if name not in leaves:
            raise EngineError(
                f"The direction of '{name}' is given, but '{name}' is no leaf of this graph.",
                f"The leaves are: {', '.join(list(leaves)[:12])}.",
                code="direction-of-no-leaf",
                name=name,
                leaves=", ".join(list(leaves)[:12]),
            )
        given[name] = array(name, value)
        shape = leaves[name].shape
        if np.shape(given[name]) != shape:
            found = shape_text(np.shape(given[name]))
            raise EngineError(
                f"The direction of '{name}' has the shape {found}, and '{name}' {shape_text(shape)}.",
                "Give a direction of the leaf's own shape.",
                leaves[name].span,
                code="direction-shape",
                name=name,
                found=str(np.shape(given[name])),
                shape=str(shape),
            )
    return given


def _steps(trace: Trace, sweep: TangentSweep, direction: Mapping[str, Value]) -> Iterator[TangentStep]:
    graph = trace.graph
    moving = [node.id in direction for node in graph.nodes]
    numbers = {
        node.id: numeral(value, row=False) for node, value in zip(graph.nodes, trace.evaluation.values, strict=True)
    }
    numbers |= {name: numeral(value, row=False) for name, value in trace.evaluation.constants.items()}
    for index, node in enumerate(graph.nodes):
        tangent = sweep.tangents[index]
        dot = dot_symbol(node).latex
        numbers[dot_symbol(node).key] = numeral(tangent, row=False)
        if not node.body:
            if moving[index]:
                line = f"{dot} = {value_latex(tangent, row=False)}"
                yield TangentStep("seed", index, tangent, line, line)
            continue
        formulas = pushed_terms(graph, node)
        arriving = [
            (edge, formula)
            for edge, formula in zip(graph.entering(index), formulas, strict=True)
            if moving[edge.parent]
        ]
        moving[index] = bool(arriving)
        written = [latex(formula) for _, formula in arriving]
        total: Value | None = None
        for number, (edge, formula) in enumerate(arriving):
            position = graph.first_edge[index] + edge.slot
            product = sweep.products[position]
            total = product if total is None else total + product
            middle = (
                latex(substitute(formula, numbers, simplify=False)) if 1 < size(formula) <= LONGEST_SUBSTITUTION else ""
            )
            left = dot if len(arriving) == 1 else written[number]
            line = f"{dot} = {sum_text(written, window(len(written), number), str)}"
            set_in = equation(left, [middle] if middle else [], product, row=False).latex
            yield TangentStep(
                "term", index, total, line, set_in, position,
                sweep.tangents[edge.parent], sweep.locals[position], product, len(arriving) - 1 - number,
            )  # fmt: skip
        if len(arriving) > 1:
            products = [sweep.products[graph.first_edge[index] + edge.slot] for edge, _ in arriving]
            shown = window(len(products), len(products) - 1)
            middle = sum_text(products, shown, lambda product: value_latex(product, row=False))
            line = f"{dot} = {sum_text(written, shown, str)}"
            yield TangentStep("tangent", index, tangent, line, equation(dot, [middle], tangent, row=False).latex)
