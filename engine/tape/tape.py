"""The Wengert list itself: every value is a position, computed from earlier ones by one primitive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from engine.formula.expr import Options, Shape
from engine.primitives.declaration import Value, element_count
from engine.primitives.ops import TABLE

INPUT = "input"
CONSTANT = "constant"
LARGEST_FOLDED = 4096
"""Constant results of more elements are computed when the tape runs: they may cost more to keep than to make."""

_COMMUTATIVE = frozenset({"add", "mul", "max", "min"})

Simplify = Callable[["Tape", str, tuple[int, ...], Options], "int | None"]
"""From an operation to the position of a simpler form of it; None where there is none."""


class Tape:
    """Flat single-assignment code over primitives, with the shape of every value.

    Nothing is written down twice: an operation that is there already gives its old position, and constants
    are folded. Positions are in topological order. Nothing is ever removed: :meth:`needed` tells what a set
    of results is computed from.

    Args:
        simplify: Is shown each operation that is not on the tape yet, and gives the position of a simpler
            form of it, or None (:func:`engine.tape.rewriting.rewrite`).

    Attributes:
        ops: For each position the primitive's name, ``"input"`` or ``"constant"``.
        arguments: For each position the positions it is computed from.
        options: For each position the primitive's options.
        shapes: For each position the shape of its value.
        values: The values of the constants, by position: ``float64`` scalars or read-only arrays.
        inputs: The positions of the inputs, by name.
        names: What a position is called in the author's program, where it has a name.
        sweeping: Whether adjoints or tangents are being written. Nothing is ever divided by one of these, so
            the sign of a 0 among them makes no difference, and there are simpler forms.
        final: Whether no rule will be read on it any more. Before that, the author's products stay as they
            stand: ``c Σ xᵢ`` is not ``Σ c xᵢ`` where c is ∞ and an xᵢ 0.
    """

    __slots__ = (
        "_known",
        "_simplify",
        "arguments",
        "final",
        "inputs",
        "names",
        "ops",
        "options",
        "shapes",
        "sweeping",
        "values",
    )

    def __init__(self, simplify: Simplify | None = None, *, final: bool = False) -> None:
        self._simplify = simplify
        self.final = final
        self.ops: list[str] = []
        self.arguments: list[tuple[int, ...]] = []
        self.options: list[Options] = []
        self.shapes: list[Shape] = []
        self.values: dict[int, Value] = {}
        self.inputs: dict[str, int] = {}
        self.names: dict[int, str] = {}
        self.sweeping = False
        self._known: dict[tuple[object, ...], int] = {}

    def __len__(self) -> int:
        return len(self.ops)

    def input(self, name: str, shape: Shape = ()) -> int:
        """A value that is given when the tape runs.

        Raises:
            ValueError: If there is an input of that name with another shape.
        """
        if name in self.inputs:
            if self.shapes[self.inputs[name]] != shape:
                raise ValueError(f"the input {name!r} is on the tape with another shape")
            return self.inputs[name]
        self.inputs[name] = self._append(INPUT, (), (), shape)
        self.names[self.inputs[name]] = name
        return self.inputs[name]

    def constant(self, value: object) -> int:
        """A value that is known now, kept as ``float64``."""
        array = np.array(value, dtype=np.float64)
        key = (CONSTANT, array.shape, array.tobytes())
        position = self._known.get(key)
        if position is None:
            position = self._known[key] = self._append(CONSTANT, (), (), array.shape)
            array.setflags(write=False)
            self.values[position] = array if array.ndim else array[()]
        return position

    def number(self, position: int) -> float | None:
        """The value of a constant scalar; None for anything else."""
        return float(self.values[position]) if position in self.values and self.shapes[position] == () else None

    def apply(self, op: str, arguments: Sequence[int], options: Options = ()) -> int:
        """The position of a primitive applied to values, appended if it is not there yet.

        Raises:
            Mismatch: For shapes that do not fit.
        """
        operands = tuple(arguments)
        key = (op, tuple(sorted(operands)) if op in _COMMUTATIVE else operands, options)
        position = self._known.get(key)
        if position is None:
            position = None if self._simplify is None else self._simplify(self, op, operands, options)
            if position is None:
                position = self._compute(op, operands, options)
            self._known[key] = position
        return position

    def found(self, op: str, arguments: tuple[int, ...], options: Options = ()) -> int | None:
        """Where an operation is on the tape; None if it is not."""
        return self._known.get((op, tuple(sorted(arguments)) if op in _COMMUTATIVE else arguments, options))

    def shape_of(self, op: str, arguments: Sequence[int], options: Options = ()) -> Shape:
        """The shape that the primitive's result has.

        Raises:
            Mismatch: For shapes that do not fit.
        """
        shapes = [self.shapes[argument] for argument in arguments]
        if TABLE[op].elementwise and not any(shapes):
            return ()
        return TABLE[op].shape(*shapes, **dict(options))

    def needed(self, results: Iterable[int]) -> list[bool]:
        """For each position, whether the results are computed from it (or it is one of them)."""
        wanted = [False] * len(self)
        last = -1
        for result in results:
            wanted[result] = True
            last = max(last, result)
        for position in range(last, -1, -1):
            if wanted[position]:
                for argument in self.arguments[position]:
                    wanted[argument] = True
        return wanted

    def depending(self, sources: Iterable[int]) -> list[bool]:
        """For each position, whether it is computed from one of the sources (or is one of them)."""
        found = [False] * len(self)
        for source in sources:
            found[source] = True
        for position, arguments in enumerate(self.arguments):
            for argument in arguments:
                if found[argument]:
                    found[position] = True
                    break
        return found

    def _compute(self, op: str, operands: tuple[int, ...], options: Options) -> int:
        shape = self.shape_of(op, operands, options)
        if op != "broadcast_to" and self._folds(operands, shape):
            with np.errstate(all="ignore"):
                return self.constant(TABLE[op].value(*map(self.values.__getitem__, operands), **dict(options)))
        return self._append(op, operands, options, shape)

    def _folds(self, operands: tuple[int, ...], shape: Shape) -> bool:
        """Whether a result is known now and no larger than what it is made of."""
        if not operands or not all(map(self.values.__contains__, operands)):
            return False
        size = element_count(shape)
        return size <= LARGEST_FOLDED and size <= max(element_count(self.shapes[operand]) for operand in operands)

    def _append(self, op: str, arguments: tuple[int, ...], options: Options, shape: Shape) -> int:
        self.ops.append(op)
        self.arguments.append(arguments)
        self.options.append(options)
        self.shapes.append(shape)
        return len(self.ops) - 1
