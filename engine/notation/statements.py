"""Statements: declarations of leaves, and definitions."""

from __future__ import annotations

import difflib
import math
from collections.abc import Collection, Iterator
from itertools import pairwise

from engine.errors import EngineError, Span
from engine.limits import Limits
from engine.notation.constants import evaluate
from engine.notation.expression import Expression
from engine.notation.fixes import candidates
from engine.notation.identifiers import CONSTANTS, PYTHON, Words, is_reserved
from engine.notation.lexer import Lines, Token, lex
from engine.notation.mending import mended
from engine.notation.names import canonical
from engine.notation.operations import Body, Operand
from engine.notation.program import Definition, Leaf, Literal, Nested, Operation, Program

KEYWORDS = {
    **dict.fromkeys(("param", "params", "parameter", "parameters"), "parameter"),
    **dict.fromkeys(("input", "inputs"), "input"),
    **dict.fromkeys(("target", "targets"), "target"),
    **dict.fromkeys(("const", "constant", "constants"), "constant"),
}
"""The words that begin a declaration, and the roles they give."""

_CONSTANT_LATEX = frozenset(latex for _, latex in CONSTANTS.values())
_NESTING = {"(": 1, ")": -1, "[": 1, "]": -1}
_EXAMPLE = "Write a definition on each line, for instance: L = ½(y − t)²"


def parse(source: str, names: Collection[str] = (), limits: Limits | None = None) -> Program:
    """Read a program.

    Args:
        source: The text. It is never evaluated.
        names: Names that the request's inputs give; they help to read products such as ``wx``.
        limits: Budgets of length and depth.

    Raises:
        EngineError: for the first thing that cannot be read, with its place and the remedy.
        TypeError: for a source that is no text.
    """
    limits = limits or Limits()
    _check_text(source)
    try:
        return _read(source, names, limits)
    except EngineError as error:
        raise mended(error, source, candidates(error, source), lambda text: _read(text, names, limits)) from None


def _read(source: str, names: Collection[str], limits: Limits) -> Program:
    """The program, or what is wrong first."""
    limits.check_source(source)
    tokens, lines = lex(source, limits)
    given = {canonical(name, limits) for name in names}
    statements = _split(tokens)
    words = Words(given | _defined(statements), given, lines, limits)
    reader = _Reader(words, lines, limits)
    for statement in statements:
        reader.statement(statement)
    if not reader.first:
        raise EngineError("There is nothing here to compute.", _EXAMPLE, Span(1, 1, 1), code="empty-program")
    return Program(source, tuple(reader.leaves), tuple(reader.definitions))


def _check_text(source: object) -> None:
    if not isinstance(source, str):
        raise TypeError(f"the source of a model is a text (str), not {type(source).__name__}")


def _split(tokens: list[Token]) -> list[list[Token]]:
    """The statements, each closed by its ``end`` token; empty ones are left out."""
    statements: list[list[Token]] = []
    current: list[Token] = []
    for token in tokens:
        current.append(token)
        if token.kind == "end":
            if len(current) > 1:
                statements.append(current)
            current = []
    return statements


def _is_declaration(statement: list[Token]) -> bool:
    """A keyword is one before a name only; ``target = 1`` defines a value of that name."""
    return statement[0].text in KEYWORDS and statement[0].kind == statement[1].kind == "word"


def _defined(statements: list[list[Token]]) -> set[str]:
    """Every name that the program declares or defines, whatever else is wrong with it."""
    names: set[str] = set()
    for statement in statements:
        if _is_declaration(statement):
            names.update(
                token.text
                for before, token in pairwise(_outside_brackets(statement))
                if token.kind == "word" and (before is statement[0] or before.kind == ",")
            )
        elif statement[0].kind == "word" and statement[1].kind == "=":
            names.add(statement[0].text)
    return names


