"""The page about installing: its sessions in a terminal are what the command line says, and its tables are whole."""

from __future__ import annotations

import io
import re
import shlex
import sys
from pathlib import Path

import pytest

from backsweep import __version__
from backsweep.command_line import COMMANDS, main
from engine.formats import FORMATS
from tests.docs.fences import DOCS, ROOT, fences

PAGE = DOCS / "installing.md"


def sessions() -> list[tuple[str, str]]:
    """Each command that the page shows, and what is shown beneath it."""
    blocks = [fence.text for fence in fences(PAGE) if fence.language == "console"]
    return [
        (found[1], found[2])
        for text in blocks
        for found in re.finditer(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE)
    ]


@pytest.mark.parametrize(("command", "shown"), sessions())
def test_the_command_line_says_what_the_page_shows(
    command: str, shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (model,) = [fence.text for fence in fences(PAGE) if fence.language == "backsweep"]
    monkeypatch.chdir(tmp_path)
    Path("model.txt").write_text(model, "utf-8")
    typed, _, own = command.rpartition("| ")
    if typed:
        text = shlex.split(typed)[1]
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode("utf-8"))))
    code = main(shlex.split(own)[1:])
    printed = capsys.readouterr()
    assert (printed.out + printed.err) == shown
    assert code == (1 if printed.err else 0)


def test_the_page_has_every_command_and_every_format() -> None:
    text = PAGE.read_text("utf-8")
    assert len(sessions()) == 2
    assert set(re.findall(r"^\| .*`backsweep (\w+)[^`]*` \|", text, re.MULTILINE)) == set(COMMANDS)
    (row,) = re.findall(r"^\| `backsweep export .*$", text, re.MULTILINE)
    assert set(FORMATS) <= set(re.findall(r"`(\w+)`", row))


def test_the_changelog_has_a_section_for_this_version() -> None:
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert __version__ in headings
