"""One at a time: what several processes must not do at once, such as building the front end."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _hold(descriptor: int) -> None:
        """Wait for the file's first byte: Windows waits for ten seconds at a time and then complains."""
        while True:
            with contextlib.suppress(OSError):
                msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
                return

else:
    import fcntl

    def _hold(descriptor: int) -> None:
        """Wait for the whole file."""
        fcntl.flock(descriptor, fcntl.LOCK_EX)


@contextlib.contextmanager
def turn(file: Path) -> Iterator[None]:
    """Wait until no other process is inside a turn of this file, which stays empty and stays there.

    The system ends the turn of a process that dies, so that nobody waits for the dead. Raises OSError where the
    file cannot be made.
    """
    with file.open("ab") as held:
        _hold(held.fileno())
        yield
