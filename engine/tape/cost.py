"""What the passes cost, counted and not timed: the operations that each of them appends to a tape.

An operation on one number counts as one operation; the multiplication and the addition of a matrix
product count together as one multiply-add (and as two operations). What has been computed once is not
counted again, nor is what only rearranges. Nothing is simplified: the rules are counted as they stand, but
for numbers that only numbers go into.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.formula.expr import Options
from engine.graph.graph import Graph
from engine.graph.inputs import sweeps
from engine.primitives.declaration import element_count
from engine.primitives.ops import TABLE
from engine.tape.differentiate import pushforward, reverse
from engine.tape.recording import record
from engine.tape.tape import CONSTANT, INPUT, Tape

NUMBER_BYTES = 8


@dataclass(frozen=True, slots=True)
class Count:
    """What one pass takes.

    Args:
        multiply_adds: In products of vectors and matrices, and convolutions.
        operations: On single numbers, all of them together.
        bytes: Of the values that are written, in float64.
    """

    multiply_adds: int
    operations: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Cost:
    """The passes of a graph.

    Args:
        forward: The forward pass.
        backprop: The reverse sweep after it, for every adjoint.
        parameters: The same for the parameters alone (for every leaf, if there are no parameters).
        tangent: One tangent sweep after the forward pass, all leaves moving.
        sweeps: How many tangent sweeps a whole gradient would take.
    """

    forward: Count
    backprop: Count
    parameters: Count
    tangent: Count
    sweeps: int

    def ratio(self, count: Count) -> float:
        """A pass over the forward pass: in multiply-adds where there are such, else in operations."""
        if self.forward.multiply_adds:
            return count.multiply_adds / self.forward.multiply_adds
        return count.operations / max(1, self.forward.operations)


class _Uncut(Tape):
    """A tape on which every operation is written down, and as it is: a sweep goes through each node's own."""

    __slots__ = ()

    def apply(self, op: str, arguments: Sequence[int], options: Options = ()) -> int:
        return self._compute(op, tuple(arguments), options)


def cost(graph: Graph) -> Cost:
    """Count the passes of a graph."""
    recording = record(graph, _Uncut())
    tape, forward = recording.tape, range(len(recording.tape))
    places = {node.id: recording.positions[node.id] for node in graph.nodes}
    leaves = [node for node in graph.nodes if not node.body]
    parameters = [node for node in graph.nodes if node.role == "parameter"] or leaves
    adjoints = reverse(tape, recording.output, places.values())
    directions = {places[leaf.id]: tape.input(f" direction of {leaf.id}", leaf.shape) for leaf in leaves}
    tangents = pushforward(tape, directions, places.values())
    same = _same(tape)

    def after_forward(results: Iterable[int | None]) -> Count:
        needed = tape.needed(one for one in results if one is not None)
        return _count(tape, {same[one] for one in range(len(tape)) if needed[one]}.difference(forward))

    return Cost(
        _count(tape, {same[one] for one in forward}),
        after_forward(adjoints.values()),
        after_forward(adjoints[places[node.id]] for node in parameters),
        after_forward(tangents.values()),
        sweeps(graph),
    )


def forward_cost(graph: Graph) -> Count:
    """Count the forward pass alone."""
    tape = record(graph, _Uncut()).tape
    return _count(tape, set(_same(tape)))


def _same(tape: Tape) -> list[int]:
    """For each position the first one at which the same is computed; below 0 what only constants go into."""
    found: list[int] = []
    known: dict[object, int] = {}
    for position, op in enumerate(tape.ops):
        arguments = tuple(found[argument] for argument in tape.arguments[position])
        key: object = position if op in (INPUT, CONSTANT) else (op, arguments, tape.options[position])
        fixed = op != INPUT and all(argument < 0 for argument in arguments)
        found.append(known.setdefault(key, ~position if fixed else position))
    return found


def _count(tape: Tape, positions: Iterable[int]) -> Count:
    multiply_adds = operations = written = 0
    for position in positions:
        if position < 0 or tape.ops[position] in (INPUT, "identity"):
            continue
        primitive, shape = TABLE[tape.ops[position]], tape.shapes[position]
        shapes = tuple(tape.shapes[argument] for argument in tape.arguments[position])
        declared = None if primitive.multiply_adds is None else primitive.multiply_adds(shapes, shape)
        if declared == 0:  # the same numbers in another arrangement
            continue
        written += NUMBER_BYTES * element_count(shape)
        if declared is not None and len(primitive.linear) == 2:  # a product
            multiply_adds += declared
            operations += 2 * declared
        elif declared is not None:
            operations += declared
        else:
            operations += element_count(shape) if primitive.elementwise else max(map(element_count, shapes), default=0)
    return Count(multiply_adds, operations, written)