def _outside_brackets(tokens: list[Token]) -> Iterator[Token]:
    """The tokens that no bracket encloses."""
    nesting = 0
    for token in tokens:
        nesting += _NESTING.get(token.kind, 0)
        if nesting <= 0:
            yield token


class _Reader:
    def __init__(self, words: Words, lines: Lines, limits: Limits) -> None:
        self.words = words
        self.lines = lines
        self.limits = limits
        self.first: dict[str, int] = {}
        self.leaves: list[Leaf] = []
        self.definitions: list[Definition] = []
        self.made = 0
        self.elements = 0

    def statement(self, tokens: list[Token]) -> None:
        """One statement, closed by an ``end`` token."""
        if _is_declaration(tokens):
            self._declaration(KEYWORDS[tokens[0].text], tokens)
        elif tokens[0].kind == "word" and tokens[1].kind == "=":
            self._definition(tokens)
        else:
            raise self._nameless(tokens)

    def _declaration(self, role: str, tokens: list[Token]) -> None:
        at = 1
        while True:
            name = tokens[at]
            if name.kind != "word":
                raise self._not_a_name(name, tokens[at - 1])
            self._claim(name)
            at += 1
            value, literal = None, None
            if tokens[at].kind == "=":
                stop = _end_of_value(tokens, at + 1)
                operand, body = self._expression(tokens[at + 1 : stop], tokens[stop], tokens[at])
                value, literal = evaluate(operand.argument, body), Span(name.line, operand.column, operand.end)
                at = stop
            self.leaves.append(Leaf(name.text, role, value, name.span, literal))
            if tokens[at].kind == "end":
                return
            if tokens[at].kind != ",":
                raise self._after_leaf(tokens[at])
            at += 1

    def _definition(self, tokens: list[Token]) -> None:
        name = tokens[0]
        self._claim(name)
        operand, body = self._expression(tokens[2:-1], tokens[-1], tokens[1])
        value = _number(operand, body)
        if value is not None:
            literal = Span(name.line, operand.column, operand.end)
            self.leaves.append(Leaf(name.text, "input", value, name.span, literal))
            return
        if not body:
            span = Span(name.line, operand.column, operand.end)
            body = [Operation("identity", (operand.argument,), span)]
            self.limits.check_operations(self.made + 1, span)
        self.made += len(body)
        span = Span(name.line, name.column, operand.end)
        self.definitions.append(Definition(name.text, tuple(body), name.span, span))

    def _expression(self, tokens: list[Token], stop: Token, equals: Token) -> tuple[Operand, list[Operation]]:
        """Read what stands between an = and the token ``stop``."""
        if stop.kind == "error":
            tokens = [*tokens, stop]
        if not tokens:
            raise EngineError(
                "Nothing stands to the right of this =.",
                "Write an expression there, for instance w·x + b.",
                equals.span,
                code="missing-value",
            )
        end = Token("end", "", stop.line, stop.column, stop.column)
        body = Body(end.line, self.limits, self.made, self.elements)
        operand = Expression(self.words.read([*tokens, end]), self.lines, self.limits, body).read()
        self.elements = body.elements
        return operand, body.operations

    def _claim(self, name: Token) -> None:
        """Take a name for a leaf or definition; a name can be taken once."""
        written = self._quote(name)
        if is_reserved(name.text):
            raise EngineError(
                f"'{written}' is a function and cannot be a value's name.",
                f"Choose another name, for instance {name.text[0]} or {name.text}_1.",
                name.span,
                code="function-as-name",
                name=written,
                example=f"{name.text}_1",
            )
        if name.text in PYTHON and name.text not in self.words.given:
            raise EngineError(
                f"'{written}' is a word of Python and cannot be a name.",
                f"Choose another name, for instance {name.text}_1.",
                name.span,
                code="python-name",
                name=written,
                example=f"{name.text}_1",
            )
        if name.text in self.first:
            raise EngineError(
                f"'{written}' is defined twice.",
                f"It is first defined on line {self.first[name.text]}; give this one another name.",
                name.span,
                code="defined-twice",
                name=written,
                line=self.first[name.text],
            )
        self.first[name.text] = name.line

    def _quote(self, token: Token) -> str:
        return self.lines.quote(token.line, token.column, token.end)

    def _not_a_name(self, token: Token, before: Token) -> EngineError:
        if isinstance(token.payload, EngineError):
            return token.payload
        span = before.span if token.kind == "end" else token.span
        hint = "Declare names with commas between: param w = 1, b = 0"
        is_decimal = token.kind == "number" and before.kind == ","
        if is_decimal:
            hint = "Write decimals with a point, as in 0.5."
        return EngineError(
            "A name is missing here.", hint, span, code="decimal-comma" if is_decimal else "missing-name"
        )

    def _after_leaf(self, token: Token) -> EngineError:
        if isinstance(token.payload, EngineError):
            return token.payload
        return EngineError(
            "This cannot follow a declared name.",
            "Put commas between the names, as in: param w = 1, b = 0",
            token.span,
            code="missing-leaf-comma",
        )

    def _nameless(self, tokens: list[Token]) -> EngineError:
        """What is wrong with a statement that neither declares nor defines a name."""
        first, whole = tokens[0], Span(tokens[0].line, tokens[0].column, tokens[-2].end)
        if first.kind == "word" and first.text in PYTHON:
            return EngineError(
                f"'{first.text}' is a word of Python and means nothing here.",
                _EXAMPLE,
                first.span,
                code="python-statement",
                word=first.text,
            )
        for token in tokens:
            if isinstance(token.payload, EngineError):
                return token.payload
        if first.kind == "=":
            return EngineError(
                "A name is missing to the left of this =.",
                "Write one, as in L = x².",
                first.span,
                code="missing-left-side",
            )
        equals = next((token for token in tokens if token.kind == "="), None)
        if first.text in KEYWORDS and first.kind == "word":
            return EngineError(
                f"'{first.text}' must be followed by a name.", f"Write {first.text} w = 1",
                first.span, code="keyword-alone", keyword=first.text)  # fmt: skip
        if equals is None:
            return EngineError(
                "This line gives its value no name.", "Write a name and = before it, as in L = x².",
                whole, code="nameless-line")  # fmt: skip
        left = Span(first.line, first.column, tokens[tokens.index(equals) - 1].end)
        close = difflib.get_close_matches(first.text, KEYWORDS, n=1)
        what = "One name, and nothing else, stands to the left of an =."
        if close and tokens[1].kind == "word":
            return EngineError(what, f"Did you mean '{close[0]}'?", left, code="misspelled-keyword", nearest=close[0])
        if first.kind == "word" and tokens[1].kind == "(":
            hint = f"Functions are not defined here: write {first.text} = and the expression."
            return EngineError(what, hint, left, code="function-definition", function=first.text)
        return EngineError(what, "Write one name there, for instance y = σ(z).", left, code="bad-left-side")


def _end_of_value(tokens: list[Token], at: int) -> int:
    """The comma or end after a declared value; a comma in brackets belongs to the value."""
    nesting = 0
    while tokens[at].kind not in ("end", "error") and not (nesting <= 0 and tokens[at].kind == ","):
        nesting += _NESTING.get(tokens[at].kind, 0)
        at += 1
    return at


def _number(operand: Operand, body: list[Operation]) -> Nested | None:
    """The value of ``0.5``, ``-1``, ``½``, ``1/8`` or ``[1, 2]``: such a name is a leaf without a keyword."""
    if not body and isinstance(operand.argument, Literal):
        return None if operand.argument.latex in _CONSTANT_LATEX else operand.argument.value
    if operand.shape == "fraction":
        value = evaluate(operand.argument, body)
        return value if isinstance(value, float) and math.isfinite(value) else None
    return None
