"""The server: one process, one worker, and an end that does not wait for slow clients."""

from __future__ import annotations

import gc
import socket
import sys
from collections.abc import Callable
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from app.settings import Settings

Place = tuple[str, int]
"""A host and a port."""


class Server(uvicorn.Server):
    """Says where it can be reached once it can, with port 0 nobody could know otherwise, and when it begins to end."""

    def __init__(self, config: uvicorn.Config, reached: Callable[[Place], None], ending: Callable[[], None]) -> None:
        super().__init__(config)
        self._reached = reached
        self._ending = ending

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        for server in getattr(self, "servers", []):
            for listening in server.sockets:
                self._reached(listening.getsockname()[:2])

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end at the first signal, and end at once at the second."""
        if not self.should_exit:
            self._ending()
        super().handle_exit(sig, frame)


def _nothing() -> None:
    pass


def serve(
    app: ASGIApp,
    settings: Settings,
    reached: Callable[[Place], None],
    ending: Callable[[], None] = _nothing,
    listening: socket.socket | None = None,
) -> bool:
    """Serve until told to stop, and say whether it ever began to.

    Args:
        app: What answers.
        settings: Where to listen, and every budget.
        reached: Called with each place where the server answers, once it does.
        ending: Called when a signal asks for the end.
        listening: A socket that is bound already; otherwise one is bound as the settings say.

    Raises:
        KeyboardInterrupt: When Ctrl-C was what ended it.
    """
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=settings.graceful_seconds,
    )
    server = Server(config, reached, ending)
    _share_the_interpreter()
    server.run(None if listening is None else [listening])
    return server.started


def _share_the_interpreter() -> None:
    """Keep the event loop prompt while a worker's thread computes; measured in benchmarks/service.py.

    What is loaded by now stays until the end, so the garbage collector need not look through it again: that took
    45 ms each time. And the loop gets its turn after one millisecond instead of five.
    """
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(0.001)
