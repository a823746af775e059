"""A thread for the engine, with a bounded queue: a heavy request never holds up the event loop."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from app.http.problems import Refusal

T = TypeVar("T")

RETRY_AFTER_SECONDS = 1
QUEUE_FULL = "Too many computations are waiting already."


class _Job(Generic[T]):
    """One call and the place where its result is awaited."""

    __slots__ = ("call", "future", "loop")

    def __init__(self, call: Callable[[], T], loop: asyncio.AbstractEventLoop) -> None:
        self.call = call
        self.loop = loop
        self.future: asyncio.Future[T] = loop.create_future()

    def run(self) -> None:
        """Run on the worker's thread and hand the outcome to the loop."""
        if self.future.cancelled():
            return
        try:
            result = self.call()
        except BaseException as error:  # whatever it is, it belongs to the one who waits
            self._hand_over(self._fail, error)
        else:
            self._hand_over(self._succeed, result)

    def _hand_over(self, deliver: Callable[..., None], outcome: object) -> None:
        if not self.loop.is_closed():
            try:
                self.loop.call_soon_threadsafe(deliver, outcome)
            except RuntimeError:
                return  # the loop was closed in between: nobody waits any more

    def _succeed(self, result: T) -> None:
        if not self.future.done():
            self.future.set_result(result)

    def _fail(self, error: BaseException) -> None:
        if not self.future.done():
            self.future.set_exception(error)


class Worker:
    """One dedicated thread that computes one thing after the other.

    Args:
        name: The thread's name.
        queue_length: How many jobs may wait. The next is refused with 503.
        deadline_seconds: How long a job may take, waiting included. Then the caller is answered 503; a job
            still in the queue is dropped, one already running ends by itself, for the engine's budgets bound it.
    """

    def __init__(self, name: str, queue_length: int, deadline_seconds: float) -> None:
        self._name = name
        self._jobs: queue.Queue[_Job[object] | None] = queue.Queue(queue_length)
        self._deadline = deadline_seconds
        self._thread: threading.Thread | None = None

    async def run(self, call: Callable[[], T]) -> T:
        """Run ``call`` on the thread.

        Raises:
            Refusal: 503 when the queue is full or the deadline has passed.
        """
        job = _Job(call, asyncio.get_running_loop())
        try:
            self._jobs.put_nowait(job)  # type: ignore[arg-type]  # the queue holds jobs of every type
        except queue.Full:
            raise busy("queue_length", QUEUE_FULL) from None
        if self._thread is None:
            # A daemon: a computation under way must not keep a stopped server alive.
            self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
            self._thread.start()
        try:
            async with asyncio.timeout(self._deadline):
                return await job.future
        except TimeoutError:
            detail = f"The answer was not ready after {self._deadline:g} seconds."
            raise busy("deadline_seconds", detail) from None

    def close(self) -> None:
        """Drop what waits and let the thread end after the job it is at."""
        while True:
            try:
                self._jobs.get_nowait()
            except queue.Empty:
                break
        self._jobs.put_nowait(None)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job.run()
            del job  # an idle thread must not hold on to the last request


def busy(limit: str, detail: str) -> Refusal:
    """The refusal of a server that has too much to do at the moment."""
    return Refusal(
        503,
        "The server is busy",
        detail,
        f"Ask again in {RETRY_AFTER_SECONDS} second, or with a smaller model.",
        limit=limit,
        headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
    )
