"""What an operation's derivative is made of, read from its declaration, and which rule a class would call it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.calculus.hash_consed import NUMBER, PRIME, SYMBOL, Store
from engine.calculus.product_form import Chain, Factor, Writer, joined
from engine.formula.expr import ONE, ZERO, Expr, Negative, Number, Power, Product, multiply, negate
from engine.formula.walk import substitute
from engine.primitives.declaration import argument, meaning
from engine.primitives.ops import TABLE


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the chain rule: a number, the factors before, the derivative of ``inner``, the factors after.

    In the author's ``a b`` the factor ``b`` stands after the derivative of ``a``.
    """

    argument: int
    inner: int
    coefficient: Expr
    before: tuple[Factor, ...]
    after: tuple[Factor, ...] = ()

    def times(self, inner: Chain) -> Chain:
        """The term with the inner derivative found."""
        factors = joined(joined(self.before, inner.factors), self.after)
        return Chain(multiply(self.coefficient, inner.coefficient), factors)

    def after_all(self, upstream: Chain) -> Chain:
        """The upstream adjoint times the local derivative."""
        return Chain(
            multiply(upstream.coefficient, self.coefficient), joined(upstream.factors, (*self.before, *self.after))
        )


class Rules:
    """The terms of the operations of a store."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self._terms: dict[int, tuple[Term, ...]] = {}

    def terms(self, formula: int) -> tuple[Term, ...]:
        """One term for each argument, without those that are always 0."""
        found = self._terms.get(formula)
        if found is None:
            places = range(len(self.writer.store.arguments[formula]))
            made = (self._term(formula, place) for place in places)
            found = self._terms[formula] = tuple(term for term in made if term is not None)
        return found

    def _term(self, formula: int, place: int) -> Term | None:
        store = self.writer.store
        op, given = store.heads[formula], store.arguments[formula]
        rule = TABLE[op].printed[place]
        if rule == ZERO:
            return None
        if TABLE[op].prime_notation and place == 0:
            return Term(place, given[place], ONE, (Factor(store.apply(op + PRIME, given)),))
        # Numbers among the arguments are set in first, so that x³ gives 3 x² and not 3 x^(3 − 1).
        numbers: dict[str, Expr] = {}
        for position, part in enumerate(given):
            number, rest = self.writer.split(part)
            if rest is None:
                numbers[argument(position).key] = number
        coefficient, factors = self._parts(substitute(rule, numbers), formula)
        if op in ("mul", "div") and place == 0:
            return Term(place, given[place], coefficient, (), tuple(factors))
        return Term(place, given[place], coefficient, tuple(factors))

    def _parts(self, rule: Expr, formula: int) -> tuple[Expr, list[Factor]]:
        """A rule as a number and factors."""
        match rule:
            case Negative(operand):
                number, factors = self._parts(operand, formula)
                return negate(number), factors
            case Number() | Power(Number(), Number(-1.0)):
                return rule, []
            case Product(parts):
                number, factors = ONE, []
                for part in parts:
                    one, more = self._parts(part, formula)
                    number = multiply(number, one)
                    factors += more
                return number, factors
            case Power(base, Number(-1.0)):
                number, rest = self.writer.split(self._read(base, formula))
                return multiply(ONE / number), [] if rest is None else [Factor(rest, below=True)]
        number, rest = self.writer.split(self._read(rule, formula))
        return number, [] if rest is None else [Factor(rest)]

    def _read(self, rule: Expr, formula: int) -> int:
        given = self.writer.store.arguments[formula]
        return self.writer.store.read(rule, lambda symbol: meaning(symbol, given, formula))


def rule_name(store: Store, formula: int, active: Sequence[bool]) -> str:
    """What the derivative of a formula is called in class.

    Args:
        active: For each formula, whether it depends on the leaf.
    """
    if store.heads[formula] in (SYMBOL, NUMBER):
        return "leaf" if active[formula] else "constant"
    moving = [active[part] for part in store.arguments[formula]]
    match store.heads[formula], moving:
        case (("add" | "sub"), _):
            return "sum"
        case "neg", _:
            return "constant-factor"
        case "mul", _:
            return "product" if all(moving) else "constant-factor"
        case "div", _:
            return "quotient" if moving[1] else "constant-factor"
        case ("square", _) | ("pow", [True, False]):
            return "power"
    return "chain"
