"""A scalar program as straight-line Python over floats.

For one number at a time Python's own arithmetic is ten times as fast as NumPy's. Where it refuses
(1/0, an overflow) the routine asks NumPy instead, so the text need not look out for that.
"""

from __future__ import annotations

import math
import re

from engine.formula.expr import Shape
from engine.primitives.python_forms import FORMS
from engine.routine.job import GradientProgram
from engine.routine.source.identifiers import Identifiers, number, quoted, tidy, uses
from engine.tape import CONSTANT, INPUT, Tape

_SPREADING = frozenset({"add", "sub", "mul", "neg", "square"})
"""Operations whose result is not finite where an operand is not."""

LONGEST = 64
"""An unnamed value whose text is longer gets a line of its own."""

_MATH = re.compile(r"\b([a-z_0-9]+)\(")


def writable(tape: Tape, needed: list[bool]) -> bool:
    """Whether every operation has a text here."""
    return all(op in FORMS or op in (INPUT, CONSTANT) for op, wanted in zip(tape.ops, needed, strict=False) if wanted)


class Writer:
    """Writes the lines of a scalar job."""

    def __init__(self, job: GradientProgram) -> None:
        self.job = job
        self.tape = job.tape
        self.results = [job.output, *(p for p in job.adjoints.values() if p is not None)]
        self.needed = self.tape.needed(self.results)
        self.forward = self.tape.needed([job.output])
        self.identifiers = Identifiers(self.tape.names.values())
        self.texts: dict[int, str] = {}
        self.count = dict(uses(self.tape.arguments, self.needed))
        for result in self.results:
            self.count[result] = self.count.get(result, 0) + 1
        self.imports: set[str] = set()

    @property
    def reads(self) -> list[tuple[str, Shape]]:
        """The variable and the shape of each input that is read."""
        leaves = [leaf for leaf in self.job.leaves if self.needed[leaf.position]]
        return [(self.texts[leaf.position], leaf.shape) for leaf in leaves]

    def source(self) -> str:
        """The routine's text: imports and the function ``routine(inputs)``."""
        forward, backward = self._lines()
        returned = ", ".join(
            f"{quoted(name)}: {self._result(position)}" for name, position in self.job.adjoints.items()
        )
        lines = [*self._reads(), *forward]
        lines += ["# backward", *backward] if backward else []
        lines.append(f"return {self._result(self.job.output)}, {{{returned}}}")
        head = f"from math import {', '.join(sorted(self.imports))}\n\n\n" if self.imports else ""
        summary = f'"""The value of {self.job.name} and its gradient, by name."""'
        body = "\n".join(f"    {line}" for line in [summary, *lines])
        return f"{head}def routine(inputs):\n{body}\n"

    def _reads(self) -> list[str]:
        leaves = (leaf for leaf in self.job.leaves if self.needed[leaf.position])
        return [*(f"{self.texts[leaf.position]} = inputs[{quoted(leaf.name)}]" for leaf in leaves), "# forward"]

    @property
    def returned(self) -> list[str]:
        """Results that are finite only if all of them are: a sum or product with one that is not, is not either."""
        results, covered = set(self.results), set[int]()
        for position in range(max(results), -1, -1):
            if (position in results or position in covered) and self.tape.ops[position] in _SPREADING:
                covered.update(self.tape.arguments[position])
        return [self.texts[position] for position in sorted(results - covered)]

    def _result(self, position: int | None) -> str:
        return "0.0" if position is None else tidy(self.texts[position])

    def _lines(self) -> tuple[list[str], list[str]]:
        tape = self.tape
        lines: tuple[list[str], list[str]] = ([], [])
        for leaf in self.job.leaves:
            if self.needed[leaf.position]:
                self.texts[leaf.position] = self.identifiers.claim(leaf.name)
        for position, op in enumerate(tape.ops):
            if not self.needed[position] or op == INPUT:
                continue
            if op == CONSTANT:
                self.texts[position] = self._number(float(tape.values[position]))
                continue
            arguments = [self._operand(argument, op, k, lines) for k, argument in enumerate(tape.arguments[position])]
            text = FORMS[op].format(*arguments)
            self.imports.update(name for name in _MATH.findall(text) if hasattr(math, name))
            self.texts[position] = text
            if self._own_line(position, text):
                self._name(position, lines)
        return lines

    def _number(self, value: float) -> str:
        text = number(value)
        if not math.isfinite(value):
            self.imports.add(text.lstrip("-"))
        return text if value >= 0.0 else f"({text})"

    def _operand(self, argument: int, op: str, place: int, lines: tuple[list[str], list[str]]) -> str:
        """An operand's text; what a form repeats is given a name first."""
        text = self.texts[argument]
        if FORMS[op].count(f"{{{place}}}") > 1 and not (text.isidentifier() or argument in self.tape.values):
            self._name(argument, lines)
        return self.texts[argument]

    def _own_line(self, position: int, text: str) -> bool:
        if self.count.get(position, 0) > 1 or len(text) > LONGEST:
            return True
        return self._named(position) is not None

    def _named(self, position: int) -> str | None:
        """Its name in the source; an adjoint's only where it is not part of the forward pass anyway."""
        name = self.tape.names.get(position)
        return None if name is None or (name.endswith("_bar") and self.forward[position]) else name

    def _name(self, position: int, lines: tuple[list[str], list[str]]) -> None:
        name = self._named(position)
        variable = self.identifiers.next() if name is None else self.identifiers.claim(name)
        lines[not self.forward[position]].append(f"{variable} = {tidy(self.texts[position])}")
        self.texts[position] = variable
