"""The parts that all answers share, as OpenAPI shows them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, RootModel
from pydantic_core import CoreSchema

WireNumber = float | Literal["NaN", "Infinity", "-Infinity"]
"""JSON has no NaN and no infinity: they travel as strings."""


class Shape(BaseModel):
    """All shapes are closed: a field that is not listed here is not sent."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Rows(RootModel[list["WireNumber | Rows"]]):
    """An array as nested lists: a vector is a list of numbers (or "NaN", ...), a matrix a list of its rows."""

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Not recursive, which generators of clients cannot read: what the rows are, the description says."""
        del schema, handler
        return {"type": "array", "items": {}, "title": cls.__name__, "description": cls.__doc__}


class Summary(Shape):
    """An array of more than 256 entries."""

    shape: list[int]
    min: WireNumber | None = Field(description="The least entry; null of an array without entries.")
    max: WireNumber | None
    mean: WireNumber | None
    norm: WireNumber = Field(description="The root of the sum of the entries' squares.")
    preview: Rows = Field(description="At most the first six entries along each axis.")


WireTensor = WireNumber | Rows | Summary
"""The value of a node: a number, or an array in full or as a summary."""


class Span(Shape):
    """A stretch of one source line; lines and columns are counted from 1, the end is exclusive."""

    line: int
    column: int
    end_column: int
