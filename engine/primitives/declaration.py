"""What a function is: one declaration from which everything else follows.

Parser entry, forward value, shape, reverse and forward rule, the printed local derivative, the API's
list, the palette, the documentation row and the property tests are all derived from it.
``engine/primitives/ops`` holds nothing but such declarations.

A rule is a formula. Of an elementwise primitive it gives the *local derivative* in the arguments
``A, B, C`` and the output ``Y``. Of a primitive that mixes the elements of an array (a matrix
product, a sum) the local derivative is a large Jacobian that nobody forms: its rule gives the *term*
that an argument receives, in the upstream adjoint ``G`` as well.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from typing import Literal as Choice

from engine.errors import Arguments
from engine.formula.expr import Expr, Options, Shape, Static, Symbol
from engine.primitives.spelling import PLAIN, Spelling

T = TypeVar("T")

Value = Any
"""A forward value or adjoint: ``numpy.float64``, or an ndarray of floats."""

A = Symbol("a", "a")
"""The first argument, in rules."""
B = Symbol("b", "b")
"""The second argument, in rules."""
C = Symbol("c", "c")
"""The third argument, in rules."""
Y = Symbol("y", "y")
"""The output, in rules: a value already at hand is not computed twice."""
G = Symbol("g", "g")
"""The upstream adjoint, in the rules of primitives that mix elements: it has the output's shape."""
ARGUMENTS = (A, B, C)

MANY = 1_000
"""The most arguments of a function that takes any number of them."""


def argument(position: int) -> Symbol:
    """The argument at a position, counted from 0, in rules."""
    return ARGUMENTS[position] if position < len(ARGUMENTS) else Symbol(f"a{position}", f"a_{{{position}}}")


def position_of(symbol: Symbol) -> int:
    """The position of an argument's symbol: the inverse of :func:`argument`."""
    return ARGUMENTS.index(symbol) if symbol in ARGUMENTS else int(symbol.key[1:])


def meaning(symbol: Symbol, arguments: Sequence[T], output: T, upstream: T | None = None) -> T:
    """What a symbol of a rule stands for, whatever it is read on: an argument, the output, the upstream adjoint."""
    if symbol == Y:
        return output
    if symbol == G and upstream is not None:
        return upstream
    return arguments[position_of(symbol)]


class Mismatch(Exception):
    """Shapes or options that do not fit: an :class:`EngineError` without a place and without the operation."""

    def __init__(self, what: str, hint: str, *, code: str, **arguments: str | int | float) -> None:
        super().__init__(f"{what} {hint}")
        self.what = what
        self.hint = hint
        self.code = code
        self.arguments: Arguments = dict(arguments)


def shape_text(shape: Shape) -> str:
    """A shape as errors name it: ``(3, 4)``, ``(3,)``, ``a number``."""
    return str(shape) if shape else "a number"


def array_text(shape: Shape) -> str:
    """``an array of shape (3, 4)``, or ``a number``."""
    return f"an array of shape {shape}" if shape else "a number"


def named(name: str, rule: Callable[..., T]) -> Callable[..., T]:
    """A rule about shapes that says whose it is where it refuses."""

    def checked(*arguments: Any, **options: Any) -> T:
        try:
            return rule(*arguments, **options)
        except Mismatch as mismatch:
            what = mismatch.what
            what = what if what.startswith(name) else f"{name}: {what}"
            raise Mismatch(what, mismatch.hint, code=mismatch.code, **mismatch.arguments) from None

    return checked


def broadcast(*shapes: Shape) -> Shape:
    """The common shape of operands, by NumPy's rule: sizes agree from the right, or are 1.

    Raises:
        Mismatch: Naming the first pair of shapes that has no common one.
    """
    result: Shape = ()
    if not any(shapes):  # numbers, which most operands are
        return result
    for shape in shapes:
        rank = max(len(result), len(shape))
        left, right = (1,) * (rank - len(result)) + result, (1,) * (rank - len(shape)) + shape
        if any(one != other and 1 not in (one, other) for one, other in zip(left, right, strict=True)):
            raise Mismatch(
                f"Shapes {shape_text(result)} and {shape_text(shape)} do not fit together.",
                "Sizes must agree from the right, or be 1; reshape or transpose one of them.",
                code="shapes-do-not-fit",
                first=str(result),
                second=str(shape),
            )
        result = tuple(other if one == 1 else one for one, other in zip(left, right, strict=True))
    return result


