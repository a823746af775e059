"""Graph -> Tape: the bodies of the nodes, one after the other."""

from __future__ import annotations

from dataclasses import dataclass

from engine.graph.graph import Constant, Graph, Operation
from engine.graph.interpret import run
from engine.notation.program import Literal
from engine.tape.rewriting import rewrite
from engine.tape.tape import Tape


@dataclass(frozen=True, slots=True)
class Recording:
    """A graph on tape.

    Args:
        positions: For each node (and named constant) of the graph its position, by id. Two nodes that
            compute the same share one.
        output: The position of the graph's output.
    """

    tape: Tape
    positions: dict[str, int]
    output: int


def record(graph: Graph, tape: Tape | None = None) -> Recording:
    """Write a graph on a tape. Leaves and named constants become inputs, literals constants.

    Args:
        tape: An empty one; a new one that simplifies unless given.
    """
    tape = Tape(rewrite) if tape is None else tape
    positions = {constant.id: tape.input(constant.id, constant.shape) for constant in graph.constants}
    order: list[int] = []

    def known(argument: Constant | Literal) -> int:
        return positions[argument.id] if isinstance(argument, Constant) else tape.constant(argument.value)

    def apply(operation: Operation, operands: list[int]) -> int:
        return tape.apply(operation.op, operands, operation.options)

    for node in graph.nodes:
        if node.body:
            order.append(run(node.body, [order[parent] for parent in node.parents], known, apply)[-1])
            tape.names.setdefault(order[-1], node.id)
        else:
            order.append(tape.input(node.id, node.shape))
        positions[node.id] = order[-1]
    return Recording(tape, positions, order[graph.output])
