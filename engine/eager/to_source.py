"""A history written in the notation: what a lecturer would have typed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.eager.to_program import history_of
from engine.eager.to_source_numbers import spelled, spelled_array
from engine.eager.value import Value
from engine.errors import EngineError
from engine.notation.printer import ATOM, SUM, Text, operation
from engine.notation.program import Argument, Definition, Leaf, Literal, Name, Result

KEYWORDS = {"parameter": "param", "input": "input", "target": "target", "constant": "const"}


def source_of(value: Value) -> str:
    """The program that computes a Value, as text: parsed and traced, it gives ``trace_of(value)``.

    Raises:
        EngineError: If a number in it is not finite, which no program can write.
    """
    history = history_of(value)
    leaves = [_declaration(leaf, history.values) for leaf in history.program.leaves]
    lines = [_line(definition) for definition in history.program.definitions]
    return "\n".join([*leaves, *lines]) + "\n"


def _declaration(leaf: Leaf, values: Mapping[str, Any]) -> str:
    data = values[leaf.name]
    if not np.all(np.isfinite(data)):
        raise EngineError(
            f"'{leaf.name}' holds a number that is not finite, and a program cannot write that.",
            "Look at it with trace_of, which takes the values as they are.",
            code="value-not-finite",
            name=leaf.name,
        )
    return f"{KEYWORDS[leaf.role]} {leaf.name} = {spelled_array(data)}"


def _line(definition: Definition) -> str:
    written: list[Text] = []
    for one in definition.body:
        written.append(operation(one.op, [_argument(argument, written) for argument in one.arguments], one.options))
    return f"{definition.name} = {written[-1][0]}"


def _argument(argument: Argument, written: list[Text]) -> Text:
    match argument:
        case Name(id=name):
            return name, ATOM
        case Result(index):
            return written[index]
        case Literal(value):
            assert isinstance(value, float)
            return spelled(value), SUM if math.copysign(1.0, value) < 0.0 else ATOM
