"""What the parser says about arrays, indices and the options of functions: what is wrong, and the remedy."""

from __future__ import annotations

import difflib
from collections.abc import Callable

from engine.errors import Arguments, EngineError, Span
from engine.notation.lexer import Token
from engine.notation.other_libraries import ADVICE, ATTRIBUTES
from engine.primitives.declaration import Function, Option

_KINDS = {
    "axis": ("a whole number, several in brackets, or None", "0"),
    "axes": ("whole numbers in brackets, or None", "(1, 0)"),
    "shape": ("whole numbers in brackets", "(2, 3)"),
    "flag": ("True or False", "True"),
    "index": ("whole numbers in brackets", "(0, 1)"),
    "number": ("a number", "0.001"),
}
"""What an option of each kind may be, and an example."""

_CODES = {
    "axis": "bad-axis", "axes": "bad-axes", "shape": "bad-shape", "flag": "bad-flag", "index": "bad-place",
    "number": "bad-number",
}  # fmt: skip
"""The code of a value that an option of each kind cannot have."""


def empty_array(opened: Token, closing: Token) -> EngineError:
    """``[]``."""
    return EngineError(
        "There is nothing in these brackets.",
        "Write the entries of an array, as in [1, 2] or [[1, 2], [3, 4]].",
        Span(opened.line, opened.column, closing.end),
        code="empty-array",
    )


def ragged(first: int, here: int, span: Span) -> EngineError:
    """Rows of different lengths."""
    return EngineError(
        f"The rows of this array differ in length: the first has {_entries(first)}, this one {here}.",
        "Give every row as many entries as the first one has.",
        span,
        code="ragged-array",
        first=first,
        here=here,
    )


def uneven(first: tuple[int, ...], here: tuple[int, ...], span: Span) -> EngineError:
    """Rows, or numbers and rows, of different shapes."""
    if not first or not here:
        return EngineError(
            "This array mixes numbers and rows.",
            "Write one row of numbers, as in [1, 2], or a row in brackets for each: [[1, 2], [3, 4]].",
            span,
            code="mixed-array",
        )
    return EngineError(
        f"The parts of this array differ in shape: the first has the shape {first}, this one {here}.",
        "Give every part the shape of the first one.",
        span,
        code="uneven-array",
        first=str(first),
        here=str(here),
    )


def _entries(count: int) -> str:
    return f"{count} entr{'y' if count == 1 else 'ies'}"


def too_many_entries(span: Span, most: int) -> EngineError:
    """An array of very many formulas."""
    return EngineError(
        "This array has too many entries that are worked out.",
        f"At most {most} may stand in one pair of brackets; write shorter rows and concatenate them.",
        span,
        code="long-array",
        most=most,
    )


def comma_between(token: Token) -> EngineError:
    """``[[1, 2] [3, 4]]`` and ``[1 2]``."""
    return EngineError(
        "A comma is missing between these entries.",
        "Write [1, 2], and [[1, 2], [3, 4]] for two rows.",
        token.span,
        code="missing-comma",
    )


def index_or_array(token: Token, written: str) -> EngineError:
    """``x [0]``."""
    return EngineError(
        "These brackets can be read in two ways, as an index or as an array.",
        f"Write {written}[0] without a space for an entry, or {written}·[1, 2] for a product.",
        token.span,
        code="index-or-array",
        name=written,
    )


def empty_index(opened: Token, closing: Token) -> EngineError:
    """``x[]``."""
    return EngineError(
        "No entry is named in these brackets.",
        "Write x[0] for the first entry, x[-1] for the last, x[1:3] for a slice.",
        Span(opened.line, opened.column, closing.end),
        code="empty-index",
    )


def index(token: Token, before: Token) -> EngineError:
    """Something in an index that is neither a whole number nor a slice."""
    if isinstance(token.payload, EngineError) and token.kind != "truth":
        return token.payload
    hint = "Write them out, as in x[0], W[1, 0], W[:, 0] or x[1:3]; entries are counted from 0."
    if token.kind == "truth":
        hint = "Write reshape(x, (1, -1)) for an axis more."
    return EngineError(
        "An index is made of whole numbers.",
        hint,
        before.span if token.kind == "end" else token.span,
        code="new-axis" if token.kind == "truth" else "bad-index",
    )


def no_step(colon: Token, step: Token) -> EngineError:
    """``x[::0]``."""
    return EngineError(
        "A slice cannot go on in steps of 0.",
        "Write ::2 for every other entry, ::-1 for the reverse order.",
        Span(colon.line, colon.column, step.end),
        code="zero-step",
    )


def too_large(token: Token) -> EngineError:
    """An index or a size beyond all arrays."""
    return EngineError(
        "No array is as large as this.", "Write a smaller whole number.", token.span, code="size-too-large"
    )


def option(function: str, declared: Option) -> Callable[[Token, Token], EngineError]:
    """An option of a value that it cannot have."""
    may_be, example = _KINDS[declared.kind]

    def problem(token: Token, before: Token) -> EngineError:
        if isinstance(token.payload, EngineError) and token.kind != "truth":
            return token.payload
        return EngineError(
            f"The {declared.name} of '{function}' must be {may_be}.",
            f"Write it out, as in {declared.name}={example}.",
            before.span if token.kind == "end" else token.span,
            code=_CODES[declared.kind],
            function=function,
            option=declared.name,
            example=example,
        )

    return problem


