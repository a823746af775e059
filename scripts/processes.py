"""Running other programs: quietly while they succeed, in full when they fail."""

import os
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from scripts.places import ROOT, SetupError


def shown(command: Sequence[str | Path]) -> str:
    """The command as one would type it in this system's shell."""
    words = [str(word) for word in command]
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def environment(changes: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment with UTF-8 output, and with the changes."""
    return {**os.environ, "PYTHONUTF8": "1", **(changes or {})}


def quietly(
    purpose: str,
    command: Sequence[str | Path],
    *,
    advice: str = "",
    changes: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
) -> str:
    """Run a step of the set-up and return what it printed.

    Raises SetupError, naming the command and showing the end of its output, when it cannot be
    started or fails.
    """
    try:
        done = subprocess.run(
            [str(word) for word in command],
            cwd=cwd,
            env=environment(changes),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise SetupError(
            f"{purpose} failed.\n  command: {shown(command)}\n  reason: {error}\n{advice}".rstrip()
        ) from error
    if done.returncode != 0:
        tail = "\n".join(f"  | {line}" for line in done.stdout.strip().splitlines()[-15:])
        raise SetupError(
            f"{purpose} failed (exit code {done.returncode}).\n  command: {shown(command)}\n{tail}\n{advice}".rstrip()
        )
    return done.stdout


def openly(command: Sequence[str | Path], *, changes: Mapping[str, str] | None = None, cwd: Path = ROOT) -> int:
    """Run a checker with its output on the screen; return its exit code (127: it cannot be started)."""
    try:
        return subprocess.run(
            [str(word) for word in command], cwd=cwd, env=environment(changes), check=False
        ).returncode
    except OSError as error:
        print(f"{shown(command)}: {error}", flush=True)
        return 127
