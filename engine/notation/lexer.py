"""Text -> tokens, in one pass from left to right.

The first character that cannot be read becomes an ``error`` token and ends the pass: the parser
raises it if nothing before it is wrong, so that the author always hears of his first mistake.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import ascii_letters
from typing import NamedTuple

from engine.errors import LINE_END, EngineError, Span
from engine.limits import Limits
from engine.notation.characters import (
    BIDI,
    EQUALITY,
    FRACTIONS,
    SIGNS,
    SUPERSCRIPTS,
    explain,
    fold,
    is_space,
)
from engine.notation.names import canonical, end_of_label
from engine.notation.program import Literal
from engine.primitives.declaration import Function

# Possessive (++, *+, ?+): none of these can ever try a text twice.
_BROKEN = re.compile(r"[0-9A-Za-z_.]*+")
_WORD = re.compile(r"[A-Za-z0-9_]*+")
_NUMBER = re.compile(r"(?:[0-9]++(?:\.[0-9]*+)?+|\.[0-9]++)(?:[eE][-+−]?+[0-9]++)?+")
_HIDDEN = re.compile(f"[\x00-\x08\x0a-\x1f\x7f-\x9f{''.join(sorted(BIDI))}\ud800-\udfff]")
_LETTERS = frozenset(ascii_letters)
_COMPARED = frozenset("<>=")


class Token(NamedTuple):
    """One word, number or sign.

    ``kind`` is the sign itself, or ``number``, ``superscript``, ``word``, ``end`` (of a statement)
    or ``error``; engine.notation.identifiers turns words into ``name``, ``constant``, ``function``, ``method``,
    ``array`` (``np.array``), ``filled`` (``zeros``) and ``truth`` (``True``, ``False``, ``None``).
    ``text`` is the canonical spelling of a word and what was written of everything else;
    ``joined`` marks a factor that was written into one word with the factor before it.
    """

    kind: str
    text: str
    line: int
    column: int
    end: int
    payload: Literal | Function | EngineError | None = None
    joined: bool = False

    @property
    def span(self) -> Span:
        return Span(self.line, self.column, self.end)


@dataclass(frozen=True, slots=True)
class Lines:
    """The source by its lines, to quote from it."""

    texts: tuple[str, ...]

    def quote(self, line: int, column: int, end: int) -> str:
        """What stands between two columns of a line."""
        return self.texts[line - 1][column - 1 : end - 1]


def lex(source: str, limits: Limits) -> tuple[list[Token], Lines]:
    """The tokens of a source, every statement closed by an ``end``, and its lines.

    Raises:
        EngineError: where the source has more tokens, or a longer name, than the limits allow.
    """
    lines = Lines(tuple(LINE_END.split(source)))
    tokens: list[Token] = []
    for number, text in enumerate(lines.texts, start=1):
        try:
            _line(text, number, tokens, limits)
        except EngineError as error:
            if error.limit is not None or error.span is None:
                raise
            span = error.span
            tokens.append(Token("error", "", span.line, span.column, span.end_column, error))
            tokens.append(Token("end", "", span.line, span.end_column, span.end_column))
            break
        tokens.append(Token("end", "", number, len(text) + 1, len(text) + 1))
        if len(tokens) > limits.tokens:
            limits.check_tokens(len(tokens), tokens[limits.tokens].span)
    return tokens, lines


def _line(text: str, line: int, tokens: list[Token], limits: Limits) -> None:
    """Append one line's tokens. An error of a character carries its span."""
    at = 1 if line == 1 and text.startswith("\ufeff") else 0
    length = len(text)
    while at < length and len(tokens) <= limits.tokens:
        char = text[at]
        start = at
        if char in " \t":
            at += 1
            continue
        if char in _LETTERS:  # most words are plain: they are their own canonical spelling
            at = _end(_WORD, text, at)
            if (at == length or text[at] < "\x80") and at - start <= limits.name_length:
                tokens.append(Token("word", text[start:at], line, start + 1, at + 1))
                continue
            at = _end_of_word(text, at)
            tokens.append(_word(text[start:at], line, start, limits))
            continue
        sign = SIGNS.get(char)
        if char in "0123456789" or (sign == "." and _digit(text, at + 1)):
            at = _end(_NUMBER, text, at)
            tokens.append(_number(text, line, start, at))
        elif sign is not None:
            at += 1
            if char == "*" and text.startswith("*", at):
                sign, at = "^", at + 1
            elif text.startswith("=", at) and sign in _COMPARED:
                if sign == "=":
                    what, hint, code = EQUALITY
                    raise EngineError(what, hint, Span(line, at, at + 2), code=code, character="==")
                sign, at = f"{sign}=", at + 1
            elif sign == "‖" and text.startswith("₂", at):  # the Euclidean norm is the only one
                at += 1
            kind = "end" if sign == ";" else sign
            tokens.append(Token(kind, text[start:at], line, start + 1, at + 1))
        elif char == "#":
            _comment(text, line, at)
            return
        elif fold(char) is not None:
            at = _end_of_word(text, at)
            tokens.append(_word(text[start:at], line, start, limits))
        elif char in SUPERSCRIPTS:
            while at < length and text[at] in SUPERSCRIPTS:
                at += 1
            tokens.append(_superscript(text[start:at], line, start))
        elif char in FRACTIONS:
            at += 1
            over, under = FRACTIONS[char]
            span = Span(line, at, at + 1)
            literal = Literal(over / under, rf"\tfrac{{{over}}}{{{under}}}", span)
            tokens.append(Token("number", char, line, at, at + 1, literal))
        elif is_space(char):
            at += 1
            continue
        else:
            raise explain(char, Span(line, at + 1, at + 2))


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _digit(text: str, at: int) -> bool:
    return at < len(text) and text[at] in "0123456789"


