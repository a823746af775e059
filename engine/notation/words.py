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

from engine.errors import EngineError
from engine.limits import Limits
from engine.notation.characters import GREEK
from engine.notation.lexer import Lines, Token
from engine.notation.names import Unit, canonical, spell, spell_each, units
from engine.ops import NOTATION
from engine.primitive import Function
from engine.program import Literal

PREFIXES = frozenset((
    "np", "numpy", "jnp", "jax", "jax.numpy", "jax.nn", "nn", "math", "torch", "torch.nn", "torch.special",
    "torch.nn.functional", "F", "tf", "tf.math", "tf.nn", "scipy.special",
))  # fmt: skip
"""What may stand before a function or constant, with a dot, and means nothing."""

CONSTANTS = {"pi": (math.pi, r"\pi"), "e": (math.e, "e")}

ARRAYS = frozenset(("sum", "mean", "prod", "dot", "matmul", "norm", "softmax", "logsumexp", "transpose"))
"""Functions of whole arrays: they are refused by name while every value is one number."""

ELSEWHERE = {
    "log2": "log(x)/log(2)", "log_2": "log(x)/log(2)", "log10": "log(x)/log(10)", "log_10": "log(x)/log(10)",
    "lg": "log(x)/log(10)", "exp2": "2^x", "cbrt": "x^(1/3)", "reciprocal": "1/x", "tg": "tan(x)",
    "sec": "1/cos(x)", "csc": "1/sin(x)", "cot": "1/tan(x)", "coth": "1/tanh(x)", "sech": "1/cosh(x)",
    "silu": "x·σ(x)", "swish": "x·σ(x)", "logsigmoid": "-softplus(-x)", "softsign": "x/(1 + |x|)",
    "tensor": "the number alone", "array": "the number alone", "float": "the number alone",
}  # fmt: skip
"""Functions of other places and what stands for them here; their nearest spelling is a different function."""

PYTHON = frozenset((*keyword.kwlist, "print")) - {"lambda"}
"""Words of Python that are no names here, unless the request gives a value of that name."""

FUNCTIONS: dict[str, Function] = {canonical(name): NOTATION[name] for name in NOTATION}

_LETTERS = frozenset(GREEK.values())
_LONGEST = max(map(len, FUNCTIONS))


_SIGNED = frozenset(("add", "sub", "mul", "div", "neg", "pow"))


