"""The cache: one computation however many ask, bounded in bytes."""

import asyncio

import pytest

from app.http.cache import Cache
from app.http.finished import OVERHEAD_BYTES, Answer

pytestmark = pytest.mark.anyio


def answer(size: int = 10) -> Answer:
    return Answer.of(b"x" * size, "text/plain", compress=False)


class Slow:
    """A computation that ends when it is told to."""

    def __init__(self, outcome: Answer | Exception) -> None:
        self.outcome = outcome
        self.calls = 0
        self.go_on = asyncio.Event()

    async def __call__(self) -> Answer:
        self.calls += 1
        await self.go_on.wait()
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


async def turn() -> None:
    """Let every task that can go on do so."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_many_at_once_are_one_computation_and_one_answer() -> None:
    cache, slow = Cache(10_000), Slow(answer())
    waiting = [asyncio.ensure_future(cache.get(b"k", slow)) for _ in range(50)]
    await turn()
    slow.go_on.set()
    assert {id(one) for one in await asyncio.gather(*waiting)} == {id(slow.outcome)}
    assert slow.calls == 1
    assert await cache.get(b"k", slow) is slow.outcome
    assert slow.calls == 1


async def test_one_who_hangs_up_does_not_take_the_answer_from_the_others() -> None:
    cache, slow = Cache(10_000), Slow(answer())
    first, second = (asyncio.ensure_future(cache.get(b"k", slow)) for _ in range(2))
    await turn()
    first.cancel()
    await turn()
    slow.go_on.set()
    assert await second is slow.outcome
    assert first.cancelled()


async def test_a_failure_reaches_everyone_and_is_not_kept() -> None:
    cache, slow = Cache(10_000), Slow(LookupError("no"))
    waiting = [asyncio.ensure_future(cache.get(b"k", slow)) for _ in range(3)]
    await turn()
    slow.go_on.set()
    for outcome in await asyncio.gather(*waiting, return_exceptions=True):
        assert outcome is slow.outcome
    assert b"k" not in cache
    slow.outcome = answer()
    assert await cache.get(b"k", slow) is slow.outcome


async def test_a_failure_nobody_waits_for_any_more_is_quiet() -> None:
    cache, slow = Cache(10_000), Slow(LookupError("no"))
    only = asyncio.ensure_future(cache.get(b"k", slow))
    await turn()
    only.cancel()
    slow.go_on.set()
    await turn()
    assert b"k" not in cache  # and no "exception was never retrieved", which would be an error here


async def put(cache: Cache, key: bytes, size: int = 10) -> None:
    slow = Slow(answer(size))
    slow.go_on.set()
    await cache.get(key, slow)


async def test_the_one_not_used_for_longest_goes_when_the_bytes_run_out() -> None:
    cache = Cache(3 * (OVERHEAD_BYTES + 10))
    for key in (b"a", b"b", b"c", b"a", b"d"):
        await put(cache, key)
    assert [key in cache for key in (b"a", b"b", b"c", b"d")] == [True, False, True, True]
    assert cache.bytes == 3 * (OVERHEAD_BYTES + 10)


async def test_large_answers_count_for_what_they_are_and_one_too_large_displaces_nothing() -> None:
    cache = Cache(10_000)
    await put(cache, b"a")
    await put(cache, b"huge", 20_000)
    assert b"a" in cache
    assert b"huge" not in cache
    await put(cache, b"large", 8_500)
    assert b"a" not in cache
    assert cache.bytes == 8_500 + OVERHEAD_BYTES
