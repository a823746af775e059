"""The languages that the pages speak: which one a browser gets, and the words that stand in the templates."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from starlette.requests import Request

DIRECTORY = Path(__file__).parent.parent / "templates"
DEFAULT = "en"


@cache
def languages() -> Mapping[str, Mapping[str, str]]:
    """The words by language, one file each; English first."""
    files = sorted(DIRECTORY.glob("*.json"), key=lambda file: (file.stem != DEFAULT, file.stem))
    return {file.stem: json.loads(file.read_text("utf-8")) for file in files}


def chosen(asked: str | None, accepted: str | None) -> str:
    """The language to answer in.

    Args:
        asked: What the address asks for (``?lang=fr``); it counts where there is such a language.
        accepted: The ``Accept-Language`` header: the best of those that there are, by their weights, else English.
    """
    known = languages()
    if asked in known:
        return str(asked)
    ranges = []
    for place, part in enumerate((accepted or "")[:1000].split(",")):
        name, _, weight = part.strip().partition(";")
        ranges.append((-_quality(weight), place, name.strip().lower().partition("-")[0]))
    return next((name for quality, _, name in sorted(ranges) if name in known and quality < 0), DEFAULT)


def language_of(request: Request) -> str:
    """The language to answer a request in."""
    return chosen(request.query_params.get("lang"), request.headers.get("accept-language"))


def _quality(weight: str) -> float:
    """A weight as RFC 9110 writes it, ``q=0.8``; 1 where there is none, 0 for what is none."""
    name, _, value = weight.strip().partition("=")
    if not name:
        return 1.0
    try:
        quality = float(value) if name.strip() == "q" else 0.0
    except ValueError:
        return 0.0
    return quality if 0.0 <= quality <= 1.0 else 0.0
