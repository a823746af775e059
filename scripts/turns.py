"""One at a time: what several processes must not do at once, such as building the front end."""

import contextlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from scripts.places import SetupError

PATIENCE = 1800.0
"""Seconds until whoever has the turn counts as hanging: as long as a step of the set-up may take."""
PAUSE = 0.1
"""Seconds between two looks at whether it is free."""

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        """Take the file's first byte. Raises OSError while another has it."""
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        """Take the whole file. Raises OSError while another has it."""
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _hold(file: Path, descriptor: int, patience: float) -> None:
    """Wait for the file. Raises SetupError when the patience is over."""
    limit = time.monotonic() + patience
    while True:
        with contextlib.suppress(OSError):
            return _take(descriptor)
        if time.monotonic() >= limit:
            raise SetupError(f"Another process has held {file} for {patience:.0f} seconds: it seems to hang.")
        time.sleep(PAUSE)


@contextlib.contextmanager
def turn(file: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Wait until no other process is inside a turn of this file, which stays empty and stays there.

    The system ends the turn of a process that dies, so that nobody waits for the dead. Raises OSError where the
    file cannot be made, and SetupError where whoever has it does not end.
    """
    with file.open("ab") as held:
        _hold(file, held.fileno(), patience)
        yield
