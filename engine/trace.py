"""The trace: one complete, immutable record of a forward pass and a reverse sweep.

The page, stepping back, exports, grading and permalinks are all views of it; nothing later computes
a derivative again. The same program and inputs give the same trace.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real
from typing import TypeVar

import numpy as np

from engine.backprop import Sweep, backprop
from engine.errors import EngineError
from engine.evaluate import Evaluation, evaluate
from engine.graph import Grain, Graph, Node, Role
from engine.lowering import lower
from engine.notation import canonical
from engine.primitive import Value
from engine.program import Program
from engine.remarks import Finding, findings

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ValueStep:
    """Forward: a node's value has been computed from its parents."""

    node: int
    value: Value


@dataclass(frozen=True, slots=True)
class SeedStep:
    """Backward: the output's adjoint is 1, for raising the result by h raises the result by h."""

    node: int
    adjoint: Value


@dataclass(frozen=True, slots=True)
class TermStep:
    """Backward: one child's term has reached a node.

    Args:
        node: The receiving node.
        edge: The position in ``graph.edges`` through which it came.
        upstream: The child's adjoint.
        local: ∂child/∂node at the forward values.
        product: upstream × local.
        total: The sum of the terms so far.
        remaining: How many terms are still awaited; at 0 a node with one term is finished.
    """

    node: int
    edge: int
    upstream: Value
    local: Value
    product: Value
    total: Value
    remaining: int


@dataclass(frozen=True, slots=True)
class AdjointStep:
    """Backward: a node with several terms, or with none, is finished."""

    node: int
    adjoint: Value


Step = ValueStep | SeedStep | TermStep | AdjointStep


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything that happens in one forward pass and one reverse sweep, in order."""

    graph: Graph
    evaluation: Evaluation
    sweep: Sweep
    steps: tuple[Step, ...]
    warnings: tuple[Finding, ...]

    @property
    def values(self) -> dict[str, float]:
        """The value of every node and constant, by id."""
        named = {node.id: float(value) for node, value in zip(self.graph.nodes, self.evaluation.values, strict=True)}
        return named | {name: float(value) for name, value in self.evaluation.constants.items()}

    @property
    def adjoints(self) -> dict[str, float]:
        """The adjoint of every node, by id."""
        return {node.id: float(adjoint) for node, adjoint in zip(self.graph.nodes, self.sweep.adjoints, strict=True)}


def trace(
    program: Program,
    inputs: Mapping[str, float] | None = None,
    *,
    roles: Mapping[str, Role] | None = None,
    output: str | None = None,
    grain: Grain = "named",
) -> Trace:
    """Run the forward pass and the reverse sweep and record every step.

    Args:
        program: From :func:`engine.parse`.
        inputs: Values for leaves, over those in the source.
        roles: Roles for leaves, over those in the source.
        output: The scalar to differentiate; the last name defined unless given.
        grain: ``named`` for the author's nodes, ``primitive`` for one node an operation.

    Raises:
        EngineError: For names that do not fit (see :func:`engine.lowering.lower`) and leaves
            without a value. Values outside a domain never raise: they give warnings.
    """
    given = _canonical_keys(inputs or {})
    graph = lower(
        program,
        given.keys(),
        roles=_canonical_keys(roles or {}),
        output=canonical(output) if output is not None else None,
        grain=grain,
    )
    evaluation = evaluate(graph, _leaf_values(program, graph, given))
    sweep = backprop(graph, evaluation)
    return Trace(
        graph, evaluation, sweep, tuple(_steps(graph, evaluation, sweep)),
        tuple(findings(graph, evaluation, sweep)),
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


def _canonical_keys(mapping: Mapping[str, T]) -> dict[str, T]:
    result: dict[str, T] = {}
    for key, value in mapping.items():
        name = canonical(key)
        if name in result:
            raise EngineError(f"'{name}' is given twice.", "λ and lambda are one name; keep one of them.")
        result[name] = value
    return result


def _leaf_values(program: Program, graph: Graph, given: Mapping[str, float]) -> dict[str, Value]:
    declared = {leaf.name: leaf for leaf in program.leaves}
    values: dict[str, Value] = {}
    for node in (*graph.nodes, *graph.constants):
        if node.body:
            continue
        value = given.get(node.id)
        if value is None and node.id in declared:
            value = declared[node.id].value
        if value is None:
            raise EngineError(
                f"'{node.id}' has no value.", f"Write {node.id} = 1, or give it as an input.",
                node.span,
            )  # fmt: skip
        values[node.id] = _number(value, node)
    return values


def _number(value: object, node: Node) -> Value:
    try:
        if isinstance(value, Real):
            return np.float64(float(value))
    except OverflowError:
        pass
    raise EngineError(f"The value of '{node.id}' is no number that float64 can hold.", "Give one number.", node.span)
