"""What may mend a program whose names or shapes do not fit: lines that declare, lines moved, another name or sign."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from engine.errors import LINE_END, Edit, EngineError, Fix, Span
from engine.notation.characters import GREEK
from engine.notation.names import canonical, spell, units
from engine.notation.program import Name, Program

MOST_FACTORS = 6
"""A word of more letters is no product of names."""

MOST_LISTED = 6
"""The label of a fix lists so many names."""

_ROLES = (
    ("param", re.compile(r"(w|b|v|theta|weight|bias)(\d|_|$)", re.IGNORECASE), "1"),
    ("target", re.compile(r"(t|target|label)(\d|_|$)"), "1"),
    ("const", re.compile(r"(lambda|eta|alpha|beta|gamma|epsilon|mu|rho)(\d|_|$)"), "0.1"),
)
"""The keyword and the value by which lectures introduce such a letter; any other is an input."""

_ORDER = ("param", "input", "target", "const")


def candidates(error: EngineError, program: Program, given: Collection[str]) -> Iterator[Fix]:
    """What might mend a program that was read, best first. Whether it does must still be tried.

    Args:
        given: The names that come with the request.
    """
    if not program.source:  # a Value's history has no text
        return
    span, said = error.span, error.arguments
    if error.code == "array-output":
        yield _line_after(program, f"{_free_total(program)} = sum({_written(program, str(said['name']))})")
    elif error.code == "single-entry-output" and "L" not in _defined(program):
        yield _line_after(program, f"L = {_written(program, str(said['name']))}[{_zeros(str(said['shape']))}]")
    if span is None:
        return
    if error.code in ("undefined-name", "misspelled-name", "undefined-factor"):
        yield from _declared(program, span, given)
        name = str(said.get("factor", said["name"]))
        written = name if "factor" in said else _text(program.source, span)
        if "nearest" in said:
            nearest = _written(program, str(said["nearest"]))
            yield Fix("instead", (Edit(span, nearest),), {"text": nearest})
        line = f"input {written} = 1"
        yield Fix("add", (_above(program, span.line, f"{line}\n"),), {"text": line})
    elif error.code == "used-before-computed":
        yield _moved(program.source, int(said["line"]), span.line)
    elif error.code == "no-value":
        text = f"{_text(program.source, span)} = 1"
        yield Fix("write", (Edit(Span(span.line, span.end_column, span.end_column), " = 1"),), {"text": text})
    elif error.code == "product-with-number":
        text = _text(program.source, span)
        if text.count("@") == 1:
            at = span.column + text.index("@")
            yield Fix("dot", (Edit(Span(span.line, at, at + 1), "·"),), {})


def missing(program: Program, given: Collection[str]) -> list[str]:
    """The names that are used and neither defined nor given, as they are written, in order.

    A word such as ``wx`` counts as w and x where that can be meant: two letters are a product, more are one
    if each of them is written alone somewhere else.
    """
    known = _defined(program) | set(given)
    used = [
        a for definition in program.definitions for o in definition.body for a in o.arguments if isinstance(a, Name)
    ]
    alone = {name.id for name in used} | known
    lines = LINE_END.split(program.source)
    found: dict[str, str] = {}
    for name in used:
        if name.id not in known:
            written = lines[name.span.line - 1][name.span.column - 1 : name.span.end_column - 1]
            for factor in _factors(written, alone):
                if canonical(factor) not in known:
                    found.setdefault(canonical(factor), factor)
    return list(found.values())


def _defined(program: Program) -> set[str]:
    return {leaf.name for leaf in program.leaves} | {definition.name for definition in program.definitions}


def _factors(written: str, alone: Collection[str]) -> list[str]:
    word = units(written)
    starts = [at for at, unit in enumerate(word) if unit.is_letter and not unit.subscript and not unit.label]
    if not 2 <= len(starts) <= MOST_FACTORS or starts[0] != 0 or "_" in written or written in GREEK.values():
        return [written]
    stops = [*starts[1:], len(word)]
    pieces = [word[start:stop] for start, stop in zip(starts, stops, strict=True)]
    if len(pieces) > 2 and not all(spell(piece) in alone for piece in pieces):
        return [written]
    ends = [*(word[start].position for start in starts[1:]), len(written)]
    return [written[word[start].position : end] for start, end in zip(starts, ends, strict=True)]


def _declared(program: Program, span: Span, given: Collection[str]) -> Iterator[Fix]:
    names = missing(program, given)
    if len(names) == 1 and names[0] == _text(program.source, span):
        return
    lines: dict[str, list[str]] = {}
    for name in names:
        keyword, value = next(
            ((word, value) for word, letters, value in _ROLES if letters.match(canonical(name))), ("input", "1")
        )
        lines.setdefault(keyword, []).append(f"{name} = {value}")
    text = "".join(f"{keyword} {', '.join(lines[keyword])}\n" for keyword in _ORDER if keyword in lines)
    edit = _above(program, span.line, text)
    if len(names) > MOST_LISTED:
        yield Fix("declare-all", (edit,), {"count": len(names)})
    elif names:
        yield Fix("declare", (edit,), {"names": ", ".join(names)})


def _above(program: Program, line: int, text: str) -> Edit:
    """The text as lines of its own: below the declarations that stand above a line, else on top."""
    last = max((leaf.span.line for leaf in program.leaves if leaf.span.line < line), default=0)
    return Edit(Span(last + 1, 1, 1), text)


def _moved(source: str, line: int, above: int) -> Fix:
    """A line moved up, with its line end."""
    lines = LINE_END.split(source)
    insert = Edit(Span(above, 1, 1), f"{lines[line - 1]}\n")
    if line < len(lines):
        delete = Edit(Span(line, 1, 1, line + 1), "")
    else:
        delete = Edit(Span(line - 1, len(lines[line - 2]) + 1, len(lines[line - 1]) + 1, line), "")
    return Fix("move", (insert, delete), {"line": line})


def _line_after(program: Program, line: str) -> Fix:
    lines = LINE_END.split(program.source)
    end = next(number for number in range(len(lines), 0, -1) if lines[number - 1].strip() or number == 1)
    column = len(lines[end - 1]) + 1
    return Fix("add", (Edit(Span(end, column, column), f"\n{line}"),), {"text": line})


def _free_total(program: Program) -> str:
    return next(name for name in ("total", "L", "total_sum", "sum_of_all") if name not in _defined(program))


def _written(program: Program, name: str) -> str:
    """A name as the author writes it where it is defined."""
    spans = {definition.name: definition.name_span for definition in program.definitions}
    spans |= {leaf.name: leaf.span for leaf in program.leaves}
    return _text(program.source, spans[name]) if name in spans else name


def _zeros(shape: str) -> str:
    return ", ".join("0" for _ in re.findall(r"\d+", shape))


def _text(source: str, span: Span) -> str:
    return LINE_END.split(source)[span.line - 1][span.column - 1 : span.end_column - 1]
