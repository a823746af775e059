"""What the words of an expression stand for: names, products of names, functions, constants.

A word that is a known name is that name. One that is not is read as on the blackboard: ``wx`` is
w·x when w and x are known, ``λL_reg`` is λ·L_reg, ``wσ(z)`` is w·σ(z). A word that is neither stays
one name, for the engine to look up or report.
"""

from __future__ import annotations

import difflib
import keyword
import math
from collections.abc import Iterable

from engine.errors import EngineError, Span
from engine.limits import Limits
from engine.notation import array_errors
from engine.notation.arrays import FILLED
from engine.notation.characters import GREEK
from engine.notation.juxtaposition import walk, ways_through
from engine.notation.lexer import Lines, Token
from engine.notation.names import Unit, canonical, spell, units
from engine.notation.other_libraries import ARRAYS, ELSEWHERE, INVERSES, LONGEST_PREFIX, NUMBERS_ALONE, PREFIXES, TRUTHS
from engine.notation.program import Literal
from engine.primitives.declaration import Function, Primitive
from engine.primitives.ops import NOTATION

CONSTANTS = {"pi": (math.pi, r"\pi"), "e": (math.e, "e")}

PYTHON = frozenset((*keyword.kwlist, "print")) - {"lambda"}
"""Words of Python that are no names here, unless the request gives a value of that name."""

FUNCTIONS: dict[str, Function] = {canonical(name): NOTATION[name] for name in NOTATION}

_LETTERS = frozenset(GREEK.values())
_LONGEST = max(map(len, FUNCTIONS))


def is_reserved(name: str) -> bool:
    """Whether a canonical name always means a function.

    Not so single letters (σ may be a standard deviation), the functions that are signs as well
    (``power`` may be a value) and those of whole arrays: ``var = mean(x²)`` names what it computes.
    """
    function = FUNCTIONS.get(name)
    if not isinstance(function, Primitive) or not function.elementwise:
        return False
    return not function.spelling.operator and name not in _LETTERS and len(name) > 1


