"""The values of leaves, as a request or a caller gives them: their names, their shapes."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real
from typing import TypeVar

import numpy as np

from engine.errors import EngineError
from engine.graph.graph import Graph
from engine.notation import canonical
from engine.notation.program import Program
from engine.primitives.declaration import Value, element_count

T = TypeVar("T")


def canonical_keys(mapping: Mapping[str, T]) -> dict[str, T]:
    """The mapping by canonical names.

    Raises:
        EngineError: For a name that is given twice, in two spellings.
    """
    result: dict[str, T] = {}
    for key, value in mapping.items():
        name = canonical(key)
        if name in result:
            raise EngineError(
                f"'{name}' is given twice.",
                "λ and lambda are one name; keep one of them.",
                code="name-given-twice",
                name=name,
            )
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
                node.span, code="no-value", name=node.id)  # fmt: skip
        values[node.id] = value
    return values


def array(name: str, value: object) -> Value:
    """A leaf's value (see :func:`numeric`) as float64: a scalar, or an array that nobody can write to."""
    found = numeric(name, value)
    if np.ndim(found):
        found = np.array(found, dtype=np.float64)  # a copy, so that the trace stays what it is
        found.setflags(write=False)
    return found


def numeric(name: str, value: object) -> Value:
    """A leaf's value: a float64 scalar, or an array of real numbers of any kind, the given one where it is one.

    Raises:
        EngineError: For what is neither.
    """
    try:
        if isinstance(value, Real):
            return np.float64(float(value))
        found = np.asarray(value)
        if found.dtype.kind in "fiub":
            return found if found.ndim else np.float64(found)
    except (OverflowError, ValueError):
        pass
    raise EngineError(
        f"The value of '{name}' is neither a number that float64 can hold nor a rectangular array of such.",
        "Give one number, or nested lists whose rows are all of one length.",
        code="unreadable-value",
        name=name,
    )


def sweeps(graph: Graph) -> int:
    """How many tangent sweeps a whole gradient would take: one for each number in the leaves."""
    return sum(element_count(node.shape) for node in graph.nodes if not node.body)
