"""`POST /api/trace` from the cache against bare Starlette sending the same bytes; the wait beside heavy requests.

Both servers run on uvicorn in processes of their own, on 127.0.0.1, and take turns. The client writes to eight
connections and then reads from all of them: it costs so little that the server is what is measured.
"""

from __future__ import annotations

import json
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from app.content.examples import Library
from benchmarks.report import Row

ROOT = Path(__file__).resolve().parents[1]
CONNECTIONS = 8
ROUNDS = 12
ROUND_SECONDS = 0.4
PROBES = 300
HEAVY_CONNECTIONS = 4
PATIENCE = 60.0
LEAST = 0.35

BARE = """
import sys
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

BYTES = sys.stdin.buffer.read()

async def answer(request: Request) -> Response:
    await request.body()
    return Response(BYTES, media_type="application/json")

class Announced(uvicorn.Server):
    async def startup(self, sockets=None):
        await super().startup(sockets)
        print(f'"port": {self.servers[0].sockets[0].getsockname()[1]}', file=sys.stderr, flush=True)

app = Starlette(routes=[Route("/api/trace", answer, methods=["POST"])])
Announced(uvicorn.Config(app, port=0, log_config=None, access_log=False)).run()
"""

MEDIUM = "\n".join(["x0 = x"] + [f"x{i} = x{i - 1} + sin(x{i - 1})" for i in range(1, 61)])
HEAVY = "L = " + "x*y + " * 450 + "x"
VECTOR = ", ".join(["1"] * 12)
LOADS: dict[str, tuple[str, dict[str, str]]] = {
    "beside heavy requests": ("trace", {"source": HEAVY, "grain": "primitive"}),
    "beside 12 × 12 matrices unfolded": (
        "trace",
        {"source": f"a = [{VECTOR}]\nM = outer(a, a)\nL = sum(M @ M) + 0*(x + y)", "grain": "element"},
    ),
    "beside exports of 3,990 lines": (
        "export/gradient",
        {"source": "x1 = sin(x)\n" + "\n".join(f"x{k} = sin(x{k - 1})" for k in range(2, 3990)) + "\nL = x3989*y"},
    ),
}
"""What is computed without a pause meanwhile: an address, and a model with leaves x and y."""


def measure() -> Iterable[Row]:
    """Ratios of requests a second in one run, then milliseconds of waiting."""
    lecture = Library.read().examples["lecture"].source
    with serving([sys.executable, "-m", "app", "--port", "0"]) as ours:
        yield from from_the_cache("the running example", ours, {"source": lecture}, LEAST)
        yield from from_the_cache("60 lines", ours, {"source": MEDIUM, "inputs": {"x": 0.5}}, None)
        yield from computed(ours, lecture)
        yield from waiting(ours, lecture)


def from_the_cache(name: str, ours: int, model: Mapping[str, object], least: float | None) -> Iterator[Row]:
    """Requests a second for the same bytes, from here and from bare Starlette."""
    request = post(model)
    answer = exchange(ours, request)
    with serving([sys.executable, "-c", BARE], answer) as bare:
        assert exchange(bare, request) == answer
        here, there = rates([rounds_of(ours, [request]), rounds_of(bare, [request])])
    yield Row(f"{name} ({len(answer) / 1000:.0f} kB): bare Starlette", there, "req/s")
    yield Row(f"{name}: from the cache", here, "req/s")
    yield Row("  compared with bare Starlette", here / there, "times", least=least)


def computed(ours: int, source: str) -> Iterator[Row]:
    """Requests a second when none has been asked before."""
    requests = (post({"source": source, "inputs": {"w": 0.5 + number * 1e-9}}) for number in range(10**9))
    (rate,) = rates([rounds_of(ours, requests)])
    yield Row("the running example, computed each time", rate, "req/s")


