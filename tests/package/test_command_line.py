"""``backsweep`` in a terminal: what each command prints, and with what exit code it ends."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import httpx
import numpy as np
import pytest

import backsweep
import engine
from app.content.examples import Example, Library
from app.main import create_app
from backsweep import command_line
from backsweep.command_line import COMMANDS, INTERRUPTED, READER_GONE, main, with_command
from engine.formats import FORMATS
from tests.children import PATIENCE
from tests.test_house import ROOT

EXAMPLES = list(Library.read())
MODEL = "param w = 3\nL = (w − 1)² + ½w²\n"

Typed = Callable[[str | bytes], None]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Puts a text on standard input."""

    def put(text: str | bytes) -> None:
        content = text.encode("utf-8") if isinstance(text, str) else text
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    return put


@pytest.fixture
def model(tmp_path: Path) -> Path:
    file = tmp_path / "model.txt"
    file.write_text(MODEL, "utf-8")
    return file


def wrong(arguments: list[str]) -> None:
    """Argparse ends with 2."""
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2


# --- The library ---


def test_the_library_has_the_engines_names_and_its_version() -> None:
    assert set(backsweep.__all__) == set(engine.__all__) | {"__version__", "engine"}
    for name in engine.__all__:
        assert getattr(backsweep, name) is getattr(engine, name)
    assert re.fullmatch(r"\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?", backsweep.__version__)
    assert version("backsweep") == backsweep.__version__, "the checkout is installed anew when its version changes"


def test_the_library_needs_numpy_alone() -> None:
    """With every other package that is installed out of reach, it imports and computes."""
    code = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        known = sys.stdlib_module_names | {"backsweep", "engine", "numpy"}
        if name.partition(".")[0] not in known:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Blocked())
import backsweep
print(backsweep.trace(backsweep.parse("param w = 3; L = w^2")).adjoints["w"])
try:
    import app.main
except ModuleNotFoundError as error:
    print("blocked", error)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True, timeout=PATIENCE
    )
    assert done.stdout.splitlines()[0] == "6.0"
    assert done.stdout.splitlines()[1].startswith("blocked"), "a block that blocks nothing proves nothing"


# --- What there is ---


def test_each_command_has_a_row_and_a_file() -> None:
    files = {file.stem for file in (ROOT / "backsweep" / "commands").glob("*.py")} - {"__init__"}
    assert set(COMMANDS) == files


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_says_what_it_takes(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])
    assert stopped.value.code == 0
    printed = capsys.readouterr().out
    assert printed.startswith(f"usage: backsweep {command}")
    assert (COMMANDS[command][1:] + ".").replace(" ", "") in re.sub(r"\s", "", printed)


def test_the_help_names_every_command_and_code(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    assert stopped.value.code == 0
    printed = capsys.readouterr().out
    assert all(re.search(rf"^\s+{name}\s", printed, re.MULTILINE) for name in COMMANDS)
    assert "exit codes: 0; 1 " in printed
    assert max(map(len, printed.splitlines())) <= 100


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ([], ["serve"]),
        (["--port", "9000"], ["serve", "--port", "9000"]),
        (["trace", "-"], ["trace", "-"]),
        (["--help"], ["--help"]),
        (["--version"], ["--version"]),
    ],
)
def test_without_a_command_it_serves(words: list[str], meant: list[str]) -> None:
    assert with_command(words) == meant


@pytest.mark.parametrize(
    "arguments",
    [
        ["fly"],
        ["trace", "--input", "w"],
        ["trace", "--input", "w=true"],
        ["trace", "--input", "w=one"],
        ["trace", "--input", "w=" + "[" * 100_000],
        ["trace", "--grain", "nodes"],
        ["trace", "one", "two"],
        ["export"],
        ["export", "png"],
        ["serve", "--port", "65536"],
        ["serve", "--port", "a"],
        ["--prot", "8000"],
    ],
)
def test_wrong_usage_is_said_with_the_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    wrong(arguments)
    assert capsys.readouterr().err.startswith("usage: backsweep")


