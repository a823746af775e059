"""An answer is finished bytes: encoded once, compressed once, sent as often as asked."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

from starlette.datastructures import Headers
from starlette.responses import Response

from app.http import json_text

WORTH_COMPRESSING = 1_000
"""Below this many bytes the saving fits in the packet that is sent anyway."""
OVERHEAD_BYTES = 1_024
"""What an answer holds besides its bytes: headers and objects, generously."""

RawHeaders = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished answer in its plain and its compressed form.

    ``tag`` is the strong hash of the bytes. It is sent as a weak ETag, which may be shared by both forms.
    """

    status: int
    body: bytes
    zipped: bytes | None
    tag: str
    plain_headers: RawHeaders
    zipped_headers: RawHeaders

    @classmethod
    def of(
        cls,
        body: bytes,
        media_type: str,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        compress: bool = True,
    ) -> Answer:
        """Finish ``body``: hash it, compress it where that is worth it, and write its headers."""
        zipped = None
        if compress and len(body) >= WORTH_COMPRESSING:
            zipped = gzip.compress(body, compresslevel=6, mtime=0)
        tag = blake2b(body, digest_size=16).hexdigest()
        named = {"content-type": media_type, "etag": f'W/"{tag}"', "vary": "Accept-Encoding"}
        if status >= 400:
            del named["etag"]
        named |= {"cache-control": "no-cache"} | {k.lower(): v for k, v in (headers or {}).items()}
        common = tuple((k.encode("latin-1"), v.encode("latin-1")) for k, v in named.items())
        return cls(
            status=status,
            body=body,
            zipped=zipped,
            tag=tag,
            plain_headers=(*common, _length(body)),
            zipped_headers=(*common, _length(zipped or b""), (b"content-encoding", b"gzip")),
        )

    @classmethod
    def json(cls, data: object) -> Answer:
        """Plain data as JSON."""
        return cls.of(json_text.encode(data), json_text.MEDIA_TYPE)

    @property
    def size(self) -> int:
        """The bytes of memory that keeping this answer costs."""
        return len(self.body) + len(self.zipped or b"") + OVERHEAD_BYTES

    def response(self, headers: Headers, *, conditional: bool = False) -> Response:
        """The response for a request with these headers.

        Args:
            conditional: Whether the answer is what stands at the address, as that of a GET is: it then carries its tag,
                and a matching If-None-Match is answered 304. What comes of a POST is not (RFC 9110, section 8.8).
        """
        if conditional and self.status == 200 and _matches(headers.get("if-none-match"), self.tag):
            return _Finished(304, b"", tuple(h for h in self.plain_headers if h[0] in _KEPT_BY_304))
        if self.zipped is not None and _takes_gzip(headers.get("accept-encoding", "")):
            return _Finished(self.status, self.zipped, _sent(self.zipped_headers, conditional))
        return _Finished(self.status, self.body, _sent(self.plain_headers, conditional))


_KEPT_BY_304 = frozenset({b"etag", b"vary", b"cache-control"})


class _Finished(Response):
    """A response whose headers are already encoded: nothing is computed on the way out."""

    def __init__(self, status: int, body: bytes, headers: RawHeaders) -> None:
        self.status_code = status
        self.body = body
        self.raw_headers = list(headers)
        self.background = None


def _sent(headers: RawHeaders, tagged: bool) -> RawHeaders:
    return headers if tagged else tuple(header for header in headers if header[0] != b"etag")


def _length(body: bytes) -> tuple[bytes, bytes]:
    return (b"content-length", str(len(body)).encode("ascii"))


def _matches(if_none_match: str | None, tag: str) -> bool:
    if if_none_match is None:
        return False
    return any(one.strip().removeprefix("W/") in (f'"{tag}"', "*") for one in if_none_match.split(","))


def _takes_gzip(accept_encoding: str) -> bool:
    weights = {}
    for one in accept_encoding.lower().split(","):
        name, _, weight = one.strip().partition(";")
        weights[name.strip()] = weight.replace(" ", "").removeprefix("q=")
    weight = weights.get("gzip", weights.get("*", "0"))  # a star stands for what is not named
    return not weight or weight.strip("0.") != ""
