"""One interpreter of straight-line code, for values of any kind: run it, pull an adjoint back, push tangents on.

A node's body is such code, a graph is, a tape is: what stands at a position is computed from what stands before it.
What is computed with (an *arithmetic*) is a few functions: numbers, formulas, positions on a tape, whether anything
arrives at all. The walk is written here and nowhere else.

Positions of a body are those of its operations; its slots stand before them, slot k at ``~k``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from engine.graph.graph import Constant, Operation, Slot
from engine.notation.program import Literal, Result

T = TypeVar("T")

Arguments = Callable[[int], Sequence[tuple[int, int]]]
"""For a position its arguments that count, as (number of the argument, position)."""
Term = Callable[[int], "T | None"]
"""From the number of an argument to the term it receives; None where it receives nothing."""


def operands(
    operation: Operation, slots: Sequence[T], results: Sequence[T], known: Callable[[Constant | Literal], T]
) -> list[T]:
    """What the arguments of an operation stand for.

    Args:
        results: Of the body's earlier operations.
        known: What named constants and literals stand for.
    """
    found: list[T] = []
    for argument in operation.arguments:
        if isinstance(argument, Slot):
            found.append(slots[argument.index])
        elif isinstance(argument, Result):
            found.append(results[argument.index])
        else:
            found.append(known(argument))
    return found


def run(
    body: Sequence[Operation],
    slots: Sequence[T],
    known: Callable[[Constant | Literal], T],
    apply: Callable[[Operation, list[T]], T],
) -> list[T]:
    """The results of a body's operations, in order."""
    results: list[T] = []
    for operation in body:
        results.append(apply(operation, operands(operation, slots, results, known)))
    return results


def pull(
    body: Sequence[Operation],
    slots: int,
    upstream: T,
    terms: Callable[[int, T], Term[T]],
    total: Callable[[int, list[T]], T],
) -> list[T | None]:
    """What an adjoint of a body's value sends to each of so many slots; None where nothing arrives.

    Args:
        terms: From a position and its adjoint to the terms of its arguments. Constants and literals receive none.
        total: The adjoint of a position (a slot's too) from the terms that arrived, the last user's first.
    """
    found = reverse_sweep(len(body) - 1, upstream, _arguments(body), terms, total)
    return [found.get(~slot) for slot in range(slots)]


def push(
    body: Sequence[Operation],
    slots: Sequence[T | None],
    terms: Callable[[int], Callable[[int, T], T | None]],
    total: Callable[[int, list[T]], T],
) -> T | None:
    """The tangent of a body's value from the tangents of its slots; None where nothing moves.

    Args:
        terms: For a position what its arguments' tangents add to its own: (number, tangent) -> term.
        total: The tangent of a position from these terms.
    """
    moving = {~slot: tangent for slot, tangent in enumerate(slots) if tangent is not None}
    return forward_sweep(range(len(body)), moving, _arguments(body), terms, total).get(len(body) - 1)


def reverse_sweep(
    last: int,
    upstream: T,
    arguments: Arguments,
    terms: Callable[[int, T], Term[T]],
    total: Callable[[int, list[T]], T],
) -> dict[int, T]:
    """The adjoints of all positions (a body's slots among them) at which anything arrives from ``last``.

    A position is finished, and sends, when all its users have sent: they stand after it.
    """
    received = {last: [upstream]}
    finished: dict[int, T] = {}
    for position in range(last, -1, -1):
        if position not in received:
            continue
        adjoint = finished[position] = total(position, received.pop(position))
        places = arguments(position)
        if places:
            term = terms(position, adjoint)
            for number, place in places:
                sent = term(number)
                if sent is None:
                    continue
                if place in received:
                    received[place].append(sent)
                else:
                    received[place] = [sent]
    for slot, found in received.items():  # what is left has been received before the first position
        finished[slot] = total(slot, found)
    return finished


def forward_sweep(
    order: Iterable[int],
    moving: dict[int, T],
    arguments: Arguments,
    terms: Callable[[int], Callable[[int, T], T | None]],
    total: Callable[[int, list[T]], T],
) -> dict[int, T]:
    """The tangents of the positions in ``order``, added to those of the positions that are moved.

    A position at which no term arrives stands still and gets none.
    """
    for position in order:
        arrived: list[T] = []
        places = [one for one in arguments(position) if one[1] in moving]
        if places:
            term = terms(position)
            for number, place in places:
                sent = term(number, moving[place])
                if sent is not None:
                    arrived.append(sent)
        if arrived:
            moving[position] = total(position, arrived)
    return moving


def _arguments(body: Sequence[Operation]) -> Arguments:
    """The arguments of a body's operations that are no constants."""

    def arguments(position: int) -> Sequence[tuple[int, int]]:
        places: list[tuple[int, int]] = []
        for number, one in enumerate(body[position].arguments):
            if isinstance(one, Slot):
                places.append((number, ~one.index))
            elif isinstance(one, Result):
                places.append((number, one.index))
        return places

    return arguments
