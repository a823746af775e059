"""The symbolic side of a graph: each node's definition and each edge's local derivative.

The same derivative rules that give the numbers are read here on mathematics. At the named grain
they are composed through the unnamed steps of a line and simplified, in the author's order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
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
    Product,
    Sum,
    Symbol,
    add,
    multiply,
)
from engine.formula.walk import size, substitute
from engine.graph.graph import Constant, Graph, Node, Operation
from engine.graph.interpret import pull, run
from engine.latex.names import stem_latex
from engine.notation.program import Literal, Result
from engine.primitives.declaration import Y, argument
from engine.primitives.ops import TABLE

LONGEST = 48
"""A local derivative of more symbols than this is printed as ∂child/∂parent alone."""
MOST_OPERANDS = 1_000
"""A product of more symbols grows in place; what stands before each of its factors is not kept."""
MOST_PARTS = 20_000
"""The longest definition that is written out."""


TOO_LONG = Symbol("too long", "\\cdots")
"""Stands for a formula that is too long to be printed; whatever it goes into is so too."""


@dataclass(frozen=True, slots=True)
class Local:
    """A local derivative as a formula, and what its primes stand for (σ'(z) = y (1 − y)).

    On its way down through a line it also carries the factors that follow in the author's product:
    in ``a b c`` the derivative in a is ``b c``, not ``c b``; and the numbers of the arguments that
    it came through, which tell the author's order.
    """

    formula: Expr
    identities: tuple[tuple[Expr, Expr], ...] = ()
    following: tuple[Expr, ...] = ()
    through: tuple[int, ...] = ()

    def finished(self) -> Local:
        """The same with the factors that follow multiplied in."""
        return Local(multiply(self.formula, *self.following), self.identities)


_LOST = Local(TOO_LONG)


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

    What arrives is not added up on the way: a derivative is a sum over the ways to its slot, in the order in
    which the author wrote them.
    """
    reading = read(graph, node)
    worth = _worth_walking(node)
    whole: tuple[Local, ...] = (Local(ONE),)

    def terms(position: int, above: tuple[Local, ...]) -> Callable[[int], tuple[Local, ...]]:
        if not worth[position]:
            return lambda _number: (_LOST,)
        return lambda number: tuple(reading.through(position, number, way) for way in above)

    found = pull(node.body, len(node.parents), whole, terms, _together)
    return [
        _total(ways or ()) or Local(partial_symbol(node, graph.nodes[parent]))
        for ways, parent in zip(found, node.parents, strict=True)
    ]


def _worth_walking(node: Node) -> list[bool]:
    """For each result of a body whether a walk through it leads to a slot whose derivative may be written.

    Every way from the value down to a slot gives at least one symbol, so a slot with too many ways is
    known to be too long before any of them is walked: there can be 2ⁿ of them in n operations.
    """

    def terms(_position: int, ways: int) -> Callable[[int], int]:
        return lambda _number: ways

    def total(_position: int, arrived: list[int]) -> int:
        return min(sum(arrived), LONGEST + 1)

    ways = pull(node.body, len(node.parents), 1, terms, total)
    few = [count is not None and count <= LONGEST for count in ways]
    return run(node.body, few, lambda _known: False, lambda _operation, given: any(given))


def _together(_position: int, arrived: list[tuple[Local, ...]]) -> tuple[Local, ...]:
    ways = [way for ways in arrived for way in ways]
    return (_LOST,) if _LOST in ways else tuple(sorted(ways, key=lambda way: way.through))


def _total(ways: tuple[Local, ...]) -> Local | None:
    terms = [way.finished() for way in ways]
    if _LOST in ways or sum(size(term.formula) for term in terms) > LONGEST:
        return None
    formula = terms[0].formula if len(terms) == 1 else add(*(term.formula for term in terms))
    return Local(formula, tuple(dict.fromkeys(i for term in terms for i in term.identities)))


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

    def through(self, position: int, number: int, above: Local) -> Local:
        """The chain rule through one argument."""
        op = self.node.body[position].op
        if above == _LOST or self.sizes[position] > LONGEST or not TABLE[op].elementwise:
            return _LOST
        operands, way = self.operands[position], (*above.through, number)
        spelled = substitute(TABLE[op].printed[number], self.meaning(position))
        if op in ("mul", "div") and number == 0:
            return replace(above, following=(spelled, *above.following), through=way)
        identities = above.identities
        if TABLE[op].prime_notation and number == 0:
            prime = Prime(op, operands)
            identities = (*identities, (prime, spelled))
            spelled = prime
        formula = multiply(above.formula, spelled)
        return Local(formula, identities, above.following, way) if size(formula) <= LONGEST else _LOST


def read(graph: Graph, node: Node) -> Reading:
    """Read a body in order; chains of sums and of products grow in place, so a long line costs linear time.

    A formula that would be too long to read is written as dots: a result that is used twice, by
    results that are used twice, doubles it at every step.
    """
    operands: list[tuple[Expr, ...]] = []
    sizes: list[int] = []
    constants = {constant.id: node_symbol(constant) for constant in graph.constants}
    uses = Counter(a.index for op in node.body for a in op.arguments if isinstance(a, Result))

    def known(part: Constant | Literal) -> Expr:
        if isinstance(part, Constant):
            return constants[part.id]
        value, written = part.value, part.latex
        if isinstance(value, tuple):
            return Symbol(f"literal {value}", written, np.shape(value))
        return Negative(Number(-value, written[1:])) if written.startswith("-") else Number(value, written)

    def apply(operation: Operation, given: list[_Running]) -> _Running:
        sizes.append(1 + sum(sizes[a.index] if isinstance(a, Result) else 1 for a in operation.arguments))
        operands.append(())  # the rules of a sum do not look at its operands
        if sizes[-1] > MOST_PARTS:
            sizes[-1] = MOST_PARTS
            return Symbol(f"dots {len(sizes) - 1}", "\\cdots", operation.shape)
        if operation.op in ("add", "sub") or (operation.op == "mul" and sizes[-1] > MOST_OPERANDS):
            left, running = operation.arguments[0], given[0]
            alone = isinstance(left, Result) and uses[left.index] == 1
            kind = Product if operation.op == "mul" else Sum
            chain = running if isinstance(running, _Chain) and running.kind is kind and alone else _begun(kind, running)
            term = _closed(given[1])
            chain.parts.append(Negative(term) if operation.op == "sub" else term)
            return chain
        operands[-1] = tuple(map(_closed, given))
        return _written(operation.op, operands[-1], operation.options)

    slots: list[_Running] = [node_symbol(graph.nodes[parent]) for parent in node.parents]
    results = run(node.body, slots, known, apply)
    return Reading(node, _closed(results[-1]), operands, sizes)


@dataclass(slots=True)
class _Chain:
    """A sum or a product that is still growing."""

    kind: type[Sum] | type[Product]
    parts: list[Expr]


_Running = Expr | _Chain
"""A formula, or a chain to which more may be added."""


def _begun(kind: type[Sum] | type[Product], running: _Running) -> _Chain:
    first = _closed(running)
    return _Chain(kind, list(first.factors) if kind is Product and isinstance(first, Product) else [first])


def _closed(formula: _Running) -> Expr:
    return formula.kind(tuple(formula.parts)) if isinstance(formula, _Chain) else formula


def _written(op: str, operands: tuple[Expr, ...], options: Options) -> Expr:
    """One operation in the author's hand, nothing simplified."""
    formula = TABLE[op].as_formula
    return Call(op, operands, options) if formula is None else formula(*operands)
