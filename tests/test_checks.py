"""Every checker is seen to catch something: a checker that is never red proves nothing."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from scripts import browser, checks, commands, environment, frontend
from scripts.checks import Check
from scripts.places import ROOT, SetupError
from tests.children import LONGEST
from tests.conftest import pytest_collection_modifyitems

NODE = os.environ.get("BACKSWEEP_NODE", "node")
TSC = ROOT / "node_modules" / "typescript" / "bin" / "tsc"


def outcome(command: Sequence[str | Path], cwd: Path = ROOT, stdin: str = "") -> tuple[int, str]:
    """Exit code and output of a command. Node's own marks do not reach it, so that it reports as usual."""
    variables = {name: value for name, value in os.environ.items() if name not in {"NODE_TEST_CONTEXT", "NODE_OPTIONS"}}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=variables,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=LONGEST,
    )
    return done.returncode, done.stdout + done.stderr


HEALTHY = '"""A module."""\n\nLIMIT = 1\n'


def ruff(*arguments: str, file: str, text: str) -> tuple[int, str]:
    return outcome([sys.executable, "-m", "ruff", *arguments, "--stdin-filename", file, "-"], stdin=text)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("import os\n", "F401"),
        ("def f(a=[]):\n    return a\n", "B006"),
        ("value = eval('1')\n", "S307"),
        ("print(1)\n", "T201"),
        ("value = 1  # noqa\n", "PGH004"),
        ("value = 1  # type: ignore\n", "PGH003"),
        ("value = 1  # " + "TO" + "DO: more\n", "FIX002"),
        ("def f():\n    return 1\n", "D103"),
    ],
)
def test_ruff_catches(text: str, rule: str) -> None:
    assert ruff("check", file="engine/probe.py", text=HEALTHY)[0] == 0
    code, output = ruff("check", file="engine/probe.py", text=HEALTHY + text)
    assert code == 1
    assert rule in output


def test_ruff_format_catches() -> None:
    assert ruff("format", "--check", file="engine/probe.py", text=HEALTHY)[0] == 0
    assert ruff("format", "--check", file="engine/probe.py", text="LIMIT=1\n")[0] == 1


def test_mypy_catches(tmp_path: Path) -> None:
    probes = {
        "healthy.py": ("def f(a: int) -> int:\n    return a\n", ""),
        "untyped.py": ("def f(a):\n    return a\n", "no-untyped-def"),
        "wrong.py": ("a: int = 'text'\n", "assignment"),
        "bare.py": ("a: list = []\n", "type-arg"),
        "needless.py": ("a = 1  # type: ignore[assignment]\n", "unused-ignore"),
        "blanket.py": ("a: int = 'text'  # type: ignore\n", "ignore-without-code"),
        "never.py": (
            "def f(a: int) -> int:\n    if isinstance(a, str):\n        return 1\n    return a\n",
            "unreachable",
        ),
    }
    for name, (text, _) in probes.items():
        (tmp_path / name).write_text(text, "utf-8")
    options = ["--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(tmp_path / "cache")]
    code, output = outcome([sys.executable, "-m", "mypy", *options, *probes], cwd=tmp_path)
    assert code == 1
    for name, (_, error) in probes.items():
        assert (f"{name}:" in output) == bool(error), output
        assert f"[{error}]" in output or not error, output


def tsc(folder: Path, project: str, text: str) -> tuple[int, str]:
    """Check one probe with a project's settings, as if it were page code beside the vendor folder."""
    vendor = Path(os.path.relpath(ROOT / "app" / "static" / "vendor", folder)).as_posix()
    (folder / "probe.js").write_text(text.replace("../vendor", vendor), "utf-8")
    settings = {
        "extends": str(ROOT / project),
        "compilerOptions": {"typeRoots": [str(ROOT / "node_modules" / "@types")]},
        "include": [str(folder / "probe.js")],
    }
    (folder / "tsconfig.json").write_text(json.dumps(settings), "utf-8")
    return outcome([NODE, TSC, "--project", folder], cwd=folder)


IMPORTS = """
import { select } from "../vendor/d3.js";
import katex from "../vendor/katex.js";
import { EditorState } from "../vendor/codemirror.js";
/** @type {import("../vendor/d3.js").Selection<HTMLElement, unknown, null, undefined>} */
export const body = select(document.body);
export const moved = body.attr("data-moved", 10);
export const html = katex.renderToString("x", { output: "htmlAndMathml" });
export const state = EditorState.create({ doc: "x" });
"""


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("/** @type {number} */ export const a = 'text';", "TS2322"),
        ("/** @param {string | null} a */ export const f = (a) => a.length;", "TS18047"),
        ("export const f = (a) => a;", "TS7006"),
        ("export const a = process.env;", "TS25"),  # Node's names are none of the page's
        (IMPORTS + "body.nonsense();", "TS2339"),
        (IMPORTS + "katex.renderToString(1);", "TS2345"),
        (IMPORTS + "EditorState.create({ doc: 1 });", "TS2322"),
        ('import { nonsense } from "../vendor/d3.js"; nonsense();', "TS2305"),
    ],
)
def test_tsc_catches(text: str, error: str, tmp_path: Path) -> None:
    assert tsc(tmp_path, "tsconfig.json", IMPORTS) == (0, "")
    code, output = tsc(tmp_path, "tsconfig.json", text)
    assert code != 0
    assert error in output, output


