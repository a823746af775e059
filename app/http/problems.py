"""Every refusal is ``application/problem+json`` with a title, a detail and a hint, whoever refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, NamedTuple

from app.http.finished import Answer
from app.http.json_text import encode
from app.settings import Settings
from engine import EngineError
from engine.errors import Fix, Span

MEDIA_TYPE = "application/problem+json"
PAGE = "/docs/problems/"
"""Where the server explains a kind of refusal; with its code it is the type of the problem document."""
LONGEST_TEXT = 600
MOST_FIELDS = 5


class FieldError(NamedTuple):
    """One field of the request that cannot be read. Neither part repeats the field's value."""

    field: str
    message: str


class Refusal(Exception):
    """What the caller is told instead of an answer.

    Args:
        status: The HTTP status.
        title: A short sentence, the same for every refusal of this kind.
        detail: What is wrong with this request.
        hint: What to do about it; never empty.
        span: ``{line, column, end_column}`` in the source, for errors that have a place there.
        code: The kind of refusal: a key of :data:`app.http.mistakes.MISTAKES`.
        arguments: What the sentence mentions, by name.
        fixes: Edits of the source, each of which mends it.
        limit: The setting that was hit, for budgets; it is an argument as well.
        fields: The fields that cannot be read; the first five travel.
        headers: Headers that belong to the status, such as Allow or Retry-After.
    """

    def __init__(
        self,
        status: int,
        title: str,
        detail: str,
        hint: str,
        *,
        code: str,
        arguments: Mapping[str, str | int | float] | None = None,
        fixes: Sequence[Fix] = (),
        span: Mapping[str, int] | None = None,
        limit: str | None = None,
        fields: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, title, detail, hint)
        self.status = status
        self.title = title
        self.detail = detail
        self.hint = hint
        self.code = code
        self.arguments = {**({} if limit is None else {"limit": limit}), **(arguments or {})}
        self.fixes = tuple(fixes)
        self.span = span
        self.limit = limit
        self.fields = tuple(fields[:MOST_FIELDS])
        self.headers = dict(headers or {})

    def problem(self) -> dict[str, Any]:
        """The members of the problem document, in the order in which they are sent."""
        document: dict[str, Any] = {
            "type": PAGE + self.code,
            "title": self.title,
            "status": self.status,
            "detail": shortened(self.detail, LONGEST_TEXT),
            "hint": shortened(self.hint, LONGEST_TEXT),
            "code": self.code,
            "arguments": {
                name: shortened(value, LONGEST_TEXT) if isinstance(value, str) else value
                for name, value in self.arguments.items()
            },
            "fixes": [_fix(one) for one in self.fixes],
        }
        if self.span is not None:
            document["span"] = dict(self.span)
        if self.limit is not None:
            document["limit"] = self.limit
        if self.fields:
            document["errors"] = [field._asdict() for field in self.fields]
        return document

    def answer(self) -> Answer:
        """The finished bytes of this refusal."""
        return Answer.of(encode(self.problem()), MEDIA_TYPE, status=self.status, headers=self.headers)


def from_engine(error: EngineError) -> Refusal:
    """The refusal that tells what the engine could not read or would not compute."""
    where, hint = _where(error.span) if error.span is not None else None, error.hint
    if error.limit is None:
        title = "The model cannot be traced"
    else:
        title = "The model is over a limit"
        if error.limit in Settings.model_fields:
            hint = f"{hint} Whoever runs the server can raise BACKSWEEP_{error.limit.upper()}."
    place = f"line {where['line']}, column {where['column']}: " if where else ""
    status = 413 if error.limit is not None and error.limit.endswith("_bytes") else 422
    return Refusal(
        status,
        title,
        place + error.what,
        hint,
        code=error.code,
        arguments=error.arguments,
        fixes=error.fixes,
        span=where,
        limit=error.limit,
    )


def _where(span: Span) -> dict[str, int]:
    where = {"line": span.line, "column": span.column, "end_column": span.end_column}
    return where if span.end_line is None else {**where, "end_line": span.end_line}


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "kind": fix.kind,
        "label": shortened(fix.label, LONGEST_TEXT),
        "arguments": fix.arguments,
        "edits": [{"span": _where(edit.span), "text": edit.text} for edit in fix.edits],
    }


def in_field(field: str, error: EngineError) -> Refusal:
    """The refusal for a field that names nothing in the model, or nothing that it may."""
    wrong = FieldError(field, error.what)
    code, arguments = error.code, error.arguments
    title = "The request cannot be read"
    return Refusal(
        422, title, error.what, error.hint, code=code, arguments=arguments, limit=error.limit, fields=[wrong]
    )


def over_limit(limit: str, value: int, what: str, hint: str, status: int = 422) -> Refusal:
    """The refusal for a budget that the service keeps itself; it names the setting and its value."""
    detail = f"{what} The limit is {value} ({limit})."
    hint = f"{hint} Whoever runs the server can raise BACKSWEEP_{limit.upper()}."
    title = "The request is over a limit"
    return Refusal(status, title, detail, hint, code="over-limit", arguments={"most": value}, limit=limit)


def from_status(status: int, headers: Mapping[str, str] | None = None) -> Refusal:
    """The refusal for what the router itself answers: no such page, or not with this method."""
    headers = dict(headers or {})
    arguments: dict[str, str | int] = {}
    if status == 404:
        code, detail, hint = (
            "no-such-page",
            "There is nothing at this address.",
            "GET /docs lists every address there is.",
        )
    elif status == 405:
        if "GET" in headers.get("Allow", "") and "HEAD" not in headers["Allow"]:
            headers["Allow"] += ", HEAD"
        allowed = headers.get("Allow", "another method")
        code, detail, hint = "wrong-method", "This address does not answer this method.", f"It answers {allowed}."
        arguments["allowed"] = allowed
    else:
        code, detail, hint = (
            "refused-request",
            HTTPStatus(status).phrase + ".",
            "GET /docs describes what can be asked.",
        )
        arguments["status"] = status
    title = HTTPStatus(status).phrase
    return Refusal(status, title, detail, hint, code=code, arguments=arguments, headers=headers)


def shortened(text: str, length: int) -> str:
    """At most ``length`` characters of the text, printable ones, so that no one's input comes back whole."""
    text = text if len(text) <= length else text[: length - 1] + "…"
    return "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in text)
