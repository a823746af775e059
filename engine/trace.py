"""The trace: one complete, immutable record of a forward pass and a reverse sweep.

The page, stepping back, exports, grading and permalinks are all views of it; nothing later computes
a derivative again. The same program and inputs give the same trace.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any, TypeVar

import numpy as np

from engine.backprop import Sweep, backprop
from engine.errors import EngineError
from engine.evaluate import Evaluation, evaluate
from engine.graph import Grain, Graph, Role
from engine.limits import Limits
from engine.lowering import lower
from engine.notation import canonical
from engine.primitive import Value, elements
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
        local: ∂child/∂node at the forward values; None where it is a Jacobian that is never formed.
        product: upstream × local, in the node's shape.
        total: The sum of the terms so far.
        remaining: How many terms are still awaited; at 0 a node with one term is finished.
    """

    node: int
    edge: int
    upstream: Value
    local: Value | None
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
    program: Program,
    inputs: Mapping[str, Any] | None = None,
    *,
    roles: Mapping[str, Role] | None = None,
    output: str | None = None,
    grain: Grain = "named",
    limits: Limits | None = None,
) -> Trace:
    """Run the forward pass and the reverse sweep and record every step.

    Args:
        program: From :func:`engine.parse`.
        inputs: Values for leaves, over those in the source: numbers, rectangular nested sequences of
            numbers, or arrays.
        roles: Roles for leaves, over those in the source.
        output: The scalar to differentiate; the last name defined unless given.
        grain: ``named`` for the author's nodes, ``primitive`` for one node an operation.
        limits: Budgets of size and work, known from the shapes before anything is computed.

    Raises:
        EngineError: For names and shapes that do not fit (see :func:`engine.lowering.lower`), leaves
            without a value, and a budget that is hit. Values outside a domain never raise: they give warnings.
    """
    given = {name: array(name, value) for name, value in canonical_keys(inputs or {}).items()}
    graph = lower(
        program,
        {name: np.shape(value) for name, value in given.items()},
        roles=canonical_keys(roles or {}),
        output=canonical(output) if output is not None else None,
        grain=grain,
        limits=limits,
    )
    (limits or Limits()).check_terms(sum(elements(graph.nodes[k].shape) * len(t) for k, t in enumerate(graph.terms)))
    evaluation = evaluate(graph, leaf_values(program, graph, given))
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


def canonical_keys(mapping: Mapping[str, T]) -> dict[str, T]:
    """The mapping by canonical names.

    Raises:
        EngineError: For a name that is given twice, in two spellings.
    """
    result: dict[str, T] = {}
    for key, value in mapping.items():
        name = canonical(key)
        if name in result:
            raise EngineError(f"'{name}' is given twice.", "λ and lambda are one name; keep one of them.")
        result[name] = value
    return result


def leaf_values(program: Program, graph: Graph, given: Mapping[str, Value]) -> dict[str, Value]:
    """The value of every leaf and constant: the given one, else the source's.

    Raises:
        EngineError: For a leaf without a value.
    """
    declared = {leaf.name: leaf for leaf in program.leaves}
    values: dict[str, Value] = {}
    for node in (*graph.nodes, *graph.constants):
        if node.body:
            continue
        name = node.tensor or node.id
        value = given.get(name)
        if value is None and name in declared and declared[name].value is not None:
            value = array(name, declared[name].value)
        if value is not None and node.tensor is not None:
            value = np.float64(value[node.at])
        if value is None:
            raise EngineError(
                f"'{node.id}' has no value.", f"Write {node.id} = 1, or give it as an input.",
                node.span,
            )  # fmt: skip
        values[node.id] = value
    return values


def array(name: str, value: object) -> Value:
    """A leaf's value as float64: a scalar, or an array that nobody can write to."""
    try:
        if isinstance(value, Real):
            return np.float64(float(value))
        array = np.array(value)  # a copy, so that the trace stays what it is
        if array.dtype.kind in "fiub":
            array = array.astype(np.float64, copy=False)
            array.setflags(write=False)
            return array if array.ndim else np.float64(array)
    except (OverflowError, ValueError):
        pass
    raise EngineError(
        f"The value of '{name}' is neither a number that float64 can hold nor a rectangular array of such.",
        "Give one number, or nested lists whose rows are all of one length.",
    )
