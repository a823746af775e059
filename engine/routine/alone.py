"""A routine as a module to be read and run alone: the trace's own operations in NumPy's words, a line a name.

What :func:`engine.compile` runs is faster and written in another way (:mod:`engine.routine.source.python_source`,
:mod:`engine.routine.source.numpy_source`), and it can ask again where floats have no answer. A module that runs alone
cannot, so it keeps to what always answers: NumPy's numbers, on which 1/0 is ∞ and 0/0 is NaN.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.notation import printer
from engine.primitives.ops.reductions import axes
from engine.primitives.shapes import repeated
from engine.routine.job import GradientProgram
from engine.routine.source.identifiers import Identifiers, number, quoted, tidy, uses
from engine.routine.source.inlined_functions import Helpers
from engine.routine.source.numpy_forms import PHRASES, filled
from engine.routine.source.standalone import main_of
from engine.tape import CONSTANT, INPUT

LONGEST = 64
"""An unnamed value whose text is longer gets a line of its own."""


def module_of(job: GradientProgram, dtype: str = "float64") -> str:
    """The module of a job whose sweep is on its tape: routine, the model's values, and a main that prints."""
    return Writer(job, dtype).source() + main_of(job, dtype)


class Writer:
    """Writes the module of a job whose sweep is on its tape. ``dtype`` is ``float64`` or ``float32``."""

    def __init__(self, job: GradientProgram, dtype: str = "float64") -> None:
        self.job = job
        self.tape = job.tape
        self.dtype = dtype
        results = [job.output, *(position for position in job.adjoints.values() if position is not None)]
        self.needed = self.tape.needed(results)
        self.forward = self.tape.needed([job.output])
        self.count = dict(uses(self.tape.arguments, self.needed))
        for result in results:
            self.count[result] = self.count.get(result, 0) + 1
        self.identifiers = Identifiers(self.tape.names.values())
        self.helpers = Helpers()
        self.texts: dict[int, str] = {}

    def source(self) -> str:
        """The module's text: imports, helpers and the function ``routine(inputs)``."""
        reads = []
        for leaf in self.job.leaves:
            if self.needed[leaf.position]:
                name = self.texts[leaf.position] = self.identifiers.claim(leaf.name)
                given = f"inputs[{quoted(leaf.name)}]"
                kind = f"np.{self.dtype}"
                reads.append(f"{name} = np.asarray({given}, {kind})" if leaf.shape else f"{name} = {kind}({given})")
        lines: tuple[list[str], list[str]] = ([], [])
        for position, op in enumerate(self.tape.ops):
            if self.needed[position] and op != INPUT:
                self._write(position, op, lines)
        body = [f'"""The value of {self.job.name} and its gradient, by name."""', *reads, "# forward", *lines[0]]
        body += ["# backward", *lines[1]] if lines[1] else []
        body.append(self._returned())
        imports = [f"import {name}" for name in sorted(self.helpers.imports - {"numpy"})]
        helpers = "".join(text + ("\n\n" if text.startswith("def") else "\n") for text in self.helpers.texts.values())
        indented = "\n".join(f"    {line}" for line in body)
        head = "\n".join([*imports, "import numpy as np"]) + "\n\n\n" + helpers
        return f'{head}@np.errstate(all="ignore")  # 1/0 is infinity and 0/0 is NaN\ndef routine(inputs):\n{indented}\n'

    def _write(self, position: int, op: str, lines: tuple[list[str], list[str]]) -> None:
        if op == CONSTANT:
            self.texts[position] = self._constant(position)
            return
        name = self.tape.names.get(position)
        if name is not None and name.endswith("_bar") and self.forward[position]:
            name = None  # part of the forward pass anyway
        text = self._text(position, op)
        if self.count[position] > 1 or len(text) > LONGEST or name is not None:
            variable = self.identifiers.next() if name is None else self.identifiers.claim(name)
            lines[not self.forward[position]].append(f"{variable} = {tidy(text)}")
            text = variable
        self.texts[position] = text

    def _constant(self, position: int) -> str:
        value = self.tape.values[position]
        if np.ndim(value):
            listed = np.array2string(value, separator=", ", threshold=value.size + 1, floatmode="unique")
            listed = " ".join(listed.split()).replace("inf", "np.inf").replace("nan", "np.nan")
            return f"np.array({listed}, np.{self.dtype})"
        text = number(abs(float(value)))
        text = text if np.isfinite(value) else f"np.{text}"
        return f"(-{text})" if np.signbit(value) else text

    def _text(self, position: int, op: str) -> str:
        tape = self.tape
        options, shape = dict(tape.options[position]), tape.shapes[position]
        operands = [self.texts[argument] for argument in tape.arguments[position]]
        first = tape.shapes[tape.arguments[position][0]]
        if op in PHRASES:
            text = filled(PHRASES[op], op, operands, tape.options[position])
            # np.where makes an array of a number.
            return f"{text}[()]" if text.startswith("np.where") and shape == () else text
        if op in ("sum", "sum_to"):
            return _sum(operands[0], op, first, options)
        if op in ("concatenate", "stack"):
            return f"np.{op}([{', '.join(operands)}], axis={options.get('axis', 0)})"
        if op == "index":
            return f"{operands[0]}[{printer.index(options['at'])}]"
        if op == "transpose":
            return f"{operands[0]}.T" if options.get("axes") is None else f"{operands[0]}.transpose({options['axes']})"
        if op == "reshape":
            return f"np.reshape({operands[0]}, {shape})" + ("" if shape else "[()]")
        if op == "broadcast_to":
            return f"np.broadcast_to({operands[0]}, {shape})"
        listed = [*operands, *(f"{name}={value!r}" for name, value in tape.options[position])]
        return f"{self.helpers.name(op)}({', '.join(listed)})"

    def _returned(self) -> str:
        parts = []
        for name, position in self.job.adjoints.items():
            shape = self.tape.shapes[self.job.gradients[name]]
            if position is None:
                text = f"np.zeros({shape}, np.{self.dtype})" if shape else "0.0"
            else:
                text = self._result(position)
            parts.append(f"{quoted(name)}: {text}")
        return f"return {self._result(self.job.output)}, {{{', '.join(parts)}}}"

    def _result(self, position: int) -> str:
        narrow = self.dtype != "float64" and self.tape.shapes[position]
        text = tidy(self.texts[position])
        return f"np.asarray({text}, np.{self.dtype})" if narrow else text


def _sum(operand: str, op: str, before: tuple[int, ...], options: Mapping[str, object]) -> str:
    """A sum over axes, as NumPy's function of that name."""
    if op == "sum_to":
        after = options["shape"]
        assert isinstance(after, tuple)
        gone, kept, extra = repeated(after, before), True, len(before) - len(after)
        if gone == tuple(range(extra)):
            kept = False
        elif extra:
            return f"np.sum({operand}, axis={gone}, keepdims=True).reshape({after})"
    else:
        gone, kept = axes(before, options.get("axis")), bool(options.get("keepdims", False))  # type: ignore[arg-type]
    axis = "" if len(gone) == len(before) else f", axis={gone[0] if len(gone) == 1 else gone}"
    return f"np.sum({operand}{axis}{', keepdims=True' if kept else ''})"
