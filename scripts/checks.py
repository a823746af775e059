"""Everything that must hold, in order: format and lint, types, page code, and at last the tests."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts import browser, environment, frontend
from scripts.frontend import Node
from scripts.places import ROOT, SetupError
from scripts.processes import openly

PYTHON_FOLDERS = ("engine", "app", "scripts", "tests", "benchmarks")
PROJECTS = ("tsconfig.json", "tsconfig.node.json")
VARIABLE = "PYTEST_XDIST_AUTO_NUM_WORKERS"
FEWEST, MOST = 2, 8
"""Processes of pytest. Two even on one processor, since browser tests wait a lot; each has a browser of its own."""


@dataclass(frozen=True, slots=True)
class Check:
    """A named command; it holds when it exits with 0."""

    name: str
    command: tuple[str | Path, ...]


def node_tests(folder: Path) -> list[Path]:
    """Node's test files under a folder, named one by one: its versions disagree on what a folder means.

    Raises SetupError where there are none, since Node would then test nothing and be content.
    """
    files = sorted(folder.rglob("*.test.js"))
    if not files:
        raise SetupError(f"There is no *.test.js in {folder}: the page's own tests are missing.")
    return files


def checkers(python: Path, node: Node, root: Path = ROOT) -> list[Check]:
    """All checks but pytest, which comes last so that its summary does too."""
    tsc = root / "node_modules" / "typescript" / "bin" / "tsc"
    return [
        Check("ruff check", (python, "-m", "ruff", "check", ".")),
        Check("ruff format", (python, "-m", "ruff", "format", "--check", ".")),
        Check("mypy", (python, "-m", "mypy", *PYTHON_FOLDERS)),
        *(Check(f"tsc {project}", (node.executable, tsc, "--project", project)) for project in PROJECTS),
        Check(
            "node tests",
            (node.executable, "--test", "--test-concurrency=4", "--test-reporter=dot", *node_tests(root / "tests")),
        ),
    ]


def processors() -> int:
    """How many processors this process may use, which in a container can be fewer than there are."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def workers(count: int) -> int:
    """How many processes of pytest suit a machine with so many processors."""
    return min(max(count, FEWEST), MOST)


def side_by_side(arguments: Sequence[str]) -> list[str]:
    """Pytest's arguments that spread the tests over processes, before the user's own, which have the last word.

    None for who switches the plugin off. "auto" is the number in VARIABLE, and no process at all for the debugger.
    """
    words = " ".join(arguments).replace("-p ", "-p").split()
    return [] if "-pno:xdist" in words else ["-n", "auto", "--dist", "load"]


def carry_out(checks: Sequence[Check], run: Callable[[Check], int]) -> list[tuple[str, int]]:
    """Run all checks, whatever the first ones say; the names and exit codes of those that failed."""
    failures = []
    for check in checks:
        began = time.monotonic()
        print(f"== {check.name}", flush=True)
        code = run(check)
        took = f"{time.monotonic() - began:.1f} s"
        print(f"== {check.name}: " + ("ok" if code == 0 else f"FAILED (exit code {code})") + f", {took}\n", flush=True)
        if code != 0:
            failures.append((check.name, code))
    return failures


def test(arguments: Sequence[str]) -> int:
    """Set up what the checks need, run them all, and return the first failure's exit code.

    The arguments go to pytest, which runs on all processors. Raises SetupError when the set-up fails.
    """
    python = environment.ensure("test")
    node = frontend.ensure(python, everything=True)
    if node is None:
        raise SetupError("No Node was made ready for the checks.")
    changes = {**node.changes(), browser.VARIABLE: str(browser.ensure()), "BACKSWEEP_NODE": str(node.executable)}
    failures = carry_out(checkers(python, node), lambda check: openly(check.command, changes=changes))
    if failures:  # said before pytest, because pytest's summary has the last word
        print("Failed so far: " + ", ".join(name for name, _ in failures) + "\n", flush=True)
    changes[VARIABLE] = str(workers(processors()))
    code = openly([python, "-m", "pytest", *side_by_side(arguments), *arguments], changes=changes)
    return failures[0][1] if failures else code
