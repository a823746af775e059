"""The list of operations for the palette and for tools, from their declarations."""

from __future__ import annotations

from typing import Any

from engine.algebra import Expr, Symbol
from engine.ops import FUNCTIONS
from engine.primitive import Composite, Function, G, Option, Primitive, Y, argument
from engine.printing import latex
from engine.rules import terms
from engine.traverse import substitute

Data = dict[str, Any]


def primitives() -> Data:
    """Every operation that the notation offers."""
    return {"primitives": [_row(one) for one in FUNCTIONS.values() if one.spoken]}


def _row(one: Function) -> Data:
    primitive = one if isinstance(one, Primitive) else None
    elementwise = primitive is not None and primitive.elementwise
    rules = primitive.printed if primitive is not None and elementwise else ()
    domain = primitive.domain if primitive is not None and elementwise else ()
    return {
        "name": one.name,
        "aliases": list(one.aliases),
        "arity": list(one.arity),
        "options": [_option(option) for option in one.options],
        "summary": one.summary,
        "kind": "composite" if primitive is None else "elementwise" if elementwise else "structured",
        "latex": None if primitive is None else primitive.latex,
        "derivatives": [latex(rule) for rule in rules],
        "example": None if elementwise else _example(one),
        "domain": [list(interval) for interval in domain[: one.arity[1]]],
        "kinks": [] if primitive is None else [kink.text for kink in primitive.kinks],
    }


def _option(option: Option) -> Data:
    return {"name": option.name, "kind": option.kind, "default": option.default}


def _example(one: Function) -> Data | None:
    """What no one formula says for every shape, for the shapes of the first of its cases."""
    if not one.cases:
        return None
    shapes, options = one.cases[0]
    names = [argument(k) for k in range(len(shapes))]
    shaped: dict[str, Expr] = {
        name.key: Symbol(name.key, name.latex, shape) for name, shape in zip(names, shapes, strict=True)
    }
    found = {"shapes": [list(shape) for shape in shapes], "options": dict(options), "formula": None, "terms": []}
    if isinstance(one, Composite):
        return found | {"formula": latex(substitute(one.formula(shapes, **dict(options)), shaped))}
    if not isinstance(one, Primitive):
        return None
    output = one.shape(*shapes, **dict(options))
    shaped |= {symbol.key: Symbol(symbol.key, symbol.latex, output) for symbol in (Y, G)}
    rules = one.shown_pullback
    written = terms(one.name, shapes, output, options) if rules is None else rules(shapes, output, **dict(options))
    return found | {"terms": [latex(substitute(term, shaped)) for term in written]}