def unknown_option(token: Token, function: Function, written: str) -> EngineError:
    """``sum(x, axs=0)``, ``leaky_relu(z, slope=0.1)``."""
    known = [option.name for option in function.options]
    if not known:
        return EngineError(
            f"'{written}' takes no arguments by name.",
            f"Give them in order, as in {written}({'z, 0.1' if function.defaults else 'z'}).",
            token.span,
            code="no-options",
            function=written,
            example=f"{written}({'z, 0.1' if function.defaults else 'z'})",
        )
    close = difflib.get_close_matches(token.text, known, n=1)
    first = function.options[0]
    meant = f"Did you mean '{close[0]}'? " if close else ""
    example = f"{written}(x, {first.name}={_KINDS[first.kind][1]})"
    nearest: Arguments = {"nearest": close[0]} if close else {}
    return EngineError(
        f"'{written}' has no option '{token.text}'.",
        f"{meant}It takes {' and '.join(known)}, as in {example}.",
        token.span,
        code="misspelled-option" if close else "unknown-option",
        function=written,
        option=token.text,
        options=", ".join(known),
        example=example,
        **nearest,
    )


def twice(token: Token) -> EngineError:
    """``sum(x, 0, axis=1)``."""
    return EngineError(
        f"The {token.text} is given twice.",
        "Leave one of them out.",
        token.span,
        code="option-twice",
        option=token.text,
    )


def after_option(token: Token) -> EngineError:
    """``sum(axis=0, x)``."""
    return EngineError(
        "An argument without a name cannot follow one with a name.",
        "Write arguments first and options last, as in sum(x, axis=0).",
        token.span,
        code="argument-after-option",
    )


def required(function: Function, written: str, declared: Option, span: Span) -> EngineError:
    """``reshape(x)``."""
    return EngineError(
        f"'{written}' needs a {declared.name}.",
        f"Write {written}(x, {_KINDS[declared.kind][1]}): {function.summary}.",
        span,
        code="missing-option",
        function=written,
        option=declared.name,
        example=_KINDS[declared.kind][1],
    )


def alone(token: Token, written: str) -> EngineError:
    """``np.array([1, 2], dtype=float)``, ``np.array(1, 2)``."""
    example = f"{written}([1, 2])" if written in ("array", "tensor") or "." in written else "[1, 2]"
    return EngineError(
        f"'{written}' takes one array here and nothing else.",
        f"Write {example}, or the array alone.",
        token.span,
        code="extra-array-argument",
        function=written,
        example=example,
    )


def sizes(written: str, token: Token, before: Token) -> EngineError:
    """``zeros(x)``."""
    if isinstance(token.payload, EngineError) and token.kind != "truth":
        return token.payload
    return EngineError(
        f"'{written}' needs the sizes of the array as whole numbers from 1.",
        f"Write {written}({'3' if written.endswith('eye') else '(2, 3)'}).",
        before.span if token.kind == "end" else token.span,
        code="bad-sizes",
        function=written,
        example=f"{written}({'3' if written.endswith('eye') else '(2, 3)'})",
    )


def attribute(word: str, written: str, span: Span, close: str | None) -> EngineError:
    """``x.__class__``, ``x.view(2)``."""
    what = f"A value has no '{written}' here."
    if word in ATTRIBUTES:
        code = ATTRIBUTES[word]
        return EngineError(what, ADVICE[code], span, code=code, attribute=written)
    if close:
        hint, code = f"Did you mean '{close}'?", "misspelled-attribute"
        return EngineError(what, hint, span, code=code, attribute=written, nearest=close)
    hint = "Call a function by its name, as in exp(x) or x.sum(); .T transposes."
    return EngineError(what, hint, span, code="unknown-attribute", attribute=written)


def uncalled_method(written: str, span: Span) -> EngineError:
    """``x.sum`` without brackets."""
    return EngineError(
        f"'{written}' is a function and needs its brackets.",
        f"Write .{written}( ).",
        span,
        code="uncalled-method",
        attribute=written,
    )


def chained(token: Token) -> EngineError:
    """``a < b < c``."""
    return EngineError(
        "Two comparisons follow each other.",
        "Write them as a product, as in (a < b)·(b < c); or put one in brackets.",
        token.span,
        code="two-comparisons",
    )


def no_formula(written: str, token: Token) -> EngineError:
    """``sum(x, axis=0+1)``."""
    if isinstance(token.payload, EngineError):
        return token.payload
    return EngineError(
        f"An option of '{written}' is written out, not worked out.",
        "Write a whole number, several in brackets, True or False.",
        token.span,
        code="computed-option",
        function=written,
    )


def list_of_lists(token: Token, written: str) -> EngineError:
    """``stack([1, 2], [3, 4])``."""
    return EngineError(
        f"The arrays of '{written}' stand in one pair of brackets.",
        f"Write {written}([[1, 2], [3, 4]]), or {written}([a, b]).",
        token.span,
        code="unlisted-arrays",
        function=written,
    )
