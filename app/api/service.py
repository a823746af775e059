"""What the routes share: settings, examples, the cache and the engine's threads."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from hashlib import blake2b

from starlette.requests import Request
from starlette.responses import Response

from app.api import run
from app.content.examples import Library
from app.http.body import read_body
from app.http.cache import Cache
from app.http.finished import Answer
from app.http.worker import Worker
from app.request.model import Asked
from app.settings import Settings


class Service:
    """One for each application. Its methods are called on the event loop.

    Small requests have a thread of their own: they take a few milliseconds each, so none of them ever waits
    for one that takes a second. Within a thread, first come, first served.
    """

    def __init__(self, settings: Settings, library: Library) -> None:
        self.settings = settings
        self.library = library
        self.cache = Cache(settings.cache_bytes)
        self.quick = Worker("engine-quick", settings.queue_length, settings.deadline_seconds)
        self.heavy = Worker("engine-heavy", settings.queue_length, settings.deadline_seconds)

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
        call = partial(run.from_body, body, model, compute, self.settings)
        answer = await self.computed(_digest(kind, body), len(body), call)
        return answer.response(request.headers)

    async def computed(self, key: bytes, cost_bytes: int, call: Callable[[], Answer]) -> Answer:
        """The answer kept under this key, or a new one from ``call``, run on the thread for its size."""
        worker = self.quick if cost_bytes <= self.settings.quick_bytes else self.heavy
        return await self.cache.get(key, partial(worker.run, call))

    async def fixed(self, request: Request, name: str, call: Callable[[], Answer]) -> Response:
        """Answer a GET whose answer depends on its name alone; unchanged since last time, it is a 304."""
        return (await self.named(name, call)).response(request.headers, conditional=True)

    async def named(self, name: str, call: Callable[[], Answer]) -> Answer:
        """The answer that depends on its name alone."""
        return await self.computed(_digest("GET", name.encode()), 0, call)

    def close(self) -> None:
        """Let the threads end."""
        self.quick.close()
        self.heavy.close()


def _digest(kind: str, content: bytes) -> bytes:
    return blake2b(content, digest_size=32, person=kind.encode()[:16]).digest()