def is_reserved(name: str) -> bool:
    """Whether a canonical name always means a function.

    Not so single letters (σ may be a standard deviation) and the functions that are signs as well:
    ``power`` may be a value.
    """
    function = FUNCTIONS.get(name)
    return function is not None and function.name not in _SIGNED and name not in _LETTERS and len(name) > 1


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
            if token.kind != "word":
                result.append(token)
                continue
            try:
                if tokens[at].kind == ".":
                    at = self._dotted(tokens, at - 1, result)
                else:
                    self._word(token, tokens[at], result)
            except EngineError as error:
                if error.limit is not None:
                    raise
                return [*result, token._replace(kind="error", payload=error), tokens[-1]]
        self.count += len(result)
        return result

    def _word(self, token: Token, after: Token, result: list[Token]) -> None:
        name = token.text
        called = after.kind == "("
        if name in self.known:
            if called and name in FUNCTIONS:
                raise self._two_meanings(token)
            result.append(_retold(token, "name"))
        elif name in FUNCTIONS:
            result.append(_retold(token, "function", FUNCTIONS[name]))
        elif name in PYTHON:
            raise _python_word(token)
        elif name in ("j", "J") and result and _touches(result[-1], token):
            raise EngineError(
                "Imaginary numbers cannot be read here.", f"Every number is real; {name} is no name.",
                token.span,
            )  # fmt: skip
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

    def _dotted(self, tokens: list[Token], at: int, result: list[Token]) -> int:
        """``np.exp``: drop what stands before the last dot. Returns where to go on."""
        end = at + 1
        while tokens[end].kind == "." and tokens[end + 1].kind == "word":
            end += 2
        first, last = tokens[at], tokens[end - 1]
        prefix = self.lines.quote(first.line, first.column, last.column - 1)
        whole = first._replace(text=last.text, end=last.end)
        if end == at + 1:
            raise EngineError("A dot cannot stand here.", "Write · or * for a product.", tokens[end].span)
        if prefix in PREFIXES and last.text in FUNCTIONS:
            result.append(whole._replace(kind="function", payload=FUNCTIONS[last.text]))
        elif prefix in PREFIXES and last.text in CONSTANTS:
            result.append(self._constant(whole))
        elif prefix in PREFIXES:
            raise self._unknown_function(last)
        elif last.text == "T":
            raise EngineError(
                "A transpose needs arrays. Every value is one number here.", "Leave out .T",
                whole.span,
            )  # fmt: skip
        else:
            raise EngineError(
                "A dot after a name cannot be read here.",
                "Values have no attributes; call a function by its name, as in exp(x).",
                whole.span,
            )
        return end

    def _factors(self, token: Token, called: bool) -> list[Token] | None:
        """The word as a product of known names; before a bracket, its end may be a function."""
        if not called and token.text in self.unsplit:
            return None
        word = units(self.lines.quote(token.line, token.column, token.end))
        ways = _ways(word, self.known)
        whole = _walk(ways, len(word))
        function = self._with_function(word, ways) if called else None
        if function is not None and whole is not None:
            raise EngineError(
                "This can be read in two ways, as a function or as a product.",
                "Put a · between the factors.",
                token.span,
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
                cuts = _walk(ways, start)
                return None if cuts is None else [*cuts, start]
        return None

    def _two_meanings(self, token: Token) -> EngineError:
        written = self.lines.quote(token.line, token.column, token.end)
        return EngineError(
            f"'{written}' is a value of yours and also a function.",
            f"Write {FUNCTIONS[token.text].name}( ) for the function, {written}·( ) for the product.",
            token.span,
        )

    def _unknown_function(self, token: Token) -> EngineError:
        written = self.lines.quote(token.line, token.column, token.end)
        if token.text in ARRAYS:
            return EngineError(
                f"'{written}' works on arrays, and every value is one number here.",
                "Write the terms out, as in x1 + x2.",
                token.span,
            )
        if token.text in ELSEWHERE:
            return EngineError(f"'{written}' is no function here.", f"Write {ELSEWHERE[token.text]}.", token.span)
        close = difflib.get_close_matches(written, NOTATION, n=1)
        if not close:
            close = difflib.get_close_matches(written.lower(), NOTATION, n=1)
        return EngineError(
            f"'{written}' is no function here.",
            f"Did you mean '{close[0]}'?"
            if close
            else f"If it is a value, define it on a line above, or write {written}·( ) for the product.",
            token.span,
        )


def _ways(word: list[Unit], known: frozenset[str]) -> list[int]:
    """For each position of a word, where the last factor before it begins; −1 where none ends.

    A factor is a letter, its digits and its subscript, if that is a known name; π is always known.
    Of two readings the one with the longest first factors wins. Every unit is looked at a bounded
    number of times: only a subscript, of which a factor has one, can end in more than one place.
    """
    ways = [-1] * (len(word) + 1)
    ways[0] = 0
    for start in range(len(word)):
        if ways[start] < 0 or not word[start].is_letter:
            continue
        plain = start + 1
        while plain < len(word) and word[plain].text.isdecimal():
            plain += 1
        last = plain
        if plain < len(word) and (word[plain].text == "_" or word[plain].subscript):
            last += word[plain].text == "_"
            while last < len(word) and word[last].text != "_":
                last += 1
        name = ""
        for end, part in enumerate(spell_each(word[start:last]), start=start + 1):
            name += part
            if end >= plain and ways[end] < 0 and (name in known or name == "pi"):
                ways[end] = start
    return ways


def _walk(ways: list[int], end: int) -> list[int] | None:
    """The beginnings of the factors that end at a position."""
    if ways[end] < 0:
        return None
    cuts: list[int] = []
    while end > 0:
        end = ways[end]
        cuts.append(end)
    return cuts[::-1]


def _retold(token: Token, kind: str, payload: Function | None = None) -> Token:
    """The token with its meaning (three times as fast as ``_replace``, and every word needs it)."""
    return Token(kind, token.text, token.line, token.column, token.end, payload)


def _touches(before: Token, token: Token) -> bool:
    return before.kind == "number" and before.end == token.column


def _python_word(token: Token) -> EngineError:
    return EngineError(
        f"'{token.text}' is a word of Python and no name here.",
        "Write equations only, one a line, as in y = σ(z); or choose another name.",
        token.span,
    )
