"""Graph -> Tape: the bodies of the nodes, one after the other."""

from __future__ import annotations

from dataclasses import dataclass

from engine.graph.graph import Argument, Constant, Graph, Slot
from engine.notation.program import Literal, Result
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


def record(graph: Graph) -> Recording:
    """Write a graph on a new tape. Leaves and named constants become inputs, literals constants."""
    tape = Tape(rewrite)
    positions: dict[str, int] = {}
    for constant in graph.constants:
        positions[constant.id] = tape.input(constant.id, constant.shape)
    order: list[int] = []
    for node in graph.nodes:
        if not node.body:
            order.append(tape.input(node.id, node.shape))
            positions[node.id] = order[-1]
            continue
        results: list[int] = []

        def resolve(argument: Argument, parents: tuple[int, ...] = node.parents, made: list[int] = results) -> int:
            match argument:
                case Slot(index):
                    return order[parents[index]]
                case Result(index):
                    return made[index]
                case Constant(name):
                    return positions[name]
                case Literal(value):
                    return tape.constant(value)

        for operation in node.body:
            operands = tuple(map(resolve, operation.arguments))
            results.append(tape.apply(operation.op, operands, operation.options))
        order.append(results[-1])
        positions[node.id] = results[-1]
        tape.names.setdefault(results[-1], node.id)
    return Recording(tape, positions, order[graph.output])
