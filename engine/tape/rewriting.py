"""What need not be computed: neutral operations, signs and numeric factors that meet.

The rules of derivatives are written for any upstream adjoint; with a seed of 1 and exponents that are
known, most of what they say is the operand itself. Each rewriting keeps the value up to the order of
roundings, infinities and NaN included; none replaces ``0 · x`` by 0, which is not true of ∞. Some change
the sign of a 0 (``x + 0`` to x, ``−(x − y)`` to y − x), which an author may divide by: in the forward pass
there are none of these.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from engine.formula.expr import Options
from engine.primitives.declaration import broadcast, element_count
from engine.tape.tape import Tape

Operands = tuple[int, ...]
_Rewriting = Callable[[Tape, Operands, Options], int | None]

_SPREADING = frozenset({"add", "sub", "mul", "div", "max", "min"})
"""Operations that repeat a smaller operand themselves."""


def rewrite(tape: Tape, op: str, operands: Operands, options: Options) -> int | None:
    """The position of a simpler form of an operation; None where there is none."""
    if op in _SPREADING:
        spread = _without_spreading(tape, op, operands)
        if spread is not None:
            return spread
    rule = _RULES.get(op)
    return None if rule is None else rule(tape, operands, options)


def _without_spreading(tape: Tape, op: str, operands: Operands) -> int | None:
    """The operation on what was spread, spread afterwards where the other operand does not do it."""
    bare = tuple(tape.arguments[one][0] if tape.ops[one] == "broadcast_to" else one for one in operands)
    if bare == operands:
        return None
    before = broadcast(*(tape.shapes[one] for one in operands))
    narrow = tape.apply(op, bare)
    return narrow if tape.shapes[narrow] == before else tape.apply("broadcast_to", (narrow,), (("shape", before),))


def _operand(_tape: Tape, operands: Operands, _options: Options) -> int:
    return operands[0]


def _unchanged_shape(tape: Tape, operands: Operands, options: Options) -> int | None:
    return operands[0] if tape.shapes[operands[0]] == dict(options).get("shape") else None


def _is(tape: Tape, position: int, value: float) -> bool:
    return tape.number(position) == value


def _is_zero(tape: Tape, position: int, sign: float) -> bool:
    """Whether it is the constant 0 of that sign, if it matters: ``x + (−0)`` and ``x − 0`` are x, be x 0 or −0."""
    value = tape.number(position)
    return value == 0.0 and (tape.sweeping or math.copysign(1.0, value) == sign)


def _covers(tape: Tape, position: int, other: int) -> bool:
    """Whether dropping ``other`` leaves the result's shape as it is."""
    return tape.shapes[position] == broadcast(tape.shapes[position], tape.shapes[other])


def _add(tape: Tape, operands: Operands, _options: Options) -> int | None:
    a, b = operands
    if _is_zero(tape, a, -1.0):
        return b
    if _is_zero(tape, b, -1.0):
        return a
    if tape.ops[b] == "neg":
        return tape.apply("sub", (a, tape.arguments[b][0]))
    if tape.ops[a] == "neg":
        return tape.apply("sub", (b, tape.arguments[a][0]))
    return _common_factor(tape, "add", operands)


def _common_factor(tape: Tape, op: str, operands: Operands) -> int | None:
    """``c x + c y`` as ``c (x + y)``, also where y is a product one of whose narrower factors holds the c."""
    (one, left), (two, right) = (_deep_factor(tape, operand) for operand in operands)
    if one != two or abs(one) == 1.0 or (one < 0.0 and not tape.sweeping):
        return None
    return _scaled(tape, one, tape.apply(op, (tape.apply("mul", left), tape.apply("mul", right))))


