"""Opening a Value on Backsweep's page. The address holds the whole model, so nothing is sent anywhere."""

from __future__ import annotations

import webbrowser
from urllib.parse import quote

from engine.eager.to_source import source_of
from engine.eager.value import Value
from engine.errors import EngineError
from engine.graph.graph import Grain

SERVER = "http://127.0.0.1:8000"
"""Where ``backsweep`` serves the page, and ``python3 scripts/dev.py run`` in the checkout."""

VERSION = 1
LONGEST_SOURCE = 65_536
"""The page reads no longer source from a link."""

_PLAIN = {"%20": "+", "%0A": ";"}
"""As in the page's own links: lines end in ``;`` and spaces are ``+``, so that a link can be read."""


def link(value: Value, *, server: str = SERVER, grain: Grain = "named") -> str:
    """The address of the page with this Value's history on it.

    Args:
        server: Where the page is served.
        grain: ``named`` for one node a label, ``primitive`` for one an operation.

    Raises:
        EngineError: If the history cannot be written as a program (see :func:`source_of`), or is too long for a link.
    """
    source = source_of(value).rstrip("\n")
    if len(source) > LONGEST_SOURCE:
        raise EngineError(
            f"The program of this value has {len(source)} characters, too many for a link.",
            f"At most {LONGEST_SOURCE} are read; look at a part of it, or at graph_of and trace_of.",
            code="link-too-long",
            count=len(source),
            most=LONGEST_SOURCE,
        )
    text = quote(source, safe="-_.()/,:=")
    for escape, sign in _PLAIN.items():
        text = text.replace(escape, sign)
    return f"{server.rstrip('/')}/#v={VERSION}&s={text}" + ("" if grain == "named" else f"&g={grain}")


def show(value: Value, *, server: str = SERVER, grain: Grain = "named") -> str:
    """Open the page on this Value in the browser, and give the address.

    The server must be running (``backsweep``); nothing is started here.

    Raises:
        EngineError: As :func:`link`.
    """
    address = link(value, server=server, grain=grain)
    webbrowser.open(address)
    return address
