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

Known = Callable[[Constant | Literal], T]
"""What a named constant or a literal stands for."""
Arguments = Callable[[int], Sequence[tuple[int, int]]]
"""For a position its arguments that count, as (number of the argument, position)."""
Terms = Callable[[int, T], Callable[[int], T | None]]
"""From a position and its adjoint to the term of an argument, by number; None where nothing is sent."""
Added = Callable[[int], Callable[[T, int], T | None]]
"""From a position to what an argument adds to its tangent: (the argument's tangent, number) -> term, or None."""
Total = Callable[[int, list[T]], T]
"""The adjoint or tangent of a position from the terms that arrived: going back, the last user's is the first."""


def operands(operation: Operation, slots: Sequence[T], results: Sequence[T], known: Known[T]) -> list[T]:
    """What the arguments of an operation stand for, given the results of the body's earlier operations."""
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
    body: Sequence[Operation], slots: Sequence[T], known: Known[T], apply: Callable[[Operation, list[T]], T]
) -> list[T]:
    """The results of a body's operations, in order."""
    results: list[T] = []
    for operation in body:
        results.append(apply(operation, operands(operation, slots, results, known)))
    return results


def pull(body: Sequence[Operation], slots: int, upstream: T, terms: Terms[T], total: Total[T]) -> list[T | None]:
    """What an adjoint of a body's value sends to each of so many slots; None where nothing arrives.

    Constants and literals are sent nothing.
    """
    found = reverse_sweep(len(body) - 1, upstream, _arguments(body), terms, total)
    return [found.get(~slot) for slot in range(slots)]


def push(body: Sequence[Operation], slots: Sequence[T | None], terms: Added[T], total: Total[T]) -> T | None:
    """The tangent of a body's value from the tangents of its slots; None where nothing moves."""
    moving = {~slot: tangent for slot, tangent in enumerate(slots) if tangent is not None}
    return forward_sweep(range(len(body)), moving, _arguments(body), terms, total).get(len(body) - 1)


def reverse_sweep(last: int, upstream: T, arguments: Arguments, terms: Terms[T], total: Total[T]) -> dict[int, T]:
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
    order: Iterable[int], moving: dict[int, T], arguments: Arguments, terms: Added[T], total: Total[T]
) -> dict[int, T]:
    """The tangents of the positions in ``order``, added to those of the positions that are moved.

    A position at which no term arrives stands still and gets none.
    """
    for position in order:
        places = [one for one in arguments(position) if one[1] in moving]
        if places:
            term = terms(position)
            arrived = [sent for number, place in places if (sent := term(moving[place], number)) is not None]
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
