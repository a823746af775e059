"""Derivative rules read on numbers.

A rule is declared as a formula once; here it becomes a function of (arguments, output), and of the
upstream adjoint where the primitive mixes elements.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from engine.formula.expr import ZERO, Call, Expr, Options, Shape, Symbol, call
from engine.formula.walk import fold
from engine.primitives.declaration import G, Value, Y, argument, position_of
from engine.primitives.ops import TABLE

Rule = Callable[[Sequence[Value], Value], Value]
"""(arguments, output) -> local derivative, elementwise."""
Term = Callable[[Value, Sequence[Value], Value], Value]
"""(upstream, arguments, output) -> the term that one argument receives, in its shape."""
_Reader = Callable[[Value, Sequence[Value], Value], Value]


@cache
def numeric_rules(name: str) -> tuple[Rule, ...]:
    """The local derivatives of an elementwise primitive as functions, one per argument."""
    return tuple(_without_upstream(_compile(rule)) for rule in TABLE[name].derivatives)


@cache
def flat(name: str) -> tuple[bool, ...]:
    """For each argument of an elementwise primitive, whether its derivative is 0 everywhere, not just somewhere.

    Nothing is sent to such an argument: the 0 is no number that an infinity could make a NaN of.
    """
    return tuple(rule == ZERO for rule in TABLE[name].derivatives)


@cache
def slope_terms(name: str) -> tuple[Term | None, ...]:
    """Upstream × local derivative, summed over no axes; None where an elementwise primitive is flat."""
    rules = zip(numeric_rules(name), flat(name), strict=True)
    return tuple(None if nothing else _with_upstream(rule) for rule, nothing in rules)


@lru_cache(maxsize=4096)
def terms(name: str, shapes: tuple[Shape, ...], output: Shape, options: Options) -> tuple[Expr, ...]:
    """For each argument of an operation the term it receives: a formula in ``G``, the arguments and ``Y``.

    Args:
        shapes: Of the arguments.
        output: The shape of the operation's result, which ``G`` has too.
    """
    primitive = TABLE[name]
    if primitive.vjp is not None:
        return primitive.vjp(shapes, output, **dict(options))
    rules = zip(primitive.derivatives, shapes, strict=True)
    return tuple(ZERO if rule == ZERO else fit(G * rule, output, shape) for rule, shape in rules)


def printed_terms(name: str, shapes: tuple[Shape, ...], output: Shape, options: Options) -> tuple[Expr, ...]:
    """The terms of :func:`terms` in the form in which they are printed."""
    primitive = TABLE[name]
    if primitive.printed_vjp is not None:
        return primitive.printed_vjp(shapes, output, **dict(options))
    if primitive.vjp is not None:
        return terms(name, shapes, output, options)
    rules = zip(primitive.printed, shapes, strict=True)
    return tuple(ZERO if rule == ZERO else fit(G * rule, output, shape) for rule, shape in rules)


@lru_cache(maxsize=4096)
def tangent_terms(name: str, shapes: tuple[Shape, ...], output: Shape, options: Options) -> tuple[Expr, ...]:
    """Forward mode: for each argument what its tangent, ``G``, adds to the tangent of the output.

    Nothing is added where the formula is ``ZERO``. The others are in the output's shape, or one that
    broadcasts to it.
    """
    primitive = TABLE[name]
    if primitive.elementwise:
        return tuple(ZERO if rule == ZERO else G * rule for rule in primitive.derivatives)
    if primitive.jvp is not None:
        return primitive.jvp(shapes, output, **dict(options))
    given = tuple(map(argument, range(len(shapes))))
    # In an argument in which it is linear, the tangent goes through it as the value does.
    return tuple(
        Call(name, (*given[:position], G, *given[position + 1 :]), options) if position in primitive.linear else ZERO
        for position in range(len(shapes))
    )


@lru_cache(maxsize=4096)
def numeric_tangents(name: str, shapes: tuple[Shape, ...], output: Shape, options: Options) -> tuple[Term | None, ...]:
    """The same on numbers, called with (tangent, arguments, output); None where nothing is added."""
    formulas = tangent_terms(name, shapes, output, options)
    return tuple(None if formula == ZERO else _compile(formula) for formula in formulas)


def fit(formula: Expr, shape: Shape, wanted: Shape) -> Expr:
    """The formula summed over the axes along which an argument of shape ``wanted`` was repeated."""
    return formula if shape == wanted else call("sum_to", formula, shape=wanted)


@lru_cache(maxsize=4096)
def numeric_terms(name: str, shapes: tuple[Shape, ...], output: Shape, options: Options) -> tuple[Term | None, ...]:
    """The same on numbers; None for an argument that receives nothing."""
    return tuple(None if formula == ZERO else _compile(formula) for formula in terms(name, shapes, output, options))


def _with_upstream(rule: Rule) -> Term:
    return lambda upstream, arguments, output: upstream * rule(arguments, output)


def _without_upstream(read: _Reader) -> Rule:
    return lambda arguments, output: read(None, arguments, output)


def _compile(formula: Expr) -> _Reader:
    return _reader(fold(formula, _read_symbol, float, _read_call))


def _reader(part: _Reader | float) -> _Reader:
    """A number that stands in a rule is a plain float: it takes on the precision of the arrays that it meets."""
    return part if callable(part) else lambda _upstream, _arguments, _output: part


def _read_symbol(symbol: Symbol) -> _Reader | float:
    """What :func:`engine.primitives.declaration.meaning` says, decided when the rule is compiled."""
    if symbol == Y:
        return lambda _upstream, _arguments, output: output
    if symbol == G:
        return lambda upstream, _arguments, _output: upstream
    position = position_of(symbol)
    return lambda _upstream, arguments, _output: arguments[position]


def _read_call(name: str, parts: list[_Reader | float], options: Options) -> _Reader | float:
    compute = TABLE[name].value
    static = dict(options)
    if not static and all(isinstance(part, float) for part in parts):
        return float(compute(*parts))  # a number made of numbers: the ½ that stands as 1/2, the −1 as neg(1)
    operands = [_reader(part) for part in parts]
    if len(operands) == 1:
        (only,) = operands
        return lambda upstream, arguments, output: compute(only(upstream, arguments, output), **static)
    return lambda upstream, arguments, output: compute(
        *[read(upstream, arguments, output) for read in operands], **static
    )
