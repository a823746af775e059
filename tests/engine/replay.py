"""Programs computed once more with Values, each line by Python's operators, as a user would."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.eager.calls import call
from engine.eager.record import record
from engine.eager.value import Value
from engine.notation.program import Argument, Literal, Name, Operation, Program, Result
from engine.primitives.ops import NOTATION
from engine.sweeps.trace import Trace

OPERATORS: dict[str, Any] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "div": operator.truediv,
    "pow": operator.pow,
    "matmul": operator.matmul,
    "neg": operator.neg,
}


def replay(program: Program, inputs: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Every name of the program, leaves and lines, as a labelled Value."""
    given = dict(inputs or {})
    leaves = {leaf.name: (given.get(leaf.name, leaf.value), leaf.role) for leaf in program.leaves}
    leaves |= {name: (value, "input") for name, value in given.items() if name not in leaves}
    values: dict[str, Any] = {
        name: Value(value, label=name, role=role)  # type: ignore[arg-type] # a role of a program is one
        for name, (value, role) in leaves.items()
    }
    for definition in program.definitions:
        results: list[Any] = []
        for operation in definition.body:
            results.append(_apply(operation, [_resolve(one, values, results) for one in operation.arguments]))
        last = results[-1] if isinstance(results[-1], Value) else Value(results[-1])
        last.label = definition.name
        values[definition.name] = last
    return values


def _resolve(argument: Argument, values: Mapping[str, Any], results: list[Any]) -> Any:
    match argument:
        case Name(id=name):
            return values[name]
        case Result(index):
            return results[index]
        case Literal(value):
            return value if isinstance(value, float) else np.array(value)


def _apply(operation: Operation, arguments: list[Any]) -> Any:
    """The operation's Value; a number where no Value is among its arguments."""
    if not any(isinstance(one, Value) for one in arguments):
        return record(operation.op, arguments, operation.options).data
    op = operation.op
    if op == "juxtapose":
        left, right = (np.shape(one.data if isinstance(one, Value) else one) for one in arguments)
        fits = left and right and max(len(left), len(right)) > 1 and left[-1] == right[-2 if len(right) > 1 else 0]
        op = "matmul" if fits else "mul"
    if op in OPERATORS:
        return OPERATORS[op](*arguments)
    if op in NOTATION and not operation.options and isinstance(arguments[0], Value):
        return getattr(arguments[0], op)(*arguments[1:])
    if op in NOTATION and op not in ("stack", "concatenate"):
        return call(op, *arguments, **dict(operation.options))
    return record(op, arguments, operation.options)


def assert_same(ours: Trace, theirs: Trace) -> None:
    """The same numbers at the same nodes and edges; the program may hold more that its output does not use."""
    assert ours.graph.nodes[ours.graph.output].id == theirs.graph.nodes[theirs.graph.output].id
    for mine, full in ((ours.values, theirs.values), (ours.adjoints, theirs.adjoints)):
        assert mine.keys() <= full.keys()
        for name, number in mine.items():
            assert np.array_equal(number, full[name], equal_nan=True), name
    used = {node.id for node, reaches in zip(theirs.graph.nodes, theirs.graph.reaches_output, strict=True) if reaches}
    assert used <= ours.values.keys()
    locals_ = [
        {edge.id: local for edge, local in zip(one.graph.edges, one.sweep.locals, strict=True)}
        for one in (ours, theirs)
    ]
    assert locals_[0].keys() == {edge.id for edge in theirs.graph.edges if theirs.graph.nodes[edge.child].id in used}
    for edge, local in locals_[0].items():
        other = locals_[1][edge]
        if local is None or other is None:
            assert local is other, edge
        else:
            assert np.array_equal(local, other, equal_nan=True), edge
