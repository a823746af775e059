"""The Python environment in .venv: made once, then left alone until its requirements change."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.places import ROOT, SetupError, fingerprint
from scripts.processes import quietly

VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "requirements"
OWN = (ROOT / "pyproject.toml", ROOT / "engine" / "__init__.py", REQUIREMENTS / "run.in")
"""What the metadata of the project itself are made of; the second holds its version."""
LAYERS = ("run", "test", "bench")  # each one's lock holds the ones before it

OFFLINE = "Is this machine connected to the internet? Once the set-up has succeeded, later starts need no connection."


def interpreter(venv: Path = VENV, system: str = os.name) -> Path:
    """The environment's Python."""
    return venv / "Scripts" / "python.exe" if system == "nt" else venv / "bin" / "python"


def lock(layer: str) -> Path:
    """The file that pins a layer's packages with their hashes."""
    return REQUIREMENTS / f"{layer}.txt"


def stamped(venv: Path) -> dict[str, str]:
    """What is installed in the environment: fingerprint by layer, and "python". Empty if unknown."""
    try:
        stamp = json.loads((venv / "backsweep.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in stamp.items()} if isinstance(stamp, dict) else {}


def stamp(venv: Path, **entries: str) -> None:
    """Add entries to the record of what is installed."""
    (venv / "backsweep.json").write_text(json.dumps({**stamped(venv), **entries}, indent=1), "utf-8")


def version(python: Path) -> str | None:
    """The version of an interpreter, such as "3.11"; None when it does not start."""
    try:
        answer = subprocess.run(
            [str(python), "-I", "-S", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None


def usable(venv: Path = VENV) -> bool:
    """Whether the environment starts, on the Python that its packages were installed for."""
    found = version(interpreter(venv))
    return found is not None and found == stamped(venv).get("python")


def create(venv: Path = VENV) -> None:
    """Make the environment anew. Raises SetupError with a remedy."""
    print(f"Making the Python environment {venv.name} ...", flush=True)
    advice = "Python's own 'venv' module is needed (on Debian and Ubuntu: apt install python3-venv)."
    if shutil.which("apt-get") and getattr(os, "geteuid", lambda: 1)() == 0 and not has_venv():
        quietly("Looking up Debian's packages", ["apt-get", "update"])
        quietly("Installing Python's venv module", ["apt-get", "install", "-y", "python3-venv"])
    quietly("Making the Python environment", [sys.executable, "-m", "venv", "--clear", venv], advice=advice)
    found = version(interpreter(venv))
    if found is None:
        raise SetupError(f"The new environment's Python does not start: {interpreter(venv)}\n{advice}")
    stamp(venv, python=found)


def has_venv() -> bool:
    """Whether this Python can make an environment with pip in it; Debian splits that off."""
    probe = "import venv, ensurepip"
    return subprocess.run([sys.executable, "-c", probe], capture_output=True, check=False, timeout=60).returncode == 0


def install(python: Path, requirements: Path, *options: str) -> None:
    """Install exactly what a lock names, every file checked against its hash."""
    pip = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--require-hashes"]
    quietly("Installing Python packages", [*pip, *options, "-r", str(requirements)], advice=OFFLINE)


def ensure(layer: str, venv: Path = VENV) -> Path:
    """Make sure that the layer is installed, and return the environment's Python.

    Does nothing, and needs no connection, when the stamp says that it is. Raises SetupError.
    """
    if not usable(venv):
        create(venv)
    python = interpreter(venv)
    wanted = fingerprint([lock(layer)])
    if stamped(venv).get(layer) != wanted:
        print(f"Installing the Python packages of requirements/{layer}.txt ...", flush=True)
        install(python, lock(layer))
        within = LAYERS[: LAYERS.index(layer) + 1] if layer in LAYERS else (layer,)
        stamp(venv, **{name: fingerprint([lock(name)]) for name in within})
    return python


def ensure_own(venv: Path = VENV) -> None:
    """Make sure that the checkout itself is installed, editable: ``import backsweep`` from anywhere, and its command.

    It is installed anew when what its metadata are made of changes. Raises SetupError.
    """
    wanted = fingerprint([*OWN, lock("wheel")])
    if stamped(venv).get("own") == wanted:
        return
    python = ensure("wheel", venv)
    pip = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    quietly("Installing Backsweep", [*pip, "--no-deps", "--no-index", "--no-build-isolation", "--editable", str(ROOT)])
    stamp(venv, own=wanted)


def attempt(layer: str, remedy: str, venv: Path = VENV) -> bool:
    """Install one optional package without what it depends on, where a finished build of it is to be had.

    Nothing is done when its own lock is installed already, and nothing fails when it cannot be: the remedy is said.
    """
    wanted = fingerprint([lock(layer)])
    if stamped(venv).get(layer) == wanted:
        return True
    print(f"Installing the Python package of requirements/{layer}.txt ...", flush=True)
    try:
        install(interpreter(venv), lock(layer), "--no-deps", "--only-binary", ":all:")
    except SetupError:
        print(remedy, flush=True)
        return False
    stamp(venv, **{layer: wanted})
    return True
