"""GET /docs/python: the library's public names, from their own docstrings."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

import engine
from app.http.finished import Answer
from app.pages.language import language_of
from app.pages.templates import Pages

_SECTION = re.compile(r"(Args|Attributes|Raises|Returns):\n((?:    .*\n?|\n)+)")
_ENTRY = re.compile(r"^    (\S[^:\n]*):\s*(.*(?:\n     .*)*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a program, or a list of names with what they mean.

    Args:
        kind: ``prose``, ``code`` or ``list``.
        title: What the list is of, such as ``Args``.
        text: The paragraph or the program.
        entries: The list.
    """

    kind: str
    text: str = ""
    title: str = ""
    entries: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A public name: how it is called, what its docstring says, and its own public names."""

    name: str
    signature: str
    blocks: tuple[Block, ...]
    members: tuple[Entry, ...] = ()


def entries() -> tuple[Entry, ...]:
    """Every public name of the library, in the order of the alphabet."""
    names = [name for name in engine.__all__ if not name.startswith("__")]
    return tuple(_entry(name, getattr(engine, name)) for name in sorted(names, key=str.lower))


def _entry(name: str, thing: Any) -> Entry:
    members: tuple[Entry, ...] = ()
    if inspect.isclass(thing):
        members = tuple(
            _entry(own, one) for own, one in sorted(vars(thing).items()) if not own.startswith("_") and _is_told(one)
        )
    return Entry(name, _signature(name, thing), blocks(inspect.getdoc(thing) or ""), members)


def _is_told(member: object) -> bool:
    """Whether a member of a class stands on the page: fields are told by the class itself, under Args."""
    return isinstance(member, property | classmethod | staticmethod) or inspect.isfunction(member)


def _signature(name: str, thing: Any) -> str:
    if isinstance(thing, property):
        return name
    function = thing.__func__ if isinstance(thing, classmethod | staticmethod) else thing
    try:
        return f"{name}{inspect.signature(function)}"
    except ValueError:  # a function written in C
        return f"{name}(…)"


def blocks(text: str) -> tuple[Block, ...]:
    """The parts of a docstring, which is cleaned of its indentation."""
    found: list[Block] = []
    place = 0
    for section in _SECTION.finditer(text + "\n"):
        found += _paragraphs(text[place : section.start()])
        entries = tuple((name, " ".join(words.split())) for name, words in _ENTRY.findall(section[2]))
        found.append(Block("list", title=section[1], entries=entries))
        place = section.end()
    return (*found, *_paragraphs(text[place:]))


def _paragraphs(text: str) -> list[Block]:
    found: list[Block] = []
    for part in re.split(r"\n{2,}", text.strip("\n")):
        if not part.strip():
            continue
        indented = all(line.startswith("    ") for line in part.split("\n"))
        found.append(Block("code", inspect.cleandoc(part)) if indented else Block("prose", " ".join(part.split())))
    return found


def add(app: FastAPI, pages: Pages) -> None:
    """Add the route. The page is made when it is first asked for."""
    kept: dict[str, Answer] = {}

    async def page(request: Request) -> Response:
        language = language_of(request)
        if language not in kept:
            kept[language] = pages.render("python.html", language, entries=entries())
        return kept[language].response(request.headers, conditional=True)

    app.add_api_route("/docs/python", page, methods=["GET"], include_in_schema=False)