def test_versions(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["version"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith(f"backsweep {backsweep.__version__}, contract 1\nPython {sys.version_info.major}.")
    assert f"NumPy {np.__version__}" in printed


# --- Models ---


def test_a_trace_is_walked_in_words_and_numbers(capsys: pytest.CaptureFixture[str], typed: Typed) -> None:
    source = "param w = 0.5, b = -1; input x = 2\nconst λ = 0.1\nz = wx + b\nL = ½z² + λw²\nidle = 2w\n"
    typed(source)
    assert main(["trace", "--output", "L"]) == 0
    printed = capsys.readouterr().out
    rows = {" ".join(line.split()) for line in printed.splitlines()}
    assert {"w = 0.5 parameter", "lambda = 0.1 constant", "z = 0 z = wx + b", "L_bar = 1 the seed"} <= rows
    assert {"w_bar += 0 z_bar · ∂z/∂w = 0 · 2", "w_bar += 0.1 L_bar · ∂L/∂w = 1 · 0.1"} <= rows
    assert {"w_bar = 0.1 the sum of its terms", "idle_bar = 0 no term reaches it"} <= rows
    assert printed.index("Forward pass") < printed.index("Backward pass (v_bar is dL/dv)") < printed.index("Notes")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: str(one.id))
def test_every_example_is_printed_traced_and_agrees(
    example: Example, capsys: pytest.CaptureFixture[str], typed: Typed
) -> None:
    """Its text alone is the whole example: read by the next command, it gives what its file expects."""
    assert main(["examples", example.id]) == 0
    source = capsys.readouterr().out
    typed(source)
    assert main(["trace", "--json"]) == 0
    trace = json.loads(capsys.readouterr().out)
    assert example.expected is not None
    assert trace["values"][trace["output"]] == pytest.approx(example.expected.output, rel=1e-12)
    for grain in ("named", "primitive", "element"):
        typed(source)
        assert main(["trace", "--grain", grain]) == 0
        steps = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  ") and "_bar " in line]
        assert any(line.split()[1:3] == ["=", "1"] for line in steps), "the seed"
    typed(source)
    code = main(["check"])
    agreed = re.search(r"(\d+) of (\d+) adjoints agree", capsys.readouterr().out)
    assert agreed is not None
    assert (code == 0) == (agreed[1] == agreed[2])


@pytest.mark.anyio
async def test_json_is_the_services_answer_byte_for_byte(
    capsysbinary: pytest.CaptureFixture[bytes], model: Path
) -> None:
    assert main(["trace", str(model), "--json", "--input", "w=2", "--grain", "primitive"]) == 0
    printed = capsysbinary.readouterr().out
    transport = httpx.ASGITransport(create_app())
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        asked = {"source": MODEL, "inputs": {"w": 2}, "grain": "primitive"}
        answer = await client.post("/api/trace", json=asked)
    assert printed == answer.content + b"\n"


def test_inputs_go_over_the_text(capsys: pytest.CaptureFixture[str], typed: Typed) -> None:
    typed("param w = 1\ninput x\nL = sum(w·x)")
    assert main(["trace", "-", "--json", "--input", "w=-2e0", "--input", "x=[1, 2.5]"]) == 0
    trace = json.loads(capsys.readouterr().out)
    assert (trace["values"]["L"], trace["adjoints"]["x"]) == (-7.0, [-2.0, -2.0])


@pytest.mark.parametrize(
    ("source", "arguments", "said"),
    [
        ("param w = 1\nL = w + vé", [], "model.txt:2:10: This letter cannot be in a name"),
        ("param w = 1\nL = w + v", [], "model.txt:2:9: 'v' is not defined here."),
        ("param w = 1\nL = w", ["--output", "y"], "model.txt"),
        ("input x\nL = x²", [], "model.txt:1:7: "),
        ("param w = 1\nL = w", ["--input", "w=[[1],[1,2]]"], "model.txt: inputs"),
        ("L = " + "1 + " * 100_000 + "1", [], "model.txt"),
        ("", [], "model.txt"),
    ],
)
def test_a_refused_model_ends_with_one_and_says_why(
    source: str,
    arguments: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("model.txt").write_text(source, "utf-8")
    for command in (["trace"], ["check"], ["export", "latex"]):
        assert main([*command, "model.txt", *arguments]) == 1
        printed = capsys.readouterr()
        assert printed.out == ""
        assert printed.err.startswith(said)
        assert len(printed.err.splitlines()) >= 2, "what is wrong, and what to do about it"


def test_an_adjoint_that_disagrees_ends_with_one(capsys: pytest.CaptureFixture[str], typed: Typed) -> None:
    typed("param a = 0\nL = 1/a")
    assert main(["check"]) == 1
    printed = capsys.readouterr().out
    assert "DISAGREES: " in printed
    assert "0 of 2 adjoints agree" in printed


def test_two_values_for_one_name_are_wrong_usage(capsys: pytest.CaptureFixture[str], model: Path) -> None:
    assert main(["trace", str(model), "--input", "w=1", "--input", "w=2"]) == 2
    assert "one name twice" in capsys.readouterr().err


@pytest.mark.parametrize("format_", FORMATS)
def test_each_format_is_written(format_: str, capsys: pytest.CaptureFixture[str], model: Path, tmp_path: Path) -> None:
    trace = engine.trace(engine.parse(MODEL))
    text = FORMATS[format_].write(trace)
    assert main(["export", format_, str(model)]) == 0
    assert capsys.readouterr().out.rstrip("\n") == text.rstrip("\n")
    file = tmp_path / "export"
    assert main(["export", format_, str(model), "--to", str(file)]) == 0
    assert file.read_bytes().decode("utf-8") == text
    assert main(["export", format_, str(model), "--to", str(tmp_path)]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_the_examples_are_listed_by_section(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["examples"]) == 0
    printed = capsys.readouterr().out
    assert re.findall(r"^  (\S+)", printed, re.MULTILINE) == [one.id for one in EXAMPLES]
    assert re.findall(r"^\S.*$", printed, re.MULTILINE) == list(dict.fromkeys(one.section for one in EXAMPLES))
    assert main(["examples", "lectuer"]) == 2
    assert "Did you mean 'lecture'?" in capsys.readouterr().err


# --- Files and streams ---


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_texts_are_read_as_editors_and_shells_write_them(
    encoding: str, capsys: pytest.CaptureFixture[str], typed: Typed, tmp_path: Path
) -> None:
    content = MODEL.replace("\n", "\r\n").encode(encoding)
    typed(content)
    assert main(["trace", "--json"]) == 0
    first = capsys.readouterr().out
    (tmp_path / "m").write_bytes(content)
    assert main(["trace", "--json", str(tmp_path / "m")]) == 0
    assert capsys.readouterr().out == first


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read: "),
        (b"param w = 1\nL = 2\xb7w", "is no text in UTF-8 (line 2, byte 0xb7).\nSave it as UTF-8."),
        (b"\xff\xfe\x00", "is no text in UTF-8 (line 1, byte 0x00)."),
    ],
)
def test_a_file_that_cannot_be_read_is_wrong_usage(
    content: bytes | None, said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "model.txt"
    if content is not None:
        file.write_bytes(content)
    assert main(["trace", str(file)]) == 2
    assert said in capsys.readouterr().err


def test_a_folder_is_no_model(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["check", str(tmp_path)]) == 2
    assert f"{tmp_path} cannot be read: " in capsys.readouterr().err


def test_a_setting_that_cannot_be_read_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], model: Path
) -> None:
    monkeypatch.setenv("BACKSWEEP_DEPTH", "deep")
    assert main(["trace", str(model)]) == 2
    assert capsys.readouterr().err.startswith("The environment variable BACKSWEEP_DEPTH cannot be read: ")


