"""A program over arrays as straight-line NumPy: one line a value, no array made that another could hold."""

from __future__ import annotations

import re

import numpy as np

from engine.formula.expr import Shape
from engine.notation import printer
from engine.primitives.declaration import Value, element_count
from engine.primitives.ops.reductions import axes
from engine.routine.job import GradientProgram
from engine.routine.source.buffers import VIEWS, Plan, plan
from engine.routine.source.identifiers import Identifiers, number, quoted, tidy, uses
from engine.routine.source.inlined_functions import Helpers
from engine.routine.source.numpy_forms import EXPRESSIONS, SCALARS, UFUNCS, filled
from engine.tape import CONSTANT, INPUT

LONGEST = 64
"""An unnamed number whose text is longer gets a line of its own."""
MANY = 4096
"""Elements from which on it is worth another call to avoid a slow one."""


class Writer:
    """Writes the lines of a job over arrays. ``dtype`` is ``float64`` or ``float32``."""

    def __init__(self, job: GradientProgram, dtype: str = "float64") -> None:
        self.job = job
        self.tape = job.tape
        self.dtype = dtype
        self.kept = {p for p in job.adjoints.values() if p is not None}
        self.results = [job.output, *self.kept]
        self.needed = self.tape.needed(self.results)
        self.forward = self.tape.needed([job.output])
        self.identifiers = Identifiers(self.tape.names.values())
        self.helpers = Helpers(alone=False)
        self.texts: dict[int, str] = {}
        self.constants: dict[str, str] = {}
        self.count: dict[int, int] = {}
        self.merged: dict[int, tuple[int, int]] = {}
        self.plan = Plan({}, (), {})
        self.own_array = dict.fromkeys(self.kept, "")

    @property
    def reads(self) -> list[tuple[str, Shape]]:
        """The variable and the shape of each input that is read."""
        leaves = [leaf for leaf in self.job.leaves if self.needed[leaf.position]]
        return [(self.texts[leaf.position], leaf.shape) for leaf in leaves]

    def source(self) -> str:
        """The routine's text: import, constants, buffers, helpers and the function ``routine(inputs, **out)``."""
        order = self._order()
        self.plan = plan(self.tape, order, self.kept, {p for p in order if not self._takes_out(p)})
        for leaf in self.job.leaves:
            if self.needed[leaf.position]:
                self.texts[leaf.position] = self.identifiers.claim(leaf.name)
        reads = [
            f"{self.texts[leaf.position]} = inputs[{quoted(leaf.name)}]"
            for leaf in self.job.leaves
            if self.needed[leaf.position]
        ]
        self._claim_results()
        lines: tuple[list[str], list[str]] = ([], [])
        for position in order:
            self._write(position, lines)
        returned = self._returned(lines[1])
        body = [f'"""The value of {self.job.name} and its gradient, by name."""', *reads, "# forward", *lines[0]]
        body += ["# backward", *lines[1]] if lines[1] else []
        body.append(returned)
        imports = ["import numpy as np", *(f"import {name}" for name in sorted(self.helpers.imports - {"numpy"}))]
        blocks = ["\n".join(imports)]
        made = [f"{name} = {text}" for name, text in self.constants.items()]
        made += [f"buffer{k + 1} = np.empty({self._shape(shape)})" for k, shape in enumerate(self.plan.shapes)]
        if made:
            blocks.append("\n".join(made))
        gap = "\n\n\n"
        text = "\n\n".join(blocks) + gap
        text += "".join(
            helper + ("\n\n" if helper.startswith("def") else "\n") for helper in self.helpers.texts.values()
        )
        indented = "\n".join(f"    {line}" for line in body)
        signature = "inputs, **out" if any(self.tape.shapes[p] for p in self.kept) else "inputs"
        return f"{text}def routine({signature}):\n{indented}\n"

    # --- which values there are, and in which order ---

    def _order(self) -> list[int]:
        tape = self.tape
        self.count = dict(uses(tape.arguments, self.needed))
        for result in self.results:
            self.count[result] = self.count.get(result, 0) + 1
        for position, op in enumerate(tape.ops):
            if self.needed[position] and op == "sum" and tape.shapes[position] == ():
                self._merge(position)
        computed = [
            position
            for position, op in enumerate(tape.ops)
            if self.needed[position] and op not in (INPUT, CONSTANT) and self.count.get(position, 0)
        ]
        return sorted(computed, key=lambda position: not self.forward[position])

    def _merge(self, position: int) -> None:
        """A sum of products is one operation."""
        (product,) = self.tape.arguments[position]
        arguments = self.tape.arguments[product]
        factors = arguments * 2 if self.tape.ops[product] == "square" else arguments
        if self.tape.ops[product] not in ("mul", "square") or self.count[product] != 1:
            return
        if any(self.tape.shapes[factor] != self.tape.shapes[product] for factor in factors):
            return
        self.merged[position] = (factors[0], factors[1])
        self.count[product] = 0
        self.tape.arguments[position] = factors

    def _takes_out(self, position: int) -> bool:
        op = self.tape.ops[position]
        if op in ("sum", "sum_to", "amax", "amin"):
            return self._reduction(position) is not None
        if op == "stack":
            return not self._of_numbers(position)
        return op in UFUNCS or op in ("matmul", "outer", "concatenate")

    # --- one value ---

    def _write(self, position: int, lines: tuple[list[str], list[str]]) -> None:
        tape, op = self.tape, self.tape.ops[position]
        for argument in tape.arguments[position]:
            if argument not in self.texts:
                self.texts[argument] = self._constant(argument)
        shape = tape.shapes[position]
        named = self._named(position)
        once = self.count[position] == 1 and named is None and position not in self.kept
        if shape == ():
            text, inline = self._scalar(position)
            if once and inline and len(text) <= LONGEST:
                self.texts[position] = text
                return
            self._line(position, text, lines)
        elif op in VIEWS:
            text = self._view(position)
            if self.count[position] - (position in self.kept) <= 1 and named is None:
                self.texts[position] = text
            else:
                self._line(position, text, lines)
        else:
            self._line(position, self._array(position), lines)

    def _line(self, position: int, text: str, lines: tuple[list[str], list[str]]) -> None:
        variable = self.own_array.get(position, "")
        if not variable:
            name = self._named(position)
            variable = self.identifiers.next() if name is None else self.identifiers.claim(name)
        lines[not self.forward[position]].append(f"{variable} = {tidy(text)}")
        self.texts[position] = variable

    def _named(self, position: int) -> str | None:
        name = self.tape.names.get(position)
        return None if name is None or (name.endswith("_bar") and self.forward[position]) else name

    def _constant(self, position: int) -> str:
        value: Value = self.tape.values[position]
        if self.tape.shapes[position] == ():
            text = number(float(value))
            return (
                f"(-np.{text[1:]})"
                if text == "-inf"
                else f"np.{text}"
                if text in ("inf", "nan")
                else (text if float(value) >= 0.0 else f"({text})")
            )
        listed = np.array2string(value, separator=", ", threshold=value.size + 1, floatmode="unique")
        listed = re.sub(r"\s+", " ", listed).replace("inf", "np.inf").replace("nan", "np.nan")
        return self._module(f"np.array({listed}{self._kind()})", "constant")

    def _module(self, text: str, stem: str) -> str:
        for name, known in self.constants.items():
            if known == text:
                return name
        name = self.identifiers.claim(f"{stem}{len(self.constants) + 1}" if stem == "constant" else stem)
        self.constants[name] = text
        return name

    def _kind(self) -> str:
        return "" if self.dtype == "float64" else f", np.{self.dtype}"

    def _shape(self, shape: Shape) -> str:
        return f"{shape}{self._kind()}"

    def _ones(self, shape: Shape) -> str:
        size = "x".join(map(str, shape))
        return self._module(f"np.ones({self._shape(shape)})", f"ones_{size}")

    # --- phrases ---

    def _scalar(self, position: int) -> tuple[str, bool]:
        """The text of one number, and whether it may stand in another's."""
        tape, op = self.tape, self.tape.ops[position]
        operands = [self.texts[argument] for argument in tape.arguments[position]]
        if position in self.merged:
            first, second = self.merged[position]
            flat = "np.dot" if len(tape.shapes[first]) == 1 else "np.vdot"
            return f"{flat}({self.texts[first]}, {self.texts[second]})", False
        if any(tape.shapes[argument] for argument in tape.arguments[position]):
            if op == "matmul":
                return f"np.dot({operands[0]}, {operands[1]})", False
            if op in ("sum", "sum_to"):
                return f"np.add.reduce({operands[0]}, axis=None)", False
            if op == "index":
                return f"{operands[0]}[{printer.index(dict(tape.options[position])['at'])}]", False
            if op == "reshape":
                return f"{operands[0]}.item()" if self.dtype == "float64" else f"{operands[0]}.reshape(())[()]", False
            return self._call(position, operands), False
        if op in SCALARS:
            repeated = SCALARS[op].count("{0}") > 1 and not operands[0].isidentifier()
            form = UFUNCS[op] if repeated else SCALARS[op]
            return form.format(*operands), True
        return self._call(position, operands), True

    def _call(self, position: int, operands: list[str]) -> str:
        op = self.tape.ops[position]
        if op in UFUNCS:
            return UFUNCS[op].format(*operands)
        if op in EXPRESSIONS:
            text = filled(EXPRESSIONS[op], op, operands, self.tape.options[position])
            if text.startswith("np.where") and self.tape.shapes[position] == ():
                return f"{text}[()]"  # a number, which np.where makes an array of
        elif op == "stack" and self._of_numbers(position):
            return f"np.array([{', '.join(operands)}]{self._kind()})"
        else:
            options = [f"{name}={value!r}" for name, value in self.tape.options[position]]
            text = f"{self.helpers.name(op)}({', '.join([*operands, *options])})"
        narrow = self.dtype != "float64" and self.tape.shapes[position] != ()
        return f"{text}.astype(np.{self.dtype}, copy=False)" if narrow else text

    def _of_numbers(self, position: int) -> bool:
        """Whether every operand is one number."""
        return not any(self.tape.shapes[argument] for argument in self.tape.arguments[position])

    def _copy(self, text: str, out: str) -> str:
        kind = "" if self.dtype == "float64" else f", dtype=np.{self.dtype}"
        return f"np.positive({text}{out}{kind})"

    def _view(self, position: int) -> str:
        tape, op = self.tape, self.tape.ops[position]
        operand = self.texts[tape.arguments[position][0]]
        options = dict(tape.options[position])
        if op == "transpose":
            given = options.get("axes")
            return f"{operand}.T" if given is None else f"{operand}.transpose({given})"
        if op == "index":
            return f"{operand}[{printer.index(options['at'])}]"
        if op == "broadcast_to":
            return f"np.broadcast_to({operand}, {tape.shapes[position]})"
        return f"{operand}.reshape({tape.shapes[position]})"

    def _array(self, position: int) -> str:
        tape, op = self.tape, self.tape.ops[position]
        operands = [self.texts[argument] for argument in tape.arguments[position]]
        out = self._out(position)
        if op == "positive":
            return _with_out(self._indicator(position, operands[0], out), out)
        if op in UFUNCS:
            narrow = self.dtype != "float64" and position in self.kept
            return _with_out(UFUNCS[op].format(*operands), f"{out}, dtype=np.{self.dtype}" if narrow else out)
        if op == "matmul":
            return self._product(position, operands, out)
        if op == "outer":
            return _with_out(f"np.dot({operands[0]}[:, None], {operands[1]}[None, :])", out)
        if op in ("concatenate", "stack") and self._takes_out(position):
            axis = dict(tape.options[position]).get("axis", 0)
            return f"np.{op}(({', '.join(operands)},), axis={axis}{out})"
        reduction = self._reduction(position)
        if reduction is not None:
            return _with_out(reduction, out)
        text = self._call(position, operands)
        return self._copy(text, out) if position in self.kept else text

    def _out(self, position: int) -> str:
        if position in self.kept:
            return f", out=out.get({quoted(self._result_of(position))})"
        if position in self.plan.instead:
            return f", out={self.texts[self.plan.instead[position]]}"
        if position in self.plan.buffer:
            return f", out=buffer{self.plan.buffer[position] + 1}"
        return ""

    def _indicator(self, position: int, operand: str, out: str) -> str:
        """1 where the operand is positive: heaviside takes its time over many numbers, so ceil and minimum do it."""
        (argument,) = self.tape.arguments[position]
        rectified = self.tape.ops[argument] == "relu"
        if element_count(self.tape.shapes[position]) < MANY:
            return f"np.sign({operand})" if rectified else f"np.heaviside({operand}, 0.0)"
        inner = "" if position in self.kept else out
        return f"np.minimum(np.ceil({operand if rectified else f'np.maximum({operand}, 0.0{inner})'}{inner}), 1.0)"

    def _product(self, position: int, operands: list[str], out: str) -> str:
        left, right = self.tape.arguments[position]
        ranks = (len(self.tape.shapes[left]), len(self.tape.shapes[right]))
        if max(ranks) > 2:
            return f"np.matmul({operands[0]}, {operands[1]}{out})"
        if ranks == (2, 1) and self.tape.ops[left] == "transpose":  # Wᵀ z̄ without a transpose
            return f"np.dot({operands[1]}, {self.texts[self.tape.arguments[left][0]]}{out})"
        return f"np.dot({operands[0]}, {operands[1]}{out})"

    def _reduction(self, position: int) -> str | None:
        """A sum or an extreme along axes; None where it takes more than one call."""
        tape, op = self.tape, self.tape.ops[position]
        if op not in ("sum", "sum_to", "amax", "amin"):
            return None
        (argument,) = tape.arguments[position][:1]
        before, after, options = tape.shapes[argument], tape.shapes[position], dict(tape.options[position])
        operand = self.texts.get(argument, "")
        if op == "sum_to":
            extra = len(before) - len(after)
            gone = (*range(extra), *(extra + k for k, size in enumerate(after) if size == 1 != before[extra + k]))
            keep = extra == 0
            if extra and any(k >= extra for k in gone):
                return None
        else:
            gone, keep = axes(before, options.get("axis")), bool(options.get("keepdims", False))
        if op in ("sum", "sum_to") and len(before) == 2 and len(gone) == 1:
            rows, columns = before
            if gone == (0,):
                return f"np.dot({self._ones((1, rows) if keep else (rows,)) if operand else ''}, {operand})"
            return f"np.dot({operand}, {self._ones((columns, 1) if keep else (columns,)) if operand else ''})"
        ufunc = {"amax": "np.maximum", "amin": "np.minimum"}.get(op, "np.add")
        axis = gone[0] if len(gone) == 1 else gone
        return f"{ufunc}.reduce({operand}, axis={axis}{', keepdims=True' if keep else ''})"

    # --- results ---

    def _claim_results(self) -> None:
        """A gradient's array is called after the first name that it belongs to."""
        for name, position in self.job.adjoints.items():
            if position is not None and self.own_array.get(position) == "" and self._computed(position):
                self.own_array[position] = self.identifiers.claim(f"{name}_bar")

    def _computed(self, position: int) -> bool:
        """Whether it is an array of the routine's own making, rather than another's or a view of one."""
        op = self.tape.ops[position]
        return op not in (INPUT, CONSTANT, *VIEWS) or self.tape.shapes[position] == ()

    def _result_of(self, position: int) -> str:
        return next(name for name, other in self.job.adjoints.items() if other == position)

    def _returned(self, lines: list[str]) -> str:
        given: set[int] = set()
        parts: list[str] = []
        for name, position in self.job.adjoints.items():
            shape = self.tape.shapes[self.job.gradients[name]]
            if position is None:
                parts.append(f"{quoted(name)}: " + (f"np.zeros({self._shape(shape)})" if shape else "0.0"))
                continue
            if position not in self.texts:
                self.texts[position] = self._constant(position)
            text = self.texts[position]
            if shape and (position in given or not self._computed(position)):
                # The caller's own array, not a second name for another one.
                variable = self.identifiers.claim(f"{name}_bar")
                copied = self._copy(text, f", out=out.get({quoted(name)})")
                lines.append(f"{variable} = {copied}")
                text = variable
            given.add(position)
            parts.append(f"{quoted(name)}: {tidy(text)}")
        output = self.texts.get(self.job.output) or self._constant(self.job.output)
        return f"return {tidy(output)}, {{{', '.join(parts)}}}"


def _with_out(call: str, out: str) -> str:
    return f"{call[:-1]}{out})"
