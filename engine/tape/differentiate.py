"""Derivative rules read on the nodes of a tape: the sweep is written down instead of computed.

What is written down can be differentiated, shown and compiled like anything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.formula.expr import ZERO, Expr, Options, Symbol
from engine.formula.walk import fold
from engine.primitives.declaration import G, Y, position_of
from engine.primitives.rules import tangent_terms, terms
from engine.tape import Tape


def reverse(tape: Tape, output: int, wrt: Iterable[int], seed: int | None = None) -> dict[int, int | None]:
    """Append the reverse sweep from ``output`` to the tape.

    Args:
        wrt: The positions whose adjoints are wanted. Nothing else gets one that these do not need.
        seed: The position of the output's adjoint, in its shape; 1 in every entry unless given.

    Returns:
        The position of each wanted adjoint, in the shape of what it belongs to; None where the output
        does not depend on it.
    """
    wanted = list(wrt)
    leads = tape.depending(wanted)
    received: dict[int, list[int]] = {}
    result: dict[int, int | None] = dict.fromkeys(wanted)
    if not leads[output]:
        return result
    before, tape.sweeping = tape.sweeping, True
    received[output] = [_ones_like(tape, output) if seed is None else seed]
    for position in range(output, -1, -1):
        found = received.pop(position, None)
        if found is None:
            continue
        adjoint = _summed(tape, found[::-1])  # found from the last child to the first
        if position in result:
            result[position] = adjoint
        if position in tape.names:
            tape.names.setdefault(adjoint, f"{tape.names[position]}_bar")
        for argument, term in reversed(_terms(tape, position, adjoint, leads)):
            received.setdefault(argument, []).append(term)
    tape.sweeping = before
    return result


def _ones_like(tape: Tape, position: int) -> int:
    one, shape = tape.constant(1.0), tape.shapes[position]
    return tape.apply("broadcast_to", (one,), (("shape", shape),)) if shape else one


def _summed(tape: Tape, found: list[int]) -> int:
    total = found[0]
    for term in found[1:]:
        total = tape.apply("add", (total, term))
    return total


def _terms(tape: Tape, position: int, adjoint: int, leads: list[bool]) -> list[tuple[int, int]]:
    """What an operation sends to those of its arguments that lead to something wanted."""
    arguments = tape.arguments[position]
    if not any(leads[argument] for argument in arguments):
        return []
    shapes = tuple(tape.shapes[argument] for argument in arguments)
    rules = terms(tape.ops[position], shapes, tape.shapes[position], tape.options[position])
    return [
        (argument, read(tape, rule, arguments, position, adjoint))
        for argument, rule in zip(arguments, rules, strict=True)
        if leads[argument] and rule != ZERO
    ]


def read(tape: Tape, rule: Expr, arguments: tuple[int, ...], output: int, upstream: int | None = None) -> int:
    """Write a rule on the tape: of the arguments, the output ``Y`` and, for ``G``, an adjoint or a tangent."""

    def symbol(one: Symbol) -> int:
        if one == G and upstream is not None:
            return upstream
        return output if one == Y else arguments[position_of(one)]

    def apply(op: str, operands: list[int], options: Options) -> int:
        return tape.apply(op, operands, options)

    return fold(rule, symbol, tape.constant, apply)


def pushforward(tape: Tape, tangents: Mapping[int, int], results: Iterable[int]) -> dict[int, int | None]:
    """Append the forward-mode sweep to the tape.

    Args:
        tangents: For each position that is moved, the position of its direction, in its shape.
        results: The positions whose tangents are wanted.

    Returns:
        The position of each wanted tangent, in the shape of what it belongs to; None where nothing
        that is moved leads to it.
    """
    wanted = list(results)
    needed, moved = tape.needed(wanted), tape.depending(tangents)
    found: dict[int, int] = dict(tangents)
    before, tape.sweeping = tape.sweeping, True
    for position in range(len(needed)):
        if not (needed[position] and moved[position]) or position in found:
            continue
        total = _moved(tape, position, found)
        if total is not None:
            found[position] = total
            if position in tape.names:
                tape.names.setdefault(total, f"{tape.names[position]}_dot")
    tape.sweeping = before
    return {position: found.get(position) for position in wanted}


def _moved(tape: Tape, position: int, tangents: Mapping[int, int]) -> int | None:
    """The tangent of one value from its arguments' tangents."""
    arguments, shape = tape.arguments[position], tape.shapes[position]
    shapes = tuple(tape.shapes[argument] for argument in arguments)
    rules = tangent_terms(tape.ops[position], shapes, shape, tape.options[position])
    parts = [
        read(tape, rule, arguments, position, tangents[argument])
        for argument, rule in zip(arguments, rules, strict=True)
        if argument in tangents and rule != ZERO
    ]
    if not parts:
        return None
    total = _summed(tape, parts)
    if tape.shapes[total] != shape:  # only a narrower argument was moved
        total = tape.apply("broadcast_to", (total,), (("shape", shape),))
    return total