def _deep_factor(tape: Tape, position: int) -> tuple[float, Operands]:
    """A value as (number, factors)."""
    factor, rest = _factor(tape, position)
    one = tape.constant(1.0)
    if factor != 1.0 or tape.ops[position] != "mul":
        return factor, (one, rest)
    a, b = tape.arguments[position]
    for wide, narrow in ((a, b), (b, a)):
        if element_count(tape.shapes[narrow]) < element_count(tape.shapes[wide]):
            factor, rest = _factor(tape, narrow)
            return factor, (wide, rest)
    return 1.0, (one, position)


def _sub(tape: Tape, operands: Operands, _options: Options) -> int | None:
    a, b = operands
    if _is_zero(tape, b, 1.0):
        return a
    if _is_zero(tape, a, -1.0):
        return tape.apply("neg", (b,))
    if tape.ops[b] == "neg":
        return tape.apply("add", (a, tape.arguments[b][0]))
    return _common_factor(tape, "sub", operands)


def _neg(tape: Tape, operands: Operands, _options: Options) -> int | None:
    (a,) = operands
    if tape.ops[a] == "neg":
        return tape.arguments[a][0]
    if tape.ops[a] == "sub" and tape.sweeping:
        b, c = tape.arguments[a]
        return tape.apply("sub", (c, b))
    factor, rest = _factor(tape, a)
    return None if factor == 1.0 else _scaled(tape, -factor, rest)


def _factor(tape: Tape, position: int) -> tuple[float, int]:
    """A value as (number, the rest): ``2 x`` is (2, x), ``−x`` is (−1, x)."""
    if tape.ops[position] == "neg":
        return -1.0, tape.arguments[position][0]
    if tape.ops[position] == "mul":
        a, b = tape.arguments[position]
        for number, rest in ((a, b), (b, a)):
            value = tape.number(number)
            if value is not None and 0.0 != abs(value) < math.inf:
                return value, rest
    return 1.0, position


def _scaled(tape: Tape, factor: float, position: int) -> int:
    if factor == 1.0:
        return position
    if factor == -1.0:
        return tape.apply("neg", (position,))
    return tape.apply("mul", (tape.constant(factor), position))


def _mul(tape: Tape, operands: Operands, _options: Options) -> int | None:
    a, b = operands
    for one, other in ((a, b), (b, a)):
        if _is(tape, one, 1.0):
            return other
        if _is(tape, one, -1.0):
            return tape.apply("neg", (other,))
    first, second = (tape.number(a), b) if tape.number(a) is not None else (tape.number(b), a)
    if first is not None:
        factor, rest = _factor(tape, second)
        fits = factor != 1.0 and 0.0 != abs(first * factor) < math.inf
        return _scaled(tape, first * factor, rest) if fits and tape.number(second) is None else None
    return _mul_factors(tape, a, b)


def _mul_factors(tape: Tape, a: int, b: int) -> int | None:
    """Signs, numbers and reciprocals of two factors brought together."""
    (one, left), (two, right) = _factor(tape, a), _factor(tape, b)
    if (one == -1.0 or two == -1.0 or (one != 1.0 and two != 1.0)) and 0.0 != abs(one * two) < math.inf:
        return _scaled(tape, one * two, tape.apply("mul", (left, right)))
    for factor, other in ((b, a), (a, b)):
        if tape.ops[factor] == "div":
            above, below = tape.arguments[factor]
            # What has a name is computed anyway, and a product with it takes less than another quotient.
            if _is(tape, above, 1.0) and _covers(tape, other, below) and factor not in tape.names:
                return tape.apply("div", (other, below))
            if not (tape.sweeping or tape.final):
                continue
            # The quotient of two narrow operands is cheaper than another pass over a wide one.
            wide, narrow = element_count(tape.shapes[above]), element_count(tape.shapes[below])
            if tape.shapes[other] == tape.shapes[below] and narrow < wide:
                return tape.apply("mul", (above, tape.apply("div", (other, below))))
    # Numbers first, arrays last: a product of two scalars is cheaper than another pass over an array.
    for scalar, other in ((a, b), (b, a)) if tape.sweeping or tape.final else ():
        if tape.shapes[scalar] == () != tape.shapes[other] and tape.ops[other] == "mul":
            inner, array = tape.arguments[other]
            if tape.shapes[array] == ():
                inner, array = array, inner
            if tape.shapes[inner] == () != tape.shapes[array]:
                return tape.apply("mul", (tape.apply("mul", (scalar, inner)), array))
    return None


