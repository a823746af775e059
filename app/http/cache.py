"""A cache of finished answers, bounded in bytes, in which each answer is computed once however many ask."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from app.http.finished import Answer

Compute = Callable[[], Awaitable[Answer]]


class Cache:
    """The most recently used answers, and the computations under way ("flights").

    It lives on the event loop and is touched from nowhere else, so it needs no lock. A refusal is an
    answer like any other and is kept too: asking for it again and again then costs nothing. An exception
    (queue full, deadline, failure) reaches everyone who waits for that flight and is not kept.
    """

    def __init__(self, capacity_bytes: int) -> None:
        self._capacity = capacity_bytes
        self._answers: OrderedDict[bytes, Answer] = OrderedDict()
        self._flights: dict[bytes, asyncio.Task[Answer]] = {}
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._answers)

    def __contains__(self, key: bytes) -> bool:
        return key in self._answers

    async def get(self, key: bytes, compute: Compute) -> Answer:
        """The answer for this key: the kept one, the one under way, or a new one."""
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
            return answer
        flight = self._flights.get(key)
        if flight is None:
            flight = asyncio.get_running_loop().create_task(self._fly(key, compute))
            flight.add_done_callback(_collect)
            self._flights[key] = flight
        # One who hangs up must not take the answer away from the others.
        return await asyncio.shield(flight)

    async def _fly(self, key: bytes, compute: Compute) -> Answer:
        try:
            answer = await compute()
        finally:
            del self._flights[key]
        self._keep(key, answer)
        return answer

    def _keep(self, key: bytes, answer: Answer) -> None:
        if answer.size > self._capacity:
            return
        self._answers[key] = answer
        self.bytes += answer.size
        while self.bytes > self._capacity:
            _, oldest = self._answers.popitem(last=False)
            self.bytes -= oldest.size


def _collect(flight: asyncio.Task[Answer]) -> None:
    """Look at the outcome, so that a flight nobody waits for any more does not complain about it."""
    if not flight.cancelled():
        flight.exception()
