"""A thread for the engine, with a bounded queue: a heavy request never holds up the event loop."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from app.http.problems import Refusal

T = TypeVar("T")

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

    def drop(self) -> None:
        """Let nobody wait for what will not be computed."""
        self._hand_over(self._cancel, None)

    def _hand_over(self, deliver: Callable[..., None], outcome: object) -> None:
        if not self.loop.is_closed():
            try:
                self.loop.call_soon_threadsafe(deliver, outcome)
            except RuntimeError:
                return  # the loop was closed in between: nobody waits any more

    def _cancel(self, _: object) -> None:
        self.future.cancel()

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

    A job has no deadline of its own: the work of each is bounded before it begins, and its result serves who
    asks next. How long a caller waits is the caller's affair.
    """

    def __init__(self, name: str, queue_length: int) -> None:
        self._name = name
        self._jobs: queue.Queue[_Job[object] | None] = queue.Queue(queue_length)
        self._thread: threading.Thread | None = None

    async def run(self, call: Callable[[], T]) -> T:
        """Run ``call`` on the thread.

        Raises:
            Refusal: 503 when the queue is full.
        """
        job = _Job(call, asyncio.get_running_loop())
        try:
            self._jobs.put_nowait(job)  # type: ignore[arg-type]  # the queue holds jobs of every type
        except queue.Full:
            raise busy("queue_length", QUEUE_FULL, self.waiting) from None
        if self._thread is None:
            # A daemon: a computation under way must not keep a stopped server alive.
            self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
            self._thread.start()
        return await job.future

    @property
    def waiting(self) -> int:
        """How many jobs have not begun."""
        return self._jobs.qsize()

    def close(self) -> None:
        """Drop what waits and let the thread end after the job it is at."""
        while True:
            try:
                dropped = self._jobs.get_nowait()
            except queue.Empty:
                break
            if dropped is not None:
                dropped.drop()
        self._jobs.put_nowait(None)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job.run()
            del job  # an idle thread must not hold on to the last request


def busy(limit: str, detail: str, waiting: int = 0) -> Refusal:
    """The refusal of a server that has too much to do at the moment.

    Args:
        waiting: How many jobs wait: who asks again later by a second for each finds most of them done.
    """
    seconds = 1 + waiting
    return Refusal(
        503,
        "The server is busy",
        detail,
        f"Ask again in {seconds} second{'s' * (seconds > 1)}, or with a smaller model.",
        limit=limit,
        headers={"Retry-After": str(seconds)},
        code="queue-full" if limit == "queue_length" else "answer-late",
        arguments={"seconds": seconds},
    )
