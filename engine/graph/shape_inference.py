"""A line's operations written out in primitives, each with the shape of its result.

Shapes are known before anything is computed, so whatever would be too large is refused while it is
still nothing but a tuple of whole numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.errors import EngineError, Span
from engine.formula.expr import Options, Shape, Symbol
from engine.formula.walk import fold, once
from engine.latex.numbers import number_latex
from engine.limits import Limits
from engine.notation.program import Argument, Definition, Literal, Name, Operation, Result
from engine.primitives.declaration import Mismatch, Primitive, broadcast, element_count, position_of, shape_text
from engine.primitives.ops import COMPOSITES, TABLE


@dataclass(frozen=True, slots=True)
class TypedOperation:
    """One primitive of a line; ``Result`` points at an earlier step."""

    op: str
    arguments: tuple[Argument, ...]
    options: Options
    shape: Shape


class Budget:
    """Counts the numbers that a program will hold and the work it will take."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.elements = 0
        self.multiply_adds = 0

    def spend(self, shape: Shape, span: Span | None, multiply_adds: int = 0) -> None:
        """Account for one more value.

        Raises:
            EngineError: With the limit's name, when the program holds or works too much.
        """
        self.elements += element_count(shape)
        self.multiply_adds += multiply_adds
        self.limits.check_axes(len(shape), span)
        self.limits.check_elements(self.elements, shape_text(shape), span)
        self.limits.check_multiply_adds(self.multiply_adds, span)


def elaborate(definition: Definition, shapes: Mapping[str, Shape], budget: Budget) -> list[TypedOperation]:
    """Write a line out in primitives.

    Args:
        shapes: Of every name that the line may use.

    Raises:
        EngineError: For shapes that do not fit, with the operation, its place and both shapes.
    """
    line = _Line(shapes, budget)
    meaning: list[Argument] = []
    for operation in definition.body:
        arguments = tuple(meaning[a.index] if isinstance(a, Result) else a for a in operation.arguments)
        meaning.append(line.write(operation, arguments))
    last = meaning[-1]
    if not isinstance(last, Result) or last.index != len(line.steps) - 1:
        # The line's value must be its last step: x.sum() of a number is that number under another name.
        line.step("identity", (last,), (), definition.span)
    return line.steps


class _Line:
    def __init__(self, shapes: Mapping[str, Shape], budget: Budget) -> None:
        self.shapes = shapes
        self.budget = budget
        self.steps: list[TypedOperation] = []

    def write(self, operation: Operation, arguments: tuple[Argument, ...]) -> Argument:
        """One operation of the author's, expanded where it is a composite."""
        op = operation.op
        if op == "juxtapose":
            op = self._side_by_side(arguments)
        try:
            if op not in COMPOSITES:
                return self.step(op, arguments, operation.options, operation.span)
            shapes = tuple(map(self.shape, arguments))
            formula = COMPOSITES[op].formula(shapes, **dict(operation.options))
        except Mismatch as mismatch:
            raise self._misfit(mismatch, op, arguments, operation.span) from None

        def apply(name: str, operands: list[Argument], options: Options) -> Argument:
            try:
                return self.step(name, tuple(operands), options, operation.span)
            except Mismatch as mismatch:
                raise self._misfit(mismatch, op, arguments, operation.span) from None

        def symbol(one: Symbol) -> Argument:
            return arguments[position_of(one)]

        def number(value: float) -> Argument:
            return Literal(value, number_latex(value), operation.span)

        return fold(formula, symbol, number, once(apply))

    def step(self, op: str, arguments: tuple[Argument, ...], options: Options, span: Span) -> Result:
        """Append a primitive.

        Raises:
            Mismatch: For shapes that do not fit.
        """
        primitive = TABLE[op]
        shapes = tuple(map(self.shape, arguments))
        shape = primitive.shape(*shapes, **dict(options))
        work = primitive.multiply_adds
        self.budget.spend(shape, span, element_count(shape) if work is None else work(shapes, shape))
        self.steps.append(TypedOperation(op, arguments, options, shape))
        return Result(len(self.steps) - 1)

    def shape(self, argument: Argument) -> Shape:
        """The shape of what an argument stands for."""
        match argument:
            case Name(id=name):
                return self.shapes[name]
            case Result(index):
                return self.steps[index].shape
            case Literal(value):
                return literal_shape(value)

    def _side_by_side(self, arguments: tuple[Argument, ...]) -> str:
        """``Wx`` on the blackboard: a matrix product where a matrix stands before a vector or matrix that fits.

        Vectors beside each other are multiplied element by element; ``xᵀy`` is a number, ``xyᵀ`` a matrix.
        """
        left, right = map(self.shape, arguments)
        if not left or not right:
            return "mul"
        if len(left) == len(right) == 1 and not self._is_row(arguments[0]):
            return "outer" if self._is_row(arguments[1]) else "mul"
        fits = left[-1] == (right[-2] if len(right) > 1 else right[0])
        return "matmul" if fits else "mul"

    def _is_row(self, argument: Argument) -> bool:
        """Whether a vector was written lying down: ``xᵀ``, or ``xᵀ W``."""
        if not isinstance(argument, Result):
            return False
        step = self.steps[argument.index]
        return step.op == "transpose" or (step.op == "matmul" and self._is_row(step.arguments[0]))

    def _misfit(self, mismatch: Mismatch, op: str, arguments: tuple[Argument, ...], span: Span) -> EngineError:
        what, hint = mismatch.what, mismatch.hint
        primitive = TABLE.get(op)
        if isinstance(primitive, Primitive) and primitive.shape is broadcast:
            what = f"{what[:-1]} in {primitive.summary if len(op) < 4 else op}."
        shapes = {name.id: self.shape(name) for name in arguments if isinstance(name, Name)}
        if shapes and all(isinstance(argument, Name) for argument in arguments):
            listed = ", ".join(f"{name} has the shape {shape_text(shape)}" for name, shape in shapes.items())
            hint = f"Here {listed}. {mismatch.hint}"
        return EngineError(what, hint, span, code=mismatch.code, operation=op, **mismatch.arguments)


def literal_shape(value: object) -> Shape:
    """The shape of a number or of nested tuples of numbers."""
    shape: list[int] = []
    while isinstance(value, tuple):
        shape.append(len(value))
        value = value[0] if value else 0.0
    return tuple(shape)
