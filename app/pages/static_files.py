"""The page's files, read and compressed once, held in memory."""

from __future__ import annotations

import asyncio
import re
from hashlib import blake2b
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from app.http.finished import Answer
from app.http.problems import from_status

DIRECTORY = Path(__file__).parent.parent / "static"
PREFIX = "/static"
FOREVER = "public, max-age=31536000, immutable"

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
"""Only these are sent: what is not listed here does not belong to the page."""
PACKED = frozenset({".ico", ".png", ".woff2"})
"""These are compressed already."""

_STAMPED = re.compile(r"v-([0-9a-f]{16})/(.*)")

Version = tuple[int, int]


class Statics:
    """The files below one directory.

    A file is answered under two addresses. ``/static/core/walk/player.js`` must be asked for again each time (and is
    a 304 while it is unchanged). ``/static/v-<stamp>/core/player.js``, which the page uses, may be kept forever:
    the stamp changes with any of the files, and relative imports stay below it.
    """

    def __init__(self, directory: Path = DIRECTORY) -> None:
        self.directory = directory.resolve()
        self._stamp = ""
        self._held: dict[tuple[str, bool], tuple[Version, Answer]] = {}

    def stamp(self) -> str:
        """Look at all files again and return what stands for their state together."""
        files = sorted(path for path in self.directory.rglob("*") if path.is_file())
        text = "\n".join(f"{path.relative_to(self.directory)} {_version(path)}" for path in files)
        self._stamp = blake2b(text.encode(), digest_size=8).hexdigest()
        return self._stamp

    def address(self) -> str:
        """The address of the directory as the page should use it."""
        return f"{PREFIX}/v-{self.stamp()}"

    async def respond(self, request: Request, path: str) -> Response:
        """Answer with the file at this path.

        Raises:
            Refusal: 404 where there is no such file.
        """
        stamped = _STAMPED.fullmatch(path)
        # All files are looked at when a page is made, not again for each of the files that it asks for.
        forever = stamped is not None and stamped[1] == (self._stamp or self.stamp())
        path = stamped[2] if stamped is not None else path
        file = self._find(path)
        if file is None:
            raise from_status(404)
        version = _version(file)
        held = self._held.get((path, forever))
        if held is None or held[0] != version:
            held = (version, await asyncio.to_thread(_finish, file, forever))
            self._held[path, forever] = held
        return held[1].response(request.headers, conditional=True)

    def _find(self, path: str) -> Path | None:
        if "\0" in path or "\\" in path or any(part.startswith(".") or not part for part in path.split("/")):
            return None
        file = (self.directory / path).resolve()
        inside = file.is_relative_to(self.directory)
        return file if inside and file.suffix in TYPES and file.is_file() else None


def _version(file: Path) -> Version:
    status = file.stat()
    return status.st_mtime_ns, status.st_size


def _finish(file: Path, forever: bool) -> Answer:
    headers = {"cache-control": FOREVER} if forever else {}
    compress = file.suffix not in PACKED
    return Answer.of(file.read_bytes(), TYPES[file.suffix], headers=headers, compress=compress)
