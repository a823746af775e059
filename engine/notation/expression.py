"""Expressions: a Pratt parser that writes each expression down as a flat list of operations.

How tightly things bind, loosest first: ``+ −``; ``· /`` and factors side by side; a sign; powers
and √. It calls itself once for each level of nesting and never beyond the depth limit.
"""

from __future__ import annotations

from engine.errors import Span
from engine.limits import Limits
from engine.notation import complaints
from engine.notation.body import Body, Operand
from engine.notation.lexer import Lines, Token
from engine.primitive import Function
from engine.program import Literal, Name

_SUM, _PRODUCT, _POWER = 10, 20, 30
_BINARY = {
    "+": ("add", _SUM),
    "-": ("sub", _SUM),
    "*": ("mul", _PRODUCT),
    "/": ("div", _PRODUCT),
}
_FACTORS = frozenset(("name", "constant", "function", "(", "|", "√"))
"""What may stand after a factor without a sign between them. A number may not: x2 is a name."""


class Expression:
    """Reads one expression from ``tokens``, which end with an ``end`` token, into ``body``."""

    def __init__(self, tokens: list[Token], lines: Lines, limits: Limits, made: int) -> None:
        self.tokens = tokens
        self.lines = lines
        self.limits = limits
        self.line = tokens[-1].line
        self.body = Body(self.line, limits, made)
        self.at = 0
        self.level = 0
        self.opened: list[Token] = []

    def read(self) -> Operand:
        """The whole expression.

        Raises:
            EngineError: where it cannot be read on to the end, or exceeds a limit.
        """
        operand = self._expression(0)
        if self.tokens[self.at].kind != "end":
            raise complaints.leftover(self.tokens[self.at])
        return operand

    def _expression(self, floor: int) -> Operand:
        """Read on for as long as signs bind more tightly than ``floor``."""
        left = self._prefix()
        divisor: Operand | None = None
        while True:
            token = self.tokens[self.at]
            kind = token.kind
            if kind in _BINARY:
                op, power = _BINARY[kind]
                if power < floor:
                    return left
                self.at += 1
                right = self._expression(power + 1)
                fraction = op == "div" and left.shape == right.shape == "number"
                divisor = right if op == "div" else None
                left = self.body.combine(op, left, right)
                if fraction:
                    left = left._replace(shape="fraction")
            elif kind in ("^", "superscript"):
                left = self._power(left, token)
            elif kind in _FACTORS and not (kind == "|" and self._in_bars()):
                if floor > _PRODUCT:
                    return left
                if divisor is not None and (left.shape != "fraction" or kind == "constant"):
                    raise complaints.division(self.lines, self.line, left, divisor, token)
                left = self.body.combine("mul", left, self._expression(_PRODUCT + 1))
                divisor = None
            elif kind == "number":
                raise complaints.number_after(token, self.tokens[self.at - 1])
            else:
                return left

    def _nested(self, floor: int) -> Operand:
        """An expression one level further in."""
        self.level += 1
        if self.level > self.limits.depth:
            self.limits.check_depth(self.level, self.tokens[self.at - 1].span)
        operand = self._expression(floor)
        self.level -= 1
        return operand

    def _prefix(self) -> Operand:
        """A number, a name, or what a sign or an opening bracket begins."""
        token = self.tokens[self.at]
        self.at += 1
        match token.kind:
            case "name":
                return Operand(Name(token.text, token.span), token.column, token.end)
            case "number":
                return Operand(_literal(token), token.column, token.end, shape="number")
            case "constant":
                shape = "euler" if token.text == "e" else ""
                return Operand(_literal(token), token.column, token.end, shape=shape)
            case "(" | "|":
                return self._enclosed(token)
            case "function":
                return self._call(token)
            case "-":
                return self.body.negate(self._nested(_POWER), token.column)
            case "+":
                return self._nested(_POWER)._replace(column=token.column)
            case "√":
                return self._root(token)
            case _:
                raise complaints.missing(token, self.tokens[self.at - 2] if self.at > 1 else None)

    def _enclosed(self, token: Token) -> Operand:
        """A bracket, or |x|."""
        self.opened.append(token)
        inner = self._nested(0)
        end = self._close("|" if token.kind == "|" else ")").end
        if token.kind == "|":
            return self.body.wrap("abs", inner, token.column, end)
        return Operand(inner.argument, token.column, end, inner.depth + 1)

    def _close(self, kind: str) -> Token:
        closing = self.tokens[self.at]
        opened = self.opened.pop()
        if closing.kind != kind:
            raise complaints.unclosed(opened, closing)
        self.at += 1
        return closing

    def _in_bars(self) -> bool:
        """Whether a | would close something: nothing else has been opened since."""
        return bool(self.opened) and self.opened[-1].kind == "|"

    def _call(self, token: Token) -> Operand:
        primitive = token.payload
        assert isinstance(primitive, Function)
        opened = self.tokens[self.at]
        written = self.lines.quote(token.line, token.column, token.end)
        if opened.kind != "(":
            raise complaints.uncalled(token, written, opened)
        self.at += 1
        arguments = self._arguments(opened, written)
        span = Span(self.line, token.column, self.tokens[self.at - 1].end)
        least, most = primitive.arity
        if not least <= len(arguments) <= most:
            raise complaints.arity(primitive, written, len(arguments), span)
        omitted = primitive.defaults[len(primitive.defaults) - (most - len(arguments)) :]
        return self.body.apply(
            primitive.name,
            [
                *(operand.argument for operand in arguments),
                *(Literal(value, f"{value:g}", span) for value in omitted),
            ],
            span,
            1 + max(operand.depth for operand in arguments),
        )

    def _arguments(self, opened: Token, function: str) -> list[Operand]:
        """What stands between a call's brackets, and the closing one."""
        self.opened.append(opened)
        arguments: list[Operand] = []
        if self.tokens[self.at].kind != ")":
            arguments.append(self._nested(0))
            while self.tokens[self.at].kind == ",":
                self.at += 1
                arguments.append(self._nested(0))
            if self.tokens[self.at].kind == "=":
                raise complaints.keyword_argument(self.tokens[self.at], function)
        self._close(")")
        return arguments

    def _root(self, token: Token) -> Operand:
        """√ takes what directly follows it: one number, name, call or bracket."""
        first = self.tokens[self.at]
        if first.kind in ("+", "-"):
            raise complaints.root(token, first.end)
        self.level += 1
        self.limits.check_depth(self.level, token.span)
        operand = self._prefix()
        self.level -= 1
        if self.tokens[self.at].joined:
            raise complaints.root(token, operand.end)
        root = self.body.wrap("sqrt", operand, token.column, operand.end)
        return root if first.kind in ("(", "|") else root._replace(shape="root")

    def _power(self, base: Operand, token: Token) -> Operand:
        before = self.tokens[self.at - 1]
        self.at += 1
        if base.shape == "root":
            raise complaints.root(token, token.end, base)
        if before.kind == "superscript":
            raise complaints.two_powers(token)
        if token.kind == "superscript":
            return self.body.raise_to(base, Operand(_literal(token), token.column, token.end))
        exponent = self._nested(_POWER)
        after = self.tokens[self.at]
        # x^2y is a term of a polynomial to everybody; e^2x is e to the 2x on most blackboards.
        runs_on = (
            base.shape == "euler"
            and self.tokens[self.at - 1].kind not in (")", "|")
            and after.kind in ("name", "constant", "function")
            and after.column == exponent.end
        )
        if after.joined or runs_on:
            raise complaints.exponent(self.lines, self.line, exponent, after)
        return self.body.raise_to(base, exponent)


def _literal(token: Token) -> Literal:
    assert isinstance(token.payload, Literal)
    return token.payload
