"""Formula -> LaTeX, with no more brackets than the reading needs."""

from __future__ import annotations

from engine.algebra import (
    Call,
    Expr,
    Negative,
    Number,
    Power,
    Prime,
    Product,
    Quotient,
    Sum,
    Symbol,
)
from engine.numerals import number_latex
from engine.ops import TABLE

_SUM, _PRODUCT, _POWER, _ATOM = range(4)


def latex(expr: Expr) -> str:
    """The LaTeX of a formula, in the author's order."""
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
    numeric = right[0].isdigit() or right.startswith(("(-", "\\text{NaN}", "\\infty"))
    bracket = right.startswith("\\left(") or (right.startswith("(") and right[1].isdigit())
    dotted = numeric or (left[-1].isdigit() and bracket)
    return f"{left} \\cdot {right}" if dotted else f"{left}\\,{right}"


def _print(expr: Expr) -> tuple[str, int]:
    """The LaTeX and how tightly it holds together."""
    match expr:
        case Symbol():
            return expr.latex, _ATOM
        case Number(value, written):
            text = written if written is not None else number_latex(value)
            if text.startswith("-") or "\\cdot" in text:
                return text, _SUM
            return text, _POWER if "^" in text else _ATOM
        case Sum(terms):
            return _print_sum(terms), _SUM
        case Negative():
            return _print_negative(expr)
        case Product(factors):
            return _print_product(expr, factors)
        case Quotient(numerator, denominator):
            above, below = latex(numerator), latex(denominator)
            if isinstance(numerator, Negative | Product) and above.startswith("-"):
                return f"-\\frac{{{above[1:]}}}{{{below}}}", _SUM
            return f"\\frac{{{above}}}{{{below}}}", _POWER
        case Power(base, exponent):
            return _print_power(base, exponent)
        case Call(head, arguments, _):
            return _print_call(head, arguments, "")
        case Prime(head, arguments):
            return _print_call(head, arguments, "'")
    raise TypeError(f"no LaTeX for {type(expr).__name__}")


def _bracketed(expr: Expr, level: int) -> str:
    text, tightness = _print(expr)
    return text if tightness >= level else parenthesised(text)


def parenthesised(text: str) -> str:
    """The text in brackets as tall as it needs."""
    tall = "\\frac" in text or "\\sqrt" in text
    return f"\\left({text}\\right)" if tall else f"({text})"


def _print_sum(terms: tuple[Expr, ...]) -> str:
    pieces: list[str] = []
    for position, term in enumerate(terms):
        negative, rest = signed(term)
        if position == 0:
            pieces.append(latex(term))
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
        return latex(factors[0])
    text = _bracketed(factors[0], _PRODUCT)
    for factor in factors[1:]:
        text = join_factors(text, _bracketed(factor, _POWER))
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
        return f"\\frac{{1}}{{{latex(_inverted(power))}}}", _POWER
    return f"{_bracketed(base, _ATOM)}^{{{latex(exponent)}}}", _POWER


def _print_call(head: str, arguments: tuple[Expr, ...], prime: str) -> tuple[str, int]:
    template = TABLE[head].latex
    inside = [latex(argument) for argument in arguments]
    if "#1" not in template:
        text = f"{template}{prime}{parenthesised(', '.join(inside))}"
        return text, _ATOM
    for position, text in enumerate(inside, start=1):
        template = template.replace(f"#{position}", text)
    # e^x and √x carry no brackets of their own, so as a base they need some.
    return template, _POWER if template.startswith(("e^", "\\sqrt")) else _ATOM
