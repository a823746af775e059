"""What the routes share: settings, examples, the cache and the engine's threads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from hashlib import blake2b

from starlette.requests import Request
from starlette.responses import Response

from app.api import run
from app.content.examples import Library
from app.http.body import read_body
from app.http.cache import Cache, Compute
from app.http.finished import Answer
from app.http.worker import Worker, busy
from app.request.model import Asked
from app.settings import Settings


class Service:
    """One for each application. Its methods are called on the event loop.

    Answers of little work have a thread of their own: they take a few milliseconds each, so none of them ever
    waits for one that takes a second. How much work it is, the program and its shapes say before any of it is
    done. Within a thread, first come, first served.
    """

    def __init__(self, settings: Settings, library: Library) -> None:
        self.settings = settings
        self.library = library
        self.cache = Cache(settings.cache_bytes)
        self.quick = Worker("engine-quick", settings.queue_length)
        self.heavy = Worker("engine-heavy", settings.queue_length)

    async def posted(
        self,
        request: Request,
        kind: str,
        compute: run.Compute[Asked],
        model: type[Asked],
    ) -> Response:
        """Answer a POSTed model; the same kind and the same bytes are computed once.

        Raises:
            Refusal: For a body that does not arrive whole, and while the server is busy.
        """
        body = await read_body(request, self.settings)
        answer = await self.answered(kind, body, compute, model)
        return answer.response(request.headers)

    async def answered(self, kind: str, body: bytes, compute: run.Compute[Asked], model: type[Asked]) -> Answer:
        """The answer to a body, computed on the thread for its work.

        Raises:
            Refusal: 503 while the server is busy.
        """
        return await self._kept(_digest(kind, body), partial(self._by_work, body, compute, model))

    async def _by_work(self, body: bytes, compute: run.Compute[Asked], model: type[Asked]) -> Answer:
        arguments = (body, model, compute, self.settings)
        if len(body) <= self.settings.quick_bytes:
            answer = await self.quick.run(partial(run.if_quick, *arguments))
            if answer is not None:
                return answer
        return await self.heavy.run(partial(run.from_body, *arguments))

    async def _kept(self, key: bytes, compute: Compute) -> Answer:
        """The answer kept under this key, or a new one; it is kept even if it comes too late for who asks.

        Raises:
            Refusal: 503 past the deadline: whoever asks again joins the computation, or finds its answer.
        """
        seconds = self.settings.deadline_seconds
        try:
            async with asyncio.timeout(seconds):
                return await self.cache.get(key, compute)
        except TimeoutError:
            detail = f"The answer was not ready after {seconds:g} seconds."
            raise busy("deadline_seconds", detail, self.heavy.waiting) from None

    async def fixed(self, request: Request, name: str, call: Callable[[], Answer]) -> Response:
        """Answer a GET whose answer depends on its name alone; unchanged since last time, it is a 304."""
        return (await self.named(name, call)).response(request.headers, conditional=True)

    async def named(self, name: str, call: Callable[[], Answer]) -> Answer:
        """The answer that depends on its name alone."""
        return await self._kept(_digest("GET", name.encode()), partial(self.quick.run, call))

    def close(self) -> None:
        """Let the threads end."""
        self.quick.close()
        self.heavy.close()


def _digest(kind: str, content: bytes) -> bytes:
    return blake2b(content, digest_size=32, person=kind.encode()[:16]).digest()
