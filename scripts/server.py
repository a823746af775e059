"""Starting the server, waiting until it answers, opening the page, and stopping it cleanly."""

import contextlib
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
GRACE = 10.0  # seconds to stop in; the server gives open requests half of it (see app/settings.py)

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
    return [str(python), "-m", "app", "--host", host, "--port", str(port)]


def own_names() -> list[str]:
    """The names and addresses under which other machines may know this one; asks no name server."""
    name = socket.gethostname()
    names = [name, f"{name}.local"]
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing: it only asks which address would be used
        names.insert(0, probe.getsockname()[0])
    return names


def permitted(host: str, names: Callable[[], list[str]] = own_names) -> dict[str, str]:
    """Settings that let the network call the server by this machine's names, when it was opened to the network."""
    if host not in WHOLE_MACHINE or "BACKSWEEP_ALLOWED_HOSTS" in os.environ:
        return {}
    return {"BACKSWEEP_ALLOWED_HOSTS": ",".join(names())}


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server: it may finish what it is doing, and is ended for good if it does not."""
    if server.poll() is None and os.name != "nt":
        server.terminate()  # on Windows Ctrl-C has reached the server too, and this would cut it off
    try:
        server.wait(GRACE)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait(GRACE)


def open_page(url: str) -> bool:
    """Open the user's browser; without a screen there is none, and a text browser would take the terminal."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    if sys.platform.startswith(("linux", "freebsd")) and not any(os.environ.get(name) for name in screens):
        return False
    return webbrowser.open(url)


def interrupt(_number: int, _frame: FrameType | None) -> None:
    """Treat a request to end like Ctrl-C."""
    raise KeyboardInterrupt


def serve(python: Path, host: str, port: int, *, browser: bool) -> int:
    """Run the server until it is interrupted; the exit code is 0 then. Raises SetupError."""
    claim(host, port)
    signal.signal(signal.SIGTERM, interrupt)
    settings = permitted(host)
    quiet = {"BACKSWEEP_LOG_LEVEL": os.environ.get("BACKSWEEP_LOG_LEVEL", "WARNING")}
    server = subprocess.Popen(
        command(python, host, port), cwd=ROOT, env=environment({**settings, **quiet}), stdin=subprocess.DEVNULL
    )
    url = address(host, port)
    try:
        if not await_answer(lambda: server.poll() is None, lambda: answers(host, port)):
            if server.poll() is None:
                raise SetupError(f"The server did not answer at {url}healthz within {PATIENCE:.0f} seconds.")
            raise SetupError(f"The server ended before it answered (exit code {server.returncode}); why is said above.")
        print(f"\nBacksweep is at {url}   (stop it with Ctrl-C)\n", flush=True)
        if settings:
            print(f"Others in this network may call it by: {', '.join(settings.values())}\n", flush=True)
        if browser and not open_page(url):
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
