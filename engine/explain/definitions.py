"""The symbolic side of a graph: each node's definition and each edge's local derivative.

The same derivative rules that give the numbers are read here on mathematics. At the named grain
they are composed through the unnamed steps of a line and simplified, in the author's order.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from engine.explain.symbols import node_symbol, partial_symbol
from engine.formula.expr import (
    ONE,
    Call,
    Expr,
    Negative,
    Number,
    Options,
    Prime,
    Sum,
    Symbol,
    add,
    multiply,
)
from engine.formula.walk import size, substitute
from engine.graph.graph import Argument, Constant, Graph, Node, Slot
from engine.latex.names import stem_latex
from engine.notation.program import Literal, Result
from engine.primitives.declaration import Y, argument
from engine.primitives.ops import TABLE

LONGEST = 48
"""A local derivative of more symbols than this is printed as ∂child/∂parent alone."""
MOST_OPERANDS = 1_000
"""A product of more symbols grows in place; what stands before each of its factors is not kept."""
MOST_PARTS = 20_000
"""How many arguments a walk through one body looks at, and the longest definition that is written out."""


@dataclass(frozen=True, slots=True)
class Local:
    """A local derivative as a formula, and what its primes stand for (σ'(z) = y (1 − y)).

    On its way down through a line it also carries the factors that follow in the author's product:
    in ``a b c`` the derivative in a is ``b c``, not ``c b``.
    """

    formula: Expr
    identities: tuple[tuple[Expr, Expr], ...] = ()
    following: tuple[Expr, ...] = ()

    def finished(self) -> Local:
        """The same with the factors that follow multiplied in."""
        return Local(multiply(self.formula, *self.following), self.identities)


def functions(node: Node) -> tuple[str, ...]:
    """The functions that a line calls, each once, by the shortest of their names: σ, ln, relu."""
    called = (TABLE[op] for op in dict.fromkeys(operation.op for operation in node.body))
    return tuple(min((one.name, *one.aliases), key=len) for one in called if one.is_called)


def stem(node: Node) -> str:
    """The letter or word of the node's symbol, without its subscript."""
    return node.latex.partition("_")[0] if "." in node.id else stem_latex(node.tensor or node.id)


def definition(graph: Graph, node: Node) -> Expr:
    """The right-hand side of a node, as its author wrote it."""
    return read(graph, node).whole


def local_formulas(graph: Graph, node: Node) -> list[Local]:
    """The elementwise local derivatives of a computed node, one per slot: a reverse sweep on mathematics.

    Walking a body left to right meets the terms of a slot in the order in which the author wrote them.
    """
    reading = read(graph, node)
    worth = _worth_walking(node)
    gathered: list[list[Local | None]] = [[] for _ in node.parents]
    pending: list[tuple[Argument, Local | None]] = [(Result(len(node.body) - 1), Local(ONE))]
    lost: set[int] = set()
    left = MOST_PARTS
    while pending:
        part, above = pending.pop()
        if isinstance(part, Slot):
            gathered[part.index].append(above and above.finished())
        elif isinstance(part, Result) and above is None:
            lost.add(part.index)
        elif isinstance(part, Result) and worth[part.index]:
            position = part.index
            parts = list(enumerate(node.body[position].arguments))
            left -= len(parts)
            if left < 0:  # a result used again and again: the formula would be longer than any blackboard
                return [Local(partial_symbol(node, graph.nodes[parent])) for parent in node.parents]
            pending.extend((one, reading.through(position, number, above)) for number, one in reversed(parts))
    unwritten = _below(node, lost)
    return [
        (None if slot in unwritten or not terms else _total(terms)) or Local(partial_symbol(node, graph.nodes[parent]))
        for slot, (terms, parent) in enumerate(zip(gathered, node.parents, strict=True))
    ]


def _worth_walking(node: Node) -> list[bool]:
    """For each result of a body whether a walk through it leads to a slot whose derivative may be written.

    Every way from the value down to a slot gives at least one symbol, so a slot with too many ways is
    known to be too long before any of them is walked: there can be 2ⁿ of them in n operations.
    """
    ways = [0] * len(node.body)
    ways[-1] = 1
    arrivals = [0] * len(node.parents)
    for position in range(len(node.body) - 1, -1, -1):
        for one in node.body[position].arguments:
            if isinstance(one, Slot | Result):
                counts = arrivals if isinstance(one, Slot) else ways
                counts[one.index] = min(counts[one.index] + ways[position], LONGEST + 1)
    worth: list[bool] = []
    for operation in node.body:
        worth.append(
            any(
                arrivals[one.index] <= LONGEST if isinstance(one, Slot) else worth[one.index]
                for one in operation.arguments
                if isinstance(one, Slot | Result)
            )
        )
    return worth


def _below(node: Node, lost: set[int]) -> set[int]:
    """The slots that lie below results through which no formula could be carried."""
    slots: set[int] = set()
    for position in range(len(node.body) - 1, -1, -1):
        if position in lost:
            for one in node.body[position].arguments:
                if isinstance(one, Slot):
                    slots.add(one.index)
                elif isinstance(one, Result):
                    lost.add(one.index)
    return slots


def _total(terms: list[Local | None]) -> Local | None:
    known = [term for term in terms if term is not None]
    if len(known) != len(terms) or sum(size(term.formula) for term in known) > LONGEST:
        return None
    formula = known[0].formula if len(known) == 1 else add(*(term.formula for term in known))
    return Local(formula, tuple(dict.fromkeys(i for term in known for i in term.identities)))


@dataclass(frozen=True, slots=True)
class Reading:
    """A body as mathematics: the whole formula, and the operands of every operation."""

    node: Node
    whole: Expr
    operands: list[tuple[Expr, ...]]
    sizes: list[int]

    def meaning(self, position: int) -> dict[str, Expr]:
        """What the symbols of a rule stand for at one operation."""
        operands = self.operands[position]
        at_root = position == len(self.node.body) - 1
        operation = self.node.body[position]
        output = node_symbol(self.node) if at_root else _written(operation.op, operands, operation.options)
        return {Y.key: output} | {argument(number).key: operand for number, operand in enumerate(operands)}

    def through(self, position: int, number: int, above: Local | None) -> Local | None:
        """The chain rule through one argument; None where the formula grows too long."""
        op = self.node.body[position].op
        if above is None or self.sizes[position] > LONGEST or not TABLE[op].elementwise:
            return None
        operands = self.operands[position]
        spelled = substitute(TABLE[op].printed[number], self.meaning(position))
        if op in ("mul", "div") and number == 0:
            return replace(above, following=(spelled, *above.following))
        identities = above.identities
        if TABLE[op].prime_notation and number == 0:
            prime = Prime(op, operands)
            identities = (*identities, (prime, spelled))
            spelled = prime
        formula = multiply(above.formula, spelled)
        return Local(formula, identities, above.following) if size(formula) <= LONGEST else None


def read(graph: Graph, node: Node) -> Reading:
    """Read a body in order; chains of sums and of products grow in place, so a long line costs linear time.

    A formula that would be too long to read is written as dots: a result that is used twice, by
    results that are used twice, doubles it at every step.
    """
    values: list[Expr | _Chain] = []
    operands: list[tuple[Expr, ...]] = []
    sizes: list[int] = []
    constants = {constant.id: node_symbol(constant) for constant in graph.constants}
    uses = Counter(a.index for op in node.body for a in op.arguments if isinstance(a, Result))

    def operand(part: Argument) -> Expr:
        match part:
            case Slot(index):
                return node_symbol(graph.nodes[node.parents[index]])
            case Constant(name):
                return constants[name]
            case Literal(value, written):
                if isinstance(value, tuple):
                    return Symbol(f"literal {value}", written, np.shape(value))
                if written.startswith("-"):
                    return Negative(Number(-value, written[1:]))
                return Number(value, written)
            case Result(index):
                return _whole(values[index])

    def running(part: Argument, kind: type[Sum] | type[Product]) -> _Chain:
        """The chain that the part is, to be grown if nothing else uses it; else a new one that begins with it."""
        if isinstance(part, Result) and uses[part.index] == 1:
            earlier = values[part.index]
            if isinstance(earlier, _Chain) and earlier.kind is kind:
                return earlier
        first = operand(part)
        return _Chain(kind, list(first.factors) if kind is Product and isinstance(first, Product) else [first])

    for operation in node.body:
        arguments = operation.arguments
        sizes.append(1 + sum(sizes[a.index] if isinstance(a, Result) else 1 for a in arguments))
        if sizes[-1] > MOST_PARTS:
            sizes[-1] = MOST_PARTS
            operands.append(())
            values.append(Symbol(f"dots {len(values)}", "\\cdots", operation.shape))
        elif operation.op in ("add", "sub"):
            left, right = arguments
            chain = running(left, Sum)
            term = operand(right)
            chain.parts.append(Negative(term) if operation.op == "sub" else term)
            values.append(chain)
            operands.append(())  # the rules of a sum do not look at its operands
        elif operation.op == "mul" and sizes[-1] > MOST_OPERANDS:
            left, right = arguments
            chain = running(left, Product)
            chain.parts.append(operand(right))
            values.append(chain)
            operands.append(())
        else:
            given = tuple(map(operand, arguments))
            operands.append(given)
            values.append(_written(operation.op, given, operation.options))
    return Reading(node, _whole(values[-1]), operands, sizes)


@dataclass(slots=True)
class _Chain:
    """A sum or a product that is still growing."""

    kind: type[Sum] | type[Product]
    parts: list[Expr]


def _whole(value: Expr | _Chain) -> Expr:
    return value.kind(tuple(value.parts)) if isinstance(value, _Chain) else value


def _written(op: str, operands: tuple[Expr, ...], options: Options) -> Expr:
    """One operation in the author's hand, nothing simplified."""
    formula = TABLE[op].as_formula
    return Call(op, operands, options) if formula is None else formula(*operands)