class Words:
    """Reads words against the names that a program knows."""

    def __init__(self, known: Iterable[str], given: Iterable[str], lines: Lines, limits: Limits) -> None:
        self.known = frozenset(name for name in known if not is_reserved(name))
        self.given = frozenset(given)
        self.lines = lines
        self.limits = limits
        self.count = 0
        self.unsplit: set[str] = set()

    def read(self, tokens: list[Token]) -> list[Token]:
        """The tokens of an expression with every word resolved; errors stay tokens in their place.

        Raises:
            EngineError: if the factors that words stand for make the source too long.
        """
        result: list[Token] = []
        at = 0
        while at < len(tokens):
            token = tokens[at]
            at += 1
            try:
                if token.kind == "word":
                    at = self._word_at(tokens, at - 1, result)
                elif token.kind == "." and tokens[at].kind == "word":
                    at = self._attribute(tokens, at - 1, result)
                elif token.kind == "^" and self._transposes(tokens[at]):
                    result.append(_joined(token, tokens[at], "ᵀ"))
                    at += 1
                else:
                    result.append(token)
            except EngineError as error:
                if error.limit is not None:
                    raise
                return [*result, token._replace(kind="error", payload=error), tokens[-1]]
        self.count += len(result)
        return result

    def _word_at(self, tokens: list[Token], at: int, result: list[Token]) -> int:
        """One word, with the prefix that it may be. Returns where to go on."""
        token, after = tokens[at], tokens[at + 1]
        if after.kind == ".":
            last = self._after_prefix(tokens, at)
            if last > at:
                self._prefixed(
                    _joined(token, tokens[last], "word", tokens[last].text), tokens[last], result, tokens[last + 1]
                )
                return last + 1
        self._word(token, after, result)
        return at + 1

    def _word(self, token: Token, after: Token, result: list[Token]) -> None:
        name = token.text
        called = after.kind == "("
        if after.kind == "=":  # sum(x, axis=0)
            result.append(_retold(token, "name"))
        elif name in self.known:
            if called and name in FUNCTIONS:
                raise self._two_meanings(token)
            result.append(_retold(token, "name"))
        elif name in FUNCTIONS:
            result.append(_retold(token, "function", FUNCTIONS[name]))
        elif called and (name in ARRAYS or name in FILLED):
            result.append(_retold(token, "array" if name in ARRAYS else "filled"))
        elif name in TRUTHS:
            result.append(_retold(token, "truth", _python_word(token)))
        elif name in PYTHON:
            raise _python_word(token)
        elif name in ("j", "J") and result and _touches(result[-1], token):
            raise EngineError(
                "Imaginary numbers cannot be read here.", f"Every number is real; {name} is no name.",
                token.span, code="imaginary-number", name=name)  # fmt: skip
        elif name in CONSTANTS:
            result.append(self._constant(token))
        else:
            factors = self._factors(token, called)
            if factors:
                result.extend(factors)
                self.limits.check_tokens(self.count + len(result), token.span)
            elif called:
                raise self._unknown_function(token)
            else:
                result.append(_retold(token, "name"))

    def _constant(self, token: Token) -> Token:
        value, latex = CONSTANTS[token.text]
        return token._replace(kind="constant", payload=Literal(value, latex, token.span))

    def _after_prefix(self, tokens: list[Token], at: int) -> int:
        """The word after the longest prefix that begins here; ``at`` if none does."""
        found = at
        for last in range(at + 2, at + 2 * LONGEST_PREFIX + 1, 2):
            if tokens[last - 1].kind != "." or tokens[last].kind != "word":
                break
            first = tokens[at]
            if self.lines.quote(first.line, first.column, tokens[last].column - 1) in PREFIXES:
                found = last
        own = found == at + 2 and tokens[at].text in self.known
        return at if own and _is_of_value(tokens, found) else found

    def _prefixed(self, whole: Token, last: Token, result: list[Token], after: Token) -> None:
        """``np.exp``, ``math.pi``, ``np.array``."""
        called = after.kind == "("
        if whole.text in FUNCTIONS:
            result.append(whole._replace(kind="function", payload=FUNCTIONS[whole.text]))
        elif whole.text in CONSTANTS:
            result.append(self._constant(whole))
        elif called and (whole.text in ARRAYS or whole.text in FILLED):
            result.append(whole._replace(kind="array" if whole.text in ARRAYS else "filled"))
        else:
            raise self._unknown_function(last)

    def _attribute(self, tokens: list[Token], at: int, result: list[Token]) -> int:
        """``.T`` and ``.sum`` after a value. Returns where to go on."""
        dot, word = tokens[at], tokens[at + 1]
        if not result or result[-1].end != dot.column or dot.end != word.column:
            result.append(dot)
            return at + 1
        if word.text == "T":
            result.append(_joined(dot, word, "ᵀ"))
        elif word.text in FUNCTIONS and tokens[at + 2].kind == "(":
            result.append(_joined(dot, word, "method", word.text)._replace(payload=FUNCTIONS[word.text]))
        else:
            span = Span(dot.line, dot.column, word.end)
            written = self.lines.quote(word.line, word.column, word.end)
            if word.text in FUNCTIONS:
                raise array_errors.uncalled_method(written, span)
            close = difflib.get_close_matches(written, NOTATION, n=1)
            raise array_errors.attribute(word.text, written, span, close[0] if close else None)
        return at + 2

    def _transposes(self, token: Token) -> bool:
        """Whether this makes a transpose of the ^ before it: W^T, unless T is a value."""
        return token.kind == "ᵀ" or (token.kind == "word" and token.text == "T" and "T" not in self.known)

    def _factors(self, token: Token, called: bool) -> list[Token] | None:
        """The word as a product of known names; before a bracket, its end may be a function."""
        if not called and token.text in self.unsplit:
            return None
        word = units(self.lines.quote(token.line, token.column, token.end))
        ways = ways_through(word, self.known)
        whole = walk(ways, len(word))
        function = self._with_function(word, ways) if called else None
        if function is not None and whole is not None:
            raise EngineError(
                "This can be read in two ways, as a function or as a product.",
                "Put a · between the factors.",
                token.span,
                code="ambiguous-word",
            )
        cuts = function or whole
        if cuts is None:
            self.unsplit.add(token.text)
            return None
        stops = [*cuts[1:], len(word)]
        factors: list[Token] = []
        for start, stop in zip(cuts, stops, strict=True):
            piece = Token(
                "name", spell(word[start:stop]), token.line,
                token.column + word[start].position, token.column + word[stop - 1].position + 1,
                joined=start > 0,
            )  # fmt: skip
            if piece.text not in self.known and piece.text in CONSTANTS:
                piece = self._constant(piece)
            if function is not None and stop == len(word):
                piece = piece._replace(kind="function", payload=FUNCTIONS[piece.text])
            factors.append(piece)
        return factors

    def _with_function(self, word: list[Unit], ways: list[int]) -> list[int] | None:
        for start in range(max(1, len(word) - _LONGEST), len(word)):
            if ways[start] >= 0 and spell(word[start:]) in FUNCTIONS:
                cuts = walk(ways, start)
                return None if cuts is None else [*cuts, start]
        return None

    def _two_meanings(self, token: Token) -> EngineError:
        written = self.lines.quote(token.line, token.column, token.end)
        function = FUNCTIONS[token.text].name
        if function in self.known:
            function = f"np.{function}"
        return EngineError(
            f"'{written}' is a value of yours and also a function.",
            f"Write {function}( ) for the function, {written}·( ) for the product.",
            token.span,
            code="value-and-function",
            name=written,
            function=function,
        )

    def _unknown_function(self, token: Token) -> EngineError:
        written = self.lines.quote(token.line, token.column, token.end)
        if token.text in INVERSES:
            hint = "There is none of its kind here; sin, cos, tan, sinh, cosh and tanh are."
            return EngineError(
                f"'{written}' is no function here.", hint, token.span, code="inverse-function", function=written
            )
        if token.text in ELSEWHERE:
            return self._elsewhere(token, written)
        close = difflib.get_close_matches(written, NOTATION, n=1)
        if not close:
            close = difflib.get_close_matches(written.lower(), NOTATION, n=1)
        what = f"'{written}' is no function here."
        if close:
            hint, code = f"Did you mean '{close[0]}'?", "misspelled-function"
            return EngineError(what, hint, token.span, code=code, function=written, nearest=close[0])
        hint = f"If it is a value, define it on a line above, or write {written}·( ) for the product."
        return EngineError(what, hint, token.span, code="unknown-function", function=written)

    def _elsewhere(self, token: Token, written: str) -> EngineError:
        """A function of another place."""
        what, formula = f"'{written}' is no function here.", ELSEWHERE[token.text]
        hint = f"Write {formula}."
        if token.text in NUMBERS_ALONE:
            return EngineError(what, hint, token.span, code="numbers-alone", function=written)
        return EngineError(what, hint, token.span, code="foreign-function", function=written, formula=formula)


def _is_of_value(tokens: list[Token], at: int) -> bool:
    """Whether the word after a value named like a prefix belongs to the value: F.T, F.sum(), F.sum(axis=0)."""
    if tokens[at].text == "T":
        return True
    arguments = tokens[at + 1 : at + 4]
    kinds = [token.kind for token in arguments]
    return kinds[:2] == ["(", ")"] or kinds == ["(", "word", "="]


def _joined(first: Token, last: Token, kind: str, text: str = "") -> Token:
    """One token from the beginning of one to the end of another."""
    return Token(kind, text or first.text, first.line, first.column, last.end)


def _retold(token: Token, kind: str, payload: Function | EngineError | None = None) -> Token:
    """The token with its meaning (three times as fast as ``_replace``, and every word needs it)."""
    return Token(kind, token.text, token.line, token.column, token.end, payload)


def _touches(before: Token, token: Token) -> bool:
    return before.kind == "number" and before.end == token.column


def _python_word(token: Token) -> EngineError:
    return EngineError(
        f"'{token.text}' is a word of Python and no name here.",
        "Write equations only, one a line, as in y = σ(z); or choose another name.",
        token.span,
        code="python-word",
        word=token.text,
    )