def _div(tape: Tape, operands: Operands, _options: Options) -> int | None:
    a, b = operands
    if _is(tape, b, 1.0):
        return a
    for one, other, swap in ((a, b, False), (b, a, True)):
        if tape.ops[one] == "neg" and tape.number(other) is None:
            inner = tape.arguments[one][0]
            return tape.apply("neg", (tape.apply("div", (other, inner) if swap else (inner, other)),))
    return None


def _pow(tape: Tape, operands: Operands, _options: Options) -> int | None:
    base, exponent = operands
    match tape.number(exponent):
        case 1.0:
            return base
        case 2.0:
            return tape.apply("square", (base,))
        case 3.0:
            return tape.apply("mul", (tape.apply("square", (base,)), base))
        case -1.0:
            return tape.apply("div", (tape.constant(1.0), base))
        case -2.0:
            return tape.apply("div", (tape.constant(1.0), tape.apply("square", (base,))))
    return None


def _power_slope(tape: Tape, operands: Operands, _options: Options) -> int | None:
    base, exponent = operands
    value = tape.number(exponent)
    if value is None or not math.isfinite(value):
        return None
    if value == 0.0:
        return tape.constant(0.0) if tape.shapes[base] == () else None
    if value == 1.0:
        return tape.constant(1.0) if tape.shapes[base] == () else None
    return tape.apply("mul", (exponent, tape.apply("pow", (base, tape.constant(value - 1.0)))))


def _reshape(tape: Tape, operands: Operands, options: Options) -> int | None:
    (a,) = operands
    if tape.ops[a] == "reshape":
        return tape.apply("reshape", tape.arguments[a], options)
    return _unchanged_shape(tape, operands, options)


def _transpose(tape: Tape, operands: Operands, options: Options) -> int | None:
    (a,) = operands
    rank = len(tape.shapes[a])
    if rank < 2:
        return a
    if tape.ops[a] != "transpose":
        return None
    outer, inner = _order(options, rank), _order(tape.options[a], rank)
    return tape.arguments[a][0] if tuple(inner[axis] for axis in outer) == tuple(range(rank)) else None


def _order(options: Options, rank: int) -> tuple[int, ...]:
    axes = dict(options).get("axes")
    if not isinstance(axes, tuple):
        return tuple(range(rank))[::-1]
    return tuple(axis % rank for axis in axes if isinstance(axis, int))


def _sum_to(tape: Tape, operands: Operands, options: Options) -> int | None:
    (a,) = operands
    if tape.ops[a] == "broadcast_to":
        (inner,) = tape.arguments[a]
        if tape.shapes[inner] == dict(options)["shape"] and element_count(tape.shapes[inner]):
            count = element_count(tape.shapes[a]) // element_count(tape.shapes[inner])
            return tape.apply("mul", (tape.constant(float(count)), inner))
    return _unchanged_shape(tape, operands, options)


def _sum(tape: Tape, operands: Operands, options: Options) -> int | None:
    (a,) = operands
    if tape.shapes[a] == ():
        return a
    factor, rest = _factor(tape, a)  # a number before what is summed is set before the sum
    if factor == 1.0 or tape.shapes[rest] != tape.shapes[a]:
        return None
    return _scaled(tape, factor, tape.apply("sum", (rest,), options))


_RULES: dict[str, _Rewriting] = {
    "identity": _operand,
    "add": _add,
    "sub": _sub,
    "neg": _neg,
    "mul": _mul,
    "div": _div,
    "pow": _pow,
    "power_slope": _power_slope,
    "reshape": _reshape,
    "broadcast_to": _unchanged_shape,
    "transpose": _transpose,
    "sum_to": _sum_to,
    "sum": _sum,
}
