"""Everything that must hold, in order: format and lint, types, page code, and at last the tests.

`check` is the quick half of it, for the rhythm of work: side by side, without a browser and without the slow tests.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from scripts import browser, environment, frontend
from scripts.frontend import Node
from scripts.places import ROOT, SetupError
from scripts.processes import gathered, openly

PYTHON_FOLDERS = ("engine", "app", "backsweep", "scripts", "tests", "benchmarks")
PROJECTS = ("tsconfig.json", "tsconfig.node.json")
VARIABLE = "PYTEST_XDIST_AUTO_NUM_WORKERS"
FEWEST, MOST = 2, 8
"""Processes of pytest. Two even on one processor, since browser tests wait a lot; each has a browser of its own."""
CHUNK = 12
"""Tests that a process of pytest is handed at a time: few, so that all end together."""


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
    return [] if "-pno:xdist" in words else ["-n", "auto", "--dist", "load", "--maxschedchunk", str(CHUNK)]


def fast_tests(python: Path) -> Check:
    """The engine's tests but for those that are marked as slow (pyproject.toml says what that means)."""
    return Check("engine's fast tests", (python, "-m", "pytest", "-q", "-m", "not slow", "tests/engine"))


def quick_checks(python: Path, node: Node, root: Path = ROOT) -> list[Check]:
    """What `check` runs, the longest first, so that none begins when the others are done."""
    order = ("engine", "node", "mypy", "tsc", "ruff")
    found = [fast_tests(python), *checkers(python, node, root)]
    return sorted(found, key=lambda check: next(k for k, start in enumerate(order) if check.name.startswith(start)))


def side_by_side_checks(
    checks: Sequence[Check], run: Callable[[Check], tuple[int, str]], count: int
) -> Iterator[tuple[Check, int, str, float]]:
    """Run so many checks at once; each with its exit code, what it said and its seconds, as they end."""

    def timed(check: Check) -> tuple[Check, int, str, float]:
        began = time.monotonic()
        code, said = run(check)
        return check, code, said, time.monotonic() - began

    with ThreadPoolExecutor(count) as pool:
        for done in as_completed([pool.submit(timed, check) for check in checks]):
            yield done.result()


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


def ready() -> tuple[Path, Node]:
    """The Python and the Node that checks run on. Raises SetupError when the set-up fails."""
    python = environment.ensure("test")
    environment.ensure_own()
    node = frontend.ensure(python, everything=True)
    if node is None:
        raise SetupError("No Node was made ready for the checks.")
    return python, node


def check() -> int:
    """Set up what is missing, run the quick checks side by side, and return the first failure's exit code.

    What a check says is shown when it has failed. Raises SetupError when the set-up fails.
    """
    python, node = ready()
    began = time.monotonic()
    changes = {**node.changes(), "BACKSWEEP_NODE": str(node.executable)}
    first = 0
    quick = quick_checks(python, node)
    for one, code, said, seconds in side_by_side_checks(
        quick, lambda each: gathered(each.command, changes=changes), workers(processors())
    ):
        if code != 0:
            print(said, flush=True)
        print(
            f"{one.name}: " + ("ok" if code == 0 else f"FAILED (exit code {code})") + f", {seconds:.1f} s", flush=True
        )
        first = first or code
    print(f"{'All hold' if first == 0 else 'Not all hold'}, {time.monotonic() - began:.1f} s", flush=True)
    return first


def test(arguments: Sequence[str]) -> int:
    """Set up what the checks need, run them all, and return the first failure's exit code.

    The arguments go to pytest, which runs on all processors. Raises SetupError when the set-up fails.
    """
    python, node = ready()
    changes = {**node.changes(), browser.VARIABLE: str(browser.ensure()), "BACKSWEEP_NODE": str(node.executable)}
    failures = carry_out(checkers(python, node), lambda check: openly(check.command, changes=changes))
    if failures:  # said before pytest, because pytest's summary has the last word
        print("Failed so far: " + ", ".join(name for name, _ in failures) + "\n", flush=True)
    changes[VARIABLE] = str(workers(processors()))
    code = openly([python, "-m", "pytest", *side_by_side(arguments), *arguments], changes=changes)
    return failures[0][1] if failures else code
