"""No wait of the tests and scripts is without end, none is for a fixed time, and children hear when they are to end."""

import ast
import os
import signal
import subprocess
import sys

import pytest

from scripts.places import ROOT
from tests.children import PATIENCE, child

OF_MODULES = {("subprocess", "run"), ("subprocess", "check_output"), ("subprocess", "call"), ("request", "urlopen")}
"""Functions that wait, which name their end `timeout`."""
OWN = {
    ("scripts/processes.py", "running.wait"),  # the server is there until someone stops it
    ("scripts/turns.py", "time.sleep"),  # between two looks, until the patience is over
}


def has_end(call: ast.Call, name: str) -> bool:
    """Whether a call that waits says for how long at most: by name, or as `thread.join(60)` and `event.wait(60)` do."""
    by_place = bool(call.args) and name in {"wait", "join"}
    return by_place or any(word.arg in {"timeout", None} for word in call.keywords)


def doubtful(text: str) -> list[tuple[int, str]]:
    """Line and name of each wait that has no end, or that is for a fixed time: too short or too long."""
    tree = ast.parse(text)
    awaited = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Await)}
    found = []
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            continue
        on, name = ast.unparse(call.func.value), call.func.attr
        lets_others_run = on == "asyncio" and [ast.unparse(one) for one in call.args] == ["0"]
        is_fixed = name == "wait_for_timeout" or (name == "sleep" and on in {"time", "asyncio"} and not lets_others_run)
        waits = (on.rpartition(".")[2], name) in OF_MODULES or (
            name in {"communicate", "wait", "join"} and id(call) not in awaited
        )
        if is_fixed or (waits and not has_end(call, name)):
            found.append((call.lineno, f"{on}.{name}"))
    return found


def test_every_wait_has_an_end_and_none_is_for_a_fixed_time() -> None:
    files = [file for folder in ("tests", "scripts") for file in sorted((ROOT / folder).rglob("*.py"))]
    assert len(files) > 100
    found = [
        (file.relative_to(ROOT).as_posix(), line, name)
        for file in files
        for line, name in doubtful(file.read_text("utf-8"))
    ]
    assert [(file, line, name) for file, line, name in found if (file, name) not in OWN] == []
    assert {(file, name) for file, _, name in found} == OWN, "and what may wait still does"


@pytest.mark.parametrize(
    "text",
    [
        "process.wait()",
        "process.communicate('go')",
        "thread.join()",
        "subprocess.run(command, check=True)",
        "urllib.request.urlopen(address)",
        "page.wait_for_timeout(100)",
        "time.sleep(1)",
        "await asyncio.sleep(0.1)",
    ],
)
def test_a_wait_without_end_or_for_a_fixed_time_is_seen(text: str) -> None:
    assert len(doubtful(f"async def f():\n    {text}")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "process.wait(60)",
        "process.communicate('go', timeout=60)",
        "','.join(words)",
        "thread.join(PATIENCE)",
        "subprocess.run(command, **options)",
        "await asyncio.sleep(0)",
    ],
)
def test_a_wait_with_an_end_is_none(text: str) -> None:
    assert doubtful(f"async def f():\n    {text}") == []


def test_a_child_that_hangs_is_ended() -> None:
    with child([sys.executable, "-c", "input()"], longest=0.5, stdin=subprocess.PIPE) as process:
        process.wait(PATIENCE)
    assert process.returncode != 0


PARENT = """
import signal, subprocess, sys
sys.path.insert(0, {root!r})
{before}
code = "import sys; print('up', flush=True); sys.stdin.read()"
child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
child.stdout.readline()
child.send_signal(signal.SIGINT)
try:
    print(child.wait({patience}))
except subprocess.TimeoutExpired:
    child.kill()
    print("it does not hear")
"""

PASS_NONE = "from scripts.processes import pass_no_ignored_signals; pass_no_ignored_signals()"
STAYS = f"""{PASS_NONE}
signal.raise_signal(signal.SIGINT)  # and this process goes on ignoring it
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals that are ignored by inheritance")
@pytest.mark.parametrize(
    ("before", "end"),
    [
        ("", "it does not hear"),
        (PASS_NONE, str(-signal.SIGINT)),
        (STAYS, str(-signal.SIGINT)),
        ("import tests.conftest", str(-signal.SIGINT)),
    ],
)
def test_children_of_a_background_job_hear_ctrl_c(before: str, end: str) -> None:
    """A shell starts a background job with SIGINT ignored. The first line is how it would be: a child that is deaf."""
    script = PARENT.format(root=str(ROOT), before=before, patience=PATIENCE if before else 1)
    command = ["python", "-c", script]
    deaf = f"import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN); os.execv(sys.executable, {command})"
    done = subprocess.run([sys.executable, "-c", deaf], capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.stdout.strip() == end, done.stderr
