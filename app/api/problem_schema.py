"""What a problem document looks like."""

from __future__ import annotations

from pydantic import Field

from app.api.wire import Shape, Span


class FieldProblem(Shape):
    """A field of the request that cannot be read."""

    field: str
    message: str


class EditSpan(Span):
    """A stretch of the source that may end on a later line."""

    end_line: int | None = Field(default=None, description="Where it ends, if not on the line where it begins.")


class Edit(Shape):
    """What stands in the span is replaced by the text."""

    span: EditSpan
    text: str


class Fix(Shape):
    """A remedy for a mistake in the source: its edits together mend it."""

    kind: str = Field(description="What it does: the same words in every language go by it.")
    label: str = Field(description="What it does, in English.")
    arguments: dict[str, str | int | float] = Field(description="What the label mentions, by name.")
    edits: list[Edit] = Field(description="In no order; none overlaps another.")


class Problem(Shape):
    """Every refusal (RFC 9457), with what to do about it."""

    type: str = Field(pattern=r"^/docs/problems/[a-z0-9-]+$", description="The page that explains this `code`.")
    title: str
    status: int
    detail: str
    hint: str = Field(description="What to do about it; never empty.")
    code: str = Field(description="The kind of refusal; it stays when the sentences are reworded.")
    arguments: dict[str, str | int | float] = Field(description="The names and numbers that the sentences mention.")
    fixes: list[Fix] = Field(description="Edits of the source that was sent; applied, each of them mends the mistake.")
    span: Span | None = Field(default=None, description="Where in the source, for mistakes that have a place there.")
    limit: str | None = Field(default=None, description="The setting that was hit.")
    errors: list[FieldProblem] | None = Field(default=None, description="The first five fields that cannot be read.")
