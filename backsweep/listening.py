"""Where the server listens: a port that is free, the address to open, and the names that others call it by."""

from __future__ import annotations

import argparse
import contextlib
import errno
import os
import socket
import sys
from collections.abc import Callable

from backsweep.failure import Failure

WHOLE_MACHINE = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}
"""The hosts that stand for every address of this machine, and the address at which the machine reaches itself."""
TRIES = 20
"""How many ports are tried where none was asked for."""
WAITING = 2048
"""Connections that may wait to be accepted; uvicorn's own number."""


def port(text: str) -> int:
    """A port number, for argparse."""
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port number (0 to 65535)")
    return int(text)


def address(host: str, number: int) -> str:
    """The page's URL."""
    name = WHOLE_MACHINE.get(host, host)
    return f"http://[{name}]:{number}/" if ":" in name else f"http://{name}:{number}/"


def listen(host: str, asked: int | None, usual: int) -> socket.socket:
    """A socket that listens, so that nobody can take its port any more. Raises Failure, naming the remedy.

    Args:
        host: The address to listen on.
        asked: The port that somebody asked for: this one or none.
        usual: The port to begin with where nobody did; the next ones are tried too, and it is said which one it is.
    """
    if asked is not None:
        return _bound(host, asked)
    for number in range(usual, min(usual + TRIES, 65536)):
        try:
            found = _bound(host, number)
        except _Taken:
            continue
        if number != usual:
            print(f"Port {usual} is already in use, so this is on port {number}.", file=sys.stderr, flush=True)
        return found
    raise Failure(f"The ports {usual} to {number} are all in use. Choose another: --port 9000")


class _Taken(Failure):
    """Somebody else listens there."""


def _bound(host: str, number: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host or None, number, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
    except (OSError, UnicodeError) as error:
        raise Failure(f"--host {host}: there is no such address ({error}).") from None
    # The protocol is named, because asyncio sends small answers at once (TCP_NODELAY) only where it is: otherwise each
    # waits 40 ms for the other side's acknowledgement.
    found = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name != "nt":  # on Windows this option would let two servers share the port
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, number))
        found.listen(WAITING)
    except OSError as error:
        found.close()
        raise _failure(error, host, number) from None
    return found


def _failure(error: OSError, host: str, number: int) -> Failure:
    if isinstance(error, PermissionError) and os.name != "nt":
        return Failure(f"Port {number} may not be used by this user. Choose another: --port 8001")
    if error.errno == errno.EADDRNOTAVAIL:
        return Failure(f"--host {host} is not an address of this machine.")
    other = number + 1 if number < 65535 else 8001
    return _Taken(
        f"Port {number} is already in use (is Backsweep running in another window?).\n"
        f"Stop what uses it, or choose another port: --port {other}"
    )


def own_names() -> list[str]:
    """The names and addresses under which other machines may know this one; asks no name server."""
    name = socket.gethostname()
    names = [name, f"{name}.local"]
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing: it only asks which address would be used
        names.insert(0, probe.getsockname()[0])
    return names


def names_for(host: str, names: Callable[[], list[str]] = own_names) -> tuple[str, ...]:
    """The names that the network may call the server by, when it was opened to the network; else none."""
    return tuple(names()) if host in WHOLE_MACHINE else ()
