"""Processes that must not do a thing at once do it one after the other."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from scripts import frontend
from scripts.frontend import Node
from scripts.places import ROOT, SetupError
from scripts.turns import turn
from tests.children import PATIENCE, child

HOLDER = """
import sys
from pathlib import Path
from scripts.turns import turn
file, log = map(Path, sys.argv[1:])
with turn(file):
    print("inside", flush=True)
    sys.stdin.readline()
    with log.open("a") as page:
        page.write("other\\n")
"""


@contextmanager
def holder(folder: Path) -> Iterator[Popen[str]]:
    """Another process that is inside a turn, and leaves it when it gets a line."""
    command = [sys.executable, "-c", HOLDER, str(folder / "turn"), str(folder / "log")]
    with child(command, cwd=ROOT, stdin=PIPE, stdout=PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "inside\n"
        yield process


def test_a_turn_is_waited_for(tmp_path: Path) -> None:
    arrived = threading.Event()

    def wait() -> None:
        arrived.set()
        with turn(tmp_path / "turn"), (tmp_path / "log").open("a") as page:
            page.write("own\n")

    with holder(tmp_path) as process:
        waiting = threading.Thread(target=wait)
        waiting.start()
        assert arrived.wait(PATIENCE)
        process.communicate("go\n", timeout=PATIENCE)
        waiting.join(PATIENCE)
    assert (tmp_path / "log").read_text() == "other\nown\n"


def test_a_turn_that_never_ends_is_not_waited_for_without_end(tmp_path: Path) -> None:
    with holder(tmp_path), pytest.raises(SetupError, match="seems to hang"), turn(tmp_path / "turn", patience=0.2):
        raise AssertionError("two were inside at once")


def test_nobody_waits_for_the_dead(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        process.kill()
    with turn(tmp_path / "turn"):
        assert not (tmp_path / "log").exists()


def side_by_side(count: int, action: Callable[[], object]) -> None:
    threads = [threading.Thread(target=action) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_of_several_who_find_the_page_unbuilt_one_builds_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """All have looked and seen that it is not built before the first of them may begin."""
    looked, builds, own = threading.Barrier(3), list[str](), threading.local()
    node = Node(Path("node"), ("npm",), "the test's")

    def built() -> bool:
        if hasattr(own, "looked"):
            return bool(builds)
        own.looked = looked.wait(PATIENCE)
        return False

    monkeypatch.setattr(frontend, "TURN", tmp_path / "turn")
    monkeypatch.setattr(frontend, "find", lambda _python: node)
    monkeypatch.setattr(frontend, "installed", lambda *, everything: everything)
    monkeypatch.setattr(frontend, "built", built)
    monkeypatch.setattr(frontend, "build", lambda taken: builds.append(taken.origin))
    side_by_side(3, lambda: frontend.ensure(Path("python"), everything=True))
    assert builds == ["the test's"]
    (tmp_path / "turn").unlink()
    monkeypatch.setattr(frontend, "built", lambda: True)
    assert frontend.ensure(Path("python"), everything=True) is node
    assert not (tmp_path / "turn").exists(), "where all is there, nobody waits for a turn"
