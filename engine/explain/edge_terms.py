"""What travels along each edge, as formulas: the adjoint of the child times the local derivative."""

from __future__ import annotations

from dataclasses import dataclass

from engine.explain.definitions import local_formulas
from engine.explain.symbols import bar_symbol, partial_symbol
from engine.explain.vjp_terms import pulled_terms
from engine.formula.expr import Call, Expr, Negative, Number, Product, multiply
from engine.graph.graph import Graph, Node
from engine.primitives.rules import fit


@dataclass(frozen=True, slots=True)
class Term:
    """An edge in formulas.

    Args:
        factor: What the child's adjoint is multiplied with: the local derivative where the edge is
            elementwise, ``xᵀ`` in ``z̄ xᵀ``, or ∂child/∂parent where it is no such product.
        term: The whole term, in the parent's shape.
        identities: What each derivative written with a prime comes to.
        spelled: Whether the term is written out: no ∂child/∂parent stands in it.
    """

    factor: Expr
    term: Expr
    identities: tuple[tuple[Expr, Expr], ...]
    spelled: bool = True


def terms_of(graph: Graph, node: Node) -> list[Term]:
    """What a computed node sends to each of its slots."""
    edges = graph.entering(graph.index[node.id])
    bar = bar_symbol(node)
    local = local_formulas(graph, node) if any(edge.elementwise for edge in edges) else []
    pulled = pulled_terms(graph, node) if not all(edge.elementwise for edge in edges) else []
    written: list[Term] = []
    for edge in edges:
        parent = graph.nodes[edge.parent]
        unformed = partial_symbol(node, parent)
        if edge.elementwise:
            one = local[edge.slot]
            term = fit(multiply(bar, one.formula), node.shape, parent.shape)
            written.append(Term(one.formula, term, one.identities, one.formula != unformed))
            continue
        found = pulled[edge.slot]
        if found is None:
            # A Jacobian that is never formed, written as one: the adjoint stands to its left.
            written.append(Term(unformed, Product((bar, unformed)), (), spelled=False))
        else:
            written.append(Term(unformed if found.factor is None else found.factor, found.term, found.identities))
    return written


def factors_of(factor: Expr) -> tuple[Expr, ...]:
    """The factors of a local derivative: none of 1, and of a transposed array the array."""
    match factor:
        case Number(value) if value == 1.0:
            return ()
        case Product(factors):
            return tuple(one for part in factors for one in factors_of(part))
        case Negative(Product() as product):
            return (Number(-1.0), *factors_of(product))
        case Call("transpose", (array,)):
            return factors_of(array)
    return (factor,)
