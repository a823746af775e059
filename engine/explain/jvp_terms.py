"""What travels along each edge in forward mode, as formulas: the local derivative times the parent's tangent."""

from __future__ import annotations

from collections.abc import Callable

from engine.explain.definitions import LONGEST, TOO_LONG, Reading, local_formulas, read
from engine.explain.symbols import partial_symbol
from engine.formula.expr import ZERO, Expr, Symbol, add, multiply
from engine.formula.walk import size, substitute
from engine.graph.graph import Graph, Node
from engine.graph.interpret import push
from engine.latex.names import dot_latex
from engine.primitives.declaration import G
from engine.primitives.ops import TABLE
from engine.primitives.rules import tangent_terms


def dot_symbol(node: Node) -> Symbol:
    """The node's tangent as a symbol."""
    plain = node.tensor is None and "." not in node.id
    return Symbol(f"dot {node.id}", dot_latex(node.id) if plain else f"\\dot{{{node.latex}}}", node.shape)


def pushed_terms(graph: Graph, node: Node) -> list[Expr]:
    """For each slot of a computed node, what the parent's tangent adds to the node's."""
    edges = graph.entering(graph.index[node.id])
    local = local_formulas(graph, node) if any(edge.elementwise for edge in edges) else []
    reading = read(graph, node)
    written: list[Expr] = []
    for edge in edges:
        parent = graph.nodes[edge.parent]
        dot = dot_symbol(parent)
        if edge.elementwise:
            written.append(multiply(local[edge.slot].formula, dot))
            continue
        pushed = _push(graph, node, reading, edge.slot, dot)
        written.append(multiply(partial_symbol(node, parent), dot) if pushed == TOO_LONG else pushed)
    return written


def _push(graph: Graph, node: Node, reading: Reading, slot: int, dot: Symbol) -> Expr:
    """The tangent of the node's line when one slot alone moves."""

    def terms(position: int) -> Callable[[Expr, int], Expr | None]:
        operation = node.body[position]
        shapes = tuple(graph.argument_shape(node, argument) for argument in operation.arguments)
        primitive = TABLE[operation.op]
        if operation.arguments and not reading.operands[position] and operation.op not in ("add", "sub"):
            return lambda _number, _own: TOO_LONG  # of an operand too long to be kept
        rules = tangent_terms(operation.op, shapes, operation.shape, operation.options)
        if primitive.elementwise:
            rules = tuple(G * rule for rule in primitive.printed)

        def term(own: Expr, number: int) -> Expr | None:
            if own == ZERO or rules[number] == ZERO:
                return None
            if own == TOO_LONG:
                return TOO_LONG
            return substitute(rules[number], reading.meaning(position) | {G.key: own})

        return term

    def total(_position: int, arrived: list[Expr]) -> Expr:
        found = TOO_LONG if TOO_LONG in arrived else add(*arrived)
        return found if size(found) <= LONGEST else TOO_LONG

    slots: list[Expr | None] = [dot if one == slot else None for one in range(len(node.parents))]
    found = push(node.body, slots, terms, total)
    return ZERO if found is None else found
