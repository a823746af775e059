"""Where things are, and the one error that a user of the command line gets to see."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class SetupError(Exception):
    """Set-up cannot go on; the message says what happened and what to do about it."""


def fingerprint(files: Iterable[Path], *facts: str) -> str:
    """A hash of the files' contents and of any other facts that an outcome depends on.

    Line endings do not count, because git changes them on Windows. Raises FileNotFoundError.
    """
    digest = hashlib.sha256()
    for fact in facts:
        digest.update(fact.encode() + b"\0")
    for file in files:
        digest.update(file.name.encode() + b"\0")
        digest.update(file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()
