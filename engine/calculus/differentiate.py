"""Derivatives of formulas in their leaves, from the inside out: each formula's from those of its parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from engine.calculus.hash_consed import Store
from engine.calculus.product_form import Chain, Writer
from engine.calculus.rules import Rules, Term
from engine.formula.expr import ONE, Number, multiply

TWO = Number(2.0)


class Differentiator:
    """Derivatives of the parts of one formula.

    Args:
        output: The formula. What occurs in it twice is put into a product as a whole, so that every product is
            written down once.
    """

    def __init__(self, writer: Writer, rules: Rules, output: int) -> None:
        self.writer = writer
        self.rules = rules
        self.store: Store = writer.store
        self.parts = self.store.under([output])
        self.uses = Counter(part for formula in self.parts for part in self.store.arguments[formula])

    def active(self, leaf: int) -> list[bool]:
        """For each formula, whether it moves with the leaf."""
        found = [False] * len(self.store)
        for formula in self.parts:
            if self.store.is_operation(formula):
                found[formula] = any(found[term.inner] for term in self.rules.terms(formula))
            else:
                found[formula] = formula == leaf
        return found

    def terms(self, formula: int, active: Sequence[bool]) -> list[Term]:
        """The terms of a formula's derivative that are not 0, like ones collected: ``h h`` gives ``2 h`` times h's."""
        found: dict[object, Term] = {}
        for term in self.rules.terms(formula):
            if active[term.inner]:
                key = (term.inner, frozenset(Counter((*term.before, *term.after)).items()), term.coefficient)
                found[key] = term if key not in found else replace(term, coefficient=multiply(TWO, term.coefficient))
        return list(found.values())

    def combined(self, formula: int, terms: Sequence[Chain]) -> Chain:
        """The derivative of a formula from its terms."""
        if len(terms) == 1:
            chain = terms[0]
            return chain if self.uses[formula] < 2 else self.writer.chain(self.writer.closed(chain))
        return self.writer.chain(self.writer.total(terms))

    def derivatives(self, leaf: int) -> dict[int, Chain]:
        """The derivative of every part that depends on the leaf."""
        active = self.active(leaf)
        found: dict[int, Chain] = {leaf: Chain(ONE)}
        for formula in self.parts:
            if active[formula] and formula != leaf:
                terms = [term.times(found[term.inner]) for term in self.terms(formula, active)]
                found[formula] = self.combined(formula, terms)
        return found