def _end_of_word(text: str, at: int) -> int:
    while True:
        at = _end(_WORD, text, at)
        if at == len(text) or text[at] < "\x80":
            return at
        end = end_of_label(text, at)
        if end == at and fold(text[at]) is None:
            return at
        at = max(end, at + 1)


def _word(text: str, line: int, start: int, limits: Limits) -> Token:
    end = start + 1 + len(text)
    try:
        return Token("word", canonical(text, limits), line, start + 1, end)
    except EngineError as error:
        raise error.at(Span(line, start + 1, end)) from None


def _number(text: str, line: int, start: int, end: int) -> Token:
    written = text[start:end].replace("−", "-")
    after = text[end] if end < len(text) else ""
    value = float(written)
    span = Span(line, start + 1, end + 1)
    if after in (".", "_") and after:
        hint = "Write it with one decimal point and no separators: 1000.5"
        raise EngineError(
            "This number cannot be read.",
            hint,
            Span(line, start + 1, _end(_BROKEN, text, end) + 1),
            code="malformed-number",
        )
    if written == "0" and after and after in "xXoObB" and _is_coded(text, end):
        stop = _end(_WORD, text, end)
        raise EngineError(
            "Numbers are decimal here.",
            "Write 16, not 0x10; or put a · after the number to multiply.",
            Span(line, start + 1, stop + 1),
            code="coded-number",
        )
    if value == float("inf"):
        raise EngineError(
            "This number is too large for float64.", "The largest is about 1.8e308.", span, code="number-too-large"
        )
    return Token("number", written, line, start + 1, end + 1, Literal(value, _latex(written), span))


def _is_coded(text: str, at: int) -> bool:
    """Whether a hexadecimal, octal or binary number's tail stands here."""
    digits = text[at + 1 : _end(_WORD, text, at)]
    return bool(digits) and all(digit in "0123456789abcdefABCDEF_" for digit in digits)


def _latex(written: str) -> str:
    """The author's own digits; a power of ten as one."""
    mantissa, _, exponent = written.lower().partition("e")
    if mantissa.startswith("."):
        mantissa = f"0{mantissa}"
    mantissa = mantissa.removesuffix(".")
    if not exponent:
        return mantissa
    power = f"10^{{{exponent.removeprefix('+')}}}"
    return power if mantissa == "1" else rf"{mantissa} \cdot {power}"


def _superscript(text: str, line: int, start: int) -> Token:
    written = "".join(SUPERSCRIPTS[char] for char in text)
    span = Span(line, start + 1, start + 1 + len(text))
    digits = written.removeprefix("-")
    if not digits.isdecimal() or len(digits) > 300:
        raise EngineError(
            "This superscript is no whole number.",
            "Write the power with ^, as in x^(a+1).",
            span,
            code="superscript-not-whole",
        )
    literal = Literal(float(written), written, span)
    return Token("superscript", text, line, span.column, span.end_column, literal)


def _comment(text: str, line: int, start: int) -> None:
    """A comment may say anything, but nothing may hide in it."""
    hidden = _HIDDEN.search(text, start)
    if hidden:
        raise explain(hidden[0], Span(line, hidden.start() + 1, hidden.end() + 1))
