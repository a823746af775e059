"""JSON Schemas as the generators of clients need them: what is repeated has a name, and optional is optional."""

from __future__ import annotations

from typing import Any

from app.request.arrays import SCHEMA

Schema = dict[str, Any]

TEMPLATE = "#/components/schemas/{model}"
NAMED: dict[str, Schema] = {
    "Given": SCHEMA,
    "NotFinite": {
        "type": "string",
        "enum": ["NaN", "Infinity", "-Infinity"],
        "description": "A number that JSON has no word for.",
    },
}
"""Schemas that stand in many places, under the names that they get."""
_MAPS = ("properties", "$defs")
_PLAIN = ("const", "enum", "required", "example", "examples")


def told(value: Any) -> Any:
    """A schema with names for what has one, and without defaults.

    A generator takes a field with a default for one that is always there; the description says what holds without it.
    """
    if isinstance(value, list):
        return [told(one) for one in value]
    if not isinstance(value, dict):
        return value
    name = _name_of(value)
    if name is not None:
        return {"$ref": TEMPLATE.format(model=name)}
    changed: Schema = {}
    for key, inner in value.items():
        if key == "anyOf":  # one of several: an enum is told from the others, a const is insisted on
            changed[key] = [told(one if "const" not in one else _as_enum(one)) for one in inner]
        elif key in _MAPS:
            changed[key] = {field: told(one) for field, one in inner.items()}
        elif key != "default":
            changed[key] = inner if key in _PLAIN else told(inner)
    return changed


def _as_enum(schema: Schema) -> Schema:
    return {key: value for key, value in schema.items() if key != "const"} | {"enum": [schema["const"]]}


def _name_of(schema: Schema) -> str | None:
    """The name under which a schema stands among the components; its description is not compared."""
    for name, known in NAMED.items():
        if all(schema.get(key) == value for key, value in known.items() if key != "description"):
            return name
    return None


def left_out(schema: Schema) -> Schema:
    """The schema of an answer whose optional fields are left out where there is nothing to say, and never null."""
    properties = {
        name: field if name in schema["required"] else _never_null(field)
        for name, field in schema["properties"].items()
    }
    return schema | {"properties": properties}


def _never_null(field: Schema) -> Schema:
    others = [one for one in field.get("anyOf", ()) if one != {"type": "null"}]
    if len(others) != 1:
        return field
    about = {key: value for key, value in field.items() if key not in ("anyOf", "default")}
    kept: Schema = others[0] | about
    return kept
