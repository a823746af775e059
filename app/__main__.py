"""``python -m app``: the bare server with its logs as JSON, for who runs it as a service."""

from __future__ import annotations

import argparse
import logging
import sys

from app.http import logs
from app.http.server import Place, serve
from app.main import create_app
from app.settings import Settings

log = logging.getLogger("app")


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop; the exit code is 1 when the address cannot be listened on."""
    settings = Settings()
    parser = argparse.ArgumentParser(prog=f"python -m {__package__}", description="Serve Backsweep's page and API.")
    parser.add_argument("--host", default=settings.host, help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=settings.port, help="port, 0 for any (default: %(default)s)")
    options = parser.parse_args(arguments)
    settings = settings.model_copy(update={"host": options.host, "port": options.port})
    logs.configure(settings.log_level)
    try:
        return 0 if serve(create_app(settings), settings, _say) else 1
    except KeyboardInterrupt:
        return 0


def _say(place: Place) -> None:
    host, port = place
    log.info("listening", extra={"host": host, "port": port})


if __name__ == "__main__":
    sys.exit(main())
