"""What the passes cost, counted and not timed: the same rules, read on nothing but shapes.

An operation on one number counts as one operation; the multiplication and the addition of a matrix
product count together as one multiply-add (and as two operations). What has been computed once is not
counted again, nor is what only rearranges.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.formula.expr import ZERO, Expr, Options, Shape, Symbol
from engine.formula.walk import fold
from engine.graph.graph import Argument, Constant, Graph, Operation, Slot
from engine.graph.inputs import sweeps
from engine.notation.program import Literal, Result
from engine.primitives.declaration import G, Y, element_count, position_of
from engine.primitives.ops import TABLE
from engine.primitives.rules import tangent_terms, terms

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


def cost(graph: Graph) -> Cost:
    """Count the passes of a graph."""
    values = _Ledger()
    nodes = _forward(graph, values)
    forward = values.count
    parameters = [node.role == "parameter" for node in graph.nodes]
    wanted = parameters if any(parameters) else [not node.body for node in graph.nodes]
    counts = []
    for active in ([True] * len(graph.nodes), _dependent(graph, wanted)):
        ledger = values.continued()
        _reverse(graph, nodes, ledger, active)
        counts.append(ledger.count)
    ledger = values.continued()
    _tangent(graph, nodes, ledger)
    return Cost(forward, counts[0], counts[1], ledger.count, sweeps(graph))


@dataclass(frozen=True, slots=True)
class _Entry:
    """A value that has been computed: its place in the ledger, its shape, whether it is a plain constant."""

    place: int
    shape: Shape
    constant: bool = False


class _Ledger:
    """Writes down every operation once, with what it takes."""

    def __init__(self) -> None:
        self.known: dict[object, _Entry] = {}
        self.multiply_adds = 0
        self.operations = 0
        self.bytes = 0

    def continued(self) -> _Ledger:
        """A ledger that knows the same values and counts from 0."""
        other = _Ledger()
        other.known = dict(self.known)
        return other

    @property
    def count(self) -> Count:
        return Count(self.multiply_adds, self.operations, self.bytes)

    def given(self, key: object, shape: Shape, *, constant: bool = False) -> _Entry:
        """A value that costs nothing: a leaf or a literal."""
        return self.known.setdefault(key, _Entry(len(self.known), shape, constant))

    def apply(self, op: str, operands: Sequence[_Entry], options: Options) -> _Entry:
        """An operation; nothing is counted for one that is known, or that constants alone go into."""
        key = (op, tuple(operand.place for operand in operands), options)
        if key in self.known:
            return self.known[key]
        primitive = TABLE[op]
        shapes = tuple(operand.shape for operand in operands)
        shape = primitive.shape(*shapes, **dict(options))
        constant = all(operand.constant for operand in operands)
        entry = self.known[key] = _Entry(len(self.known), shape, constant)
        if constant or op == "identity":
            return entry
        declared = None if primitive.multiply_adds is None else primitive.multiply_adds(shapes, shape)
        if declared == 0:  # the same numbers in another arrangement
            return entry
        self.bytes += NUMBER_BYTES * element_count(shape)
        if declared is not None and len(primitive.linear) == 2:  # a product
            self.multiply_adds += declared
            self.operations += 2 * declared
        elif declared is not None:
            self.operations += declared
        else:
            self.operations += (
                element_count(shape) if primitive.elementwise else max(map(element_count, shapes), default=0)
            )
        return entry

    def add(self, total: _Entry | None, term: _Entry) -> _Entry:
        return term if total is None else self.apply("add", (total, term), ())


_Resolve = Callable[[Argument], _Entry]


def _forward(graph: Graph, ledger: _Ledger) -> list[list[_Entry]]:
    """For each node the entries of its body's results (of a leaf: its own)."""
    made: list[list[_Entry]] = []
    for index, node in enumerate(graph.nodes):
        results: list[_Entry] = [] if node.body else [ledger.given(("leaf", index), node.shape)]
        resolve = _resolver(graph, index, made, results, ledger)
        for operation in node.body:
            arguments = list(map(resolve, operation.arguments))  # of which some are the results before it
            results.append(ledger.apply(operation.op, arguments, operation.options))
        made.append(results)
    return made


