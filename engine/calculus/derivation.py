"""A derivative found from the outside in, as in class: one rule a line, applied wherever it fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.calculus.differentiate import Differentiator
from engine.calculus.product_form import Chain, Factor
from engine.calculus.rules import Term, rule_name
from engine.calculus.to_latex import fits
from engine.formula.expr import ONE

MOST_LINES = 40
"""A derivation of more lines is cut off."""
AT_ONCE = ("sum", "constant-factor")
"""These are carried through in one line, sums of sums included."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a derivation: the rule that led to it, and its right-hand side."""

    rule: str
    formula: int


@dataclass(frozen=True, slots=True)
class _Open:
    """A derivative that stands in the line."""

    formula: int


@dataclass(frozen=True, slots=True)
class _Found:
    """A derivative that was resolved into terms; the inner one of a leaf is 1, written as None."""

    formula: int
    terms: tuple[tuple[Term, _Part], ...]


_Part = _Open | _Found | None


class DerivationBuilder:
    """Works out the derivative of a formula in a leaf, line by line."""

    def __init__(self, differentiator: Differentiator, output: int, leaf: int) -> None:
        self.differentiator = differentiator
        self.store = differentiator.store
        self.output = output
        self.leaf = leaf
        self.active = differentiator.active(leaf)

    def lines(self) -> tuple[list[Line], bool]:
        """The lines, and whether they end before the derivative is found."""
        opened = self.store.open(self.output)
        if not fits(self.store, opened):
            return [], True
        found = [Line("expand", opened)]
        if not self.active[self.output]:
            return [*found, Line("constant", self.differentiator.writer.closed(None))], False
        if self.output == self.leaf:
            return [*found, Line("leaf", self.differentiator.writer.closed(Chain(ONE)))], False
        part: _Part = _Open(self.output)
        while (first := _first(part)) is not None:
            rule = self._rule(first)
            part = self._resolved(part, rule)
            written = self.differentiator.writer.closed(self._chain(part))
            if len(found) == MOST_LINES or not fits(self.store, written):
                return found, True
            if written != found[-1].formula:
                found.append(Line(rule, written))
        return found, False

    def _rule(self, formula: int) -> str:
        return rule_name(self.store, formula, self.active)

    def _resolved(self, part: _Part, rule: str) -> _Part:
        """The part with the rule applied to those of its open derivatives that it fits."""
        if isinstance(part, _Found):
            return _Found(part.formula, tuple((term, self._resolved(inner, rule)) for term, inner in part.terms))
        if part is None or self._rule(part.formula) != rule:
            return part
        terms = self.differentiator.terms(part.formula, self.active)
        opened = [(term, None if term.inner == self.leaf else _Open(term.inner)) for term in terms]
        found = _Found(part.formula, tuple(opened))
        return self._resolved(found, rule) if rule in AT_ONCE else found

    def _chain(self, part: _Part) -> Chain:
        if part is None:
            return Chain(ONE)
        if isinstance(part, _Open):
            return Chain(ONE, (Factor(self.store.open(part.formula)),))
        terms: Sequence[Chain] = [term.times(self._chain(inner)) for term, inner in part.terms]
        return self.differentiator.combined(part.formula, terms)


def _first(part: _Part) -> int | None:
    """The first open derivative of a line, from the left."""
    if isinstance(part, _Found):
        return next((one for _, inner in part.terms if (one := _first(inner)) is not None), None)
    return part.formula if part is not None else None
