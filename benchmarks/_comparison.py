"""One piece of work done by several: that they agree comes first, then how long each takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks._rounds import BUDGET_SECONDS, medians
from benchmarks.report import Row

Work = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Peer:
    """Somebody else's way of doing the same.

    Args:
        work: Does it; None where the package is not installed.
        results: The value and then the gradients that ``work`` gives, as arrays in the order of ours.
        most: The share of the peer's time that ours may take.
    """

    name: str
    work: Work | None
    results: Callable[[Any], list[Any]]
    most: float | None = None


def compare(
    title: str,
    ours: Peer,
    peers: list[Peer],
    *,
    tolerance: float = 1e-9,
    extra: Mapping[str, Work] | None = None,
    budget: float = BUDGET_SECONDS,
) -> Iterator[Row]:
    """Our row, each peer's row with the ratio below it, and the rows of our own parts (``extra``: "forward").

    Raises:
        ArithmeticError: Where a peer's value or gradients differ from ours by more than the tolerance.
    """
    present = [peer for peer in peers if peer.work is not None]
    assert ours.work is not None
    wanted = ours.results(ours.work())
    for peer in present:
        assert peer.work is not None
        agree(title, peer.name, wanted, peer.results(peer.work()), tolerance)
    parts = dict(extra or {})
    calls = [ours.work, *(peer.work for peer in present if peer.work is not None), *parts.values()]
    mine, *times = medians(calls, budget)
    yield Row(f"{title}: {ours.name}", *scaled(mine))
    taken = dict(zip([*(peer.name for peer in present), *parts], times, strict=True))
    for peer in peers:
        if peer.work is None:
            yield Row(f"  {peer.name}", None)
            continue
        yield Row(f"  {peer.name}", *scaled(taken[peer.name]))
        yield Row(f"    ours compared with {peer.name}", mine / taken[peer.name], "times", most=peer.most)
    for part in parts:
        yield Row(f"  our {part} alone", *scaled(taken[part]))
        yield Row(f"    value and gradients compared with the {part}", mine / taken[part], "times", most=3.0)


def agree(title: str, name: str, ours: list[Any], theirs: list[Any], tolerance: float) -> None:
    """A fast wrong answer is not to be compared with."""
    if len(ours) != len(theirs):
        raise ArithmeticError(f"{title}: {len(theirs)} results by {name}, {len(ours)} here")
    for number, pair in enumerate(zip(ours, theirs, strict=True)):
        mine, other = (np.asarray(one, np.float64) for one in pair)
        scale = max(1e-3, float(np.abs(other).max(initial=0.0)))
        if mine.shape != other.shape or not np.abs(mine - other).max(initial=0.0) <= tolerance * scale:
            what = "the value" if number == 0 else f"gradient {number}"
            raise ArithmeticError(f"{title}: {what} by {name} differs from ours")


def scaled(seconds: float) -> tuple[float, str]:
    """The time in the unit that reads well."""
    for factor, unit in ((1e6, "µs"), (1e3, "ms")):
        if seconds * factor < 1000:
            return seconds * factor, unit
    return seconds, "s"