def _resolver(
    graph: Graph, index: int, made: Sequence[Sequence[_Entry]], results: Sequence[_Entry], ledger: _Ledger
) -> _Resolve:
    node = graph.nodes[index]

    def resolve(argument: Argument) -> _Entry:
        match argument:
            case Slot(slot):
                return made[node.parents[slot]][-1]
            case Result(position):
                return results[position]
            case Constant(name):
                return ledger.given(("constant", name), graph.argument_shape(node, argument))
            case Literal(value):
                return ledger.given(("literal", value), graph.argument_shape(node, argument), constant=True)

    return resolve


def _dependent(graph: Graph, wanted: Sequence[bool]) -> list[bool]:
    """Which nodes depend on a wanted one, or are one."""
    found = list(wanted)
    for index, node in enumerate(graph.nodes):
        found[index] = found[index] or any(found[parent] for parent in node.parents)
    return found


def _reverse(graph: Graph, made: Sequence[Sequence[_Entry]], ledger: _Ledger, active: Sequence[bool]) -> None:
    arrived: dict[int, _Entry] = {graph.output: ledger.given("seed", (), constant=True)}
    for index in range(graph.output, -1, -1):
        node = graph.nodes[index]
        if not node.body or index not in arrived:
            continue
        upstream: dict[int, _Entry] = {len(node.body) - 1: arrived[index]}
        resolve = _resolver(graph, index, made, made[index], ledger)
        needed = _needed(node.body, [active[parent] for parent in node.parents])
        for position in range(len(node.body) - 1, -1, -1):
            if position not in upstream:
                continue
            operation = node.body[position]
            arguments = list(map(resolve, operation.arguments))
            shapes = tuple(one.shape for one in arguments)
            rules = terms(operation.op, shapes, operation.shape, operation.options)
            for argument, rule in zip(operation.arguments, rules, strict=True):
                if rule == ZERO:
                    continue
                if isinstance(argument, Slot) and active[node.parents[argument.index]]:
                    target, place = arrived, node.parents[argument.index]
                elif isinstance(argument, Result) and needed[argument.index]:
                    target, place = upstream, argument.index
                else:
                    continue
                term = _read(ledger, rule, upstream[position], arguments, made[index][position])
                target[place] = ledger.add(target.get(place), term)


def _needed(body: Sequence[Operation], slots: Sequence[bool]) -> list[bool]:
    """Which results of a body depend on a slot whose adjoint is wanted."""
    found: list[bool] = []
    for operation in body:
        found.append(
            any(
                slots[one.index] if isinstance(one, Slot) else found[one.index]
                for one in operation.arguments
                if isinstance(one, Slot | Result)
            )
        )
    return found


def _tangent(graph: Graph, made: Sequence[Sequence[_Entry]], ledger: _Ledger) -> None:
    tangents: list[_Entry | None] = []
    for index, node in enumerate(graph.nodes):
        if not node.body:
            tangents.append(ledger.given(("tangent", index), node.shape))
            continue
        moving: list[_Entry | None] = []
        resolve = _resolver(graph, index, made, made[index], ledger)
        for position, operation in enumerate(node.body):
            arguments = list(map(resolve, operation.arguments))
            shapes = tuple(one.shape for one in arguments)
            total: _Entry | None = None
            rules = tangent_terms(operation.op, shapes, operation.shape, operation.options)
            for argument, rule in zip(operation.arguments, rules, strict=True):
                own = None
                if isinstance(argument, Slot):
                    own = tangents[node.parents[argument.index]]
                elif isinstance(argument, Result):
                    own = moving[argument.index]
                if own is not None and rule != ZERO:
                    total = ledger.add(total, _read(ledger, rule, own, arguments, made[index][position]))
            moving.append(total)
        tangents.append(moving[-1])


def _read(ledger: _Ledger, rule: Expr, upstream: _Entry, arguments: Sequence[_Entry], output: _Entry) -> _Entry:
    """A rule read on entries."""

    def symbol(one: Symbol) -> _Entry:
        return output if one == Y else upstream if one == G else arguments[position_of(one)]

    def number(value: float) -> _Entry:
        return ledger.given(("literal", value), (), constant=True)

    return fold(rule, symbol, number, ledger.apply)
