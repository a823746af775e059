"""``backsweep serve``: the page and the API on this machine, and the page in the browser."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
import webbrowser
from types import FrameType

from app.http import logs
from app.http.server import Place, serve
from app.main import create_app
from app.settings import Settings
from backsweep import listening, model
from backsweep.failure import REFUSED


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--host", help="address to listen on (default: 127.0.0.1, this machine only)")
    parser.add_argument(
        "--port", type=listening.port, help="port to listen on, 0 for any (default: 8000, or the next that is free)"
    )
    parser.add_argument("--no-browser", action="store_true", help="do not open the page")


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C, which is no failure. Raises Failure."""
    settings = model.settings()
    host = settings.host if options.host is None else options.host
    asked = settings.port if options.port is None and "port" in settings.model_fields_set else options.port
    names = listening.names_for(host) if "allowed_hosts" not in settings.model_fields_set else ()
    bound = listening.listen(host, asked, settings.port)
    settings = settings.model_copy(update={"host": host, "allowed_hosts": names or settings.allowed_hosts})
    logs.configure(_level(settings))

    def reached(place: Place) -> None:
        address = listening.address(host, place[1])
        print(f"\nBacksweep is at {address}   (stop it with Ctrl-C)\n", flush=True)
        if names:
            print(f"Others in this network may call it by: {', '.join(names)}\n", flush=True)
        if not options.no_browser:  # aside, because some browsers return only when they are closed
            threading.Thread(target=_show, args=(address,), daemon=True).start()

    signal.signal(signal.SIGTERM, _interrupt)
    try:
        return 0 if serve(create_app(settings), settings, reached, _say_the_end, bound) else REFUSED
    except KeyboardInterrupt:
        return 0


def _level(settings: Settings) -> str:
    """Warnings only, unless the environment says otherwise: the terminal is for the person who started it."""
    return settings.log_level if "log_level" in settings.model_fields_set else "WARNING"


def _say_the_end() -> None:
    print("\nStopping ...", flush=True)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Treat a request to end like Ctrl-C."""
    raise KeyboardInterrupt


def _show(address: str) -> None:
    if not open_page(address):
        print("No browser could be opened from here: open that address yourself.", flush=True)


def open_page(address: str) -> bool:
    """Open the user's browser; without a screen there is none, and a text browser would take the terminal."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    if sys.platform.startswith(("linux", "freebsd")) and not any(os.environ.get(name) for name in screens):
        return False
    return webbrowser.open(address)
