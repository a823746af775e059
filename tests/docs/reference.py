"""docs/primitives.md, written from the primitive table: ``python -m tests.docs.reference``."""

from __future__ import annotations

from types import ModuleType

from engine.formula.expr import ZERO, Call, Expr, Options, Shape, Symbol
from engine.formula.walk import substitute
from engine.latex.formulas import latex
from engine.primitives.declaration import ARGUMENTS, Composite, Function, G, Primitive, Y, argument
from engine.primitives.ops import ROOMS, WRITTEN
from engine.primitives.rules import printed_terms
from engine.primitives.shapes import shape_of
from tests.docs.fences import DOCS

PAGE = DOCS / "primitives.md"

HEAD = """\
# Primitives

<!-- Written by `python -m tests.docs.reference` from the declarations in engine/primitives/ops. Do not edit. -->

Every operation that the [notation](notation.md) offers. $a$, $b$ and $c$ are the arguments, $y$ is the value.

- Where each element of $y$ depends on the elements at the same place alone, its derivative by each argument is given.
  Shapes need not be equal: they are brought together as NumPy does it, and the reverse sums over what was repeated.
- Elsewhere the derivative would be a large array that nobody forms. Given is the term that each argument receives,
  in $\\bar{y}$, for arguments of typical shapes: $\\circ$ multiplies element by element, $\\mathbf{1}$ repeats.

Where another form is computed than the one printed here, [the numerics](numerics.md) say which and why.
[Adding one](adding-a-primitive.md) takes one declaration.
"""


def reference() -> str:
    """The whole page."""
    parts = [HEAD]
    for room in ROOMS:
        parts.append(_heading(room))
        parts += [entry(primitive) for primitive in room.PRIMITIVES if primitive.in_notation]
    for room in WRITTEN:
        parts.append(_heading(room))
        parts += [_composite(composite) for composite in room.COMPOSITES if composite.in_notation]
    return "\n".join(parts)


def _heading(room: ModuleType) -> str:
    title = room.__name__.rpartition(".")[2].capitalize()
    return f"## {title}\n\n{(room.__doc__ or '').splitlines()[0]}\n"


def entry(primitive: Primitive) -> str:
    """One primitive: its names, its formulas, its conventions."""
    lines = [f"### `{primitive.name}`", "", _names(primitive), ""]
    lines += _elementwise(primitive) if primitive.elementwise else _structured(primitive)
    if primitive.kinks:
        lines += ["Convention: " + "; ".join(kink.text for kink in primitive.kinks) + ".", ""]
    if primitive.faults:
        lines += ["Not finite: " + "; ".join(fault.text for fault in primitive.faults) + ".", ""]
    return "\n".join(lines)


def _elementwise(primitive: Primitive) -> list[str]:
    arguments = ARGUMENTS[: primitive.arity[1]]
    formulas = [f"y = {latex(Call(primitive.name, arguments))}"]
    for one, rule in zip(arguments, primitive.printed, strict=True):
        formulas.append(f"\\frac{{\\partial y}}{{\\partial {one.latex}}} = {latex(rule)}")
    return [_display(formulas), ""]


def _structured(primitive: Primitive) -> list[str]:
    shapes, options = typical(primitive)
    symbols = _symbols(shapes)
    arguments = tuple(symbols[argument(position).key] for position in range(len(shapes)))
    output = primitive.shape(*shapes, **dict(options))
    symbols |= {G.key: Symbol("g", "\\bar{y}", output), Y.key: Symbol("y", "y", output)}
    formulas = [f"y = {latex(Call(primitive.name, arguments, options))}"]
    for one, term in zip(arguments, printed_terms(primitive.name, shapes, output, options), strict=True):
        if term != ZERO:
            formulas.append(f"\\bar{{{latex(one)}}} = {latex(substitute(term, symbols))}")
    return [_display(formulas), "", f"for {_shapes(shapes, options)}; {_made(output)}.", ""]


def _composite(composite: Composite) -> str:
    shapes, options = typical(composite)
    formula = substitute(composite.formula(shapes, **dict(options)), _symbols(shapes), simplify=False)
    lines = [f"### `{composite.name}`", "", _names(composite), "", _display([f"y = {latex(formula)}"]), ""]
    return "\n".join([*lines, f"for {_shapes(shapes, options)}; {_made(shape_of(formula))}.", ""])


def typical(function: Function) -> tuple[tuple[Shape, ...], Options]:
    """The case that is shown: the first with a matrix."""
    return next((case for case in function.cases if len(case[0][0]) == 2), function.cases[0])


def _symbols(shapes: tuple[Shape, ...]) -> dict[str, Expr]:
    names = [argument(position) for position in range(len(shapes))]
    return {one.key: Symbol(one.key, one.latex, shape) for one, shape in zip(names, shapes, strict=True)}


def _display(formulas: list[str]) -> str:
    return "$$" + ", \\qquad ".join(formulas) + "$$"


def _shapes(shapes: tuple[Shape, ...], options: Options) -> str:
    given = [f"${argument(position).latex}$ {_of(shape)}" for position, shape in enumerate(shapes)]
    given += [f"`{name}={value}`" for name, value in options]
    return ", ".join(given)


def _of(shape: Shape) -> str:
    return f"of shape `{shape}`" if shape else "a number"


def _made(shape: Shape) -> str:
    return f"$y$ has the shape `{shape}`" if shape else "$y$ is a number"


def _names(function: Function) -> str:
    text = function.summary
    if function.aliases:
        text += " – also called " + ", ".join(f"`{alias}`" for alias in function.aliases)
    if function.defaults:
        values = ", ".join(f"{value:g}" for value in function.defaults)
        text += f" – the last argument may be left out and is then {values}"
    if function.unary_overload:
        text += f" – with one argument it is `{function.unary_overload}`"
    if function.options:
        text += " – options: " + ", ".join(f"`{option.name}={option.default}`" for option in function.options)
    return text


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8", newline="\n")
