"""What the README promises is so."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from app.content.examples import Library
from app.settings import Settings
from tests.docs.fences import DOCS, ROOT, fences, process, run

README = ROOT / "README.md"


@pytest.fixture
def address() -> Iterator[str]:
    """A real server on a free port, started the way the command line starts it."""
    command = [sys.executable, "-m", "app", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stderr is not None
            lines = (line for line in server.stderr if "listening" in line)
            yield f"http://127.0.0.1:{json.loads(next(lines))['port']}"
        finally:
            server.terminate()


def test_the_call_over_rest_gives_the_answer_beneath_it(address: str) -> None:
    (call,) = [fence for fence in fences(README) if "server" in fence.words]
    promised = re.findall(r"^# (.*)$", call.text, re.MULTILINE)
    assert call.text.count("http://127.0.0.1:8000") == 1
    assert run(call.text.replace("http://127.0.0.1:8000", address)) == promised


def test_the_model_is_the_running_example() -> None:
    (model,) = [fence for fence in fences(README) if fence.language == "backsweep"]
    first = Library.read().first
    assert first is not None
    assert model.text == first.source


def test_the_keys_are_the_pages() -> None:
    """The README's table against the page's own table of commands."""
    readme = README.read_text(encoding="utf-8")
    table = readme[readme.index("| key |") : readme.index("A clicker's")]
    written = set(re.findall(r"`([^`]+)`", table))
    actions = (ROOT / "app" / "static" / "core" / "actions.js").read_text(encoding="utf-8")
    keys = {key for group in re.findall(r"keys: \[([^\]]*)\]", actions) for key in re.findall(r'"([^"]+)"', group)}
    printed = {"ArrowRight": "→", "ArrowLeft": "←", "PageDown": "Page Down", "PageUp": "Page Up", " ": "Space"}
    assert written <= {printed.get(key, key.upper() if len(key) == 1 else key) for key in keys}
    assert len(written) >= 12


def test_every_setting_is_described_with_its_value() -> None:
    page = (DOCS / "configuration.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `BACKSWEEP_(\w+)` \| (?:`([^`]*)`)? ?\| ", page, re.MULTILINE)
    described = {name.lower(): value for name, value in rows}
    assert described.keys() == Settings.model_fields.keys()
    for name, field in Settings.model_fields.items():
        default = field.default
        assert default is not None
        if isinstance(default, tuple):
            assert (described[name], default) == ("", ())
        elif isinstance(default, bool):
            assert described[name] == str(default).lower()
        else:
            assert described[name] == (f"{default:g}" if isinstance(default, float) else str(default)), name


def test_the_commands_are_there() -> None:
    text = process([sys.executable, "scripts/dev.py", "--help"], ROOT)
    for command in ("run", "test", "bench"):
        assert re.search(rf"^\s+{command}\s", text, re.MULTILINE)
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")
