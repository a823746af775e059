"""Products and sums of a derivative, as a careful hand writes them: numbers in front, ones and zeros left out.

Only what stands side by side is simplified, so the length of a result follows from the lengths of its parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.calculus.hash_consed import Store, is_plain
from engine.formula.expr import ONE, ZERO, Expr, Negative, Number, Power, Product, add, multiply, negate

MINUS_ONE = Number(-1.0)


@dataclass(frozen=True, slots=True)
class Factor:
    """A formula in a product, above or below the bar."""

    formula: int
    below: bool = False


@dataclass(frozen=True, slots=True)
class Concat:
    """Two runs of factors, one after the other: putting them together copies neither."""

    left: Run
    right: Run


Run = Concat | tuple[Factor, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """A product that can still grow at both ends: a number in front, and the factors in order."""

    coefficient: Expr = ONE
    factors: Run = ()


def joined(left: Run, right: Run) -> Run:
    """One run after the other."""
    if not left or not right:
        return left or right
    return Concat(left, right)


def _in_order(run: Run) -> list[Factor]:
    found: list[Factor] = []
    pending = [run]
    while pending:
        part = pending.pop()
        if isinstance(part, Concat):
            pending += (part.right, part.left)
        else:
            found += part
    return found


class Writer:
    """Writes products and sums into a store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._split: dict[int, tuple[Expr, int | None]] = {}

    def split(self, formula: int) -> tuple[Expr, int | None]:
        """The number in front of a formula, and the rest (None: nothing but a number)."""
        store = self.store
        pending = [formula]
        while pending:
            one = pending[-1]
            if one in self._split:
                pending.pop()
                continue
            parts = store.arguments[one] if store.heads[one] in ("neg", "mul", "div") else ()
            missing = [part for part in parts if part not in self._split]
            if missing:
                pending += missing
            else:
                self._split[one] = self._parted(one, [self._split[part] for part in parts])
        return self._split[formula]

    def _parted(self, formula: int, parts: list[tuple[Expr, int | None]]) -> tuple[Expr, int | None]:
        store = self.store
        if formula in store.numbers and is_plain(store.numbers[formula]):
            return store.numbers[formula], None
        match store.heads[formula], parts:
            case "neg", [(number, rest)]:
                return negate(number), rest
            case "mul", [(one, left), (other, right)] if (one, other) != (ONE, ONE):
                rest = store.apply("mul", (left, right)) if left is not None and right is not None else left
                return multiply(one, other), right if left is None else rest
            case "div", [(one, left), (other, right)] if other != ZERO and (one, other) != (ONE, ONE):
                number = multiply(one, Power(other, MINUS_ONE) if isinstance(other, Number) else _inverse(other))
                if right is None:
                    return number, left
                return number, store.apply("div", (self.number(ONE) if left is None else left, right))
        return ONE, formula

    def number(self, number: Expr) -> int:
        """A number, or a fraction of two."""
        match number:
            case Number():
                return self.store.number(number)
            case Negative(operand):
                return self.store.apply("neg", (self.number(operand),))
        above, below = _fraction(number)
        return self.store.apply("div", (self.store.number(above), self.store.number(below)))

    def chain(self, formula: int) -> Chain:
        """A finished formula as a product that can grow."""
        number, rest = self.split(formula)
        return Chain(number, () if rest is None else (Factor(rest),))

    def closed(self, chain: Chain | None) -> int:
        """The product written down from the left, its number outermost; 0 where there is none.

        Written from the left, two products that begin alike share their beginning.
        """
        if chain is None or chain.coefficient == ZERO:
            return self.store.number(ZERO)
        total: int | None = None
        waiting: list[int] = []
        for factor in _in_order(chain.factors):
            if total is not None:
                total = self.store.apply("div" if factor.below else "mul", (total, factor.formula))
            elif factor.below:
                waiting.append(factor.formula)
            else:
                total = factor.formula
        if total is None:
            return self._below(self.number(chain.coefficient), waiting)
        return self.scaled(chain.coefficient, self._below(total, waiting))

    def _below(self, total: int, divisors: Sequence[int]) -> int:
        for divisor in divisors:
            total = self.store.apply("div", (total, divisor))
        return total

    def scaled(self, number: Expr, formula: int) -> int:
        """A formula with a number in front of it."""
        if number == ONE:
            return formula
        if number == MINUS_ONE:
            return self.store.apply("neg", (formula,))
        if isinstance(number, Number):
            return self.store.apply("mul", (self.store.number(number), formula))
        above, below = _fraction(number)
        return self._below(self.scaled(above, formula), [self.store.number(below)])

    def total(self, terms: Sequence[Chain]) -> int:
        """The sum of products, like terms that follow one another collected."""
        total: int | None = None
        for term in terms:
            written = self.closed(term)
            total = written if total is None else self.sum(total, written)
        return self.store.number(ZERO) if total is None else total

    def sum(self, left: int, right: int) -> int:
        """The sum of two formulas; a term with a minus is subtracted."""
        (one, first), (other, second) = self.split(left), self.split(right)
        if first == second:
            number = _added(one, other)
            if number is not None:
                return self.number(number) if first is None or number == ZERO else self.scaled(number, first)
        if first is None and one == ZERO:
            return right
        if second is None:
            return left if other == ZERO else self.store.apply("add", (left, right))
        if isinstance(other, Number) and other.value < 0.0 and other.latex is None:
            return self.store.apply("sub", (left, self.scaled(negate(other), second)))
        return self.store.apply("add", (left, right))


def _added(one: Expr, other: Expr) -> Expr | None:
    """The sum of two numbers; None where one of them is a fraction that is no short decimal."""
    if isinstance(one, Number) and isinstance(other, Number):
        return add(Number(one.value), Number(other.value))
    return multiply(Number(2.0), one) if one == other else None


def _fraction(number: Expr) -> tuple[Number, Number]:
    """The two numbers of a fraction."""
    match number:
        case Product((Number() as above, Power(Number() as below, _))):
            return above, below
        case Power(Number() as below, _):
            return ONE, below
    raise TypeError(f"{number} is no fraction of two numbers")


def _inverse(number: Expr) -> Expr:
    above, below = _fraction(number)
    return multiply(below, Power(above, MINUS_ONE))
