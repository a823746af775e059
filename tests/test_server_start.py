"""Starting and stopping the server by the command line, as a user does."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from scripts import server
from scripts.places import ROOT, SetupError
from tests.children import PATIENCE, child


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def busy_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


def dev(*arguments: str) -> contextlib.AbstractContextManager[subprocess.Popen[str]]:
    command = [sys.executable, str(ROOT / "scripts" / "dev.py"), *arguments]
    return child(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=os.name != "nt")


def test_a_used_port_is_said_with_the_remedy() -> None:
    with busy_port() as port, dev("run", "--no-browser", "--port", str(port)) as process:
        output, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert f"Port {port} is already in use" in output
    assert f"--port {port + 1}" in output
    assert "Traceback" not in output


def test_a_free_port_is_claimed_and_given_back() -> None:
    port = free_port()
    server.claim("127.0.0.1", port)
    server.claim("127.0.0.1", port)


@pytest.mark.parametrize("host", ["203.0.113.7", "no-such-host.invalid"])
def test_a_host_that_is_not_this_machine_is_said(host: str) -> None:
    with pytest.raises(SetupError, match=f"--host {host}"):
        server.claim(host, free_port())


@pytest.mark.parametrize(
    ("host", "url"),
    [("127.0.0.1", "http://127.0.0.1:8000/"), ("0.0.0.0", "http://127.0.0.1:8000/"), ("::", "http://[::1]:8000/")],
)
def test_the_address_can_be_opened(host: str, url: str) -> None:
    assert server.address(host, 8000) == url


def test_opened_to_the_network_it_answers_to_its_own_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BACKSWEEP_ALLOWED_HOSTS", raising=False)

    def names() -> list[str]:
        return ["board", "192.0.2.7"]

    assert server.permitted("127.0.0.1", names) == {}
    assert server.permitted("0.0.0.0", names) == {"BACKSWEEP_ALLOWED_HOSTS": "board,192.0.2.7"}
    monkeypatch.setenv("BACKSWEEP_ALLOWED_HOSTS", "mine")
    assert server.permitted("0.0.0.0", names) == {}
    assert server.own_names() != []


def test_waiting_ends_with_the_answer_the_server_or_the_patience() -> None:
    now = [0.0]

    def pause(seconds: float) -> None:
        now[0] += seconds

    def wait(ends: float, answers: float) -> bool:
        now[0] = 0.0
        return server.await_answer(lambda: now[0] < ends, lambda: now[0] >= answers, 10, lambda: now[0], pause)

    assert wait(ends=99, answers=3)
    assert not wait(ends=2, answers=3)
    assert not wait(ends=99, answers=30)
    assert now[0] < 10.1


def test_a_silent_port_does_not_count_as_an_answer() -> None:
    assert not server.answers("127.0.0.1", free_port())


def started(process: subprocess.Popen[str]) -> tuple[str, int, str]:
    """Wait until the address is printed; host, port, and what was printed before."""
    assert process.stdout is not None
    seen = ""
    for line in process.stdout:
        if match := re.search(r"http://([\d.]+):(\d+)/", line):
            return match[1], int(match[2]), seen
        seen += line
    raise AssertionError(seen)


def get(host: str, port: int, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def to_the_process(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGINT)


def to_its_console(process: subprocess.Popen[str]) -> None:
    """What Ctrl-C does in a terminal: the server gets it as well."""
    os.killpg(process.pid, signal.SIGINT)


def politely(process: subprocess.Popen[str]) -> None:
    process.terminate()


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to a whole console, this test's included")
@pytest.mark.parametrize("stop", [to_the_process, to_its_console, politely])
def test_a_second_start_is_quick_and_ctrl_c_stops_it(stop: Callable[[subprocess.Popen[str]], None]) -> None:
    """Everything is installed when this runs, so that each start is a second start."""
    port = free_port()
    with dev("run", "--no-browser", "--port", str(port)) as process:
        try:
            host, at, before = started(process)
            assert (host, at) == ("127.0.0.1", port)
            assert before.split() == [], "nothing is installed or built, which is what takes time"
            status, page = get("127.0.0.1", port, "/")
            assert status == 200
            assert b"<!doctype html>" in page[:200].lower()
            assert get("127.0.0.1", port, "/static/vendor/page.js")[0] == 200
        finally:
            stop(process)
            rest, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, rest
    assert rest.split() == ["Stopping", "..."]
    server.claim("127.0.0.1", port)


def test_no_page_is_opened_where_there_is_no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def note(url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr("webbrowser.open", note)
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    assert not server.open_page("http://127.0.0.1:1/")
    monkeypatch.setenv("DISPLAY", ":0")
    assert server.open_page("http://127.0.0.1:2/")
    assert opened == ["http://127.0.0.1:2/"]
