"""Formulas that are written down once each: a formula is a number, and what is in it twice is the same number.

Written out as trees, the formulas of deep programs are longer than any memory; here they take a place for each
different part, and the length of the tree is known exactly from the lengths of its parts.

An *operation* is one application of a primitive, whatever it is: + − · / and a sign, a power, σ; σ′ is one as well,
as long as it is written σ′. Names and numbers are none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from engine.errors import EngineError
from engine.formula.expr import Expr, Number, Options, Symbol
from engine.formula.walk import fold

SYMBOL, NUMBER, OPEN = "symbol", "number", "open"
PRIME = "'"
MOST_DIGITS = 1_000
"""Counts of more decimal digits are refused unless said otherwise."""


class Store:
    """Formulas by their position; the parts of a formula stand at lower positions.

    Attributes:
        heads: For each formula ``"symbol"``, ``"number"``, ``"open"`` (a derivative yet to be found), a primitive's
            name, or a primitive's name and a prime.
        arguments: For each formula the positions of its parts.
        sizes: How many operations each formula has, written out as a tree.
        depths: How deep it is nested.
        symbols: The names among them.
        numbers: The numbers among them.
    """

    __slots__ = ("_known", "_most", "arguments", "depths", "digits", "heads", "numbers", "sizes", "symbols")

    def __init__(self, digits: int = MOST_DIGITS) -> None:
        self.heads: list[str] = []
        self.arguments: list[tuple[int, ...]] = []
        self.sizes: list[int] = []
        self.depths: list[int] = []
        self.symbols: dict[int, Symbol] = {}
        self.numbers: dict[int, Number] = {}
        self.digits = digits
        self._most = 10**digits
        self._known: dict[tuple[object, ...], int] = {}

    def __len__(self) -> int:
        return len(self.heads)

    def symbol(self, symbol: Symbol) -> int:
        """A name."""
        position = self._write(SYMBOL, (), (SYMBOL, symbol.key))
        self.symbols.setdefault(position, symbol)
        return position

    def number(self, number: Number) -> int:
        """A number; the first way of writing it is kept."""
        position = self._write(NUMBER, (), (NUMBER, number.value, is_plain(number)))
        self.numbers.setdefault(position, number)
        return position

    def apply(self, head: str, arguments: Iterable[int]) -> int:
        """An operation as it is written: nothing is simplified.

        Raises:
            EngineError: For a formula whose number of operations has too many digits.
        """
        parts = tuple(arguments)
        return self._write(head, parts, (head, parts))

    def open(self, formula: int) -> int:
        """The derivative of a formula, yet to be found."""
        return self.apply(OPEN, (formula,))

    def read(self, formula: Expr, symbol: Callable[[Symbol], int]) -> int:
        """Write a rule down, its symbols replaced."""

        def apply(op: str, parts: list[int], _options: Options) -> int:
            return self.apply(op, parts)

        return fold(formula, symbol, lambda value: self.number(Number(value)), apply)

    def is_operation(self, formula: int) -> bool:
        """Whether it is one, and no name or number."""
        return self.heads[formula] not in (SYMBOL, NUMBER, OPEN)

    def under(self, roots: Iterable[int]) -> list[int]:
        """The different parts of formulas, themselves included, each after its own parts."""
        pending = list(roots)
        found = set(pending)
        while pending:
            for part in self.arguments[pending.pop()]:
                if part not in found:
                    found.add(part)
                    pending.append(part)
        return sorted(found)

    def shared(self, roots: Iterable[int]) -> int:
        """How many operations formulas take when each different part of them is computed once."""
        return sum(map(self.is_operation, self.under(roots)))

    def _write(self, head: str, parts: tuple[int, ...], key: tuple[object, ...]) -> int:
        position = self._known.get(key)
        if position is None:
            position = self._known[key] = len(self.heads)
            size = sum(self.sizes[part] for part in parts) + (head not in (SYMBOL, NUMBER, OPEN))
            if size >= self._most:
                raise EngineError(
                    f"Written out, a formula of this model takes more than 10^{self.digits} operations.",
                    f"Counts have at most {self.digits} digits (limit formula_digits); choose an earlier output.",
                    limit="formula_digits",
                    code="formula-too-long",
                    most=self.digits,
                )
            self.heads.append(head)
            self.arguments.append(parts)
            self.sizes.append(size)
            self.depths.append(1 + max((self.depths[part] for part in parts), default=0))
        return position


def is_plain(number: Number) -> bool:
    """Whether it is written in digits: π is kept as a name would be."""
    return number.latex is None or any(map(str.isdigit, number.latex))
