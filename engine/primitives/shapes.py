"""The shape of a formula: the shapes of its symbols, read through the primitives' shape rules."""

from __future__ import annotations

from engine.formula.expr import Call, Expr, Number, Prime, Shape, Static, Symbol
from engine.formula.walk import children
from engine.primitives.declaration import broadcast
from engine.primitives.ops import TABLE


def shape_of(expr: Expr) -> Shape:
    """The shape of a formula's value; empty for a number.

    Raises:
        Mismatch: Where the symbols' shapes do not fit together.
    """
    try:
        return expr.noted_shape
    except AttributeError:  # parts are shared between formulas: each is read once and then noted
        shape = _read(expr)
        object.__setattr__(expr, "noted_shape", shape)
        return shape


def _read(expr: Expr) -> Shape:
    match expr:
        case Symbol():
            return expr.shape
        case Number():
            return ()
        case Call(head, arguments, options):
            return TABLE[head].shape(*map(shape_of, arguments), **dict(options))
        case Prime(_, arguments):
            return broadcast(*map(shape_of, arguments))
    return broadcast(*map(shape_of, children(expr)))


def repeated(shape: Static, wanted: Shape) -> tuple[int, ...]:
    """The axes of ``wanted`` along which an array of ``shape`` is repeated by broadcasting."""
    if not isinstance(shape, tuple) or shape == wanted:
        return ()
    extra = len(wanted) - len(shape)
    return (*range(extra), *(extra + k for k, size in enumerate(shape) if size != wanted[extra + k]))
