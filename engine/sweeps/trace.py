"""The trace: one complete, immutable record of a forward pass and a reverse sweep.

The page, stepping back, exports, grading and permalinks are all views of it; nothing later computes
a derivative again. The same program and inputs give the same trace.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.errors import EngineError
from engine.graph.graph import Grain, Graph, Role
from engine.graph.inputs import array, canonical_keys, leaf_values
from engine.graph.lowering import lower
from engine.graph.values import Evaluation
from engine.limits import Limits
from engine.notation import as_program, canonical, parse
from engine.notation.declaring import candidates
from engine.notation.mending import mended
from engine.notation.program import Leaf, Program
from engine.primitives.declaration import Value, element_count
from engine.sweeps.backprop import Sweep, backprop
from engine.sweeps.evaluate import evaluate
from engine.sweeps.steps import AdjointStep, SeedStep, Step, TermStep, ValueStep
from engine.sweeps.warnings import Finding, findings


@dataclass(frozen=True, slots=True, repr=False)
class Trace:
    """Everything that happens in one forward pass and one reverse sweep, in order."""

    graph: Graph
    evaluation: Evaluation
    sweep: Sweep
    steps: tuple[Step, ...]
    warnings: tuple[Finding, ...]
    leaves: tuple[Leaf, ...] = ()

    def __repr__(self) -> str:
        graph = self.graph
        output = f"{graph.nodes[graph.output].id} = {float(self.evaluation.values[graph.output]):.6g}"
        return f"<Trace: {output}, {len(graph.nodes)} nodes, {len(self.steps)} steps, grain {graph.grain}>"

    @property
    def values(self) -> dict[str, Any]:
        """The value of every node and constant, by id: a float, or an array."""
        named = {node.id: _plain(value) for node, value in zip(self.graph.nodes, self.evaluation.values, strict=True)}
        return named | {name: _plain(value) for name, value in self.evaluation.constants.items()}

    @property
    def adjoints(self) -> dict[str, Any]:
        """The adjoint of every node, by id: a float, or an array of the node's shape."""
        return {node.id: _plain(adjoint) for node, adjoint in zip(self.graph.nodes, self.sweep.adjoints, strict=True)}


def _plain(value: Value) -> Any:
    return value if np.ndim(value) else float(value)


def trace(
    program: Program | str,
    inputs: Mapping[str, Any] | None = None,
    *,
    roles: Mapping[str, Role] | None = None,
    output: str | None = None,
    grain: Grain = "named",
    limits: Limits | None = None,
) -> Trace:
    """Run the forward pass and the reverse sweep and record every step.

    Args:
        program: From :func:`engine.parse`, or its text.
        inputs: Values for leaves, over those in the source: numbers, rectangular nested sequences of
            numbers, or arrays.
        roles: Roles for leaves, over those in the source.
        output: The scalar to differentiate; the last name defined unless given.
        grain: ``named`` for the author's nodes, ``primitive`` for one node an operation.
        limits: Budgets of size and work, known from the shapes before anything is computed.

    Raises:
        EngineError: For names and shapes that do not fit (see :func:`engine.graph.lowering.lower`), leaves
            without a value, and a budget that is hit. Values outside a domain never raise: they give warnings.
        TypeError: For a program that is neither.
    """
    program = as_program(program, (inputs or {}).keys(), limits)
    given = {name: array(name, value) for name, value in canonical_keys(inputs or {}).items()}
    graph = lower(
        program,
        {name: np.shape(value) for name, value in given.items()},
        roles=canonical_keys(roles or {}),
        output=canonical(output) if output is not None else None,
        grain=grain,
        limits=limits,
    )
    (limits or Limits()).check_terms(
        sum(element_count(graph.nodes[k].shape) * len(t) for k, t in enumerate(graph.terms))
    )
    evaluation = evaluate(graph, _valued(program, graph, given, limits))
    sweep = backprop(graph, evaluation)
    return Trace(
        graph, evaluation, sweep, tuple(_steps(graph, evaluation, sweep)),
        tuple(findings(graph, evaluation, sweep)),
        program.leaves,
    )  # fmt: skip


def _steps(graph: Graph, evaluation: Evaluation, sweep: Sweep) -> list[Step]:
    steps: list[Step] = [
        ValueStep(index, evaluation.values[index]) for index, node in enumerate(graph.nodes) if node.body
    ]
    steps.append(SeedStep(graph.output, sweep.adjoints[graph.output]))
    with np.errstate(all="ignore"):  # a total of ∞ and −∞ is not a number, and said so by a warning of the trace
        for index in range(len(graph.nodes) - 1, -1, -1):
            if index != graph.output:
                steps.extend(_backward_steps(graph, sweep, index))
    return steps


def _backward_steps(graph: Graph, sweep: Sweep, index: int) -> list[Step]:
    steps: list[Step] = []
    edges = graph.terms[index]
    total: Value = None
    for number, edge in enumerate(edges, start=1):
        product = sweep.products[edge]
        total = product if total is None else total + product
        upstream = sweep.adjoints[graph.edges[edge].child]
        steps.append(TermStep(index, edge, upstream, sweep.locals[edge], product, total, len(edges) - number))
    if len(edges) != 1:
        steps.append(AdjointStep(index, sweep.adjoints[index]))
    return steps


def _valued(program: Program, graph: Graph, given: Mapping[str, Value], limits: Limits | None) -> dict[str, Value]:
    """:func:`leaf_values`, with fixes for a leaf without a value."""

    def read(text: str) -> object:
        return leaf_values(parse(text, given, limits), graph, given)

    try:
        return leaf_values(program, graph, given)
    except EngineError as error:
        raise mended(error, program.source, candidates(error, program, given), read) from None
