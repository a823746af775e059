"""Putting a request to an application in the same process: what comes back is what a client would get."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote

from starlette.types import ASGIApp, Message


class Reply(NamedTuple):
    """Status, content type without its parameters, and body."""

    status: int
    media_type: str
    body: bytes


async def ask(app: ASGIApp, method: str, target: str, headers: Mapping[str, str], body: bytes = b"") -> Reply:
    """The reply to one request."""
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode("ascii"),
        "query_string": query.encode("ascii"),
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()],
        "server": ("localhost", 80),
        "client": None,
    }
    sent: list[Message] = []
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        if waiting:
            return waiting.pop()
        await asyncio.Event().wait()  # nobody hangs up: who waits for that is cancelled with the answer's end
        raise AssertionError("an event that nobody sets")

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start = sent[0]
    media_type = dict(start["headers"]).get(b"content-type", b"").decode("latin-1").partition(";")[0]
    return Reply(start["status"], media_type, b"".join(message.get("body", b"") for message in sent[1:]))
