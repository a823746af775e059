"""Starting the server, waiting until it answers, opening the page, and stopping it cleanly."""

import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from scripts.places import ROOT, SetupError
from scripts.processes import environment

PATIENCE = 60.0  # seconds until a server that does not answer counts as failed
GRACE = 5  # seconds that uvicorn gives open requests when it stops

WHOLE_MACHINE = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}


def reachable(host: str) -> str:
    """The address at which this machine reaches a server bound to the host."""
    return WHOLE_MACHINE.get(host, host)


def address(host: str, port: int) -> str:
    """The page's URL."""
    name = reachable(host)
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


def claim(host: str, port: int) -> None:
    """Make sure that the port can be listened on. Raises SetupError, naming the remedy."""
    try:
        family = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
    except OSError as error:
        raise SetupError(f"--host {host}: there is no such address ({error}).") from error
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name != "nt":  # on Windows this option would let two servers share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise SetupError(f"Port {port} may not be used by this user. Choose another: --port 8001") from error
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                raise SetupError(f"--host {host} is not an address of this machine.") from error
            other = port + 1 if port < 65535 else 8001
            raise SetupError(
                f"Port {port} is already in use (is Backsweep running in another window?).\n"
                f"Stop what uses it, or choose another port: --port {other}"
            ) from error


def answers(host: str, port: int) -> bool:
    """Whether the server says that it is well."""
    connection = http.client.HTTPConnection(reachable(host), port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def await_answer(
    alive: Callable[[], bool],
    well: Callable[[], bool],
    patience: float = PATIENCE,
    clock: Callable[[], float] = time.monotonic,
    pause: Callable[[float], None] = time.sleep,
) -> bool:
    """Wait for the server's first good answer; False once it has ended or the patience is over."""
    limit = clock() + patience
    while alive() and clock() < limit:
        if well():
            return True
        pause(0.05)
    return False


def command(python: Path, host: str, port: int) -> list[str]:
    """How the server is started."""
    options = ["--host", host, "--port", str(port), "--timeout-graceful-shutdown", str(GRACE)]
    return [str(python), "-m", "uvicorn", "--factory", "app.main:create_app", *options]


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server: it may finish what it is doing, and is ended for good if it does not."""
    if server.poll() is None and os.name != "nt":
        server.terminate()  # on Windows Ctrl-C has reached the server too, and this would cut it off
    try:
        server.wait(GRACE + 5)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def interrupt(_number: int, _frame: FrameType | None) -> None:
    """Treat a request to end like Ctrl-C."""
    raise KeyboardInterrupt


def serve(python: Path, host: str, port: int, *, browser: bool) -> int:
    """Run the server until it is interrupted; the exit code is 0 then. Raises SetupError."""
    claim(host, port)
    signal.signal(signal.SIGTERM, interrupt)
    server = subprocess.Popen(command(python, host, port), cwd=ROOT, env=environment(), stdin=subprocess.DEVNULL)
    url = address(host, port)
    try:
        if not await_answer(lambda: server.poll() is None, lambda: answers(host, port)):
            if server.poll() is None:
                raise SetupError(f"The server did not answer at {url}healthz within {PATIENCE:.0f} seconds.")
            raise SetupError(f"The server ended before it answered (exit code {server.returncode}); why is said above.")
        print(f"\nBacksweep is at {url}   (stop it with Ctrl-C)\n", flush=True)
        if browser and not webbrowser.open(url):
            print("No browser could be opened from here: open that address yourself.", flush=True)
        code = server.wait()
        print(f"The server ended by itself (exit code {code}); its reason is above.", file=sys.stderr)
        return code or 1
    except KeyboardInterrupt:
        print("\nStopping ...", flush=True)
        return 0
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not leave the server behind
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        stop(server)
