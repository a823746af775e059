"""The examples: one TOML file each, read once. Data, no code."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, ValidationError

from app.request.model import LeafRole, TraceRequest

DIRECTORY = Path(__file__).parent.parent / "examples"


def _as_number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("a number is expected")
    return float(value)


def _as_value(value: object) -> Any:
    """A number, or nested lists of numbers."""
    return [_as_value(entry) for entry in value] if isinstance(value, list) else _as_number(value)


Number = Annotated[float, PlainValidator(_as_number)]
Value = Annotated[Any, PlainValidator(_as_value)]
Text = Annotated[str, Field(min_length=1)]


class LibraryError(Exception):
    """An example file that cannot be used. The message names the file and the field."""


class Expected(BaseModel):
    """What the example must come out as, checked by a test at both grains."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    output: Number
    adjoints: dict[str, Value] = {}


class Example(BaseModel):
    """One example, as its file says it. ``id`` is the file's name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
    title: Text
    summary: Text
    section: Text
    order: int
    reference: str = ""
    source: Text
    inputs: dict[str, Value] = {}
    roles: dict[str, LeafRole] = {}
    output: str | None = None
    narration: dict[str, Text] = {}
    expected: Expected | None = None

    def request(self, grain: str) -> TraceRequest:
        """The request that traces this example."""
        return TraceRequest.model_validate(
            {"source": self.source, "inputs": self.inputs, "roles": self.roles, "output": self.output, "grain": grain}
        )


@dataclass(frozen=True, slots=True)
class Library:
    """All examples, in the order in which they are offered; the first is the one on the start-up screen."""

    examples: Mapping[str, Example] = field(default_factory=dict)

    @classmethod
    def read(cls, directory: Path = DIRECTORY) -> Library:
        """Read every ``*.toml`` in the directory.

        Raises:
            LibraryError: For a file that is no TOML or lacks a field.
        """
        examples = [_read(path) for path in sorted(directory.glob("*.toml"))]
        return cls({one.id: one for one in sorted(examples, key=lambda one: (one.order, one.id))})

    def __iter__(self) -> Iterator[Example]:
        return iter(self.examples.values())

    def get(self, name: str) -> Example | None:
        """The example of this id, or nothing."""
        return self.examples.get(name)

    @property
    def first(self) -> Example | None:
        """The example to start with, or nothing where there is none."""
        return next(iter(self), None)


def _read(path: Path) -> Example:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return Example.model_validate({"id": path.stem, **data})
    except tomllib.TOMLDecodeError as error:
        raise LibraryError(f"{path.name} is no TOML: {error}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise LibraryError(f"{path.name}: {place}: {first['msg']}") from error
