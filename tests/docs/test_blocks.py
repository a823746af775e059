"""The programs of the documentation run and print what they say; the pieces of JSON are pieces of real answers."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import engine
from app.api.trace_json import present
from app.content.examples import Library
from app.http import json_text
from engine.graph.graph import Grain
from tests.docs.fences import DOCS, PAGES, Fence, fences, run


def programs(page: Path) -> list[Fence]:
    """The programs of a page; one that is continued begins with the lines of those before it."""
    found: list[Fence] = []
    for fence in fences(page):
        if fence.language != "python" or fence.key("file") or fence.key("after") or "server" in fence.words:
            continue
        before = found[-1].text if "continued" in fence.words else ""
        found.append(replace(fence, text=before + fence.text))
    return found


PROGRAMS = [program for page in PAGES for program in programs(page)]
GAP = "…"


@pytest.mark.parametrize("program", PROGRAMS, ids=str)
def test_a_program_prints_what_it_says(program: Fence) -> None:
    assert program.promised, "a program that shows nothing teaches nothing"
    assert run(program.text) == program.promised


def pieces() -> list[tuple[Fence, str, Grain]]:
    """Each piece of JSON of the format's page, with the model above it and its grain."""
    found: list[tuple[Fence, str, Grain]] = []
    source = ""
    for fence in fences(DOCS / "trace-format.md"):
        if fence.language == "backsweep":
            source = fence.text
        elif fence.language == "json":
            others: tuple[Grain, ...] = ("primitive", "element")
            found.append((fence, source, next((grain for grain in others if grain in fence.words), "named")))
    return found


def answer(source: str, grain: Grain) -> Any:
    """What the service answers for this model."""
    trace = engine.trace(engine.parse(source), grain=grain)
    return json.loads(json_text.encode(present(trace, engine.describe(trace))))


def occurs(piece: Any, whole: Any) -> bool:
    """Whether the piece is the whole, or a part of it."""
    if fits(piece, whole):
        return True
    parts = whole.values() if isinstance(whole, dict) else whole if isinstance(whole, list) else ()
    return any(occurs(piece, part) for part in parts)


def fits(piece: Any, whole: Any) -> bool:
    """Whether the two are equal where the piece is not left open by a gap."""
    if piece == GAP:
        return True
    if isinstance(piece, dict):
        if not isinstance(whole, dict):
            return False
        open_ended = GAP in piece
        named = {key: value for key, value in piece.items() if key != GAP}
        return (named.keys() <= whole.keys() if open_ended else named.keys() == whole.keys()) and all(
            fits(value, whole[key]) for key, value in named.items()
        )
    if isinstance(piece, list):
        if not isinstance(whole, list):
            return False
        if piece == [GAP]:
            return True
        starts = range(len(whole) - len(piece) + 1) if piece else ([0] if not whole else [])
        return any(all(fits(a, b) for a, b in zip(piece, whole[start:], strict=False)) for start in starts)
    return type(piece) is type(whole) and bool(piece == whole)


def read(text: str) -> Any:
    """JSON in which a lone … stands for what is left out."""
    text = re.sub(r",\s*…\s*}", f', "{GAP}": "{GAP}"}}', text)
    text = re.sub(r"{\s*…\s*}", f'{{"{GAP}": "{GAP}"}}', text)
    return json.loads(re.sub(r"\[\s*…\s*\]", f'["{GAP}"]', text))


@pytest.mark.parametrize(("piece", "source", "grain"), pieces(), ids=str)
def test_a_piece_of_json_is_a_piece_of_the_answer(piece: Fence, source: str, grain: Grain) -> None:
    assert occurs(read(piece.text), answer(source, grain))


def test_a_piece_that_is_not_in_the_answer_is_noticed() -> None:
    whole = {"nodes": [{"id": "w", "value": 0.5, "span": {"line": 1}}, {"id": "b", "value": -1.0, "span": None}]}
    assert occurs(read('{"id": "w", "value": 0.5, …}'), whole)
    assert occurs(read('[{"id": "w", …}, {"id": "b", …}]'), whole)
    assert not occurs(read('{"id": "w", "value": 0.5}'), whole), "a field is missing and no gap says so"
    assert not occurs(read('{"id": "w", "value": 0.25, …}'), whole)
    assert not occurs(read('{"id": "w", "values": 0.5, …}'), whole)
    assert not occurs(read('[{"id": "b", …}, {"id": "w", …}]'), whole)


def test_the_formats_page_begins_with_the_running_example() -> None:
    first = Library.read().first
    assert first is not None
    assert pieces()[0][1] == first.source


def test_every_field_of_the_contract_is_on_the_formats_page() -> None:
    text = (DOCS / "trace-format.md").read_text(encoding="utf-8")
    whole = answer(pieces()[0][1], "named")
    fields = set(whole)
    for part in ("nodes", "edges", "constants", "leaves", "steps"):
        fields |= {key for one in whole[part] for key in one}
    assert {field for field in fields if f"`{field}`" not in text and f'"{field}"' not in text} == set()
