"""The terms of edges that are not elementwise, as formulas: ``W̄ = z̄ xᵀ``, ``x̄ = Wᵀ z̄``.

The child's adjoint is carried through the child's line by the same rules that carry the numbers:
a reverse sweep on mathematics that begins with the adjoint's symbol instead of 1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.explain.definitions import LONGEST, TOO_LONG, read
from engine.explain.symbols import bar_symbol
from engine.formula.expr import ZERO, Call, Expr, Number, Prime, Product, Symbol, add, call, multiply
from engine.formula.walk import children, rebuild, size, substitute
from engine.graph.graph import Graph, Node
from engine.graph.interpret import pull
from engine.primitives.declaration import G
from engine.primitives.ops import TABLE
from engine.primitives.rules import fit, printed_terms
from engine.primitives.shapes import shape_of


@dataclass(frozen=True, slots=True)
class VjpTerm:
    """The term of one edge.

    Args:
        term: In the adjoint's symbol; in the parent's shape.
        factor: What the adjoint is multiplied with, where the term is such a product.
        identities: What the primes stand for.
    """

    term: Expr
    factor: Expr | None
    identities: tuple[tuple[Expr, Expr], ...]


def pulled_terms(graph: Graph, node: Node) -> list[VjpTerm | None]:
    """The term that a node sends through each slot; None where it is too long to be written."""
    bar, reading = bar_symbol(node), read(graph, node)
    identities: list[tuple[Expr, Expr]] = []

    def terms(position: int, above: Expr) -> Callable[[int], Expr | None]:
        operation = node.body[position]
        shapes = tuple(graph.argument_shape(node, one) for one in operation.arguments)
        formulas = printed_terms(operation.op, shapes, operation.shape, operation.options)
        long = above == TOO_LONG or reading.sizes[position] > LONGEST

        def term(number: int) -> Expr | None:
            if formulas[number] == ZERO:
                return None
            if long:
                return TOO_LONG
            meaning = reading.meaning(position)
            if TABLE[operation.op].elementwise:
                local = substitute(TABLE[operation.op].printed[number], meaning)
                if TABLE[operation.op].prime_notation and number == 0:
                    prime = Prime(operation.op, reading.operands[position])
                    identities.append((prime, local))
                    local = prime
                result = fit(_times(above, local), operation.shape, shapes[number])
            else:
                result = _tidy(substitute(formulas[number], meaning | {G.key: above}))
            return result if size(result) <= LONGEST else TOO_LONG

        return term

    upstream: Expr = bar
    found = pull(node.body, len(node.parents), upstream, terms, _total)
    return [_finished(term, bar, identities) for term in found]


def _finished(term: Expr | None, bar: Symbol, identities: list[tuple[Expr, Expr]]) -> VjpTerm | None:
    if term is None:
        return VjpTerm(ZERO, None, ())
    if term == TOO_LONG:
        return None
    used = tuple(dict.fromkeys((prime, spelled) for prime, spelled in identities if _holds(term, prime)))
    return VjpTerm(term, _factor(term, bar), used)


def _total(_position: int, arrived: list[Expr]) -> Expr:
    if TOO_LONG in arrived or sum(map(size, arrived)) > LONGEST:
        return TOO_LONG
    return arrived[0] if len(arrived) == 1 else add(*arrived)


def _times(above: Expr, local: Expr) -> Expr:
    """An elementwise product; what was spread over an array need not say so beside an array of that shape."""
    return _tidy(multiply(above, local))


def _tidy(expr: Expr) -> Expr:
    """Drop copies along axes where the other factors have those axes anyway."""
    if hasattr(expr, "noted_tidy"):  # a term grows by a factor at a time, and what it grows from is tidy
        return expr
    tidy = _tidied(expr)
    object.__setattr__(tidy, "noted_tidy", True)
    return tidy


def _tidied(expr: Expr) -> Expr:
    parts = children(expr)
    if parts:
        expr = rebuild(expr, tuple(map(_tidy, parts)), simplify=True)
    if isinstance(expr, Call) and expr.head == "transpose" and expr.options == (("axes", None),):
        return _transposed(expr.arguments[0])
    if not isinstance(expr, Product):
        return expr
    factors = list(expr.factors)
    shape = shape_of(expr)
    for position, factor in enumerate(factors):
        if isinstance(factor, Call) and factor.head == "broadcast_to":
            others = [*factors[:position], factor.arguments[0], *factors[position + 1 :]]
            if shape_of(Product(tuple(others))) == shape:
                factors = others
    return expr if tuple(factors) == expr.factors else multiply(*factors)


def _transposed(expr: Expr) -> Expr:
    """A transpose, carried inwards: (Aᵀ)ᵀ = A, (A B)ᵀ = Bᵀ Aᵀ, and a vector stays itself."""
    whole = call("transpose", expr, axes=None)
    if len(shape_of(expr)) < 2:
        return expr
    match expr:
        case Call("transpose", (inner,), (("axes", None),)):
            return inner
        case Call("matmul", (left, right)) if len(shape_of(left)) == len(shape_of(right)) == 2:
            return call("matmul", _transposed(right), _transposed(left))
        case Call("outer", (left, right)):
            return call("outer", right, left)
    return whole


def _holds(expr: Expr, part: Expr) -> bool:
    return expr == part or any(_holds(one, part) for one in children(expr))


def _factor(term: Expr, bar: Symbol) -> Expr | None:
    """The other factor of a product with the adjoint: ``xᵀ`` of ``z̄ xᵀ``."""
    match term:
        case Product(factors) if factors.count(bar) == 1:
            rest = tuple(factor for factor in factors if factor != bar)
            return rest[0] if len(rest) == 1 else Product(rest)
        case Call("matmul", (left, right)) if bar in (left, right):
            return right if left == bar else left
        case Call("outer", (left, right)) if bar in (left, right):
            return call("transpose", right, axes=None) if left == bar else left
    return Number(1.0) if term == bar else None
