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
from engine.formula.expr import Options, Static
from engine.notation.program import Argument, Definition, Leaf, Literal, Name, Operation, Result
from engine.primitives.ops import TABLE

KEYWORDS = {"parameter": "param", "input": "input", "target": "target", "constant": "const"}

_SUM, _PRODUCT, _POWER, _ATOM = range(4)
_BINARY = {
    "add": ("{} + {}", _SUM, _SUM, _PRODUCT),
    "sub": ("{} - {}", _SUM, _SUM, _PRODUCT),
    "mul": ("{}*{}", _PRODUCT, _PRODUCT, _POWER),
    "div": ("{}/{}", _PRODUCT, _PRODUCT, _POWER),
    "matmul": ("{} @ {}", _PRODUCT, _PRODUCT, _POWER),
    "pow": ("{}^{}", _POWER, _ATOM, _ATOM),
}
"""How an operator is written, how tightly it holds together, and how tightly its operands must."""

_Text = tuple[str, int]


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
    written: list[_Text] = []
    for operation in definition.body:
        written.append(_operation(operation, [_argument(argument, written) for argument in operation.arguments]))
    return f"{definition.name} = {written[-1][0]}"


def _argument(argument: Argument, written: list[_Text]) -> _Text:
    match argument:
        case Name(id=name):
            return name, _ATOM
        case Result(index):
            return written[index]
        case Literal(value):
            assert isinstance(value, float)
            return spelled(value), _SUM if math.copysign(1.0, value) < 0.0 else _ATOM


def _operation(operation: Operation, operands: list[_Text]) -> _Text:
    op = operation.op
    if op in _BINARY:
        template, tightness, left, right = _BINARY[op]
        return template.format(_at_least(operands[0], left), _at_least(operands[1], right)), tightness
    if op == "neg":
        return f"-{_at_least(operands[0], _POWER)}", _SUM
    if op == "index":
        return f"{_at_least(operands[0], _ATOM)}[{_places(dict(operation.options)['at'])}]", _ATOM
    arguments = ", ".join([*(text for text, _ in operands), *_options(op, operation.options)])
    return f"{op}({arguments})", _ATOM


def _at_least(operand: _Text, tightness: int) -> str:
    text, own = operand
    return text if own >= tightness else f"({text})"


def _options(op: str, options: Options) -> list[str]:
    usual = {option.name: option.default for option in TABLE[op].options}
    return [f"{name}={_static(value)}" for name, value in options if value != usual[name]]


def _static(value: Static) -> str:
    if isinstance(value, tuple):
        inside = ", ".join(map(_static, value))
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    return spelled(value) if isinstance(value, float) else str(value)


def _places(at: Static) -> str:
    parts = at if isinstance(at, tuple) else (at,)
    return ", ".join(_slice(part) if isinstance(part, tuple) else str(part) for part in parts)


def _slice(part: tuple[Static, ...]) -> str:
    start, stop, step = ("" if bound is None else str(bound) for bound in part)
    return f"{start}:{stop}" + (f":{step}" if step else "")
