"""A graph of single numbers as formulas in its leaves: every name replaced by what it stands for."""

from __future__ import annotations

from engine.calculus.hash_consed import Store
from engine.errors import EngineError
from engine.explain.symbols import node_symbol
from engine.formula.expr import Number, Shape
from engine.graph.graph import Constant, Graph, Operation
from engine.graph.interpret import run
from engine.notation.program import Literal
from engine.primitives.ops import TABLE

_REMEDY = "Ask for the element grain, which unfolds arrays into single numbers, or make the model of numbers alone."


def read_graph(graph: Graph, store: Store) -> list[list[int]]:
    """For each node the formulas of its body's results, the last being its own (of a leaf: its name).

    The list is empty for a node that the output does not depend on.

    Raises:
        EngineError: For arrays on the way to the output.
    """
    constants = {one.id: one for one in graph.constants}

    def known(argument: Constant | Literal) -> int:
        if isinstance(argument, Constant):
            one = constants[argument.id]
            check_shape(one.id, one.shape)
            return store.symbol(node_symbol(one))
        value, written = argument.value, argument.latex
        assert not isinstance(value, tuple)  # the operation would have the array's shape, and have been refused
        return store.number(Number(value, written if not written.startswith("-") else None))

    def apply(operation: Operation, given: list[int]) -> int:
        return given[0] if operation.op == "identity" else store.apply(operation.op, given)

    found: list[list[int]] = []
    for index, node in enumerate(graph.nodes):
        if not graph.reaches_output[index]:
            found.append([])
            continue
        check_shape(node.id, node.shape)
        for operation in node.body:
            _check_operation(node.id, operation)
        owners = [found[parent][-1] for parent in node.parents]
        found.append(run(node.body, owners, known, apply) if node.body else [store.symbol(node_symbol(node))])
    return found


def check_shape(name: str, shape: Shape) -> None:
    """Refuse an array.

    Raises:
        EngineError: With the remedy.
    """
    if shape:
        raise EngineError(
            f"A calculus class writes single numbers; '{name}' is an array of shape {shape}.",
            _REMEDY,
            code="array-name-in-class",
            name=name,
            shape=str(shape),
        )


def _check_operation(name: str, operation: Operation) -> None:
    check_shape(name, operation.shape)
    if not TABLE[operation.op].elementwise or operation.options:
        what = f"A calculus class writes single numbers; '{name}' is made with {operation.op}, an operation on arrays."
        raise EngineError(what, _REMEDY, code="array-operation-in-class", name=name, operation=operation.op)
