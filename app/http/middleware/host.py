"""The Host check: a page of someone else's whose name points at this machine gets no answer (DNS rebinding)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.http.problems import Refusal

LOCAL = ("localhost", "127.0.0.1", "[::1]")
EVERYWHERE = ("", "0.0.0.0", "::", "*")
"""Addresses to listen on that are no name anyone calls the server by."""

_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[^:\[\]]+)(?::[0-9]{1,5})?")


class AllowedHosts:
    """Answers 400 unless the Host header carries one of the names. ``*`` among them allows every name."""

    def __init__(self, app: ASGIApp, names: Iterable[str] = ()) -> None:
        self.app = app
        self.names = frozenset(map(_normal, (*LOCAL, *names)))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or "*" in self.names or self._known(scope):
            await self.app(scope, receive, send)
            return
        refusal = Refusal(
            400,
            "The server does not go by this name",
            "The Host header carries a name that is not on the server's list.",
            "Open it as http://localhost with its port, or add the name to BACKSWEEP_ALLOWED_HOSTS.",
            limit="allowed_hosts",
            code="unknown-host",
        )
        await refusal.answer().response(Headers(scope=scope))(scope, receive, send)

    def _known(self, scope: Scope) -> bool:
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1:
            return False
        match = _HOST.fullmatch(hosts[0].decode("latin-1").lower())
        return match is not None and match["name"].rstrip(".") in self.names


def _normal(name: str) -> str:
    name = name.lower().rstrip(".")
    return f"[{name}]" if name.count(":") > 1 and not name.startswith("[") else name
