"""The real server in a process of its own: hostile requests over a real socket, quiet logs, a prompt end."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import httpx

from tests.app import hostile
from tests.app.http.test_protection import GOOD, JSON
from tests.children import PATIENCE, child

ROOT = Path(__file__).resolve().parents[2]


class Server:
    """A running server: its process, its port, and the lines of its log so far."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: list[dict[str, Any]] = []
        while True:
            line = json.loads(self._log().readline())
            self.lines.append(line)
            if line["event"] == "listening":
                self.port: int = line["port"]
                return

    def _log(self) -> IO[str]:
        assert self.process.stderr is not None
        return self.process.stderr

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connect(self, text: bytes = b"") -> socket.socket:
        """A connection on which this has been sent."""
        connection = socket.create_connection(("127.0.0.1", self.port), PATIENCE)
        connection.sendall(text)
        return connection

    def end(self) -> int:
        """Tell it to stop, wait for that, and collect the rest of its log."""
        self.process.send_signal(signal.SIGTERM)
        _, rest = self.process.communicate(timeout=PATIENCE)
        self.lines += [json.loads(line) for line in rest.splitlines()]
        return self.process.returncode


@contextmanager
def serving(**settings: str) -> Iterator[Server]:
    """A server with these settings, ended at the end whatever happens."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BACKSWEEP_")}
    environment |= {f"BACKSWEEP_{name.upper()}": value for name, value in settings.items()}
    command = [sys.executable, "-m", "app", "--port", "0"]
    with child(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE) as process:
        yield Server(process)


def test_hostile_requests_over_a_socket_leave_it_well_and_its_log_quiet() -> None:
    with serving() as server, httpx.Client(base_url=server.url, timeout=PATIENCE) as client:
        for case in hostile.cases():
            response = client.post("/api/trace", content=hostile.body_of(case), headers=JSON)
            kind = response.headers["content-type"]
            assert hostile.faults(case, response.status_code, kind, response.content) == [], case["id"]
            after = client.post("/api/trace", content=GOOD, headers=JSON)
            assert after.json()["adjoints"] == {"x": 6.0, "L": 1.0}, case["id"]
        server.end()
        assert [line["event"] for line in server.lines] == ["listening"]


def test_a_body_far_over_the_limit_is_answered_before_the_connection_ends() -> None:
    with serving() as server, server.connect() as connection:
        head = "POST /api/trace HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        connection.sendall(f"{head}Content-Length: 10000000\r\n\r\n".encode())
        for _ in range(100):
            connection.sendall(b" " * 100_000)
        assert connection.recv(100).startswith(b"HTTP/1.1 413 ")


def test_it_stops_in_time_whatever_clients_hold_open() -> None:
    # Without the graceful time the request with half a body would hold the server for the ten minutes of the deadline.
    with serving(graceful_seconds="1", deadline_seconds="600") as server:
        head = b"POST /api/trace HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        half_a_head, idle = server.connect(head), server.connect()
        half_a_body = server.connect(head + b"Content-Length: 100\r\nExpect: 100-continue\r\n\r\n")
        assert half_a_body.recv(100).startswith(b"HTTP/1.1 100 "), "the server is waiting for the body"
        half_a_body.sendall(b'{"source":')
        assert server.end() in (0, -signal.SIGTERM)
        assert half_a_body.recv(100).startswith(b"HTTP/1.1 503 "), "and the client is told why"
        for connection in (half_a_head, idle, half_a_body):
            connection.close()
        assert all("traceback" not in line for line in server.lines), server.lines


def test_a_port_that_is_taken_is_an_error_and_no_hanging() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [sys.executable, "-m", "app", "--port", str(taken.getsockname()[1])]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert ended.returncode != 0
    assert "address already in use" in ended.stderr.lower()
