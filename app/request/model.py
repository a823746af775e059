"""What may be asked: the body of a request, read once and strictly."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from app.http.problems import MOST_FIELDS, FieldError, Refusal, over_limit, shortened
from app.request.arrays import MOST_ENTRIES, SCHEMA, Allowance, Arrays, given
from app.settings import Settings
from engine.graph.graph import Grain

LeafRole = Literal["parameter", "input", "target", "constant"]

LONGEST_FIELD = 80


def _few(value: object, info: ValidationInfo) -> object:
    """Refuse a map or a list of too many entries before each of them is looked at."""
    most = (info.context if isinstance(info.context, Allowance) else Allowance()).inputs
    if isinstance(value, dict | list) and len(value) > most:
        raise PydanticCustomError("too_many", "at most {most} entries are read here", {"most": most})
    return value


Given = Annotated[Any, PlainValidator(given), WithJsonSchema(SCHEMA)]
"""A number or an array: a float or a read-only array of them."""


class Body(BaseModel):
    """The body of a request: these fields and no others, each of its own type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _known_fields(cls, data: object) -> object:
        # Left to itself, pydantic makes an error of its own for each unknown key: 100,000 keys, 100,000 errors.
        if isinstance(data, dict):
            unknown = sum(key not in cls.model_fields for key in data)
            if unknown:
                first = [repr(shortened(key, 32)) for key in data if key not in cls.model_fields][:MOST_FIELDS]
                more = "" if unknown <= MOST_FIELDS else f" and {unknown - MOST_FIELDS} more"
                raise PydanticCustomError(
                    "unknown_field",
                    "unknown: {names}; known are {known}",
                    {"names": ", ".join(first) + more, "known": ", ".join(cls.model_fields)},
                )
        return data


class TraceRequest(Body):
    """A model, the values of its leaves, and what is to be shown of it."""

    source: str = Field(description="The program: lines of `name = expression`, in the lecture's notation or Python's.")
    inputs: Annotated[dict[str, Given], BeforeValidator(_few)] = Field(
        default={}, description="Values for leaves, over those in the source: numbers, or arrays as nested lists."
    )
    roles: Annotated[dict[str, LeafRole], BeforeValidator(_few)] = Field(
        default={}, description="Roles for leaves, over those in the source."
    )
    output: str | None = Field(
        default=None, description="The name to differentiate; the last one defined unless given."
    )
    grain: Grain = Field(
        default="named",
        description=(
            "`named`, unless given: a node for each name of the author's; `primitive`: one for each operation; "
            "`element`: one for each element of each name."
        ),
    )
    arrays: Arrays = Field(
        default="preview",
        description=(
            f"`preview`, unless given: an array of more than {MOST_ENTRIES} entries comes back as its shape, "
            "statistics and first entries; `full`: every array comes back entry by entry, within the answer's limit."
        ),
    )


class BatchRequest(Body):
    """Several models, each of them asked for as alone; what is wrong with one is said in its place."""

    requests: list[Any] = Field(description="What POST /api/v1/trace takes, each.")


Asked = TypeVar("Asked", bound=TraceRequest)
Read = TypeVar("Read", bound=Body)

_HINTS = {
    "ragged": "Give every row of an array the same length; a missing entry is no 0.",
    "rank": "Put the axes that you do not need into one, or give the array in parts.",
    "number_type": "Write a JSON number without quotation marks, such as 0.5.",
    "number_size": "Choose a value that a 64-bit floating-point number can hold.",
    "unknown_field": "Remove or rename it; GET /docs describes the fields.",
    "missing": 'The least that can be asked is {"source": "L = x^2", "inputs": {"x": 3}}.',
    "literal_error": "Choose one of the values named.",
    "too_many": "Leave out what the source does not use.",
    "too_many_leaves": "Name one leaf or two, or none and let the server choose.",
    "too_many_elements": "Use smaller arrays.",
}


def read(body: bytes, settings: Settings, model: type[Read]) -> Read:
    """Read the body of a request of this kind.

    Raises:
        Refusal: 400 for what is no JSON, 422 for fields that cannot be read. It repeats no value of the caller's.
    """
    body = body.removeprefix(BOM_UTF8)  # some editors begin a file with it, and RFC 8259 lets a reader ignore it
    if not body.strip():
        raise _not_json("The body is empty.")
    try:
        allowance = Allowance(settings.inputs, settings.elements)
        return model.model_validate_json(body, context=allowance)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        if found[0]["type"] == "json_invalid":
            raise _not_json(_sentence(str(found[0].get("ctx", {}).get("error", "it cannot be read")))) from None
        raise _unreadable(found, settings) from None


def _not_json(detail: str) -> Refusal:
    hint = 'Send one JSON object in UTF-8, such as {"source": "L = x^2", "inputs": {"x": 3}}.'
    return Refusal(400, "The body is not JSON", detail, hint, code="not-json")


def _unreadable(found: list[ErrorDetails], settings: Settings) -> Refusal:
    first = found[0]
    if first["type"] == "too_many":
        return over_limit("inputs", settings.inputs, f"'{first['loc'][0]}' has too many entries.", _HINTS["too_many"])
    if first["type"] == "too_many_elements":
        what = f"'{first['loc'][0]}' holds too many numbers."
        return over_limit("elements", settings.elements, what, _HINTS["too_many_elements"])
    fields = [FieldError(_path(one), one["msg"]) for one in found[:MOST_FIELDS]]
    place = f"{fields[0].field}: " if fields[0].field else ""
    hint = _HINTS.get(first["type"], "GET /docs describes the fields and their types.")
    arguments = {"field": fields[0].field, "problem": first["type"]}
    detail = f"{place}{fields[0].message}."
    title = "The request cannot be read"
    return Refusal(422, title, detail, hint, code="unreadable-field", arguments=arguments, fields=fields)


def _path(error: ErrorDetails) -> str:
    place = str(error.get("ctx", {}).get("place", ""))
    return shortened(".".join(map(str, error["loc"])), LONGEST_FIELD) + place


def _sentence(text: str) -> str:
    # The parser's words and its line and column; anything in quotation marks could be the caller's.
    return re.sub(r"`[^`]*`", "a character", text[:1].upper() + text[1:])[:200] + "."


def choice(name: str, value: str, allowed: tuple[str, ...]) -> str:
    """A query parameter that must be one of a few words.

    Raises:
        Refusal: 422, naming the words that are allowed.
    """
    if value in allowed:
        return value
    listed = " or ".join(f"'{one}'" for one in allowed)
    message = f"this is {listed}"
    hint = "Choose one of the values named."
    raise Refusal(
        422,
        "The request cannot be read",
        f"{name}: {message}.",
        hint,
        code="unknown-choice",
        arguments={"field": name, "allowed": ", ".join(allowed)},
        fields=[FieldError(name, message)],
    )
