"""What the parser says when it cannot read on: what is wrong, where, and the remedy."""

from __future__ import annotations

from engine.errors import Arguments, EngineError, Span
from engine.notation import array_errors
from engine.notation.lexer import Lines, Token
from engine.notation.operations import Operand
from engine.primitives.declaration import MANY, Function

_ABC = "abcdefgh"

CLOSING = {"(": ")", "[": "]", "|": "|", "‖": "‖"}
"""What closes each of the signs that open something."""


def leftover(token: Token) -> EngineError:
    """A token that no expression goes on with."""
    if isinstance(token.payload, EngineError):
        return token.payload
    what, hint, code = {
        ")": ("This bracket closes nothing.", "Delete it, or open one before it.", "stray-bracket"),
        "=": ("A second = cannot stand on this line.", "Write one definition on each line.", "second-equals"),
        ",": (
            "A comma cannot stand here.",
            "Write decimals with a point, as in 0.5, and definitions on lines of their own.",
            "stray-comma",
        ),
        ".": ("A dot cannot stand here.", "Write · or * for a product.", "stray-dot"),
        "]": ("This bracket closes nothing.", "Delete it, or open one before it.", "stray-bracket"),
        "|": ("This bar closes nothing.", "Write |x| or abs(x) for the absolute value.", "stray-bar"),
        "‖": ("This bar closes nothing.", "Write ‖x‖ or norm(x) for the norm.", "stray-bar"),
        ":": ("A colon cannot be read here.", "Write a definition with =, as in z = wx + b.", "colon"),
    }.get(token.kind, (f"'{token.text}' cannot stand here.", "Write one expression after the =.", "stray-sign"))
    found: dict[str, Arguments] = {
        "stray-bracket": {"mark": token.kind},
        "stray-bar": {"mark": token.kind, "function": "abs" if token.kind == "|" else "norm"},
        "colon": {"character": token.text},
        "stray-sign": {"text": token.text},
    }
    return EngineError(what, hint, token.span, code=code, **found.get(code, {}))


def missing(token: Token, before: Token | None) -> EngineError:
    """No operand where one must begin. ``before`` is None at the beginning of the expression."""
    if before is None or before.kind in (*CLOSING, ","):
        return _missing_first(token, before)
    if isinstance(token.payload, EngineError):
        return token.payload
    if token.kind in (")", "]", ",", "|", "‖", "end"):
        return EngineError(
            f"Something is missing after '{before.text}'.",
            "Write a value on its right.",
            before.span,
            code="missing-right-operand",
            sign=before.text,
        )
    return EngineError(
        f"'{token.text}' cannot follow '{before.text}'.",
        "Write a value between them.",
        token.span,
        code="signs-in-a-row",
        text=token.text,
        before=before.text,
    )


def _missing_first(token: Token, before: Token | None) -> EngineError:
    """No operand at the beginning of an expression, a bracket or an argument."""
    if token.kind in ("^", "superscript"):
        return EngineError("Nothing stands here to be raised.", "Write x² or x^2.", token.span, code="missing-base")
    if token.kind in ("*", "/", "@", "<", ">", "<=", ">="):
        return EngineError(
            f"Nothing stands before '{token.text}'.",
            "Write a value on its left.",
            token.span,
            code="missing-left-operand",
            sign=token.text,
        )
    if token.kind == "ᵀ":
        return EngineError(
            "Nothing stands here to be transposed.", "Write Wᵀ or W.T.", token.span, code="missing-matrix"
        )
    if before is None or token.kind not in (")", "]", "|", "‖", ",", "end"):
        return leftover(token)
    if token.kind == "end" and before.kind != ",":
        return unclosed(before, token)
    what, code = {
        **dict.fromkeys("([", ("There is nothing in these brackets.", "empty-brackets")),
        **dict.fromkeys("|‖", ("There is nothing between these bars.", "empty-bars")),
    }.get(before.kind, ("Something is missing after this comma.", "missing-after-comma"))
    return EngineError(
        what,
        "Write an expression there, for instance w·x + b.",
        before.span if token.kind == "end" else Span(token.line, before.column, token.end),
        code=code,
    )


def unclosed(opened: Token, found: Token) -> EngineError:
    """A bracket that nothing closes, or whose expression does not go on."""
    other = found.kind in (")", "]") and found.kind != CLOSING[opened.kind]
    if found.kind != "end" and not other:
        return leftover(found)
    what = "This bar" if opened.kind in ("|", "‖") else "This bracket"
    hint = f"Close it with {CLOSING[opened.kind]} on the same line."
    return EngineError(
        f"{what} is never closed.",
        hint,
        opened.span,
        code="unclosed-bar" if opened.kind in ("|", "‖") else "unclosed-bracket",
        mark=CLOSING[opened.kind],
    )


