"""The order in which a large scalar graph is run: many operations of one kind at a time.

Sums, differences and products are one kind: ``p q + r s``, with 1, −1 and 0 among the operands. A
product that only a sum uses is part of the sum, and long sums are one operation each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from engine.tape import CONSTANT, INPUT, Tape

BILINEAR = "p q + r s"
TOTAL = "Σ p q"
LONG = 8
"""Sums of more terms are one operation; shorter ones go in pairs."""

ONE, MINUS, ZERO = 0, 1, 2
"""Where the numbers 1, −1 and 0 are: first of all."""

Term = tuple[int, int]
"""A product of two values."""


@dataclass(slots=True)
class Flat:
    """A scalar tape without what its output does not need.

    Attributes:
        ops: For each operation the primitive, ``input``, ``constant``, ``BILINEAR`` or ``TOTAL``.
        arguments: For each operation its operands, earlier ones.
        depth: For each operation how many lie between it and the leaves.
        place: Where each position of the tape is now; some that only sums use are nowhere.
        constants: The values of the constants.
    """

    ops: list[str] = field(default_factory=list)
    arguments: list[tuple[int, ...]] = field(default_factory=list)
    depth: list[int] = field(default_factory=list)
    place: dict[int, int] = field(default_factory=dict)
    constants: dict[int, float] = field(default_factory=dict)

    def append(self, op: str, arguments: tuple[int, ...]) -> int:
        """Add an operation and give its place."""
        self.ops.append(op)
        self.arguments.append(arguments)
        self.depth.append(1 + max((self.depth[argument] for argument in arguments), default=-1))
        return len(self.ops) - 1

    def constant(self, value: float) -> int:
        """Add a number and give its place."""
        place = self.append(CONSTANT, ())
        self.constants[place] = value
        return place


def flattened(tape: Tape, output: int, wanted: Sequence[int]) -> Flat:
    """The operations that an output needs.

    Args:
        wanted: Positions that must have a place of their own (their adjoints are read).
    """
    flat = Flat()
    for value in (1.0, -1.0, 0.0):
        flat.constant(value)
    needed = tape.needed([output])
    uses = [0] * len(tape)
    for position, arguments in enumerate(tape.arguments):
        if needed[position]:
            for argument in arguments:
                uses[argument] += 1
    for position in (*wanted, output):
        uses[position] += 2
    held: dict[int, list[Term]] = {}

    def settled(position: int) -> int:
        """The place of a value, which is written now if it was held back."""
        if position not in flat.place:
            flat.place[position] = _sum(flat, held.pop(position))
        return flat.place[position]

    def terms(position: int) -> list[Term]:
        """A value as the terms of a sum."""
        return held.pop(position) if uses[position] == 1 and position in held else [(settled(position), ONE)]

    for position in range(output + 1):
        if not needed[position]:
            continue
        op, arguments = tape.ops[position], tape.arguments[position]
        match op, arguments:
            case "input", _:
                flat.place[position] = flat.append(INPUT, ())
            case "constant", _:
                flat.place[position] = flat.constant(float(tape.values[position]))
            case "mul", (a, b):
                held[position] = [(settled(a), settled(b))]
            case "square", (a,):
                held[position] = [(settled(a), settled(a))]
            case "neg", (a,):
                held[position] = [(settled(a), MINUS)]
            case "add", (a, b):
                left, right = terms(a), terms(b)
                longer, shorter = (left, right) if len(left) >= len(right) else (right, left)
                longer.extend(shorter)  # in place: a sum of many terms grows by one again and again
                held[position] = longer
            case "sub", (a, b):
                held[position] = [*terms(a), (settled(b), MINUS)]
            case _:
                flat.place[position] = flat.append(op, tuple(map(settled, arguments)))
    settled(output)
    return flat


def _sum(flat: Flat, terms: list[Term]) -> int:
    if len(terms) == 1:
        return flat.append(BILINEAR, (*terms[0], ZERO, MINUS))  # plus −0, which leaves the sign of a 0 alone
    if len(terms) > LONG:
        return flat.append(TOTAL, tuple(one for term in terms for one in term))
    waiting = [(max(flat.depth[p], flat.depth[q]), number, (p, q)) for number, (p, q) in enumerate(terms)]
    heapify(waiting)
    number = len(terms)
    while True:  # what is ready first is added first
        _, _, first = heappop(waiting)
        _, _, second = heappop(waiting)
        total = flat.append(BILINEAR, (*first, *second))
        if not waiting:
            return total
        number += 1
        heappush(waiting, (flat.depth[total], number, (total, ONE)))


def groups(flat: Flat) -> list[list[int]]:
    """Operations of one kind that can be run together, in order: whichever kind has most that are ready."""
    children: list[list[int]] = [[] for _ in flat.ops]
    waiting = [0] * len(flat.ops)
    ready: dict[str, list[int]] = {}
    for place, arguments in enumerate(flat.arguments):
        waiting[place] = len(arguments)
        for argument in arguments:
            children[argument].append(place)
        if not arguments:
            ready.setdefault(flat.ops[place], []).append(place)
    found: list[list[int]] = []
    for leaf in (CONSTANT, INPUT):
        if leaf in ready:
            found.append(ready.pop(leaf))
            _release(found[-1], flat, children, waiting, ready)
    while ready:
        op = max(ready, key=lambda one: len(ready[one]))
        step = ready.pop(op)
        if op == TOTAL and len(step) > 1:
            ready[op] = step[1:]
            step = step[:1]
        found.append(step)
        _release(step, flat, children, waiting, ready)
    return found


def _release(
    done: list[int], flat: Flat, children: list[list[int]], waiting: list[int], ready: dict[str, list[int]]
) -> None:
    for place in done:
        for child in children[place]:
            waiting[child] -= 1
            if waiting[child] == 0:
                ready.setdefault(flat.ops[child], []).append(child)
