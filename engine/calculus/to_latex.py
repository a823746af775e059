"""From formulas in a store to LaTeX, with the parts that are repeated marked for the page."""

from __future__ import annotations

from collections.abc import Mapping

from engine.calculus.hash_consed import PRIME, Store
from engine.formula.expr import ONE, Call, Expr, Marked, Negative, Number, Power, Prime, Product, Quotient, Sum, Symbol
from engine.latex.formulas import latex

LONGEST = 400
"""A formula of more operations is not written out,"""
DEEPEST = 64
"""nor is one that is nested deeper."""


def fits(store: Store, *formulas: int) -> bool:
    """Whether formulas can be written out."""
    return all(store.sizes[one] <= LONGEST and store.depths[one] <= DEEPEST for one in formulas)


class LatexWriter:
    """Writes formulas out. They must :func:`fits`.

    Args:
        variable: The LaTeX of what open derivatives are taken in.
        marks: The key of each part that is to be told apart.
        authored: Whether a fraction stays as its author wrote it, among other factors too.
    """

    def __init__(
        self, store: Store, variable: str = "", marks: Mapping[int, int] | None = None, *, authored: bool = False
    ) -> None:
        self.store = store
        self.variable = variable
        self.marks = marks or {}
        self.authored = authored

    def latex(self, formula: int) -> str:
        """The LaTeX of a formula."""
        return latex(self._expr(formula))

    def _expr(self, formula: int) -> Expr:
        plain = self._plain(formula)
        return Marked(plain, f"part part-{self.marks[formula]}") if formula in self.marks else plain

    def _plain(self, formula: int) -> Expr:
        store = self.store
        head, given = store.heads[formula], store.arguments[formula]
        match head, given:
            case "symbol", _:
                return store.symbols[formula]
            case "number", _:
                return store.numbers[formula]
            case "open", (operand,):
                inside = latex(self._expr(operand))
                return Symbol(
                    f"open {operand}", f"\\frac{{\\partial}}{{\\partial {self.variable}}}\\left[{inside}\\right]"
                )
            case (("add" | "sub"), (left, right)):
                terms = self._terms(left)
                more = self._terms(right) if head == "add" and not self.authored else (self._expr(right),)
                return Sum((*terms, *(more if head == "add" else map(Negative, more))))
            case "neg", (operand,):
                return Negative(self._expr(operand))
            case "mul", _:
                return Product(self._factors(formula, whole=True))
            case "div", (left, _) if not self.authored and store.heads[left] in ("mul", "div"):
                return Product(self._factors(formula, whole=True))
            case "div", (left, right):
                return Quotient(self._expr(left), self._expr(right))
            case "pow", (base, exponent):
                return Power(self._expr(base), self._expr(exponent))
            case "square", (base,):
                return Power(self._expr(base), Number(2.0))
        arguments = tuple(map(self._expr, given))
        return Prime(head.removesuffix(PRIME), arguments) if head.endswith(PRIME) else Call(head, arguments)

    def _terms(self, formula: int) -> tuple[Expr, ...]:
        """The terms of a sum that is part of a longer one."""
        if self.store.heads[formula] not in ("add", "sub") or formula in self.marks:
            return (self._expr(formula),)
        whole = self._plain(formula)
        assert isinstance(whole, Sum)
        return whole.terms

    def _factors(self, formula: int, *, whole: bool = False) -> tuple[Expr, ...]:
        """The factors of a product that is part of a longer one; a divisor has a negative exponent."""
        head, given = self.store.heads[formula], self.store.arguments[formula]
        if formula in self.marks and not whole:
            return (self._expr(formula),)
        if head == "mul":
            return (*self._factors(given[0]), *self._factors(given[1]))
        if head == "div" and not self.authored:
            above = () if self._is_one(given[0]) else self._factors(given[0])
            return (*above, *(Power(one, Number(-1.0)) for one in self._divisors(given[1])))
        return (self._expr(formula),)

    def _divisors(self, formula: int) -> tuple[Expr, ...]:
        is_product = self.store.heads[formula] == "mul" and formula not in self.marks
        return self._factors(formula) if is_product else (self._expr(formula),)

    def _is_one(self, formula: int) -> bool:
        return self.store.numbers.get(formula) == ONE