def waiting(ours: int, source: str) -> Iterator[Row]:
    """How long a small request takes, alone and while heavy ones are computed without a pause."""
    small = (post({"source": source, "inputs": {"b": number * 1e-9}}) for number in range(10**9))
    known = post({"source": source})
    for beside in ("alone", *LOADS):
        with nothing() if beside == "alone" else heavy_load(ours, *LOADS[beside]):
            for what, requests in (("from the cache", repeated(known)), ("computed", small)):
                times = latencies(ours, requests)
                yield Row(f"small request {what}, {beside}: median", times[len(times) // 2] * 1e3, "ms")
                yield Row(f"small request {what}, {beside}: 99 of 100", times[len(times) * 99 // 100] * 1e3, "ms")


# --- the client ---


def post(model: Mapping[str, object], path: str = "trace") -> bytes:
    """A request as it goes over the wire."""
    body = json.dumps(model).encode()
    head = f"POST /api/{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def connect(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), PATIENCE)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)


def receive(connection: socket.socket, statuses: tuple[bytes, ...] = (b"200",)) -> bytes:
    """The body of one answer, which must have one of these statuses."""
    data = connection.recv(1 << 18)
    while (end := data.find(b"\r\n\r\n")) < 0:
        data += connection.recv(1 << 18)
    length = _LENGTH.search(data, 0, end + 2)
    if length is None or data[9:12] not in statuses:
        raise ConnectionError(data[:500])
    whole = end + 4 + int(length[1])
    while len(data) < whole:
        data += connection.recv(1 << 18)
    return data[end + 4 :]


def exchange(port: int, request: bytes) -> bytes:
    with connect(port) as connection:
        connection.sendall(request)
        return receive(connection)


def rounds_of(port: int, requests: Iterable[bytes]) -> Callable[[], float]:
    """A function that measures one round and returns its requests a second."""
    connections = [connect(port) for _ in range(CONNECTIONS)]
    supply = repeated(requests[0]) if isinstance(requests, list) else iter(requests)

    def round_() -> float:
        count, began = 0, time.perf_counter()
        while (took := time.perf_counter() - began) < ROUND_SECONDS:
            for connection in connections:
                connection.sendall(next(supply))
            for connection in connections:
                receive(connection)
            count += CONNECTIONS
        return count / took

    return round_


def rates(candidates: list[Callable[[], float]]) -> list[float]:
    """The median of each candidate's rounds; they take turns, and the first round of each warms up."""
    rounds = [[one() for one in candidates] for _ in range(ROUNDS + 1)][1:]
    return [statistics.median(column) for column in zip(*rounds, strict=True)]


def repeated(request: bytes) -> Iterator[bytes]:
    while True:
        yield request


def latencies(port: int, requests: Iterator[bytes]) -> list[float]:
    """Seconds of single requests, one after the other, sorted."""
    times: list[float] = []
    with connect(port) as connection:
        for _ in range(PROBES):
            request, began = next(requests), time.perf_counter()
            connection.sendall(request)
            receive(connection)
            times.append(time.perf_counter() - began)
    return sorted(times)


@contextmanager
def nothing() -> Iterator[None]:
    yield


@contextmanager
def heavy_load(port: int, path: str, model: Mapping[str, str]) -> Iterator[None]:
    """Heavy requests, each with other inputs, on a few connections for as long as the block runs."""
    over = threading.Event()
    began = threading.Barrier(HEAVY_CONNECTIONS + 1)

    def load(first: int) -> None:
        number = first
        with connect(port) as connection:
            began.wait(PATIENCE)
            while not over.is_set():
                inputs = {"x": 1 + number * 1e-9, "y": 2}
                connection.sendall(post({**model, "inputs": inputs}, path))
                receive(connection, (b"200", b"503"))  # a busy machine may not answer in time
                number += HEAVY_CONNECTIONS

    threads = [threading.Thread(target=load, args=(number,)) for number in range(HEAVY_CONNECTIONS)]
    for thread in threads:
        thread.start()
    began.wait(PATIENCE)
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


@contextmanager
def serving(command: list[str], stdin: bytes = b"") -> Iterator[int]:
    """The port of a server that runs while the block does."""
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stderr is not None
    try:
        process.stdin.write(stdin)
        process.stdin.close()
        while True:
            line = process.stderr.readline()
            if not line:
                raise ConnectionError("the server ended before it listened")
            if port := re.search(rb'"port": (\d+)', line):
                break
        yield int(port[1])
    finally:
        process.kill()
        process.wait()
        process.stderr.close()
