"""``python -m app``: one process, one worker, quiet logs, and an end that does not wait for slow clients."""

from __future__ import annotations

import argparse
import gc
import logging
import socket
import sys

import uvicorn

from app.http import logs
from app.main import create_app
from app.settings import Settings

log = logging.getLogger("app")


class Server(uvicorn.Server):
    """Says in the log where it can be reached, once it can: with port 0 nobody could know otherwise."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        for server in getattr(self, "servers", []):
            for listening in server.sockets:
                host, port = listening.getsockname()[:2]
                log.info("listening", extra={"host": host, "port": port})


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop; the exit code is 1 when the address cannot be listened on."""
    settings = Settings()
    parser = argparse.ArgumentParser(prog="python -m app", description="Serve Backsweep's page and API.")
    parser.add_argument("--host", default=settings.host, help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=settings.port, help="port, 0 for any (default: %(default)s)")
    options = parser.parse_args(arguments)
    settings = settings.model_copy(update={"host": options.host, "port": options.port})
    logs.configure(settings.log_level)
    server = Server(
        uvicorn.Config(
            create_app(settings),
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=settings.graceful_seconds,
        )
    )
    _share_the_interpreter()
    try:
        server.run()
    except KeyboardInterrupt:
        return 0
    return 0 if server.started else 1


def _share_the_interpreter() -> None:
    """Keep the event loop prompt while a worker's thread computes; measured in benchmarks/service.py.

    What is loaded by now stays until the end, so the garbage collector need not look through it again: that took
    45 ms each time. And the loop gets its turn after one millisecond instead of five.
    """
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(0.001)


if __name__ == "__main__":
    sys.exit(main())