def shell(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    """``python -m backsweep`` in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "backsweep", *arguments], cwd=ROOT, env={**os.environ, **environment},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def test_a_reader_that_leaves_early_is_no_error() -> None:
    """As ``backsweep trace | head -1`` does, with more than a pipe holds left to write."""
    source = "param w = 1\nL = " + " + ".join(f"w*{k}" for k in range(1, 1000))
    with shell("trace", "--grain", "primitive", "--json") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(source.encode())
        process.stdin.close()
        process.stdout.read(10)
        process.stdout.close()
        assert process.wait(60) == READER_GONE
        assert process.stderr.read() == b""


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_an_old_consoles_letters_break_nothing(encoding: str) -> None:
    with shell("trace", PYTHONIOENCODING=encoding, PYTHONUTF8="0") as process:
        printed, said = process.communicate("param α = 1\nL = σ(α)·é".encode(), timeout=60)
    assert (process.returncode, printed) == (1, b"")
    assert b"U+00E9" in said
    assert b"Traceback" not in said


def test_a_pipe_gets_utf_8_whatever_the_systems_encoding_is() -> None:
    with shell("examples", "lecture", LC_ALL="C", LANG="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0") as process:
        printed, _ = process.communicate(timeout=60)
    assert "σ(z)" in printed.decode("utf-8")


def test_ctrl_c_is_no_traceback(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    class Held:
        def arguments(self, _: object) -> None: ...

        def run(self, _: object) -> int:
            raise KeyboardInterrupt

    monkeypatch.setattr(command_line, "load", lambda _: Held())
    assert main(["version"]) == INTERRUPTED
    assert capsys.readouterr().err == "\n"
