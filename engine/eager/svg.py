"""A still of a Value's graph for notebooks: inline SVG that needs no script and no other file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from engine.eager.to_program import in_order, parents
from engine.eager.value import Value
from engine.latex.numbers import plain_text, shown
from engine.primitives.ops import TABLE

MOST = 40
"""A history of more Values is summed up in a table instead."""

VALUE, ADJOINT = "#0b5c8f", "#a44400"
_LETTER, _LINE, _GAP, _ROW = 7.2, 16.0, 36.0, 66.0


@dataclass(slots=True)
class _Box:
    value: Value
    lines: tuple[str, str, str]
    layer: int
    x: float = 0.0
    y: float = 0.0

    @property
    def width(self) -> float:
        return max(map(len, self.lines)) * _LETTER + 14.0


def still(value: Value) -> str:
    """The graph as HTML, from inputs on the left to the Value on the right; large ones as a table."""
    order = in_order(value)
    return _table(value, order) if len(order) > MOST else _drawing(order)


def _drawing(order: list[Value]) -> str:
    boxes: dict[Value, _Box] = {}
    layers: list[list[_Box]] = []
    for value in order:
        layer = 1 + max((boxes[parent].layer for parent in parents(value)), default=-1)
        boxes[value] = _Box(value, _lines(value), layer)
    for value in reversed(order):  # a leaf stands just before its first use
        for parent in parents(value):
            if parent._left is None:
                users = [box.layer for box in boxes.values() if parent in parents(box.value)]
                boxes[parent].layer = min(users) - 1
    for box in boxes.values():
        layers.extend([] for _ in range(box.layer + 1 - len(layers)))
        layers[box.layer].append(box)
    _place(layers, boxes)
    width = max(box.x + box.width for box in boxes.values()) + 8.0
    height = max(box.y for box in boxes.values()) + _ROW
    arrows = "".join(_arrow(boxes[parent], box) for box in boxes.values() for parent in parents(box.value))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width:.0f}" height="{height:.0f}"'
        f' viewBox="0 0 {width:.0f} {height:.0f}" font-family="monospace" font-size="12">'
        f"<title>{escape(f'Computation graph of {len(order)} values')}</title>"
        f'<rect width="100%" height="100%" fill="#fff"/>{arrows}{"".join(map(_drawn, boxes.values()))}</svg>'
    )


def _place(layers: list[list[_Box]], boxes: dict[Value, _Box]) -> None:
    """Columns from left to right; in each, boxes in the order of their parents' mean height."""
    tallest = max(map(len, layers))
    x = 8.0
    for layer in layers:
        wish = {
            id(box): sum(boxes[parent].y for parent in found) / len(found) if (found := parents(box.value)) else 0.0
            for box in layer
        }
        layer.sort(key=lambda box: wish[id(box)])
        top = 8.0 + (tallest - len(layer)) * _ROW / 2.0
        for row, box in enumerate(layer):
            box.x, box.y = x, top + row * _ROW
        x += max((box.width for box in layer), default=0.0) + _GAP


def _lines(value: Value) -> tuple[str, str, str]:
    """What stands in a box: name and operation, value, adjoint."""
    operation = value.operation()
    sign = TABLE[operation.op].drawn if operation.op in TABLE else operation.op
    words = [_number(one) if not isinstance(one, Value) else "" for one in operation.arguments]
    what = " ".join(part for part in (*words[:1], sign, *words[1:]) if part)
    name = " = ".join(part for part in (value.label, what) if part) or "·"
    return (name if len(name) <= 24 else f"{name[:23]}…"), _number(value.data), _number(value.grad)


def _number(data: Any) -> str:
    if np.size(data) > 4:
        return f"array {'×'.join(map(str, np.shape(data)))}"
    return plain_text(np.asarray(data).tolist())


def _drawn(box: _Box) -> str:
    middle = box.x + box.width / 2.0
    name, data, grad = map(escape, box.lines)
    dashed = ' stroke-dasharray="4 2"' if box.value._left is None else ""
    return (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{3 * _LINE + 4:.0f}" rx="6"'
        f' fill="#fff" stroke="#333"{dashed}/>'
        f'<g text-anchor="middle"><text x="{middle:.1f}" y="{box.y + _LINE - 2:.1f}" fill="#111">{name}</text>'
        f'<text x="{middle:.1f}" y="{box.y + 2 * _LINE - 2:.1f}" fill="{VALUE}">{data}</text>'
        f'<text x="{middle:.1f}" y="{box.y + 3 * _LINE - 2:.1f}" fill="{ADJOINT}">{grad}</text></g>'
    )


def _arrow(start: _Box, end: _Box) -> str:
    x1, y1 = start.x + start.width, start.y + 1.5 * _LINE
    x2, y2 = end.x, end.y + 1.5 * _LINE
    bend = (x2 - x1) / 2.0
    return (
        f'<path d="M{x1:.1f},{y1:.1f} C{x1 + bend:.1f},{y1:.1f} {x2 - bend:.1f},{y2:.1f} {x2:.1f},{y2:.1f}"'
        f' fill="none" stroke="#888"/><circle cx="{x2:.1f}" cy="{y2:.1f}" r="2.5" fill="#888"/>'
    )


def _table(value: Value, order: list[Value]) -> str:
    counts = Counter(one.operation().op for one in order if one._left is not None)
    leaves = sum(1 for one in order if one._left is None)
    rows = [
        ("value", _number(value.data)),
        ("adjoint", _number(value.grad)),
        ("leaves", str(leaves)),
        ("operations", str(len(order) - leaves)),
        *((op, str(number)) for op, number in counts.most_common(8)),
    ]
    body = "".join(f"<tr><th>{escape(name)}</th><td>{escape(text)}</td></tr>" for name, text in rows)
    caption = f"<caption>{escape(value.label or 'Value')}: too large to draw ({shown(len(order))} values)</caption>"
    return f"<table>{caption}<tbody>{body}</tbody></table>"
