"""What stands in the results more than once: the parts that a graph would compute once and use again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.calculus.hash_consed import PRIME, Store
from engine.graph.interpret import reverse_sweep
from engine.primitives.declaration import meaning
from engine.primitives.ops import TABLE

MOST_PARTS = 8
"""So many parts are told apart."""


@dataclass(frozen=True, slots=True)
class Part:
    """A sub-expression that is used in more than one place.

    Args:
        formula: Its position.
        within: How often it stands in each of the results.
        expanded: How often it stands in all of them together, once primes are written out.
        operations: What it takes.
    """

    formula: int
    within: tuple[int, ...]
    expanded: int
    operations: int

    @property
    def count(self) -> int:
        """How often it stands in the results."""
        return sum(self.within)

    @property
    def gain(self) -> int:
        """The operations that are spared if it is computed once."""
        return (self.count - 1) * self.operations


def occurrences(store: Store, root: int) -> dict[int, int]:
    """How often each part stands in a formula that is written out as a tree."""

    def parts(formula: int) -> Sequence[tuple[int, int]]:
        return list(enumerate(store.arguments[formula]))

    return reverse_sweep(root, 1, parts, lambda _, times: lambda _: times, lambda _, times: sum(times))


def without_primes(store: Store, roots: Sequence[int]) -> dict[int, int]:
    """For each part of the formulas the same with its primes written out: σ′(z) as σ(z) (1 − σ(z))."""
    found: dict[int, int] = {}
    for formula in store.under(roots):
        head, given = store.heads[formula], tuple(found[part] for part in store.arguments[formula])
        if not given:
            found[formula] = formula
        elif head.endswith(PRIME):
            found[formula] = _spelled(store, head.removesuffix(PRIME), given)
        else:
            found[formula] = store.apply(head, given)
    return found


def _spelled(store: Store, op: str, given: tuple[int, ...]) -> int:
    output = store.apply(op, given)
    return store.read(TABLE[op].printed[0], lambda symbol: meaning(symbol, given, output))


def repeated(store: Store, roots: Sequence[int], expanded: Mapping[int, int]) -> list[Part]:
    """The parts that are used in more than one place, those first that spare most when they are shared.

    What is used in one place only is left out, be it repeated with what it stands in.
    """
    edges = Counter(roots)
    under = store.under(roots)
    for formula in under:
        edges.update(store.arguments[formula])
    within = [occurrences(store, root) for root in roots]
    spelled: Counter[int] = Counter()
    for root in roots:
        spelled.update(occurrences(store, expanded[root]))
    parts = [
        Part(one, tuple(found.get(one, 0) for found in within), spelled[expanded[one]], store.sizes[one])
        for one in under
        if edges[one] > 1 and store.is_operation(one) and store.heads[one] != "neg"
    ]
    return sorted(parts, key=lambda part: -part.gain)
