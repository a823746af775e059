"""What a primitive is: one declaration from which everything else follows.

Parser entry, forward value, reverse and forward rule, the printed local derivative, the API's list,
the palette, the documentation row and the property tests are all derived from it. ``engine/ops``
holds nothing but such declarations.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.algebra import Expr, Symbol

Value = Any
"""A forward value or adjoint: a float64 scalar (``numpy.float64``) or, with arrays, an ndarray."""

A = Symbol("a", "a")
"""The first argument, in derivative rules."""
B = Symbol("b", "b")
"""The second argument, in derivative rules."""
Y = Symbol("y", "y")
"""The output, in derivative rules: a value already at hand is not computed twice."""
ARGUMENTS = (A, B)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something worth saying when the arguments satisfy ``when`` (called with scalars)."""

    when: Callable[..., bool]
    text: str


@dataclass(frozen=True, slots=True)
class Primitive:
    """One operation of the engine.

    Args:
        name: Its id, and the first name it goes by in the notation.
        summary: One line for the palette.
        value: The forward function, elementwise over NumPy values; it never raises.
        derivatives: One rule per argument: the local derivative in ``A``, ``B`` and ``Y``, in the
            form that keeps its digits in the tails.
        latex: A command (``\\sin``), or a template with ``#1`` and ``#2``.
        aliases: Further names in the notation.
        shown: The rules as they are printed, where that differs from how they are computed.
        primed: The local derivative is printed as ``σ'(z)`` and spelled out beside it.
        defaults: Values for trailing arguments that the author may leave out.
        domain: For each argument, the interval in which value and derivatives are finite.
        spoken: Whether the notation offers it (rules also use a few primitives of their own).
        faults: Why a value is not finite, tried in order.
        kinks: Where the derivative is a convention, and which.
    """

    name: str
    summary: str
    value: Callable[..., Value]
    derivatives: tuple[Expr, ...]
    latex: str
    aliases: tuple[str, ...] = ()
    shown: tuple[Expr, ...] | None = None
    primed: bool = False
    defaults: tuple[float, ...] = ()
    domain: tuple[tuple[float, float], ...] = ((-3.0, 3.0), (-3.0, 3.0))
    spoken: bool = True
    faults: tuple[Remark, ...] = ()
    kinks: tuple[Remark, ...] = ()

    @property
    def arity(self) -> tuple[int, int]:
        """The least and the greatest number of arguments."""
        return len(self.derivatives) - len(self.defaults), len(self.derivatives)

    @property
    def printed(self) -> tuple[Expr, ...]:
        """The rules in the form in which they are printed."""
        return self.shown or self.derivatives