@dataclass(frozen=True, slots=True)
class Condition:
    """Something worth saying where the arguments satisfy ``when``.

    It is called with NumPy values, arrays among them, and the options of the operation as keywords,
    and answers for each element: ``&`` and ``|`` instead of ``and`` and ``or``. ``at`` holds arguments
    that satisfy it, numbers or nested tuples of them, by which the tests try it.
    """

    when: Callable[..., Any]
    text: str
    at: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """A keyword that must be known before anything is computed: an axis, a shape, an index.

    ``kind`` tells the notation what it may be: ``axis`` (a whole number, a tuple of them, or None),
    ``axes``, ``shape`` (a tuple of whole numbers), ``flag`` (True or False), ``index`` or ``number``.
    """

    name: str
    kind: Choice["axis", "axes", "shape", "flag", "index", "number"]
    default: Static = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """Whatever the notation can call by name.

    Args:
        name: Its id, and the first name it goes by in the notation.
        summary: One line for the palette.
        aliases: Further names in the notation.
        defaults: Values for trailing arguments that the author may leave out.
        options: Keywords, which also stand after the arguments in this order: ``sum(x, 0)``.
        takes_list: Its arguments may stand in one pair of square brackets: ``stack([a, b])``.
        unary_overload: The function that a call with a single argument means: ``max(x)`` is ``amax(x)``.
        in_notation: Whether the notation offers it (rules also use a few primitives of their own).
        cases: Shapes of the arguments, and options, with which the laws of the table try it.
    """

    name: str
    summary: str
    aliases: tuple[str, ...] = ()
    defaults: tuple[float, ...] = ()
    options: tuple[Option, ...] = ()
    takes_list: bool = False
    unary_overload: str = ""
    in_notation: bool = True
    cases: tuple[tuple[tuple[Shape, ...], Options], ...] = ()

    @property
    def arity(self) -> tuple[int, int]:
        """The least and the greatest number of arguments, options aside."""
        raise TypeError(f"{type(self).__name__} must say how many arguments it takes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Primitive(Function):
    """One operation of the engine.

    Args:
        value: The forward function over NumPy values, options as keywords; it never raises for
            arguments of shapes that ``shape`` accepts.
        derivatives: Elementwise primitives: for each argument the local derivative in ``A, B, C``
            and ``Y``, in the form that keeps its digits in the tails.
        vjp: Other primitives: called with the arguments' shapes, the output's shape and the
            options, it gives the term of each argument, in ``G`` too, in that argument's shape.
        jvp: Where it is not linear in each of them either: called like ``vjp``, it gives for
            each argument what the argument's tangent, ``G`` now, makes of the output.
        printed_vjp: The terms as they are printed, where that differs from how they are computed.
        arity_range: How many arguments, where ``derivatives`` does not tell: the least and the most.
        shape: The output's shape from the arguments' (raises :class:`Mismatch`).
        latex: A command (``\\sin``), or a template with ``#1``, ``#2`` and ``#name`` for options.
        printed_derivatives: The rules as they are printed, where that differs from how they are computed.
        prime_notation: The local derivative is printed as ``σ'(z)`` and spelled out beside it.
        domain: For each argument, the interval in which value and derivatives are finite.
        faults: Why a value is not finite, tried in order.
        kinks: Where the derivative is a convention, and which.
        scalar_expansion: The same as a formula of simpler primitives, for unfolding a tensor into numbers.
        multiply_adds: Of one forward evaluation, from the arguments' shapes and the output's.
        linear: The arguments in which it is linear when the others are held.
        spelling: How it is written where it is not called by its name.
        as_formula: Called with its operands' formulas, gives it as it stands on the blackboard (a product, a
            fraction), where that is no call; nothing is simplified.
        in_parts: Called with the arguments' shapes and the options, the same in ``A, B, C`` and simpler primitives,
            for routines, which compute what several formulas have in common once.
        complex_value: The forward function for complex numbers, where ``value`` is none.
    """

    value: Callable[..., Value]
    latex: str
    derivatives: tuple[Expr, ...] = ()
    vjp: Callable[..., tuple[Expr, ...]] | None = None
    jvp: Callable[..., tuple[Expr, ...]] | None = None
    printed_vjp: Callable[..., tuple[Expr, ...]] | None = None
    arity_range: tuple[int, int] | None = None
    shape: Callable[..., Shape] = broadcast
    printed_derivatives: tuple[Expr, ...] | None = None
    prime_notation: bool = False
    domain: tuple[tuple[float, float], ...] = ((-3.0, 3.0), (-3.0, 3.0), (-3.0, 3.0))
    faults: tuple[Condition, ...] = ()
    kinks: tuple[Condition, ...] = ()
    scalar_expansion: Callable[..., Expr] | None = None
    multiply_adds: Callable[[tuple[Shape, ...], Shape], int] | None = None
    linear: tuple[int, ...] = ()
    spelling: Spelling = PLAIN
    as_formula: Callable[..., Expr] | None = None
    in_parts: Callable[..., Expr] | None = None
    complex_value: Callable[..., Value] | None = None

    @property
    def arity(self) -> tuple[int, int]:
        """The least and the greatest number of arguments, options aside."""
        if self.arity_range is not None:
            return self.arity_range
        return len(self.derivatives) - len(self.defaults), len(self.derivatives)

    @property
    def elementwise(self) -> bool:
        """Whether each element of the output depends on the elements at the same place only."""
        return self.vjp is None

    @property
    def is_called(self) -> bool:
        """Whether it is printed as a function of its arguments, with its name before the brackets."""
        return "#" not in self.latex or "(#1)" in self.latex

    @property
    def printed(self) -> tuple[Expr, ...]:
        """The elementwise rules in the form in which they are printed."""
        return self.printed_derivatives or self.derivatives

    @property
    def label(self) -> str:
        """What the history of a Value calls it."""
        sign = self.spelling.operator if self.arity[1] == 2 else ""
        return self.spelling.label or sign or self.name

    @property
    def drawn(self) -> str:
        """What the drawing of a Value calls it."""
        return self.spelling.drawn or self.label


@dataclass(frozen=True, slots=True, kw_only=True)
class Composite(Function):
    """A function that is written out in primitives when a program is lowered.

    Args:
        arity_range: How many arguments: the least and the most.
        formula: Called with the arguments' shapes and the options, gives the formula in ``A, B, C``
            (raises :class:`Mismatch`).
    """

    arity_range: tuple[int, int]
    formula: Callable[..., Expr]

    @property
    def arity(self) -> tuple[int, int]:
        """The least and the greatest number of arguments, options aside."""
        return self.arity_range


def element_count(shape: Shape) -> int:
    """How many numbers an array of this shape holds."""
    return math.prod(shape)