def test_tsc_catches_in_nodes_code_too(tmp_path: Path) -> None:
    healthy = 'import { test } from "node:test"; test("a", () => process.exit(0));'
    assert tsc(tmp_path, "tsconfig.node.json", healthy) == (0, "")
    assert tsc(tmp_path, "tsconfig.node.json", healthy + "process.exit('0').x;")[0] != 0


def test_node_catches(tmp_path: Path) -> None:
    folder = tmp_path / "tests" / "core"
    folder.mkdir(parents=True)
    with pytest.raises(SetupError, match="tests are missing"):
        checks.node_tests(tmp_path / "tests")
    probe = folder / "probe.test.js"
    node = frontend.Node(Path(NODE), (), "the test's")
    for text, fails in (("1 === 1", False), ("1 === 2", True)):
        probe.write_text(f'require("node:test")("a", () => require("node:assert")({text}));', "utf-8")
        check = next(c for c in checks.checkers(Path(sys.executable), node, tmp_path) if c.name == "node tests")
        assert (outcome(check.command, cwd=tmp_path)[0] != 0) == fails


@pytest.mark.parametrize(
    ("text", "catches"),
    [
        ("def test_a():\n    pass\n", ""),
        ("def test_a():\n    assert 1 == 2\n", "1 failed"),
        ("import warnings\ndef test_a():\n    warnings.warn('old', DeprecationWarning)\n", "DeprecationWarning: old"),
        ("import pytest\n@pytest.mark.unheard\ndef test_a():\n    pass\n", "unheard"),
        ("async def test_a():\n    assert 1 == 2\n", "async"),
        ("import numpy as np\ndef test_a():\n    np.float64(1) / np.float64(0)\n", "RuntimeWarning"),
    ],
)
def test_pytest_catches(text: str, catches: str, tmp_path: Path) -> None:
    probe = tmp_path / "test_probe.py"
    probe.write_text(text, "utf-8")
    options = ["-c", str(ROOT / "pyproject.toml"), "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *options, str(probe)]
    code, output = outcome(command, cwd=tmp_path)
    assert (code != 0) == bool(catches), output
    assert catches in output


MANY = "import pytest\n@pytest.mark.parametrize('n', range(2))\ndef test_a(n):\n    assert n != {wrong}\n"


def test_a_failure_in_any_process_of_pytests_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two tests each of two processes has one, so that the wrong one is in the first and then in the second."""
    monkeypatch.setenv(checks.VARIABLE, "2")
    options = ["-c", str(ROOT / "pyproject.toml"), "-p", "no:cacheprovider"]
    for wrong, code in (("None", 0), ("0", 1), ("1", 1)):
        (tmp_path / "test_probe.py").write_text(MANY.format(wrong=wrong), "utf-8")
        command = [sys.executable, "-m", "pytest", *checks.side_by_side([]), *options, str(tmp_path)]
        found, output = outcome(command, cwd=tmp_path)
        assert found == code, output
        assert "created: 2/2 workers" in output
        assert ("1 failed, 1 passed" if code else "2 passed") in output


@pytest.mark.parametrize("own", [["-n", "0"], ["-p", "no:xdist"], ["-pno:xdist"], ["--pdb"]])
def test_whoever_wants_one_process_has_it(own: list[str], tmp_path: Path) -> None:
    (tmp_path / "test_probe.py").write_text(MANY.format(wrong="None"), "utf-8")
    options = ["-c", str(ROOT / "pyproject.toml"), "-p", "no:cacheprovider"]
    arguments = [*checks.side_by_side(own), *own, *options, str(tmp_path)]
    code, output = outcome([sys.executable, "-m", "pytest", *arguments], cwd=tmp_path)
    assert (code, "2 passed" in output, "workers" in output) == (0, True, False), output


@pytest.mark.parametrize(("processors", "workers"), [(1, 2), (2, 2), (6, 6), (8, 8), (64, 8)])
def test_there_are_as_many_processes_as_the_machine_has_processors(processors: int, workers: int) -> None:
    assert checks.workers(processors) == workers
    assert checks.processors() >= 1


def test_the_whole_check_ends_as_its_first_failure_or_as_pytest(monkeypatch: pytest.MonkeyPatch) -> None:
    node = frontend.Node(Path(NODE), (), "the test's")
    monkeypatch.setattr(environment, "ensure", lambda _layer: Path("python"))
    monkeypatch.setattr(environment, "ensure_own", lambda: None)
    monkeypatch.setattr(frontend, "ensure", lambda _python, *, everything: node if everything else None)
    monkeypatch.setattr(browser, "ensure", lambda: Path("browser"))
    monkeypatch.setattr(checks, "processors", lambda: 4)
    codes, run = {"mypy": 0, "pytest": 0}, list[tuple[Sequence[str | Path], str]]()

    def openly(command: Sequence[str | Path], *, changes: dict[str, str]) -> int:
        run.append((command, changes.get(checks.VARIABLE, "")))
        return codes.get(str(command[2]), 0)

    monkeypatch.setattr(checks, "openly", openly)
    for mypy, tests, end in ((0, 0, 0), (0, 1, 1), (2, 1, 2), (2, 0, 2)):
        codes.update(mypy=mypy, pytest=tests)
        assert checks.test(["-x", "tests/app"]) == end
    spread = ["-n", "auto", "--dist", "load", "--maxschedchunk", str(checks.CHUNK)]
    assert run[-1] == ([Path("python"), "-m", "pytest", *spread, "-x", "tests/app"], "4")


def test_the_browsers_tests_come_last_and_keep_their_order() -> None:
    """An asynchronous test in the same process could not run after them. The slow ones of the others come first."""
    fixtures = {"a": ["browser"], "b": ["client"], "c": ["fresh", "browser"], "d": [], "e": ["browsers"]}
    items: list[Any] = [
        SimpleNamespace(name=name, fixturenames=names, get_closest_marker={"slow": name == "e" or None}.get)
        for name, names in fixtures.items()
    ]
    pytest_collection_modifyitems(items)
    assert [item.name for item in items] == ["e", "b", "d", "a", "c"]


def test_all_checks_are_carried_out_and_the_first_failure_counts(capsys: pytest.CaptureFixture[str]) -> None:
    codes = {"one": 0, "two": 3, "three": 0, "four": 1}
    failures = checks.carry_out([Check(name, ()) for name in codes], lambda check: codes[check.name])
    assert failures == [("two", 3), ("four", 1)]
    said = capsys.readouterr().out
    assert "one: ok" in said
    assert "two: FAILED (exit code 3)" in said
    assert "four: FAILED" in said


def test_every_command_is_told_of(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        commands.parser().parse_args(["--help"])
    said = capsys.readouterr().out
    for command in ("run", "check", "test", "bench", "build", "lock"):
        assert f"\n    {command} " in said
        assert commands.parser().parse_args([command]).command == command
    assert "no browser" in " ".join(said.split())


def quick(monkeypatch: pytest.MonkeyPatch, codes: dict[str, int]) -> tuple[int, list[str]]:
    """The exit code of `check`, and the names of what it ran; each ends with the code that it has here, or 0."""
    node, run = frontend.Node(Path(NODE), (), "the test's"), list[str]()
    monkeypatch.setattr(environment, "ensure", lambda _layer: Path("python"))
    monkeypatch.setattr(frontend, "ensure", lambda _python, *, everything: node if everything else None)
    names = {check.command: check.name for check in checks.quick_checks(Path("python"), node)}

    def gathered(command: tuple[str | Path, ...], *, changes: dict[str, str]) -> tuple[int, str]:
        assert browser.VARIABLE not in changes
        run.append(names[command])
        return codes.get(names[command], 0), f"{names[command]} complains"

    monkeypatch.setattr(checks, "gathered", gathered)
    return checks.check(), run


def test_the_quick_check_runs_all_checkers_and_the_fast_tests_and_no_browser(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, run = quick(monkeypatch, {})
    assert code == 0
    node = frontend.Node(Path(NODE), (), "the test's")
    assert set(run) == {check.name for check in checks.checkers(Path("python"), node)} | {"engine's fast tests"}
    assert "complains" not in capsys.readouterr().out


@pytest.mark.parametrize("name", ["ruff format", "mypy", "node tests", "engine's fast tests"])
def test_the_quick_check_fails_with_any_of_its_parts_and_says_why(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, run = quick(monkeypatch, {name: 3})
    assert (code, len(run)) == (3, 7)
    said = capsys.readouterr().out
    assert f"{name} complains\n{name}: FAILED (exit code 3)" in said
    assert said.count("complains") == 1
    assert "Not all hold" in said


SPEED = "import pytest\n@pytest.mark.slow\ndef test_slow():\n    assert False\ndef test_fast():\n    pass\n"


def test_the_fast_tests_are_those_that_no_mark_calls_slow(tmp_path: Path) -> None:
    (tmp_path / "test_probe.py").write_text(SPEED, "utf-8")
    *command, folder = checks.fast_tests(Path(sys.executable)).command
    assert folder == "tests/engine"
    options = ["-c", str(ROOT / "pyproject.toml"), "-p", "no:cacheprovider"]
    code, output = outcome([*command, *options, tmp_path], cwd=tmp_path)
    assert code == 0, output
    assert "1 passed, 1 deselected" in output


def test_side_by_side_checks_are_side_by_side() -> None:
    """Each waits for the other one: one after the other they would not end."""
    both = threading.Barrier(2)
    listed = [Check("one", ()), Check("other", ())]
    done = list(checks.side_by_side_checks(listed, lambda check: (both.wait(LONGEST), check.name), 2))
    assert sorted(said for _, _, said, _ in done) == ["one", "other"]


def test_every_check_of_the_team_is_on_the_list() -> None:
    node = frontend.Node(Path(NODE), (), "the test's")
    listed = checks.checkers(Path(sys.executable), node)
    assert [check.name for check in listed] == [
        "ruff check",
        "ruff format",
        "mypy",
        "tsc tsconfig.json",
        "tsc tsconfig.node.json",
        "node tests",
    ]
    mypy = next(check for check in listed if check.name == "mypy")
    assert mypy.command[-6:] == ("engine", "app", "backsweep", "scripts", "tests", "benchmarks")


def test_checkers_share_one_place_of_settings() -> None:
    """No file of settings somewhere in the tree quietly softens a checker."""
    softer = [
        "ruff.toml",
        ".ruff.toml",
        "mypy.ini",
        ".mypy.ini",
        "setup.cfg",
        "pytest.ini",
        "tox.ini",
        "tsconfig*.json",
    ]
    folders = [ROOT, *(ROOT / name for name in (*checks.PYTHON_FOLDERS, "docs"))]
    found = {
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for pattern in softer
        for path in (folder.glob(pattern) if folder == ROOT else folder.rglob(pattern))
    }
    assert found == set(checks.PROJECTS)
