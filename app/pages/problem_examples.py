"""The pages behind the types of problem documents: what a code means, an example of it, and what to do."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from starlette.types import ASGIApp

from app.api.routing import STABLE
from app.http.asgi import ask
from app.http.json_text import MEDIA_TYPE
from app.http.mistakes import MISTAKES
from engine.mistakes import Mistake

FILE = Path(__file__).with_name("problems.json")
"""By code: a ``request`` that is refused with it, or the ``remedy`` where none shows it every time."""
ELSEWHERE = "The `hint` of each refusal says what to do in its case; `fixes` holds edits of the source that do it."
"""What is said of a code without either: it comes up in Python alone, or takes a very large model."""


class Shown(NamedTuple):
    """What the page of one code shows.

    Args:
        target: The method and the address of the example; empty where there is none.
        sent: The body of the example, as text.
        answer: The problem document that comes back, or nothing.
        remedy: What to do about it, in words.
    """

    code: str
    mistake: Mistake
    target: str
    sent: str
    answer: dict[str, Any] | None
    remedy: str


@cache
def entries() -> dict[str, dict[str, Any]]:
    """The file."""
    found: dict[str, dict[str, Any]] = json.loads(FILE.read_text("utf-8"))
    return found


async def shown(app: ASGIApp, code: str) -> Shown:
    """The page of a code, its example being what this server answers.

    Raises:
        KeyError: For a code that there is not.
    """
    mistake, entry = MISTAKES[code], entries().get(code, {})
    request = entry.get("request")
    if request is None:
        return Shown(code, mistake, "", "", None, entry.get("remedy", ELSEWHERE))
    method, path = request.get("method", "POST"), request.get("path", f"{STABLE}/trace")
    body = request.get("body", "")
    sent = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    headers = {"host": "localhost", "content-type": MEDIA_TYPE, **request.get("headers", {})}
    reply = await ask(app, method, path, headers, sent.encode())
    answer = json.loads(reply.body)
    return Shown(code, mistake, f"{method} {path}", sent, answer, answer["hint"])
