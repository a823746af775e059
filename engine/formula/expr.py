"""Formulas that simplify as they are built and keep the author's order.

An :class:`Expr` is a formula over named quantities. Derivative rules are declared as formulas
(see :mod:`engine.primitives.declaration`) and read three ways: on numbers, on mathematics and on graph nodes.

Two ways lead to an Expr. The plain constructors (``Sum``, ``Product`` …) keep what they are given:
a definition is printed as its author wrote it. The operators ``+ - * / **`` simplify: they fold
numbers, drop ones and zeros and collect equal terms, so that a derivative comes out as a lecturer
would write it (``y - t``, not ``2 * 0.5 * (y - t) ** 1 * 1``).
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TypeAlias, TypeGuard

Shape: TypeAlias = tuple[int, ...]
"""The sizes of an array along its axes; empty for a number."""
Static: TypeAlias = "int | float | tuple[Static, ...] | None"
"""What an option can be: a whole number, True or False, nothing, or a tuple of such."""
Options: TypeAlias = tuple[tuple[str, Static], ...]
"""The options of an operation, by name: ``(("axis", 0), ("keepdims", True))``."""


class _Noted:
    """What is known of a formula once it has been asked for. No fields: it plays no part in equality."""

    __slots__ = ("noted_shape", "noted_size", "noted_tidy")
    noted_shape: Shape
    noted_size: int
    noted_tidy: bool


@dataclass(frozen=True, slots=True)
class Expr(_Noted):
    """A formula. Immutable; two formulas of the same structure are equal."""

    def __add__(self, other: Expr | float) -> Expr:
        return add(self, lift(other))

    def __radd__(self, other: float) -> Expr:
        return add(lift(other), self)

    def __sub__(self, other: Expr | float) -> Expr:
        return add(self, negate(lift(other)))

    def __rsub__(self, other: float) -> Expr:
        return add(lift(other), negate(self))

    def __mul__(self, other: Expr | float) -> Expr:
        return multiply(self, lift(other))

    def __rmul__(self, other: float) -> Expr:
        return multiply(lift(other), self)

    def __truediv__(self, other: Expr | float) -> Expr:
        return multiply(self, power(lift(other), Number(-1.0)))

    def __rtruediv__(self, other: float) -> Expr:
        return multiply(lift(other), power(self, Number(-1.0)))

    def __pow__(self, other: Expr | float) -> Expr:
        return power(self, lift(other))

    def __neg__(self) -> Expr:
        return negate(self)


@dataclass(frozen=True, slots=True)
class Number(Expr):
    """A literal. ``latex`` keeps the author's way of writing it, ``marked`` has the printer say where it stands.

    Neither plays a part in equality.
    """

    value: float
    latex: str | None = field(default=None, compare=False)
    marked: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Symbol(Expr):
    """A named quantity, told apart by ``key``; ``latex`` is how it is printed, ``shape`` whether it is an array.

    ``marked`` has the printer say where it stands, and plays no part in equality.
    """

    key: str
    latex: str
    shape: Shape = ()
    marked: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Sum(Expr):
    """Terms in the author's order; a subtracted term is a :class:`Negative`."""

    terms: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Product(Expr):
    """Factors in the author's order; a factor with a negative exponent is printed below the bar."""

    factors: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Quotient(Expr):
    """A fraction as the author wrote it."""

    numerator: Expr
    denominator: Expr


@dataclass(frozen=True, slots=True)
class Negative(Expr):
    """The formula with its sign changed."""

    operand: Expr


@dataclass(frozen=True, slots=True)
class Power(Expr):
    """``base`` to the ``exponent``."""

    base: Expr
    exponent: Expr


@dataclass(frozen=True, slots=True)
class Call(Expr):
    """A primitive, by name, applied to its arguments."""

    head: str
    arguments: tuple[Expr, ...]
    options: Options = ()


@dataclass(frozen=True, slots=True)
class Prime(Expr):
    """The derivative of a primitive in its first argument, written with Lagrange's prime."""

    head: str
    arguments: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Marked(Expr):
    """A formula that the page can tell apart: printed inside ``\\htmlClass{mark}{…}``, else as it is."""

    operand: Expr
    mark: str


ZERO = Number(0.0)
ONE = Number(1.0)


def lift(value: Expr | float) -> Expr:
    """A formula as it is; a number as a :class:`Number`."""
    return value if isinstance(value, Expr) else Number(float(value))


def call(head: str, *arguments: Expr, **options: Static) -> Expr:
    """The primitive ``head`` applied to ``arguments``, with its options as keywords."""
    return Call(head, arguments, tuple(sorted(options.items())))


def negate(expr: Expr) -> Expr:
    """``-expr``, simplified."""
    if isinstance(expr, Number):
        return Number(-expr.value) if expr.value else ZERO
    if isinstance(expr, Negative):
        return expr.operand
    if isinstance(expr, Sum):
        return Product((Number(-1.0), expr))
    return multiply(Number(-1.0), expr)


def add(*terms: Expr) -> Expr:
    """The sum, flat, with equal terms collected where the first of them stood."""
    weights: dict[object, float] = {}
    first: dict[object, Expr] = {}
    whole: dict[object, Expr] = {}
    for term in _flat_terms(terms):
        weight, rest = _split_weight(term)
        key = _regardless_of_order(rest)
        weights[key] = weights.get(key, 0.0) + weight
        # A term that stands alone keeps its author's way of writing it.
        whole[key] = multiply(Number(weights[key]), first[key]) if key in first else term
        first.setdefault(key, rest)
    kept = [whole[key] for key, weight in weights.items() if weight != 0.0]
    if not kept:
        return ZERO
    if len(kept) == 1:
        return kept[0]
    return Sum((kept[0], *map(_subtracted, kept[1:])))


