"""Derivative rules read on the nodes of a tape: the sweep is written down instead of computed.

What is written down can be differentiated, shown and compiled like anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from engine.formula.expr import ZERO, Expr, Options
from engine.formula.walk import fold
from engine.graph.interpret import forward_sweep, reverse_sweep
from engine.primitives.declaration import meaning
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
    if not leads[output]:
        return dict.fromkeys(wanted)

    def arguments(position: int) -> Sequence[tuple[int, int]]:
        given = tape.arguments[position]  # from the last: what has arrived is turned to the program's order
        return [(number, given[number]) for number in range(len(given) - 1, -1, -1) if leads[given[number]]]

    def terms_of(position: int, adjoint: int) -> Callable[[int], int | None]:
        rules = _rules(tape, position, terms)
        found = {
            number: read(tape, rules[number], tape.arguments[position], position, adjoint)
            for number, argument in enumerate(tape.arguments[position])
            if leads[argument] and rules[number] != ZERO
        }
        return found.get

    def total(position: int, arrived: list[int]) -> int:
        return _named(tape, _summed(tape, arrived[::-1]), position, "bar")

    before, tape.sweeping = tape.sweeping, True
    begin = _ones_like(tape, output) if seed is None else seed
    found = reverse_sweep(output, begin, arguments, terms_of, total)
    tape.sweeping = before
    return {position: found.get(position) for position in wanted}


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
    order = [one for one in range(len(needed)) if needed[one] and moved[one] and one not in tangents]

    def terms_of(position: int) -> Callable[[int, int], int | None]:
        rules, arguments = _rules(tape, position, tangent_terms), tape.arguments[position]

        def term(tangent: int, number: int) -> int | None:
            rule = rules[number]
            return None if rule == ZERO else read(tape, rule, arguments, position, tangent)

        return term

    def total(position: int, arrived: list[int]) -> int:
        found, shape = _summed(tape, arrived), tape.shapes[position]
        if tape.shapes[found] != shape:  # only a narrower argument was moved
            found = tape.apply("broadcast_to", (found,), (("shape", shape),))
        return _named(tape, found, position, "dot")

    before, tape.sweeping = tape.sweeping, True
    found = forward_sweep(order, dict(tangents), lambda one: list(enumerate(tape.arguments[one])), terms_of, total)
    tape.sweeping = before
    return {position: found.get(position) for position in wanted}


def read(tape: Tape, rule: Expr, arguments: Sequence[int], output: int, upstream: int) -> int:
    """Write a rule on the tape: of the arguments, the output ``Y`` and, for ``G``, an adjoint or a tangent."""

    def apply(op: str, operands: list[int], options: Options) -> int:
        return tape.apply(op, operands, options)

    return fold(rule, lambda symbol: meaning(symbol, arguments, output, upstream), tape.constant, apply)


def _rules(tape: Tape, position: int, kind: Callable[..., tuple[Expr, ...]]) -> tuple[Expr, ...]:
    """The rules of that kind for the operation at a position, one for each argument."""
    shapes = tuple(tape.shapes[argument] for argument in tape.arguments[position])
    return kind(tape.ops[position], shapes, tape.shapes[position], tape.options[position])


def _ones_like(tape: Tape, position: int) -> int:
    one, shape = tape.constant(1.0), tape.shapes[position]
    return tape.apply("broadcast_to", (one,), (("shape", shape),)) if shape else one


def _summed(tape: Tape, found: list[int]) -> int:
    total = found[0]
    for term in found[1:]:
        total = tape.apply("add", (total, term))
    return total


def _named(tape: Tape, found: int, position: int, kind: str) -> int:
    """What belongs to a position with a name, called after it."""
    if position in tape.names:
        tape.names.setdefault(found, f"{tape.names[position]}_{kind}")
    return found
