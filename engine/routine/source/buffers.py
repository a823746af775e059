"""Which array each value is written into: the fewest that do, reused as soon as nothing reads them any more."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from engine.formula.expr import Shape
from engine.routine.source.numpy_forms import UFUNCS
from engine.tape import Tape

VIEWS = frozenset({"transpose", "reshape", "index", "broadcast_to"})
"""Operations that copy nothing."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Where values are kept.

    Args:
        buffer: For each value with a buffer its number.
        shapes: Of the buffers.
        instead: For a value that takes its operand's place the operand.
    """

    buffer: Mapping[int, int]
    shapes: Sequence[Shape]
    instead: Mapping[int, int]


def plan(tape: Tape, order: Sequence[int], kept: Collection[int], fresh: Collection[int]) -> Plan:
    """Plan the buffers.

    Args:
        order: The positions in the order in which they are computed.
        kept: Those that must outlive the routine: they get no buffer.
        fresh: Those that are made by a function that takes no ``out``.
    """
    root: dict[int, int] = {}
    last: dict[int, int] = {}
    for time, position in enumerate(order):
        view = tape.ops[position] in VIEWS and tape.shapes[position] != ()
        operand = tape.arguments[position][0] if view else position
        root[position] = root.get(operand, operand)
        for argument in tape.arguments[position]:
            last[root.get(argument, argument)] = time
    # What is read through a view is read when the view is.
    for time, position in enumerate(order):
        for argument in tape.arguments[position]:
            origin = root.get(argument, argument)
            last[origin] = max(last[origin], time)
    for position in kept:
        last[root.get(position, position)] = len(order)
    buffer: dict[int, int] = {}
    instead: dict[int, int] = {}
    shapes: list[Shape] = []
    free: dict[Shape, list[int]] = {}
    for time, position in enumerate(order):
        shape = tape.shapes[position]
        arguments = tape.arguments[position]
        ending = {origin for origin in (root.get(a, a) for a in arguments) if last[origin] == time and origin in buffer}
        if root[position] == position and shape and position not in kept and position not in fresh:
            if tape.ops[position] in UFUNCS:
                origins = [root.get(argument, argument) for argument in arguments]
                for argument in arguments:
                    alone = origins.count(argument) == arguments.count(argument)
                    if argument in ending and tape.shapes[argument] == shape and alone:
                        buffer[position] = buffer[argument]
                        instead[position] = argument
                        ending.discard(argument)
                        break
            if position not in buffer:
                waiting = free.setdefault(shape, [])
                if waiting:
                    buffer[position] = waiting.pop()
                else:
                    buffer[position] = len(shapes)
                    shapes.append(shape)
        for origin in ending:
            free.setdefault(tape.shapes[origin], []).append(buffer[origin])
    return Plan(buffer, shapes, instead)
