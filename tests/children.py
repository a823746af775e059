"""Processes that tests start: each ends with its test, and none is waited for without end."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PATIENCE = 120.0
"""Seconds for what takes a few on a quiet machine. It is an end for what hangs, and no measure of speed."""
LONGEST = 800.0
"""Seconds that any child may run. Whoever reads what it prints waits no longer than that."""


@contextmanager
def child(
    command: Sequence[str | Path], *, longest: float = LONGEST, **options: Any
) -> Iterator[subprocess.Popen[str]]:
    """A running process, ended when the block is left whatever happened, and after so many seconds at the latest.

    Its pipes carry text. The options are those of `subprocess.Popen`.
    """
    with subprocess.Popen([str(word) for word in command], encoding="utf-8", **options) as process:
        watchdog = threading.Timer(longest, process.kill)
        watchdog.daemon = True
        watchdog.start()
        try:
            yield process
        finally:
            watchdog.cancel()
            process.kill()
