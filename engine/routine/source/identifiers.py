"""What values are called in a routine: as in the source where it names them."""

from __future__ import annotations

import ast
import builtins
import json
import keyword
import math
import re
from collections.abc import Iterable, Mapping

_LETTERS = ("u", "s", "q", "r", "g", "p", "k", "m", "n", "a", "c", "u_")

RESERVED = frozenset({*dir(builtins), *keyword.kwlist, *dir(math), "np", "math", "routine", "inputs", "out", "default"})


class Identifiers:
    """Gives each value a Python name that no other has."""

    def __init__(self, names: Iterable[str]) -> None:
        self.taken = set(RESERVED)
        first = {name[:1] for name in names}
        self.letter = next(letter for letter in _LETTERS if letter not in first)
        self.unnamed = 0

    def claim(self, name: str) -> str:
        """The name itself, with underscores behind it where it is taken."""
        wanted = name.replace(".", "_")
        wanted = "".join(sign if sign.isidentifier() or sign.isdigit() else "_" for sign in wanted)
        if not wanted.isidentifier():
            wanted = f"_{wanted}"
        while wanted in self.taken:
            wanted += "_"
        self.taken.add(wanted)
        return wanted

    def next(self) -> str:
        """A name for what the source does not name: ``u1``, ``u2`` …"""
        self.unnamed += 1
        return self.claim(f"{self.letter}{self.unnamed}")


quoted = json.dumps
"""A name as a Python string."""


def number(value: float) -> str:
    """A float as Python text."""
    if math.isfinite(value):
        return repr(value)
    return "nan" if math.isnan(value) else "inf" if value > 0.0 else "-inf"


def uses(arguments: Iterable[tuple[int, ...]], wanted: Iterable[bool]) -> Mapping[int, int]:
    """How many wanted operations read each position (twice for ``x · x``)."""
    count: dict[int, int] = {}
    for operands, needed in zip(arguments, wanted, strict=False):
        if needed:
            for operand in operands:
                count[operand] = count.get(operand, 0) + 1
    return count


_PLAIN = re.compile(r"\(([\w.]+ [-+*/] [\w.]+)\)|[\w.]+|[\w.]+\([\w.]+\)", re.ASCII)


def tidy(text: str) -> str:
    """The expression without the brackets that it does not need."""
    plain = _PLAIN.fullmatch(text)  # what most lines of a long routine are, and takes no parsing
    if plain:
        return plain[1] or text
    unparsed = ast.unparse(ast.parse(text, mode="eval"))
    return unparsed if '"' in unparsed else unparsed.replace("'", '"')
