"""Starting and stopping the server by the command line, as a user does."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backsweep import listening
from backsweep.commands.serve import open_page
from backsweep.failure import Failure
from scripts.places import ROOT

PATIENCE = 60
BACKSWEEP = (sys.executable, "-m", "backsweep")
DEV_RUN = (sys.executable, str(ROOT / "scripts" / "dev.py"), "run")


@contextlib.contextmanager
def busy_port(number: int = 0) -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", number))
        other.listen()
        yield int(other.getsockname()[1])


def free_port() -> int:
    with busy_port() as port:
        return port


def started(command: tuple[str, ...], *arguments: str, **environment: str) -> subprocess.Popen[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BACKSWEEP_")}
    return subprocess.Popen(
        [*command, *arguments],
        cwd=ROOT,
        env={**kept, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=os.name != "nt",
    )


def until_reached(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Read until the address is printed; the port, and what was said before it."""
    assert process.stdout is not None
    seen = ""
    for line in process.stdout:
        seen += line
        if match := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
            return int(match[1]), seen
    raise AssertionError(seen)


def get(port: int, path: str, host: str = "localhost") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


# --- The port ---


@pytest.mark.parametrize("command", [BACKSWEEP, DEV_RUN])
def test_a_used_port_that_was_asked_for_is_said_with_the_remedy(command: tuple[str, ...]) -> None:
    with busy_port() as port, started(command, "--no-browser", "--port", str(port)) as process:
        output, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert f"Port {port} is already in use" in output
    assert f"--port {port + 1}" in output
    assert "Traceback" not in output


def test_where_none_was_asked_for_the_next_free_port_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    with busy_port() as usual, listening.listen("127.0.0.1", None, usual) as found:
        port = int(found.getsockname()[1])
        assert usual < port < usual + listening.TRIES
        assert f"Port {usual} is already in use, so this is on port {port}." in capsys.readouterr().err
        with listening.listen("127.0.0.1", None, usual) as another:
            assert another.getsockname()[1] > port, "what listens has its port for itself"


def test_a_usual_port_that_is_free_is_taken_without_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    usual = free_port()
    with listening.listen("127.0.0.1", None, usual) as found:
        assert found.proto == socket.IPPROTO_TCP, "asyncio would let each answer wait for an acknowledgement"
        assert found.getsockname()[1] == usual
    assert capsys.readouterr().err == ""


def test_when_all_tries_are_used_up_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "TRIES", 1)
    with busy_port() as usual, pytest.raises(Failure, match=r"all in use\. Choose another"):
        listening.listen("127.0.0.1", None, usual)


def test_a_port_is_given_back() -> None:
    port = free_port()
    for _ in range(2):
        listening.listen("127.0.0.1", port, 8000).close()


@pytest.mark.parametrize("host", ["203.0.113.7", "no-such-host.invalid", "a" * 100])
def test_a_host_that_is_not_this_machine_is_said(host: str) -> None:
    with pytest.raises(Failure, match=f"--host {host}"):
        listening.listen(host, None, free_port())


# --- The address ---


@pytest.mark.parametrize(
    ("host", "url"),
    [("127.0.0.1", "http://127.0.0.1:8000/"), ("0.0.0.0", "http://127.0.0.1:8000/"), ("::", "http://[::1]:8000/")],
)
def test_the_address_can_be_opened(host: str, url: str) -> None:
    assert listening.address(host, 8000) == url


def test_opened_to_the_network_it_answers_to_its_own_names() -> None:
    def names() -> list[str]:
        return ["board", "192.0.2.7"]

    assert listening.names_for("127.0.0.1", names) == ()
    assert listening.names_for("0.0.0.0", names) == ("board", "192.0.2.7")
    assert listening.own_names() != []


@pytest.mark.parametrize(("given", "status"), [({}, 200), ({"BACKSWEEP_ALLOWED_HOSTS": "board.example"}, 400)])
def test_names_that_were_set_stand_for_themselves(given: dict[str, str], status: int) -> None:
    own = socket.gethostname()
    with started(BACKSWEEP, "--no-browser", "--host", "0.0.0.0", "--port", "0", **given) as process:
        try:
            port, _ = until_reached(process)
            assert get(port, "/healthz", f"{own}:{port}")[0] == status
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE)


# --- The page, and the end ---


def to_the_process(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGINT)


def to_its_console(process: subprocess.Popen[str]) -> None:
    """What Ctrl-C does in a terminal: every process in it gets it."""
    os.killpg(process.pid, signal.SIGINT)


def politely(process: subprocess.Popen[str]) -> None:
    process.terminate()


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to a whole console, this test's included")
@pytest.mark.parametrize("stop", [to_the_process, to_its_console, politely])
@pytest.mark.parametrize("command", [BACKSWEEP, DEV_RUN])
def test_it_serves_until_it_is_stopped(command: tuple[str, ...], stop: Callable[[subprocess.Popen[str]], None]) -> None:
    """Everything is installed when this runs, so that nothing is set up again."""
    with started(command, "--no-browser", "--port", "0" if command == BACKSWEEP else str(free_port())) as process:
        try:
            port, said = until_reached(process)
            status, page = get(port, "/")
            assert status == 200
            assert b"<!doctype html>" in page[:200].lower()
            assert get(port, "/static/vendor/page.js")[0] == 200
        finally:
            stop(process)
            rest, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, rest
    assert said.split() == ["Backsweep", "is", "at", f"http://127.0.0.1:{port}/", "(stop", "it", "with", "Ctrl-C)"]
    assert rest.split() == ["Stopping", "..."]
    listening.listen("127.0.0.1", port, port).close()


@pytest.mark.skipif(os.name == "nt", reason="Windows asks its registry for a browser, not the environment")
def test_the_page_is_opened_in_the_users_browser(tmp_path: Path) -> None:
    """The browser is a program that writes down its address and then takes its time."""
    pipe, script = tmp_path / "pipe", tmp_path / "browser.py"
    os.mkfifo(pipe)
    script.write_text("import sys; open(sys.argv[1], 'w').write(sys.argv[2]); sys.stdin.read()", "utf-8")
    browser = shlex.join([sys.executable, str(script), str(pipe), "%s"])
    with started(BACKSWEEP, "--port", "0", BROWSER=browser) as process:
        try:
            port, _ = until_reached(process)
            assert pipe.read_text("utf-8") == f"http://127.0.0.1:{port}/"
            assert get(port, "/healthz")[0] == 200, "it answers while the browser runs"
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE)


def test_no_page_is_opened_where_there_is_no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def note(url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr("webbrowser.open", note)
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    assert not open_page("http://127.0.0.1:1/")
    monkeypatch.setenv("DISPLAY", ":0")
    assert open_page("http://127.0.0.1:2/")
    assert opened == ["http://127.0.0.1:2/"]
