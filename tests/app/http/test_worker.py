"""The engine's thread: one thing after the other, a bounded queue."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable

import pytest

from app.http.problems import Refusal
from app.http.worker import Worker

pytestmark = pytest.mark.anyio

PATIENCE = 30.0

Make = Callable[..., Worker]


@pytest.fixture
async def make() -> AsyncIterator[Make]:
    made: list[Worker] = []

    def make_worker(queue_length: int = 2) -> Worker:
        made.append(Worker("test", queue_length))
        return made[-1]

    yield make_worker
    for worker in made:
        worker.close()


class Held:
    """A job that says when it has begun and ends when it is let go."""

    def __init__(self) -> None:
        self.begun, self.let_go = threading.Event(), threading.Event()

    def __call__(self) -> str:
        self.begun.set()
        self.let_go.wait(PATIENCE)
        return threading.current_thread().name

    async def until_begun(self) -> None:
        assert await asyncio.to_thread(self.begun.wait, PATIENCE)


async def test_the_result_comes_from_the_workers_own_thread(make: Make) -> None:
    worker = make()
    names = [await worker.run(threading.current_thread) for _ in range(3)]
    assert len(set(names)) == 1
    assert names[0] is not threading.current_thread()
    assert names[0].daemon, "a computation must not keep a stopped server alive"


async def test_an_exception_reaches_the_one_who_asked_and_the_thread_lives_on(make: Make) -> None:
    worker = make()
    with pytest.raises(ZeroDivisionError):
        await worker.run(lambda: 1 // 0)
    assert await worker.run(lambda: 5) == 5


async def test_the_loop_goes_on_while_the_thread_computes(make: Make) -> None:
    worker, held = make(), Held()
    running = asyncio.ensure_future(worker.run(held))
    await held.until_begun()
    assert not running.done()
    held.let_go.set()
    assert await running == "test"


async def test_a_full_queue_is_answered_503_with_retry_after(make: Make) -> None:
    worker, held = make(queue_length=1), Held()
    running = asyncio.ensure_future(worker.run(held))
    await held.until_begun()
    queued = asyncio.ensure_future(worker.run(lambda: "queued"))
    await asyncio.sleep(0)
    with pytest.raises(Refusal) as refused:
        await worker.run(lambda: "one too many")
    assert refused.value.status == 503
    assert refused.value.limit == "queue_length"
    assert refused.value.headers["Retry-After"] == "2", "a second for the one that waits, and one"
    held.let_go.set()
    assert [await running, await queued] == ["test", "queued"]


def _joined(worker: Worker) -> bool:
    thread = worker._thread
    assert thread is not None
    thread.join(PATIENCE)
    return not thread.is_alive()


async def test_closing_drops_what_waits_and_ends_the_thread(make: Make) -> None:
    worker, held, ran = make(), Held(), []
    running = asyncio.ensure_future(worker.run(held))
    await held.until_begun()
    queued = asyncio.ensure_future(worker.run(lambda: ran.append("queued")))
    await asyncio.sleep(0)
    worker.close()
    held.let_go.set()
    assert await running == "test"
    assert await asyncio.to_thread(_joined, worker)
    assert ran == []
    with pytest.raises(asyncio.CancelledError):
        await queued
