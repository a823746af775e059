"""Random scalar graphs and their straight-line code: what each package is handed, and what a person writes."""

from __future__ import annotations

import math
import random
import runpy
import tempfile
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TAME = 4.0
"""What grows beyond this is squashed at once."""

Line = tuple[str, tuple[int, ...]]
"""An operation and the places of its operands; leaves come first."""


@dataclass(frozen=True, slots=True)
class ScalarGraph:
    """Leaves with their values, then operations, the last of which is the output."""

    leaves: tuple[float, ...]
    lines: tuple[Line, ...]

    @property
    def names(self) -> list[str]:
        """One name for each place."""
        count = len(self.leaves)
        return [f"x_{k}" for k in range(count)] + [f"v_{k}" for k in range(len(self.lines))]


def random_graph(operations: int, leaves: int = 50, seed: int = 1, near: int | None = None) -> ScalarGraph:
    """Sums, products, tanh and sin of what is there already; what nobody uses is summed up in pairs at the end.

    There are so many operations, or one more.

    Args:
        near: Operands come from so many values back, which makes the graph deep; from anywhere unless given.
    """
    chance = random.Random(seed)
    values = [chance.uniform(-1, 1) for _ in range(leaves)]
    start, unused = tuple(values), set(range(leaves))
    lines: list[Line] = []
    while len(lines) + len(unused) - 1 < operations:
        oldest = 0 if near is None else max(0, len(values) - near)
        first, second = (chance.randrange(oldest, len(values)) for _ in range(2))
        a, b = values[first], values[second]
        op = chance.choices(("add", "mul", "tanh", "sin"), (40, 40, 12, 8))[0]
        if abs(a + b) > TAME or abs(a * b) > TAME:
            op = "tanh"
        operands = (first, second) if op in ("add", "mul") else (first,)
        values.append({"add": a + b, "mul": a * b, "tanh": math.tanh(a), "sin": math.sin(a)}[op])
        lines.append((op, operands))
        unused = (unused - set(operands)) | {len(values) - 1}
    rest = deque(sorted(unused))
    while len(rest) > 1:
        lines.append(("add", (rest.popleft(), rest.popleft())))
        rest.append(leaves + len(lines) - 1)
    return ScalarGraph(start, tuple(lines))


FORWARD = {"add": "{0} + {1}", "mul": "{0} * {1}", "tanh": "tanh({0})", "sin": "sin({0})"}
LOCAL = {
    "add": ("{g}", "{g}"),
    "mul": ("{g} * {1}", "{g} * {0}"),
    "tanh": ("{g} * (1.0 - {y} * {y})",),
    "sin": ("{g} * cos({0})",),
}


def notation(graph: ScalarGraph) -> str:
    """The graph as Backsweep's text, a line an operation."""
    names = graph.names
    lines = [f"param {name} = {value!r}" for name, value in zip(names, graph.leaves, strict=False)]
    return "\n".join([*lines, *forward(graph)])


def forward(graph: ScalarGraph) -> list[str]:
    """The assignments of the forward pass, for any numbers that have ``+``, ``*`` and the two functions."""
    names, count = graph.names, len(graph.leaves)
    return [
        f"{names[count + k]} = " + FORWARD[op].format(*(names[place] for place in operands))
        for k, (op, operands) in enumerate(graph.lines)
    ]


def backward(graph: ScalarGraph) -> list[str]:
    """The assignments of the reverse sweep, as a person would write them down one by one."""
    names, count = graph.names, len(graph.leaves)
    lines, begun = [f"g_{names[-1]} = 1.0"], {len(names) - 1}
    for k in reversed(range(len(graph.lines))):
        op, operands = graph.lines[k]
        y = names[count + k]
        if count + k not in begun:
            continue
        for place, term in zip(operands, LOCAL[op], strict=True):
            text = term.format(*(names[p] for p in operands), g=f"g_{y}", y=y)
            lines.append(f"g_{names[place]} {'+=' if place in begun else '='} {text}")
            begun.add(place)
    return lines


def function(signature: str, opening: Sequence[str], lines: Sequence[str], result: str, **names: Any) -> Any:
    """A Python function of these lines, which may use the given names."""
    body = "\n".join(f"    {line}" for line in [*opening, *lines, f"return {result}"])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "straight.py"
        file.write_text(f"def straight({signature}):\n{body}\n", "utf-8")
        return runpy.run_path(str(file), names)["straight"]


def forward_of(graph: ScalarGraph, tanh: Any, sin: Any) -> Any:
    """The forward pass as a function of the list of leaves."""
    leaves = ", ".join(graph.names[: len(graph.leaves)])
    return function("leaves", [f"{leaves} = leaves"], forward(graph), graph.names[-1], tanh=tanh, sin=sin)


def by_hand(graph: ScalarGraph) -> Any:
    """Value and gradients as a function of a dict, as our routine is one."""
    names = graph.names[: len(graph.leaves)]
    opening = [f'{name} = inputs["{name}"]' for name in names]
    result = f"{graph.names[-1]}, {{" + ", ".join(f'"{name}": g_{name}' for name in names) + "}"
    return function(
        "inputs", opening, [*forward(graph), *backward(graph)], result, tanh=math.tanh, sin=math.sin, cos=math.cos
    )
