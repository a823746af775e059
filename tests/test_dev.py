"""The command line's parts: what it decides, what it says, and that it starts and stops a real server."""

import argparse
import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import browser, commands, environment, frontend, locks, processes
from scripts.places import ROOT, SetupError, fingerprint

DEV = ROOT / "scripts" / "dev.py"


# --- Arguments ---


@pytest.mark.parametrize("words", [[], ["--host", "0.0.0.0", "--port", "9000", "--no-browser"], ["--port", "8001"]])
def test_run_hands_on_what_was_given_and_nothing_else(words: list[str]) -> None:
    assert commands.served(commands.parser().parse_args(["run", *words])) == words


def test_arguments_after_two_dashes_go_on() -> None:
    assert commands.parser().parse_args(["test", "--", "-x", "tests/app"]).arguments == ["-x", "tests/app"]
    assert commands.parser().parse_args(["test"]).arguments == []


@pytest.mark.parametrize(
    "arguments", [[], ["fly"], ["run", "--port", "0"], ["run", "--port", "65536"], ["run", "--port", "a"]]
)
def test_nonsense_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        commands.parser().parse_args(arguments)
    assert stopped.value.code == 2
    assert "usage: dev.py" in capsys.readouterr().err


def test_a_failed_set_up_is_said_in_words(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(options: argparse.Namespace) -> int:
        raise SetupError(f"{options.command} cannot go on")

    monkeypatch.setattr(commands, "dispatch", fail)
    assert commands.main(["build"]) == 1
    assert capsys.readouterr().err == "\nbuild cannot go on\n"


# --- An old Python ---


def test_an_old_python_can_read_the_entry_and_is_told() -> None:
    source = DEV.read_text("utf-8")
    assert source.isascii()
    ast.parse(source, feature_version=(3, 4))
    old = "import sys; sys.version_info = (3, 10, 1); exec(compile(open(sys.argv[1]).read(), 'dev.py', 'exec'))"
    done = subprocess.run([sys.executable, "-c", old, DEV], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith("Backsweep needs Python 3.11 or newer, and this is Python 3.10 (")
    assert "Traceback" not in done.stderr


# --- Stamps ---


def test_a_fingerprint_changes_with_what_it_is_of(tmp_path: Path) -> None:
    file, other = tmp_path / "a.txt", tmp_path / "b.txt"
    file.write_bytes(b"one\ntwo\n")
    other.write_bytes(b"one\ntwo\n")
    first = fingerprint([file])
    assert fingerprint([file]) == first
    assert fingerprint([file], "page") != first
    assert fingerprint([other]) != first
    assert fingerprint([file, other]) != first
    file.write_bytes(b"one\r\ntwo\r\n")
    assert fingerprint([file]) == first, "git writes other line endings on Windows"
    file.write_bytes(b"one\ntwo \n")
    assert fingerprint([file]) != first


def test_a_stamp_matches_only_what_it_says(tmp_path: Path) -> None:
    stamp = tmp_path / ".stamp"
    assert not frontend.matches(stamp, "abc")
    stamp.write_text("abc", "utf-8")
    assert frontend.matches(stamp, "xyz", "abc")
    assert not frontend.matches(stamp, "xyz")


@pytest.mark.parametrize("text", ["", "nonsense", "[1]", "\x00"])
def test_an_unreadable_record_counts_as_nothing_installed(text: str, tmp_path: Path) -> None:
    (tmp_path / "backsweep.json").write_text(text, "utf-8")
    assert environment.stamped(tmp_path) == {}


def test_an_environment_of_another_python_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment.stamp(tmp_path, python="3.11")
    for found, usable in (("3.11", True), ("3.12", False), (None, False)):
        monkeypatch.setattr(environment, "version", lambda _python, found=found: found)
        assert environment.usable(tmp_path) == usable


def test_the_version_of_what_does_not_start_is_unknown(tmp_path: Path) -> None:
    assert environment.version(tmp_path / "python") is None
    assert environment.version(Path(sys.executable)) == f"{sys.version_info.major}.{sys.version_info.minor}"


class Setup:
    """An environment in which what would be installed is written down instead."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.venv, self.locks, self.done = folder / "venv", folder / "locks", list[str]()
        for place in (self.venv, self.locks):
            place.mkdir()
        for layer in (*environment.LAYERS, "node"):
            (self.locks / f"{layer}.txt").write_text(layer, "utf-8")
        monkeypatch.setattr(environment, "REQUIREMENTS", self.locks)
        monkeypatch.setattr(environment, "version", lambda _python: "3.11")
        monkeypatch.setattr(environment, "install", lambda _python, lock: self.done.append(lock.stem))
        monkeypatch.setattr(environment, "create", self.create)

    def create(self, venv: Path) -> None:
        self.done.append("create")
        environment.stamp(venv, python="3.11")

    def ensure(self, layer: str) -> list[str]:
        self.done.clear()
        environment.ensure(layer, self.venv)
        return self.done


def test_a_layer_is_installed_once_and_brings_those_below(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    setup = Setup(tmp_path, monkeypatch)
    assert setup.ensure("run") == ["create", "run"]
    assert setup.ensure("run") == []
    assert setup.ensure("bench") == ["bench"]
    assert setup.ensure("test") == []
    assert setup.ensure("node") == ["node"]
    (setup.locks / "run.txt").write_text("changed", "utf-8")
    assert setup.ensure("run") == ["run"]
    assert setup.ensure("test") == []


def test_a_failed_installation_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    setup = Setup(tmp_path, monkeypatch)

    def fail(_python: Path, _lock: Path) -> None:
        raise SetupError("no connection")

    with monkeypatch.context() as broken:
        broken.setattr(environment, "install", fail)
        with pytest.raises(SetupError):
            setup.ensure("run")
    assert setup.ensure("run") == ["run"]


def test_an_optional_package_is_installed_once_and_may_be_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    setup = Setup(tmp_path, monkeypatch)
    tried: list[tuple[str, ...]] = []

    def install(_python: Path, _lock: Path, *options: str) -> None:
        tried.append(options)
        if len(tried) == 1:
            raise SetupError("no such build")

    monkeypatch.setattr(environment, "install", install)
    (setup.locks / "torch.txt").write_text("torch", "utf-8")
    assert not environment.attempt("torch", "left out", setup.venv)
    assert "left out" in capsys.readouterr().out
    assert environment.attempt("torch", "left out", setup.venv)
    assert environment.attempt("torch", "left out", setup.venv)
    assert tried == [("--no-deps", "--only-binary", ":all:")] * 2
    assert "left out" not in capsys.readouterr().out


def test_the_environments_python_lies_where_the_system_puts_it() -> None:
    assert environment.interpreter(Path("v"), "nt") == Path("v", "Scripts", "python.exe")
    assert environment.interpreter(Path("v"), "posix") == Path("v", "bin", "python")


# --- Locks ---


def pins(layer: str) -> dict[str, str]:
    """Package and marker to version; every one of them with a hash."""
    text = environment.lock(layer).read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert all("--hash=sha256:" in line for line in lines)
    found = [re.match(r"([\w.-]+)==(\S+)( ; .*?)?\s+--hash", line) for line in lines]
    assert all(found)
    return {f"{match[1]}{match[3] or ''}": match[2] for match in found if match}


def test_each_layer_pins_the_one_below_alike() -> None:
    for lower, upper in (("run", "test"), ("test", "bench")):
        below, above = pins(lower), pins(upper)
        assert below.items() <= above.items()
        assert len(above) > len(below)


def test_the_optional_peer_is_pinned_with_hashes_too() -> None:
    assert {name.split(" ;")[0] for name in pins("torch")} == {"torch"}


@pytest.mark.parametrize("layer", locks.ORDER)
def test_a_lock_pins_what_was_asked_for(layer: str) -> None:
    lines = (environment.REQUIREMENTS / f"{layer}.in").read_text("utf-8").splitlines()
    asked = {line.partition(">=")[0].strip() for line in lines if line and not line.startswith(("#", "-r"))}
    assert asked
    assert asked <= {name.split(" ;")[0] for name in pins(layer)}


def test_npms_lock_is_of_this_package_file() -> None:
    package, lock = (json.loads(file.read_text("utf-8")) for file in frontend.LOCK)
    for group in ("dependencies", "devDependencies"):
        assert package[group] == lock["packages"][""][group]
        assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in package[group].values())
    own = {"", *package["workspaces"]}
    installed = {name: entry for name, entry in lock["packages"].items() if name not in own and "link" not in entry}
    assert all("integrity" in entry for entry in installed.values())


def test_no_lock_says_where_packages_come_from() -> None:
    for file in (*(environment.lock(layer) for layer in locks.ORDER), ROOT / "package-lock.json"):
        assert locks.hosts(file.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        '"resolved": "https://h.example/a.tgz"',
        "--index-url https://h.example/",
        "a @ https://h.example/a.whl",
        "-f https://h",
    ],
)
def test_a_lock_that_says_it_is_caught(text: str) -> None:
    assert len(locks.hosts(f"a==1\n{text}\nb==2\n")) == 1


# --- Node ---


@pytest.mark.parametrize(
    ("text", "number"), [("v20.1.0\n", 20), ("v22.0.0-nightly\n", 22), ("", None), ("20.1.0", None), ("v20", None)]
)
def test_nodes_version_is_read(text: str, number: int | None) -> None:
    assert frontend.major(text) == number


@pytest.mark.parametrize(
    ("programs", "version", "taken"),
    [
        ({"node", "npm"}, "v20.0.0\n", True),
        ({"node", "npm"}, "v100.0.0\n", True),
        ({"node", "npm"}, "v18.20.0\n", False),
        ({"node", "npm"}, "", False),
        ({"node"}, "v20.0.0\n", False),
        ({"npm"}, "v20.0.0\n", False),
        (set(), "v20.0.0\n", False),
    ],
)
def test_the_machines_node_is_taken_if_it_will_do(programs: set[str], version: str, taken: bool) -> None:
    node = frontend.on_machine(lambda name: f"/bin/{name}" if name in programs else None, lambda _node: version)
    assert (node is not None) == taken


@pytest.mark.parametrize(
    ("executable", "npm"),
    [("bin/node", "lib/node_modules/npm/bin/npm-cli.js"), ("node.exe", "node_modules/npm/bin/npm-cli.js")],
)
def test_node_is_found_in_the_wheel(executable: str, npm: str, tmp_path: Path) -> None:
    for name in (executable, npm):
        assert frontend.within(tmp_path) is None
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    node = frontend.within(tmp_path)
    assert node is not None
    assert node.executable == tmp_path / executable
    assert node.npm == (str(tmp_path / executable), str(tmp_path / npm))
    assert node.changes()["PATH"].startswith(f"{node.executable.parent}{os.pathsep}")


def test_without_node_the_wheel_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    wheel = frontend.Node(Path("node"), ("npm",), "the environment's")
    monkeypatch.setattr(frontend, "on_machine", lambda: None)
    monkeypatch.setattr(frontend, "in_environment", lambda _python: wheel if asked else None)
    monkeypatch.setattr(environment, "ensure", asked.append)
    assert frontend.find(Path("python")) is wheel
    assert asked == ["node"]
    monkeypatch.setattr(frontend, "in_environment", lambda _python: None)
    with pytest.raises(SetupError, match="Install Node 20 or newer"):
        frontend.find(Path("python"))


def test_nothing_is_built_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_python: Path) -> frontend.Node:
        raise AssertionError("Node was looked for")

    monkeypatch.setattr(frontend, "find", never)
    assert frontend.built()
    assert frontend.ensure(Path("python")) is None
    monkeypatch.setattr(frontend, "inputs", lambda: [DEV])
    assert not frontend.built()
    with pytest.raises(AssertionError):
        frontend.ensure(Path("python"))


# --- Browser ---


def test_a_browser_is_looked_for_where_each_system_has_it() -> None:
    assert browser.candidates("linux", {}, lambda name: f"/bin/{name}" if name == "chromium" else None) == [
        "/bin/chromium"
    ]
    assert any(path.endswith("Chromium") for path in browser.candidates("darwin", {}, lambda _name: None))
    windows = browser.candidates("win32", {"PROGRAMFILES": r"C:\Programs"}, lambda _name: None)
    assert r"C:\Programs\Microsoft\Edge\Application\msedge.exe" in windows


def test_a_missing_browser_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "find", lambda: None)
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with pytest.raises(SetupError, match=r"Install Chromium.*BACKSWEEP_BROWSER"):
        browser.ensure()


def test_a_chosen_browser_must_exist(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(browser.VARIABLE, str(tmp_path / "nothing"))
    with pytest.raises(SetupError, match="names no file"):
        browser.find()
    monkeypatch.setenv(browser.VARIABLE, sys.executable)
    assert browser.find() == Path(sys.executable)


# --- Other programs ---


def test_a_failed_step_names_its_command_and_shows_its_end() -> None:
    code = "import sys; print('\\n'.join(str(n) for n in range(99))); sys.exit(7)"
    with pytest.raises(SetupError) as raised:
        processes.quietly("Counting", [sys.executable, "-c", code], advice="Count again.")
    text = str(raised.value)
    assert text.startswith("Counting failed (exit code 7).\n  command: ")
    assert sys.executable in text
    assert "  | 98\nCount again." in text
    assert "  | 50" not in text


def test_a_program_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="nothing-here"):
        processes.quietly("Trying", [tmp_path / "nothing-here"])
    assert processes.openly([tmp_path / "nothing-here"]) == 127


def test_a_step_that_succeeds_is_quiet(capfd: pytest.CaptureFixture[str]) -> None:
    assert processes.quietly("Trying", [sys.executable, "-c", "print('ž')"]).strip() == "ž"
    assert capfd.readouterr() == ("", "")


def fake_apt(folder: Path, monkeypatch: pytest.MonkeyPatch, makes: str) -> Path:
    """The only program on the PATH: an apt-get that writes down its arguments and "installs" one file."""
    calls = folder / "calls.txt"
    apt = folder / "apt-get"
    apt.write_text(f'#!/bin/sh\necho "$@" >> "{calls}"\n[ "$1" = update ] && exit 0\n{makes}\n', "utf-8")
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv(browser.VARIABLE, raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return calls


@pytest.mark.skipif(os.name == "nt", reason="there is no apt on Windows")
def test_debians_browser_is_installed_when_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    found = tmp_path / "chromium"
    calls = fake_apt(tmp_path, monkeypatch, f': > "{found}"; /bin/chmod 755 "{found}"')
    assert browser.ensure() == found
    assert calls.read_text("utf-8").splitlines() == ["update", "install -y chromium"]
    assert browser.ensure() == found
    assert len(calls.read_text("utf-8").splitlines()) == 2


@pytest.mark.skipif(os.name == "nt", reason="there is no apt on Windows")
def test_debians_venv_module_is_installed_when_it_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = fake_apt(tmp_path, monkeypatch, ":")
    monkeypatch.setattr(environment, "has_venv", lambda: False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))
    with pytest.raises(SetupError, match="apt install python3-venv"):
        environment.create(tmp_path / "venv")
    assert calls.read_text("utf-8").splitlines() == ["update", "install -y python3-venv"]
