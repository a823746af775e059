"""Expression trees as Backsweep's text."""

from __future__ import annotations

from typing import Any

SIGNS = {"add": "+", "sub": "-", "mul": "*", "div": "/", "pow": "^", "matmul": "@"}


def text(tree: Any) -> str:
    """A tree in the notation; operands that are no names or numbers are put in brackets."""
    if isinstance(tree, str):
        return tree
    if isinstance(tree, float):
        return repr(tree)
    op, operands, options = tree
    parts = [text(operand) for operand in operands]
    inner = [part if isinstance(operand, str) else f"({part})" for part, operand in zip(parts, operands, strict=True)]
    match op:
        case "neg":
            return f"-{inner[0]}"
        case "square":
            return f"{inner[0]}^2"
        case "transpose":
            return f"{inner[0]}.T"
        case "where":
            return f"where({parts[0]} > {parts[1]}, {parts[2]}, {parts[3]})"
        case "clip":
            return f"clip({parts[0]}, {options['low']!r}, {options['high']!r})"
        case "index":
            return f"{inner[0]}[{', '.join(map(_place, options['at']))}]"
        case "reshape":
            return f"reshape({parts[0]}, {options['shape']})"
        case "concatenate" | "stack":
            return f"{op}([{', '.join(parts)}], axis={options['axis']})"
    if op in SIGNS:
        return f"{inner[0]} {SIGNS[op]} {inner[1]}"
    return f"{op}({', '.join([*parts, *(f'{name}={value}' for name, value in options.items())])})"


def _place(at: int | slice) -> str:
    if isinstance(at, int):
        return str(at)
    start, stop, step = ("" if one is None else str(one) for one in (at.start, at.stop, at.step))
    return f"{start}:{stop}" + (f":{step}" if step else "")
