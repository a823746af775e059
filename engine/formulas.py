"""The symbolic side of a graph: each node's definition and each edge's local derivative.

The same derivative rules that give the numbers are read here on mathematics. At the named grain
they are composed through the unnamed steps of a line and simplified, in the author's order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.algebra import (
    ONE,
    Call,
    Expr,
    Negative,
    Number,
    Power,
    Prime,
    Product,
    Quotient,
    Sum,
    Symbol,
    add,
    multiply,
)
from engine.graph import Argument, Constant, Graph, Node, Slot
from engine.names import bar_latex
from engine.ops import TABLE
from engine.program import Literal, Result
from engine.traverse import size, substitute

LONGEST = 48
"""A local derivative of more symbols than this is printed as ∂child/∂parent alone."""


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


def node_symbol(node: Node) -> Symbol:
    """The node's value as a symbol."""
    return Symbol(node.id, node.latex)


def bar_symbol(node: Node) -> Symbol:
    """The node's adjoint as a symbol."""
    stem = bar_latex(node.id) if "." not in node.id else _barred(node.latex)
    return Symbol(f"bar {node.id}", stem)


def _barred(latex: str) -> str:
    """u_{3} with a bar over its letter."""
    letter, _, subscript = latex.partition("_")
    return f"\\bar{{{letter}}}_{subscript}"


def definition(graph: Graph, node: Node) -> Expr:
    """The right-hand side of a node, as its author wrote it."""
    return _read(graph, node).whole


def local_formulas(graph: Graph, node: Node) -> list[Local]:
    """The local derivative of a computed node in each of its slots: a reverse sweep on mathematics.

    A body is a tree, for the notation uses each result once. Walking it left to right meets the
    terms of a slot in the order in which the author wrote them.
    """
    reading = _read(graph, node)
    gathered: list[list[Local | None]] = [[] for _ in node.parents]
    pending: list[tuple[Argument, Local | None]] = [(Result(len(node.body) - 1), Local(ONE))]
    while pending:
        argument, above = pending.pop()
        if isinstance(argument, Slot):
            gathered[argument.index].append(above and above.finished())
        elif isinstance(argument, Result):
            position = argument.index
            parts = list(enumerate(node.body[position].arguments))
            pending.extend((part, reading.through(position, number, above)) for number, part in reversed(parts))
    return [
        _total(terms) or Local(_partial(node, graph.nodes[parent]))
        for terms, parent in zip(gathered, node.parents, strict=True)
    ]


def _partial(child: Node, parent: Node) -> Symbol:
    latex = f"\\frac{{\\partial {child.latex}}}{{\\partial {parent.latex}}}"
    return Symbol(f"partial {child.id} {parent.id}", latex)


def _total(terms: list[Local | None]) -> Local | None:
    known = [term for term in terms if term is not None]
    if len(known) != len(terms) or sum(size(term.formula) for term in known) > LONGEST:
        return None
    formula = known[0].formula if len(known) == 1 else add(*(term.formula for term in known))
    return Local(formula, tuple(dict.fromkeys(i for term in known for i in term.identities)))


@dataclass(frozen=True, slots=True)
class _Reading:
    """A body as mathematics: the whole formula, and the operands of every operation."""

    node: Node
    whole: Expr
    operands: list[tuple[Expr, ...]]
    sizes: list[int]

    def through(self, position: int, number: int, above: Local | None) -> Local | None:
        """The chain rule through one argument; None where the formula grows too long."""
        if above is None or self.sizes[position] > LONGEST:
            return None
        op = self.node.body[position].op
        operands = self.operands[position]
        at_root = position == len(self.node.body) - 1
        output = node_symbol(self.node) if at_root else _written(op, operands)
        meaning = {"y": output, **dict(zip(("a", "b"), operands, strict=False))}
        spelled = substitute(TABLE[op].printed[number], meaning)
        if op in ("mul", "div") and number == 0:
            return replace(above, following=(spelled, *above.following))
        identities = above.identities
        if TABLE[op].primed and number == 0:
            prime = Prime(op, operands)
            identities = (*identities, (prime, spelled))
            spelled = prime
        formula = multiply(above.formula, spelled)
        return Local(formula, identities, above.following) if size(formula) <= LONGEST else None


def _read(graph: Graph, node: Node) -> _Reading:
    """Read a body in order; chains of sums grow in place, so a long line costs linear time."""
    values: list[Expr | list[Expr]] = []
    operands: list[tuple[Expr, ...]] = []
    sizes: list[int] = []
    latex = {constant.id: constant.latex for constant in graph.constants}

    def operand(argument: Argument) -> Expr:
        match argument:
            case Slot(index):
                return node_symbol(graph.nodes[node.parents[index]])
            case Constant(name):
                return Symbol(name, latex[name])
            case Literal(value, written):
                if written.startswith("-"):
                    return Negative(Number(-value, written[1:]))
                return Number(value, written)
            case Result(index):
                earlier = values[index]
                return Sum(tuple(earlier)) if isinstance(earlier, list) else earlier

    for operation in node.body:
        arguments = operation.arguments
        sizes.append(1 + sum(sizes[a.index] if isinstance(a, Result) else 1 for a in arguments))
        if operation.op in ("add", "sub"):
            left, right = arguments
            running = values[left.index] if isinstance(left, Result) else None
            chain = running if isinstance(running, list) else [operand(left)]
            term = operand(right)
            chain.append(Negative(term) if operation.op == "sub" else term)
            values.append(chain)
            operands.append(())  # the rules of a sum do not look at its operands
        else:
            given = tuple(operand(argument) for argument in arguments)
            operands.append(given)
            values.append(_written(operation.op, given))
    whole = values[-1]
    return _Reading(node, Sum(tuple(whole)) if isinstance(whole, list) else whole, operands, sizes)


def _written(op: str, operands: tuple[Expr, ...]) -> Expr:
    """One operation in the author's hand, nothing simplified."""
    match op, operands:
        case "identity", (a,):
            return a
        case "neg", (a,):
            return Negative(a)
        case "mul", (Product(factors), b):
            return Product((*factors, b))
        case "mul", (a, b):
            return Product((a, b))
        case "div", (a, b):
            return Quotient(a, b)
        case "pow", (a, b):
            return Power(a, b)
        case "square", (a,):
            return Power(a, Number(2.0))
    return Call(op, operands)
