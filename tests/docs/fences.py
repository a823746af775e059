"""The fenced blocks of the documentation, and what the tests need to run them.

A fence's info string says what a block is: its language, then words or ``key=value``:

    python                          a program; ``print(…)  # text`` promises its output
    python after=engine/ops/x.py    the same, in a copy in which that file's block was applied
    python file=engine/x.py         a whole file
    diff file=engine/x.py           lines that are in a file, and what they become
    toml file=app/examples/x.toml   a whole file
    python continued                a program that goes on where the one above it on the page ends
    backsweep                       a model
    json, json primitive            part of the answer to the model above it, at a grain
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]

_FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PROMISE = re.compile(r"^print\(.*\)  # (.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Fence:
    """One block: where it begins, its language, the words after that, and its text."""

    page: Path
    line: int
    language: str
    words: tuple[str, ...]
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT).as_posix()}:{self.line}"

    def key(self, name: str) -> str | None:
        """The value of ``name=value`` in the info string."""
        return next((word.partition("=")[2] for word in self.words if word.startswith(f"{name}=")), None)

    @property
    def promised(self) -> list[str]:
        """What the block says that it prints."""
        return _PROMISE.findall(self.text)


def fences(page: Path) -> list[Fence]:
    """The blocks of a page, in order."""
    source = page.read_text(encoding="utf-8")
    return [
        Fence(page, source.count("\n", 0, match.start()) + 1, match[1], tuple(match[2].split()), match[3])
        for match in _FENCE.finditer(source)
    ]


def run(code: str, directory: Path = ROOT) -> list[str]:
    """Run a program in a process of its own, from this directory, and return the lines it prints."""
    return process([sys.executable, "-c", code], directory).splitlines()


def process(command: list[str], directory: Path) -> str:
    """Run a command and return what it prints; its errors are shown when it fails."""
    environment = {**os.environ, "PYTHONPATH": str(directory), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command, cwd=directory, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=900
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


MADE = (".git", ".venv", "node_modules", ".hypothesis", "__pycache__", ".*_cache", "dist")
"""What a copy does without, or shares."""


def copy_of_the_tree(directory: Path) -> Path:
    """A copy of the project, to be changed at will; the page's packages are shared with this one."""
    shutil.copytree(ROOT, directory, ignore=shutil.ignore_patterns(*MADE), dirs_exist_ok=True)
    if (ROOT / "node_modules").exists():
        (directory / "node_modules").symlink_to((ROOT / "node_modules").resolve(), target_is_directory=True)
    return directory


def apply(fence: Fence, tree: Path) -> None:
    """Write a block's file, or make a block's change."""
    name = fence.key("file")
    assert name is not None, f"{fence} names no file"
    file = tree / name
    if fence.language != "diff":
        assert not file.exists(), f"{fence}: {name} is there already"
        file.parent.mkdir(exist_ok=True)
        file.write_text(fence.text, encoding="utf-8")
        return
    lines = fence.text.splitlines(keepends=True)
    assert {line[0] for line in lines} <= set(" +-"), f"{fence}: a line begins with ' ', '+' or '-'"
    before = "".join(line[1:] for line in lines if line[0] != "+")
    after = "".join(line[1:] for line in lines if line[0] != "-")
    source = file.read_text(encoding="utf-8")
    assert source.count(before) == 1, f"{fence}: these lines are not in {name}:\n{before}"
    file.write_text(source.replace(before, after), encoding="utf-8")
