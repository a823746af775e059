"""Time: medians over rounds in which the candidates take turns, so that a slow moment of the machine hits all.

It is the processor's time of this process, all of its threads together, where the system counts it finely: what other
programs do at the same moment is then left out. Elsewhere it is the time on the clock.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence

FINE = 1e-6
CLOCK = time.process_time if time.get_clock_info("process_time").resolution <= FINE else time.perf_counter
ROUND_SECONDS = 0.02
"""What is called again and again within a round, until it has taken about so long."""
BUDGET_SECONDS = 6.0
FEWEST, MOST = 5, 60


def medians(candidates: Sequence[Callable[[], object]], budget: float = BUDGET_SECONDS) -> list[float]:
    """Seconds a call for each candidate.

    Args:
        budget: About how long all of it may take; there are never fewer than five rounds.
    """
    costs = [warm(one) for one in candidates]
    repeats = [max(1, int(ROUND_SECONDS / cost)) for cost in costs]
    whole = sum(cost * count for cost, count in zip(costs, repeats, strict=True))
    rounds = max(FEWEST, min(MOST, int(budget / whole)))
    gc.collect()
    gc.freeze()  # what was imported is not looked through in each candidate's turn
    try:
        times = [[seconds(one, n) for one, n in zip(candidates, repeats, strict=True)] for _ in range(rounds)]
    finally:
        gc.unfreeze()
    return [statistics.median(column) for column in zip(*times, strict=True)]


def warm(call: Callable[[], object]) -> float:
    """Seconds a call once everything is compiled and cached."""
    call()
    once = seconds(call, 1)
    return seconds(call, 20) if once < ROUND_SECONDS / 20 else once


def seconds(call: Callable[[], object], count: int) -> float:
    """The mean time of one call in a row of them."""
    began = CLOCK()
    for _ in range(count):
        call()
    return (CLOCK() - began) / count
