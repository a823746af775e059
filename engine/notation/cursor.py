"""Where the reader stands in the tokens of one expression, and what is open there."""

from __future__ import annotations

from engine.notation import syntax_errors
from engine.notation.lexer import Lines, Token

CLOSING = syntax_errors.CLOSING
"""What closes each of the signs that open something."""


class Cursor:
    """Moves over ``tokens``, which end with an ``end`` token, and never back."""

    def __init__(self, tokens: list[Token], lines: Lines) -> None:
        self.tokens = tokens
        self.lines = lines
        self.line = tokens[-1].line
        self.at = 0
        self.opened: list[Token] = []

    @property
    def now(self) -> Token:
        """The token that has not been taken yet."""
        return self.tokens[self.at]

    @property
    def last(self) -> Token:
        """The one that has been taken last."""
        return self.tokens[self.at - 1]

    def take(self) -> Token:
        """The next token; the ``end`` stays where it is."""
        token = self.tokens[self.at]
        if token.kind != "end":
            self.at += 1
        return token

    def open(self) -> Token:
        """Take a sign that opens something."""
        token = self.take()
        self.opened.append(token)
        return token

    def close(self) -> Token:
        """Take what closes the sign that was opened last.

        Raises:
            EngineError: where something else stands.
        """
        token = self.tokens[self.at]
        opened = self.opened.pop()
        if token.kind != CLOSING[opened.kind]:
            raise syntax_errors.unclosed(opened, token)
        self.at += 1
        return token

    def within(self, kind: str) -> bool:
        """Whether the sign that was opened last is one of these: a | would close it, not open another."""
        return bool(self.opened) and self.opened[-1].kind == kind

    def touches(self) -> bool:
        """Whether no space stands before the next token."""
        return self.tokens[self.at].column == self.tokens[self.at - 1].end

    def keyword(self, ahead: int = 0) -> Token | None:
        """The name of a keyword argument, if one stands here, or so many tokens ahead."""
        token = self.tokens[self.at + ahead]
        return token if token.kind == "name" and self.tokens[self.at + ahead + 1].kind == "=" else None

    def written(self, token: Token) -> str:
        """A token as the author wrote it."""
        return self.lines.quote(token.line, token.column, token.end)