def number_after(token: Token, before: Token, in_array: bool) -> EngineError:
    """A number that follows a factor without a sign, or an entry without a comma."""
    text = token.text
    if in_array:
        return array_errors.comma_between(token)
    if before.kind == "number":
        return EngineError(
            "Two numbers follow each other.", "Put a sign between them, or join them.", token.span, code="two-numbers"
        )
    return EngineError(
        "A number cannot follow a factor without a sign.",
        f"Write ·{text} to multiply, ^{text} for a power, or put the number first.",
        token.span,
        code="number-after-factor",
        number=text,
    )


def uncalled(token: Token, written: str, after: Token) -> EngineError:
    """A function without its brackets."""
    if after.kind in ("superscript", "^"):
        return EngineError(
            f"A power cannot stand between '{written}' and its bracket.",
            f"Write {written}(x)^2 for the square of {written}(x).",
            Span(token.line, token.column, after.end),
            code="power-of-function",
            function=written,
        )
    return EngineError(
        f"'{written}' is a function and needs its argument in brackets.",
        f"Write {written}(x); or choose another name, if it is a value of yours.",
        token.span,
        code="uncalled-function",
        function=written,
    )


def arity(function: Function, written: str, count: int, span: Span) -> EngineError:
    """A call with too few or too many arguments."""
    least, most = function.arity
    if most >= MANY:
        some, shown = (f"at most {most}" if count > most else f"at least {least}"), f"{written}([a, b])"
    else:
        some = str(most) if least == most else f"{least} {'or' if most == least + 1 else 'to'} {most}"
        shown = f"{written}({', '.join(_ABC[:most])})"
    return EngineError(
        f"'{written}' takes {some} argument{'' if some.endswith(' 1') or some == '1' else 's'}, not {count or 'none'}.",
        f"Write {shown}: {function.summary}.",
        span,
        **_counts(function, written, count, shown),
    )


def _counts(function: Function, written: str, count: int, call: str) -> Arguments:
    """The code and the arguments of :func:`arity`."""
    least, most = function.arity
    if least == most:
        return {"code": "argument-count", "function": written, "wanted": most, "count": count, "call": call}
    return {
        "code": "argument-range", "function": written, "least": least, "most": most, "count": count, "call": call,
    }  # fmt: skip


def division(lines: Lines, line: int, left: Operand, divisor: Operand, token: Token) -> EngineError:
    """a/bc, which some read as (a/b)·c and others as a/(b·c)."""
    below = lines.quote(line, divisor.column, divisor.end)
    above = lines.quote(line, left.column, divisor.column).rstrip(" \t/÷∕⁄／")
    factor = lines.quote(line, token.column, token.end)
    if token.kind not in ("name", "constant") or max(len(above), len(below)) > 20:
        above, below, factor = "a", "b", "c"
    return EngineError(
        "This quotient can be read in two ways.",
        f"Write ({above}/{below})·{factor} or {above}/({below}·{factor}).",
        Span(line, left.column, token.end),
        code="ambiguous-quotient",
        first=f"({above}/{below})·{factor}",
        second=f"{above}/({below}·{factor})",
    )


def root(token: Token, end: int, base: Operand | None = None) -> EngineError:
    """√wx and √x², whose roof cannot be seen."""
    return EngineError(
        "It cannot be seen how far this root reaches.",
        "Put a bracket after the √, as in √(x²) or (√x)².",
        Span(token.line, base.column if base else token.column, end),
        code="ambiguous-root",
    )


def two_powers(token: Token) -> EngineError:
    """x²^3."""
    return EngineError(
        "Two powers follow each other.", "Put one in brackets, as in (x²)^3.", token.span, code="two-powers"
    )


def exponent(lines: Lines, line: int, read: Operand, token: Token) -> EngineError:
    """e^xy, which some read as e^(x·y) and others as e^x·y."""
    first = lines.quote(line, read.column, read.end)
    factor = lines.quote(line, token.column, token.end)
    return EngineError(
        "It cannot be seen how far this exponent reaches.",
        f"Write ^({first}·{factor}) or ^{first}·{factor}.",
        Span(line, read.column, token.end),
        code="ambiguous-exponent",
        first=f"^({first}·{factor})",
        second=f"^{first}·{factor}",
    )
