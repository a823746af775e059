"""Writing the lock files: Python's with hashes, npm's own, and neither naming where packages come from."""

import re
from pathlib import Path

from scripts import environment, frontend
from scripts.places import ROOT, SetupError
from scripts.processes import quietly

OLDEST = "3.11"
ORDER = ("run", "test", "bench", "wheel", "node", "lock")
CONSTRAINED = {"test": "run", "bench": "test", "wheel": "bench"}  # a layer keeps the versions of the one before it


def compile_command(python: Path, layer: str, *, upgrade: bool) -> list[str]:
    """How one requirements file becomes a lock for every system and every Python from the oldest."""
    folder = environment.REQUIREMENTS.name
    command = [str(python), "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", OLDEST]
    command += ["--generate-hashes", "--no-emit-index-url", "--no-header"]
    command += ["--upgrade"] if upgrade else []
    if layer in CONSTRAINED:
        command += ["--constraint", f"{folder}/{CONSTRAINED[layer]}.txt"]
    return [*command, f"{folder}/{layer}.in", "--output-file", f"{folder}/{layer}.txt"]


def hosts(text: str) -> list[str]:
    """The addresses in a lock that say where a package was fetched from; there should be none."""
    fields = re.findall(r'"resolved":\s*"(\w+://[^"]*)"', text)
    options = re.findall(r"(?m)^\s*(?:--(?:extra-)?index-url|-i|--find-links|-f)\b.*$", text)
    links = re.findall(r"(?m)^[^#\n]*@\s*\w+://\S+", text)
    return [*fields, *options, *links]


def write(*, upgrade: bool = False) -> int:
    """Write all locks anew. Raises SetupError."""
    python = environment.ensure("run")
    environment.ensure("lock")
    for layer in ORDER:
        print(f"requirements/{layer}.txt", flush=True)
        quietly(f"Locking requirements/{layer}.in", compile_command(python, layer, upgrade=upgrade))
    print("package-lock.json", flush=True)
    node = frontend.find(python)
    verb = "update" if upgrade else "install"
    flags = ["--package-lock-only", "--ignore-scripts", "--omit-lockfile-registry-resolved", "--no-audit", "--no-fund"]
    quietly("Locking package.json", [*node.npm, verb, *flags], changes=node.changes())
    for lock in (*(environment.lock(layer) for layer in ORDER), ROOT / "package-lock.json"):
        found = hosts(lock.read_text("utf-8"))
        if found:
            raise SetupError(f"{lock.name} names where packages come from: {found[0]}")
    return 0
