"""Walking through formulas: their parts, their size, substitution, and reading them another way."""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Mapping
from typing import TypeVar

from engine.formula.expr import (
    Call,
    Expr,
    Negative,
    Number,
    Options,
    Power,
    Prime,
    Product,
    Quotient,
    Sum,
    Symbol,
    add,
    multiply,
    negate,
    power,
)

T = TypeVar("T")


def children(expr: Expr) -> tuple[Expr, ...]:
    """The direct parts of a formula."""
    match expr:
        case Sum(terms):
            return terms
        case Product(factors):
            return factors
        case Quotient(numerator, denominator):
            return (numerator, denominator)
        case Negative(operand):
            return (operand,)
        case Power(base, exponent):
            return (base, exponent)
        case Call(_, arguments, _) | Prime(_, arguments):
            return arguments
    return ()


def rebuild(expr: Expr, parts: tuple[Expr, ...], simplify: bool) -> Expr:
    """The same kind of formula over other parts, simplified or kept as it stands."""
    match expr:
        case Sum():
            return add(*parts) if simplify else Sum(parts)
        case Product():
            return multiply(*parts) if simplify else Product(parts)
        case Quotient():
            return parts[0] / parts[1] if simplify else Quotient(*parts)
        case Negative():
            return negate(parts[0]) if simplify else Negative(parts[0])
        case Power():
            return power(*parts) if simplify else Power(*parts)
        case Call(head, _, options):
            return Call(head, parts, options)
        case Prime(head):
            return Prime(head, parts)
    return expr


def substitute(expr: Expr, values: Mapping[str, Expr], *, simplify: bool = True) -> Expr:
    """The formula with symbols replaced by key.

    With ``simplify=False`` its shape stays, which is what setting in numbers wants:
    ``w x`` at (0.5, 2) is ``0.5 · 2``, not ``1``.
    """
    if isinstance(expr, Symbol):
        return values.get(expr.key, expr)
    parts = children(expr)
    if not parts:
        return expr
    new = tuple(substitute(part, values, simplify=simplify) for part in parts)
    return expr if new == parts else rebuild(expr, new, simplify)


def size(expr: Expr) -> int:
    """How many symbols, numbers and operations the formula holds; a part counts as often as it is written."""
    try:
        return expr.noted_size
    except AttributeError:  # parts are shared between formulas: each is counted once and then noted
        counted = 1 + sum(map(size, children(expr)))
        object.__setattr__(expr, "noted_size", counted)
        return counted


def mentions(expr: Expr, keys: Container[str]) -> bool:
    """Whether a symbol of one of these keys is in the formula."""
    if isinstance(expr, Symbol):
        return expr.key in keys
    return any(mentions(part, keys) for part in children(expr))


def fold(
    expr: Expr,
    symbol: Callable[[Symbol], T],
    number: Callable[[float], T],
    apply: Callable[[str, list[T], Options], T],
) -> T:
    """Read a formula: every operation becomes ``apply(primitive name, operands, options)``.

    This is the one place where "transform means interpret differently" happens: with NumPy
    functions it computes, with graph nodes it records. A term with a minus is subtracted, and a
    factor below the bar divided by, as a careful person would compute it.
    """

    def read(part: Expr) -> T:
        return fold(part, symbol, number, apply)

    def chain(op: str, parts: tuple[Expr, ...]) -> T:
        total = read(parts[0])
        for part in parts[1:]:
            total = apply(op, [total, read(part)], ())
        return total

    match expr:
        case Symbol():
            return symbol(expr)
        case Number(value):
            return number(value)
        case Sum(terms):
            total = read(terms[0])
            for term in terms[1:]:
                negative, rest = _without_sign(term)
                total = apply("sub" if negative else "add", [total, read(rest)], ())
            return total
        case Product(factors):
            negative, rest = _without_sign(expr)
            if negative:
                return apply("neg", [read(rest)], ())
            above = tuple(factor for factor in factors if not _is_reciprocal(factor))
            total = chain("mul", above) if above else number(1.0)
            for factor in factors:
                if _is_reciprocal(factor):
                    total = apply("div", [total, read(children(factor)[0])], ())
            return total
        case Quotient(numerator, denominator):
            return apply("div", [read(numerator), read(denominator)], ())
        case Negative(operand):
            return apply("neg", [read(operand)], ())
        case Power(base, Number(-1.0)):
            return apply("div", [number(1.0), read(base)], ())
        case Power(base, exponent):
            return apply("pow", [read(base), read(exponent)], ())
        case Call(head, arguments, options):
            return apply(head, [read(argument) for argument in arguments], options)
    raise TypeError(f"{type(expr).__name__} is written, not computed")


def once(
    apply: Callable[[str, list[T], Options], T], same: Callable[[list[T]], Hashable] = tuple
) -> Callable[[str, list[T], Options], T]:
    """For :func:`fold`, an ``apply`` that does nothing twice; ``same`` is equal for operands that are the same."""
    known: dict[Hashable, tuple[T, list[T]]] = {}

    def shared(op: str, operands: list[T], options: Options) -> T:
        key = (op, same(operands), options)
        if key not in known:
            known[key] = apply(op, operands, options), operands  # kept, so that what tells them apart stays theirs
        return known[key][0]

    return shared


def _without_sign(expr: Expr) -> tuple[bool, Expr]:
    """Whether the formula is another one with a minus in front, and that other one."""
    match expr:
        case Negative(operand):
            return True, operand
        case Product((Number(-1.0), factor)):
            return True, factor
        case Product((Number(-1.0), *factors)):
            return True, Product(tuple(factors))
    return False, expr


def _is_reciprocal(expr: Expr) -> bool:
    return isinstance(expr, Power) and expr.exponent == Number(-1.0)
