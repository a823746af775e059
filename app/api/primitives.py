"""GET /api/primitives."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import FastAPI
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from app.api.routing import operation, responses
from app.api.service import Service
from app.api.wire import Shape, WireNumber
from app.http.finished import Answer
from engine.formula.expr import Expr, Symbol
from engine.formula.walk import substitute
from engine.latex.formulas import latex
from engine.primitives.declaration import Composite, Function, G, Option, Primitive, Y, argument
from engine.primitives.ops import FUNCTIONS
from engine.primitives.rules import terms


def add(app: FastAPI, service: Service) -> None:
    """Add the route."""

    async def primitives(request: Request) -> Response:
        return await service.fixed(request, "primitives", lambda: Answer.json(primitives_json()))

    operation(
        app,
        "/primitives",
        primitives,
        operation_id="list_primitives",
        methods=["GET"],
        summary="List the primitives",
        description=(
            "Every operation the notation offers, from its one declaration: names, number of arguments, options, "
            "derivative rules in LaTeX (a and b are the arguments, y the result), domain and conventions at kinks. "
            "Operations that mix the elements of an array have terms instead (g is the adjoint of the result), and "
            "composites the formula by which they are written out: both for shapes that are given as an example."
        ),
        tags=["primitives"],
        responses=responses(PrimitivesAnswer, "The list", 503),
    )


class OptionRow(Shape):
    """A keyword of an operation, which must be known before anything is computed."""

    name: str
    kind: Literal["axis", "axes", "shape", "flag", "index", "number"]
    default: Any


class WrittenOut(Shape):
    """An operation between arrays, for the shapes of one example."""

    shapes: list[list[int]] = Field(description="Of the arguments a, b, c.")
    options: dict[str, Any]
    formula: str | None = Field(description="A composite in simpler operations, in LaTeX.")
    terms: list[str] = Field(description="The term that each argument receives; g is the adjoint of the result y.")


class PrimitiveRow(Shape):
    """One operation of the engine."""

    name: str
    aliases: list[str]
    arity: Annotated[list[int], Field(min_length=2, max_length=2)]
    options: list[OptionRow]
    summary: str
    kind: Literal["elementwise", "structured", "composite"]
    latex: str | None = Field(description="A command, or a template with #1 and #2 for the arguments.")
    derivatives: list[str] = Field(description="The local derivative by each argument, where it is elementwise.")
    example: WrittenOut | None = Field(description="The rules where it is not.")
    domain: list[Annotated[list[WireNumber], Field(min_length=2, max_length=2)]]
    kinks: list[str]


class PrimitivesAnswer(Shape):
    """All operations that the notation offers."""

    primitives: list[PrimitiveRow]


Data = dict[str, Any]


def primitives_json() -> Data:
    """Every operation that the notation offers."""
    return {"primitives": [_row(one) for one in FUNCTIONS.values() if one.in_notation]}


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
    rules = one.printed_vjp
    written = terms(one.name, shapes, output, options) if rules is None else rules(shapes, output, **dict(options))
    return found | {"terms": [latex(substitute(term, shaped)) for term in written]}
