"""docs/primitives.md, written from the primitive table: ``python -m tests.docs.reference``."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

from engine import ops
from engine.algebra import Call
from engine.ops import TABLE
from engine.primitive import ARGUMENTS, Primitive
from engine.printing import latex
from tests.docs.fences import DOCS

PAGE = DOCS / "primitives.md"

HEAD = """\
# Primitives

<!-- Written by `python -m tests.docs.reference` from the declarations in engine/ops. Do not edit. -->

Every operation that the [notation](notation.md) offers, with its derivative by each argument. $a$ and $b$ are the
arguments, $y$ is the value. Where another form is computed than the one printed here, [the numerics](numerics.md) say
which and why. [Adding one](adding-a-primitive.md) takes one declaration.
"""


def reference() -> str:
    """The whole page."""
    parts = [HEAD]
    for room in rooms():
        title = room.__name__.rpartition(".")[2].capitalize()
        parts.append(f"## {title}\n\n{(room.__doc__ or '').splitlines()[0]}\n")
        parts += [entry(primitive) for primitive in room.PRIMITIVES if primitive.spoken]
    return "\n".join(parts)


def rooms() -> list[ModuleType]:
    """The files of engine/ops, in the order in which the table takes them up."""
    order = list(TABLE)
    return sorted(_modules(), key=lambda room: order.index(room.PRIMITIVES[0].name))


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(ops.__path__):
        module = importlib.import_module(f"engine.ops.{found.name}")
        if hasattr(module, "PRIMITIVES"):
            yield module


def entry(primitive: Primitive) -> str:
    """One primitive: its names, its formulas, its conventions."""
    arguments = ARGUMENTS[: primitive.arity[1]]
    formulas = [f"y = {latex(Call(primitive.name, arguments))}"]
    for argument, rule in zip(arguments, primitive.printed, strict=True):
        formulas.append(f"\\frac{{\\partial y}}{{\\partial {argument.latex}}} = {latex(rule)}")
    lines = [f"### `{primitive.name}`", "", _names(primitive), "", "$$" + ", \\qquad ".join(formulas) + "$$", ""]
    if primitive.kinks:
        lines += ["Convention: " + "; ".join(kink.text for kink in primitive.kinks) + ".", ""]
    if primitive.faults:
        lines += ["Not finite: " + "; ".join(fault.text for fault in primitive.faults) + ".", ""]
    return "\n".join(lines)


def _names(primitive: Primitive) -> str:
    text = primitive.summary
    if primitive.aliases:
        text += " – also called " + ", ".join(f"`{alias}`" for alias in primitive.aliases)
    if primitive.defaults:
        values = ", ".join(f"{value:g}" for value in primitive.defaults)
        text += f" – the last argument may be left out and is then {values}"
    return text


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8", newline="\n")
