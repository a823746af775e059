"""The page of the library: every public name, with its signature and its docstring."""

import re

import httpx
import pytest

import engine
from app.pages import python

pytestmark = pytest.mark.anyio

NAMES = [name for name in engine.__all__ if not name.startswith("__")]


async def test_every_public_name_stands_on_the_page(client: httpx.AsyncClient) -> None:
    answer = await client.get("/docs/python")
    assert answer.status_code == 200
    assert re.findall(r'<section id="(\w+)"', answer.text) == sorted(NAMES, key=str.lower)
    assert (await client.get("/docs/python", headers={"If-None-Match": answer.headers["ETag"]})).status_code == 304


def test_every_name_and_every_member_says_what_it_is_for() -> None:
    silent = [
        f"{entry.name}.{one.name}" for entry in python.entries() for one in (entry, *entry.members) if not one.blocks
    ]
    assert silent == []


def test_the_exported_names_are_these() -> None:
    """To add one is a promise, to take one away breaks programs: both are decided, and neither happens by accident."""
    assert sorted(NAMES) == [
        "EngineError", "Limits", "Mathematics", "Program", "Routine", "Span", "Trace", "Value", "canonical", "compile",
        "describe", "graph_of", "parse", "source_of", "trace", "trace_of",
    ]  # fmt: skip


def test_a_docstring_is_taken_apart() -> None:
    text = "What it is.\n\n    x = 1\n\nArgs:\n    a: One thing, said\n        at length.\n    b: Another.\n\nAnd more."
    assert python.blocks(text) == (
        python.Block("prose", "What it is."),
        python.Block("code", "x = 1"),
        python.Block("list", title="Args", entries=(("a", "One thing, said at length."), ("b", "Another."))),
        python.Block("prose", "And more."),
    )
