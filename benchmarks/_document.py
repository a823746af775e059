"""The results in docs/benchmarks.md: a table for each benchmark between two marks, the prose around them left alone."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks._peers import versions
from benchmarks.report import Row, verdict
from scripts.places import ROOT

PAGE = ROOT / "docs" / "benchmarks.md"


def written(text: str, name: str, said: str, rows: Iterable[Row], where: str) -> str:
    """The page with a benchmark's new results; what the page does not know yet comes last.

    Args:
        said: What is compared with what, for the heading of a new section.
        where: When and on what it was measured.
    """
    begin, end = f"<!-- results: {name} -->", f"<!-- end: {name} -->"
    block = f"{begin}\n{where}\n\n{markdown(rows)}\n{end}"
    if begin in text:
        return re.sub(rf"{re.escape(begin)}.*?{re.escape(end)}", lambda _: block, text, flags=re.DOTALL)
    return f"{text.rstrip()}\n\n## {name}\n\n{said}\n\n{block}\n"


def markdown(rows: Iterable[Row]) -> str:
    """The rows as a table; indentation becomes an em space, which Markdown keeps."""
    lines = ["| | measured | target |", "| --- | ---: | --- |"]
    for row in rows:
        indent = (len(row.what) - len(row.what.lstrip())) // 2 * "\N{EM SPACE}"
        what = row.what.strip().replace("|", "\\|")
        said = verdict(row) if row.value is not None else f"{row.promise}"
        lines.append(f"| {indent}{what} | {row.figure} | {said.replace('BROKEN', '**missed**')} |")
    return "\n".join(lines)


def place() -> str:
    """Date, processor and versions in one sentence."""
    known = ", ".join(f"{name} {version}" for name, version in versions().items())
    date = datetime.now(UTC).date().isoformat()
    return (
        f"Measured on {date} on {processor()} ({os.cpu_count()} cores, {platform.system()} {platform.machine()})"
        f" with Python {platform.python_version()}, {known}."
    )


def processor() -> str:
    """The processor's name as the system gives it."""
    try:
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text("utf-8"))
    except OSError:
        found = None
    return found[1].strip() if found else platform.processor() or platform.machine()


def record(name: str, said: str, rows: Iterable[Row], page: Path = PAGE) -> None:
    """Write a benchmark's results into the page."""
    text = page.read_text("utf-8") if page.exists() else "# Benchmarks\n"
    page.write_text(written(text, name, said, rows, place()), "utf-8")
