"""Formula -> LaTeX, with no more brackets than the reading needs."""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.formula.expr import (
    Call,
    Expr,
    Marked,
    Negative,
    Number,
    Power,
    Prime,
    Product,
    Quotient,
    Shape,
    Static,
    Sum,
    Symbol,
)
from engine.latex.marks import plain, wrap
from engine.latex.numbers import number_latex
from engine.primitives.ops import TABLE
from engine.primitives.shapes import repeated, shape_of

_SUM, _PRODUCT, _POWER, _ATOM = range(4)
_MARKS = re.compile(r"^(?:\\htmlClass\{[^{}]*\}\{)+")


def latex(expr: Expr) -> str:
    """The LaTeX of a formula, in the author's order."""
    return plain(marked_latex(expr))


def marked_latex(expr: Expr) -> str:
    """The same with marks around each marked symbol and number (:mod:`engine.latex.marks`)."""
    return _print(expr)[0]


def signed(expr: Expr) -> tuple[bool, Expr]:
    """A term as (is it subtracted, the term without its sign)."""
    match expr:
        case Negative(operand):
            return True, operand
        case Product((Negative(first), *rest)):
            return True, Product((first, *rest))
        case Product((Number(value) as number, *rest)) if value < 0.0 and number.latex is None:
            # At least one factor follows a number in front.
            if value == -1.0:
                return True, rest[0] if len(rest) == 1 else Product(tuple(rest))
            return True, Product((Number(-value), *rest))
    return False, expr


def join_factors(left: str, right: str) -> str:
    """Two printed factors side by side: a dot where the second begins with a digit or a sign."""
    start, end = plain(_MARKS.sub("", right)), plain(left)[-1]
    numeric = start[0].isdigit() or start.startswith(("(-", "\\text{NaN}", "\\infty"))
    bracket = start.startswith("\\left(") or (start.startswith("(") and start[1].isdigit())
    dotted = numeric or (end.isdigit() and bracket)
    return f"{left} \\cdot {right}" if dotted else f"{left}\\,{right}"


def _print(expr: Expr) -> tuple[str, int]:
    """The LaTeX and how tightly it holds together."""
    match expr:
        case Symbol():
            return wrap(expr.latex) if expr.marked else expr.latex, _ATOM
        case Number(value, written):
            text = written if written is not None else number_latex(value)
            held = _SUM if text.startswith("-") or "\\cdot" in text else _POWER if "^" in text else _ATOM
            return wrap(text) if expr.marked else text, held
        case Sum(terms):
            return _print_sum(terms), _SUM
        case Negative():
            return _print_negative(expr)
        case Product(factors):
            return _print_product(expr, factors)
        case Quotient(numerator, denominator):
            above, below = marked_latex(numerator), marked_latex(denominator)
            if isinstance(numerator, Negative | Product) and above.startswith("-"):
                return f"-\\frac{{{above[1:]}}}{{{below}}}", _SUM
            return f"\\frac{{{above}}}{{{below}}}", _POWER
        case Power(base, exponent):
            return _print_power(base, exponent)
        case Call(_, arguments, _):
            return _print_call(expr, arguments, "")
        case Prime(_, arguments):
            return _print_call(expr, arguments, "'")
        case Marked(operand, mark):
            text, tightness = _print(operand)
            # A marked product among factors stands there without brackets, as it does unmarked.
            held = _POWER if tightness == _PRODUCT and not text.startswith("-") else tightness
            return f"\\htmlClass{{{mark}}}{{{text}}}", held
    raise TypeError(f"no LaTeX for {type(expr).__name__}")


def _bracketed(expr: Expr, level: int) -> str:
    text, tightness = _print(expr)
    if tightness >= level:
        return text
    # The brackets of a number are marked with it: a box around it is as good as brackets.
    is_marked = isinstance(expr, Number) and expr.marked
    return wrap(parenthesised(plain(text))) if is_marked else parenthesised(text)


def parenthesised(text: str) -> str:
    """The text in brackets as tall as it needs."""
    tall = any(command in text for command in ("\\frac", "\\sqrt", "\\begin"))
    return f"\\left({text}\\right)" if tall else f"({text})"


def _print_sum(terms: tuple[Expr, ...]) -> str:
    pieces: list[str] = []
    for position, term in enumerate(terms):
        negative, rest = signed(term)
        if position == 0:
            pieces.append(marked_latex(term))
        elif negative:
            pieces.append(f"- {_bracketed(rest, _PRODUCT)}")
        else:
            pieces.append(f"+ {_bracketed(term, _PRODUCT)}")
    return " ".join(pieces)


def _print_negative(expr: Expr) -> tuple[str, int]:
    _, operand = signed(expr)
    return f"-{_bracketed(operand, _PRODUCT)}", _SUM


def _print_product(expr: Expr, factors: tuple[Expr, ...]) -> tuple[str, int]:
    negative, rest = signed(expr)
    if negative:
        return f"-{_bracketed(rest, _PRODUCT)}", _SUM
    above = [factor for factor in factors if not _is_divisor(factor)]
    below = [_inverted(factor) for factor in factors if _is_divisor(factor)]
    if below:
        top, bottom = _run(above) if above else "1", _run(below)
        return f"\\frac{{{top}}}{{{bottom}}}", _POWER
    return _run(above), _PRODUCT


