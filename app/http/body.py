"""Reading a request's body: of the right kind, within the limit, within the deadline."""

from __future__ import annotations

import asyncio

from starlette.requests import Request

from app.http.json_text import MEDIA_TYPE
from app.http.problems import Refusal, over_limit
from app.settings import Settings

DRAINED = 64
"""How many times the limit is read and dropped, so that a client still sending hears the refusal."""


async def read_body(request: Request, settings: Settings) -> bytes:
    """The whole body of a JSON request.

    Raises:
        Refusal: 415 for another content type, 413 over the limit, 408 when it does not arrive in time.
    """
    _check_type(request)
    limit = settings.body_bytes
    declared = request.headers.get("content-length", "")
    too_long = declared.isdecimal() and int(declared[:20]) > limit
    if too_long and "expect" in request.headers:
        raise _too_long(limit)  # the client asked before sending
    try:
        async with asyncio.timeout(settings.deadline_seconds):
            return await _collect(request, limit)
    except TimeoutError:
        raise late(settings.deadline_seconds) from None


def late(seconds: float) -> Refusal:
    """The refusal of a body that takes too long to arrive."""
    return Refusal(
        408,
        "The request did not arrive",
        f"Its body was not complete after {seconds:g} seconds (deadline_seconds).",
        "Send it again over a better connection.",
        limit="deadline_seconds",
        headers={"Connection": "close"},
        code="body-late",
        arguments={"seconds": seconds},
    )


async def _collect(request: Request, limit: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= limit:
            chunks.append(chunk)
            continue
        # Closing on a client that is still sending would reset the connection before it reads why.
        chunks.clear()
        if size > limit * DRAINED:
            break
    if size > limit:
        raise _too_long(limit)
    return b"".join(chunks)


def _too_long(limit: int) -> Refusal:
    hint = "Send a smaller model, or fewer inputs."
    return over_limit("body_bytes", limit, "The body is too long.", hint, status=413)


def _check_type(request: Request) -> None:
    kind, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    charset = parameters.replace(" ", "").replace('"', "")
    if kind.strip() != MEDIA_TYPE or charset not in ("", "charset=utf-8", "charset=utf8"):
        raise Refusal(
            415,
            "The body is of another type",
            "This address reads JSON in UTF-8.",
            f"Send it with the header Content-Type: {MEDIA_TYPE}.",
            code="wrong-media-type",
            headers={"Accept": MEDIA_TYPE},
            arguments={"media_type": MEDIA_TYPE},
        )
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Refusal(
            415,
            "The body is encoded",
            "This address reads bodies as they are, not compressed ones.",
            "Send it without Content-Encoding.",
            code="encoded-body",
            headers={"Accept-Encoding": "identity"},
        )