def _regardless_of_order(expr: Expr) -> object:
    """Equal for ``w x`` and ``x w``."""
    return frozenset(Counter(expr.factors).items()) if isinstance(expr, Product) else expr


def _subtracted(term: Expr) -> Expr:
    """A later term of a sum: a negative number is subtracted."""
    negative = isinstance(term, Number) and term.latex is None and term.value < 0.0
    return Negative(negate(term)) if negative else term


def _flat_terms(terms: tuple[Expr, ...]) -> list[Expr]:
    flat: list[Expr] = []
    for term in terms:
        flat.extend(term.terms if isinstance(term, Sum) else (term,))
    return flat


def _split_weight(term: Expr) -> tuple[float, Expr]:
    """A term as (number, the rest): ``3 x`` is (3, x), ``-x`` is (-1, x), ``5`` is (5, 1)."""
    if _is_plain(term):
        return term.value, ONE
    if isinstance(term, Negative):
        weight, rest = _split_weight(term.operand)
        return -weight, rest
    if isinstance(term, Product) and _is_plain(term.factors[0]):
        others = term.factors[1:]
        return term.factors[0].value, others[0] if len(others) == 1 else Product(others)
    return 1.0, term


def _is_plain(expr: Expr) -> TypeGuard[Number]:
    """Whether it is a number written in digits: π is not folded into 6.283."""
    return isinstance(expr, Number) and (expr.latex is None or any(map(str.isdigit, expr.latex)))


def multiply(*factors: Expr) -> Expr:
    """The product, flat: numbers folded in front, ones dropped, equal bases collected."""
    numbers: list[Number] = []
    divisor = 1.0
    exponents: dict[Expr, float] = {}
    pending = list(reversed(factors))
    while pending:
        factor = pending.pop()
        if _is_plain(factor):
            numbers.append(factor)
        elif isinstance(factor, Product):
            pending.extend(reversed(factor.factors))
        elif isinstance(factor, Negative):
            pending.extend((factor.operand, Number(-1.0)))
        elif isinstance(factor, Quotient):
            pending.extend((power(factor.denominator, Number(-1.0)), factor.numerator))
        else:
            base, exponent = _split_power(factor)
            if _is_plain(base) and exponent == -1.0:
                divisor *= base.value
            else:
                exponents[base] = exponents.get(base, 0.0) + exponent
    weight = math.prod((number.value for number in numbers), start=1.0)
    if weight == 0.0:
        return ZERO
    speaking = [number for number in numbers if number.value != 1.0]
    lone = speaking[0] if len(speaking) == 1 and divisor == 1.0 else None
    front = (lone,) if lone else _coefficient(weight, divisor)
    kept = [f for f in front if not (isinstance(f, Number) and f.value == 1.0)]
    others = [power(base, Number(e)) for base, e in exponents.items() if e != 0.0]
    kept += sorted(others, key=_rank)
    if not kept:
        return ONE
    return kept[0] if len(kept) == 1 else Product(tuple(kept))


def _rank(factor: Expr) -> int:
    """π stands before plain quantities, they before functions and brackets: ``x e^{x y}``, not ``e^{x y} x``.

    Numbers stand before arrays: ``2 λ W``.
    """
    base = factor.base if isinstance(factor, Power) else factor
    if isinstance(base, Symbol):
        return 2 if base.shape else 1
    return 0 if isinstance(base, Number) else 3


def _split_power(factor: Expr) -> tuple[Expr, float]:
    if isinstance(factor, Power):
        match factor.exponent:
            case Number(value):
                return factor.base, value
            case Negative(Number(value)):
                return factor.base, -value
    return factor, 1.0


def _coefficient(weight: float, divisor: float) -> tuple[Expr, ...]:
    """The number ``weight / divisor``: a fraction stays one where it is no short decimal."""
    if divisor != 0.0 and weight.is_integer() and divisor.is_integer():
        shared = math.copysign(math.gcd(int(weight), int(divisor)), divisor)
        weight, divisor = weight / shared, divisor / shared
    elif divisor != 0.0 and float(f"{weight / divisor:.6g}") == weight / divisor:
        weight, divisor = weight / divisor, 1.0
    below = () if divisor == 1.0 else (Power(Number(divisor), Number(-1.0)),)
    return (Number(weight), *below)


def power(base: Expr, exponent: Expr) -> Expr:
    """``base ** exponent``, simplified where the exponent is a number."""
    if isinstance(exponent, Negative) and isinstance(exponent.operand, Number):
        exponent = Number(-exponent.operand.value)
    if not isinstance(exponent, Number):
        return Power(base, exponent)
    if exponent.value == 0.0:
        return ONE
    if exponent.value == 1.0 or (base == ONE):
        return base
    small = exponent.value in (-3.0, -2.0, -1.0, 2.0, 3.0)
    if small and exponent.value != -1.0 and _is_plain(base) and abs(base.value) <= 100.0:
        whole = Number(base.value ** abs(exponent.value))
        return whole if exponent.value > 0.0 else power(whole, Number(-1.0))
    if small:
        if isinstance(base, Quotient):
            base = multiply(base.numerator, power(base.denominator, Number(-1.0)))
        if isinstance(base, Negative):
            base = negate(base.operand)
        if isinstance(base, Product):
            return multiply(*(power(factor, exponent) for factor in base.factors))
    if isinstance(base, Power) and isinstance(base.exponent, Number):
        inner, outer = base.exponent.value, exponent.value
        # (x^2)^0.5 is |x|, so only whole outer exponents merge.
        if inner.is_integer() and outer.is_integer():
            return power(base.base, Number(inner * outer))
    return Power(base, exponent)
