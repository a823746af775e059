"""Running other programs: quietly while they succeed, in full when they fail."""

import contextlib
import os
import shlex
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from scripts.places import ROOT, SetupError

STEP_SECONDS = 1800.0
"""A step of the set-up that takes longer hangs: the largest download on a slow line is done in a third of it."""
CHECK_SECONDS = 7200.0
"""A checker that takes longer hangs: the whole suite on one busy processor is done in a third of it."""


def pass_no_ignored_signals() -> None:
    """Let children start with the system's own handling of Ctrl-C, however this process was started.

    Shells start their background jobs with SIGINT and SIGQUIT ignored, and an ignored signal is inherited: a server
    below such a job could not be stopped by SIGINT. A function is not inherited. This process ignores them as before.
    """
    for name in ("SIGINT", "SIGQUIT"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, lambda _number, _frame: None)


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
    started, fails, or does not end.
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
            timeout=STEP_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SetupError(
            f"{purpose} failed.\n  command: {shown(command)}\n  reason: {error}\n{advice}".rstrip()
        ) from error
    if done.returncode != 0:
        tail = "\n".join(f"  | {line}" for line in done.stdout.strip().splitlines()[-15:])
        raise SetupError(
            f"{purpose} failed (exit code {done.returncode}).\n  command: {shown(command)}\n{tail}\n{advice}".rstrip()
        )
    return done.stdout


def become(command: Sequence[str | Path], *, changes: Mapping[str, str] | None = None) -> int:
    """Run a program in place of this one, so that Ctrl-C and other signals are its own business.

    It does not return, except on Windows, which cannot do this: there it returns the program's exit code.
    """
    words = [str(word) for word in command]
    if os.name != "nt":
        os.execve(words[0], words, environment(changes))
    with subprocess.Popen(words, env=environment(changes)) as running:
        while True:
            with contextlib.suppress(KeyboardInterrupt):  # it has reached the program too, which will end
                return running.wait()


def openly(command: Sequence[str | Path], *, changes: Mapping[str, str] | None = None, cwd: Path = ROOT) -> int:
    """Run a checker with its output on the screen; return its exit code (127: not to be started, 124: never done)."""
    words = [str(word) for word in command]
    try:
        return subprocess.run(words, cwd=cwd, env=environment(changes), check=False, timeout=CHECK_SECONDS).returncode
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"{shown(command)}: {error}", flush=True)
        return 127 if isinstance(error, OSError) else 124


def gathered(command: Sequence[str | Path], *, changes: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run a checker beside others; return its exit code, as `openly` does, and all that it said."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            cwd=ROOT,
            env=environment(changes),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=CHECK_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return 127 if isinstance(error, OSError) else 124, f"{shown(command)}: {error}\n"
    return done.returncode, done.stdout
