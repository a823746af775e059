"""The last net: an unexpected exception becomes a 500 without details, and one line with them in the log."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.problems import Refusal

log = logging.getLogger("app.request.model")


class Failures:
    """Catches what no route and no handler caught, and writes the line about each request where that is on.

    No body and no query is ever logged: they are the user's.
    """

    def __init__(self, app: ASGIApp, access_log: bool = False) -> None:
        self.app = app
        self.access_log = access_log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 0
        started = time.perf_counter()

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except ClientDisconnect:
            status = 499
        except asyncio.CancelledError:
            # Only a server that stops cancels a request, after the graceful time. The task ends here anyway.
            if status:
                raise
            await _stopping().answer().response(Headers(scope=scope))(scope, receive, watched)
        except Exception:
            number = secrets.token_hex(4)
            log.exception("failure", extra={"id": number, "method": scope["method"], "path": scope["path"]})
            if status:
                raise  # half an answer is out: only closing the connection can say so
            refusal = Refusal(
                500,
                "The server failed",
                f"This is a fault of the server, noted in its log as {number}.",
                "Report it together with what you asked.",
                code="server-fault",
                arguments={"number": number},
            )
            await refusal.answer().response(Headers(scope=scope))(scope, receive, watched)
        if self.access_log:
            took = round((time.perf_counter() - started) * 1000, 1)
            line = {"method": scope["method"], "path": scope["path"], "status": status, "ms": took}
            log.info("request", extra=line)


def _stopping() -> Refusal:
    hint = "Ask again once it is back."
    headers = {"Connection": "close", "Retry-After": "5"}
    return Refusal(
        503,
        "The server is stopping",
        "It was told to stop before this was done.",
        hint,
        headers=headers,
        code="server-stopping",
    )