def _run(factors: list[Expr]) -> str:
    if len(factors) == 1:
        return marked_latex(factors[0])
    arrays = [bool(shape_of(factor)) for factor in factors]
    several = sum(arrays) > 1
    # A matrix product among the factors of an elementwise one is bracketed, be it the first.
    text = _bracketed(factors[0], _POWER if several else _PRODUCT)
    for position, factor in enumerate(factors[1:], start=1):
        # Nothing follows the last factor that a sum in it could be thought to run over.
        last = position == len(factors) - 1 and isinstance(factor, Call) and factor.head in ("sum", "sum_to")
        right = _bracketed(factor, _PRODUCT if last else _POWER)
        elementwise = arrays[position] and any(arrays[:position])
        text = f"{text} \\circ {right}" if elementwise else join_factors(text, right)
    return text


def _is_divisor(factor: Expr) -> bool:
    return (
        isinstance(factor, Power)
        and isinstance(factor.exponent, Number)
        and (factor.exponent.value < 0.0 and factor.exponent.latex is None)
    )


def _inverted(factor: Expr) -> Expr:
    assert isinstance(factor, Power)
    assert isinstance(factor.exponent, Number)
    exponent = -factor.exponent.value
    return factor.base if exponent == 1.0 else Power(factor.base, Number(exponent))


def _print_power(base: Expr, exponent: Expr) -> tuple[str, int]:
    power = Power(base, exponent)
    if _is_divisor(power):
        return f"\\frac{{1}}{{{marked_latex(_inverted(power))}}}", _POWER
    return f"{_bracketed(base, _ATOM)}^{{{marked_latex(exponent)}}}", _POWER


def _print_call(expr: Call | Prime, arguments: tuple[Expr, ...], prime: str) -> tuple[str, int]:
    template = TABLE[expr.head].latex
    if "#" not in template:
        return f"{template}{prime}{parenthesised(', '.join(map(marked_latex, arguments)))}", _ATOM
    if expr.head == "matmul" and _is_column(arguments[0]):
        template = template.replace("#^1", "#!1^{\\top}")
    options = dict(expr.options) if isinstance(expr, Call) else {}

    def fill(mark: re.Match[str]) -> str:
        level, position, name = mark.groups()
        if name == "axis":
            return _axes_latex(shape_of(arguments[0]), options)
        if name:
            return _option_latex(options.get(name))
        argument = arguments[int(position) - 1]
        if position == "2" and expr.head == "outer" and isinstance(argument, Call) and argument.head == "transpose":
            argument = argument.arguments[0]  # x yᵀ: the template has the transpose
        if position == "1" and expr.head == "matmul" and isinstance(argument, Call) and argument.head == "matmul":
            level = ""  # products of matrices may be read from the left
        return _bracketed(argument, _LEVELS[level])

    text = _MARK.sub(fill, template)
    if "#*" in template or "#^" in template:
        return text, _PRODUCT
    # e^x, √x and xᵀ carry no brackets of their own, so as a base they need some.
    return text, _POWER if template.startswith(("e^", "\\sqrt")) or template.endswith(("^{\\top}", "^{2}")) else _ATOM


def _is_column(expr: Expr) -> bool:
    """Whether a vector stands where a row must: it is written with a transpose of its own."""
    return len(shape_of(expr)) == 1 and not (isinstance(expr, Call) and expr.head in ("transpose", "matmul"))


_LEVELS = {"": _SUM, "*": _PRODUCT, "^": _POWER, "!": _ATOM}
_MARK = re.compile(r"#([*^!]?)(?:([1-9])|([a-z]+))")
"""A place in a primitive's template: ``#1``, or ``#*1 #^1 #!1`` with brackets around what holds
together less tightly than a product, a power, a single symbol; ``#name`` is an option."""


def _axes_latex(shape: Shape, options: Mapping[str, Static]) -> str:
    """What a sum runs over, as its subscript: nothing for everything."""
    if "shape" in options:
        gone = repeated(options["shape"], shape)
    else:
        axis = options.get("axis")
        given = axis if isinstance(axis, tuple) else (axis,)
        gone = tuple(one % len(shape) for one in given if isinstance(one, int))
    named = sorted(gone)
    if len(named) in (0, len(shape)):
        return ""
    words = {0: "rows", 1: "columns"} if len(shape) == 2 else {}
    listed = ", ".join(words.get(axis, f"axis {axis}") for axis in named)
    return f"_{{\\text{{{listed}}}}}"


def _option_latex(value: Static) -> str:
    """An option in a formula: an index as Python writes it."""
    if isinstance(value, tuple):
        return ",".join(_slice_text(part) if isinstance(part, tuple) else str(part) for part in value)
    return str(value)


def _slice_text(part: tuple[Static, ...]) -> str:
    start, stop, step = ("" if one is None else str(one) for one in part)
    return f"{start}{{:}}{stop}" + (f"{{:}}{step}" if step else "")
