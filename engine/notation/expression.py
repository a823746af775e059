"""Expressions: a Pratt parser that writes each expression down as a flat list of operations.

How tightly things bind, loosest first: ``< >``; ``+ −``; ``· / @`` and factors side by side; a sign;
powers and √; transposes, indices and methods. It calls itself once for each level of nesting and never
beyond the depth limit.
"""

from __future__ import annotations

from engine.limits import Limits
from engine.notation import array_errors, static_options, syntax_errors
from engine.notation.arrays import array
from engine.notation.calls import Calls
from engine.notation.cursor import Cursor
from engine.notation.lexer import Lines, Token
from engine.notation.operations import Body, Operand
from engine.notation.program import Literal, Name

_COMPARISON, _SUM, _PRODUCT, _POWER = 5, 10, 20, 30
_BINARY = {
    "<": ("less_than", _COMPARISON),
    ">": ("greater_than", _COMPARISON),
    "<=": ("less_equal", _COMPARISON),
    ">=": ("greater_equal", _COMPARISON),
    "+": ("add", _SUM),
    "-": ("sub", _SUM),
    "*": ("mul", _PRODUCT),
    "/": ("div", _PRODUCT),
    "@": ("matmul", _PRODUCT),
}
_FACTORS = frozenset(("name", "constant", "function", "array", "filled", "(", "|", "‖", "√", "["))
"""What may stand after a factor without a sign between them. A number may not: x2 is a name."""


class Expression:
    """Reads one expression from ``tokens``, which end with an ``end`` token, into ``body``."""

    def __init__(self, tokens: list[Token], lines: Lines, limits: Limits, body: Body) -> None:
        self.cursor = Cursor(tokens, lines)
        self.limits = limits
        self.body = body
        self.level = 0
        self.calls = Calls(self.cursor, self.body, self._nested)

    def read(self) -> Operand:
        """The whole expression.

        Raises:
            EngineError: where it cannot be read on to the end, or exceeds a limit.
        """
        operand = self._expression(0)
        if self.cursor.now.kind != "end":
            raise syntax_errors.leftover(self.cursor.now)
        return operand

    def _expression(self, floor: int) -> Operand:
        """Read on for as long as signs bind more tightly than ``floor``."""
        cursor = self.cursor
        left = self._prefix()
        divisor: Operand | None = None
        while True:
            token = cursor.tokens[cursor.at]
            kind = token.kind
            if kind in _BINARY:
                op, power = _BINARY[kind]
                if power < floor:
                    return left
                if power == _COMPARISON and left.shape == "comparison":
                    raise array_errors.chained(token)
                cursor.at += 1
                right = self._expression(power + 1)
                fraction = op == "div" and left.shape == right.shape == "number"
                divisor = right if op == "div" else None
                left = self.body.combine(op, left, right)
                if fraction:
                    left = left._replace(shape="fraction")
                elif power == _COMPARISON:
                    left = left._replace(shape="comparison")
            elif kind in ("^", "superscript"):
                left = self._power(left, token)
            elif kind in ("ᵀ", "method") or (kind == "[" and self._is_index(left)):
                left = self._postfix(left, token)
            elif kind in _FACTORS and not (kind in ("|", "‖") and cursor.within(kind)):
                if floor > _PRODUCT:
                    return left
                if divisor is not None and (left.shape != "fraction" or kind == "constant"):
                    raise syntax_errors.division(cursor.lines, cursor.line, left, divisor, token)
                left = self.body.beside(left, self._expression(_PRODUCT + 1))
                divisor = None
            elif kind == "number":
                raise syntax_errors.number_after(token, cursor.last, cursor.within("["))
            else:
                return left

    def _nested(self, floor: int = 0) -> Operand:
        """An expression one level further in."""
        self.level += 1
        if self.level > self.limits.depth:
            self.limits.check_depth(self.level, self.cursor.last.span)
        operand = self._expression(floor)
        self.level -= 1
        return operand

    def _prefix(self) -> Operand:
        """A number, a name, or what a sign or an opening bracket begins."""
        cursor = self.cursor
        token = cursor.tokens[cursor.at]
        cursor.at += 1
        match token.kind:
            case "name":
                return Operand(Name(token.text, token.span), token.column, token.end)
            case "number":
                return Operand(_literal(token), token.column, token.end, shape="number")
            case "constant":
                shape = "euler" if token.text == "e" else ""
                return Operand(_literal(token), token.column, token.end, shape=shape)
            case "(" | "|" | "‖":
                return self._enclosed(token)
            case "[":
                return self._array(token)
            case "function":
                return self.calls.function(token)
            case "array":
                return self.calls.array(token)
            case "filled":
                return self.calls.filled(token)
            case "-":
                return self.body.negate(self._nested(_POWER), token.column)
            case "+":
                return self._nested(_POWER)._replace(column=token.column)
            case "√":
                return self._root(token)
            case _:
                raise syntax_errors.missing(token, cursor.tokens[cursor.at - 2] if cursor.at > 1 else None)

    def _enclosed(self, token: Token) -> Operand:
        """A bracket, |x|, or ‖x‖."""
        self.cursor.opened.append(token)
        inner = self._nested()
        end = self.cursor.close().end
        if token.kind != "(":
            return self.body.wrap("abs" if token.kind == "|" else "norm", inner, token.column, end)
        return Operand(inner.argument, token.column, end, inner.depth + 1)

    def _array(self, token: Token) -> Operand:
        """``[1, 2]``, ``[[1, 2], [3, 4]]``, ``[x1, x2]``."""
        cursor = self.cursor
        cursor.opened.append(token)
        if cursor.now.kind == "]":
            raise array_errors.empty_array(token, cursor.now)
        entries: list[Operand] = []
        starts: list[int] = []
        while True:
            starts.append(len(self.body.operations))
            entries.append(self._nested())
            if cursor.now.kind != ",":
                break
            cursor.at += 1
        return array(self.body, entries, starts, token.column, cursor.close().end)

    def _is_index(self, left: Operand) -> bool:
        """Whether a square bracket names entries of what stands before it; after a number it is an array."""
        cursor = self.cursor
        if cursor.last.kind == "number":
            return False
        if not cursor.touches():
            if cursor.within("["):
                raise array_errors.comma_between(cursor.now)
            written = cursor.lines.quote(cursor.line, left.column, left.end)
            raise array_errors.index_or_array(cursor.now, written if written.isalnum() else "x")
        return True

    def _postfix(self, base: Operand, token: Token) -> Operand:
        """What binds most tightly, after what it belongs to: ``ᵀ``, ``[0]``, ``.sum()``."""
        if token.kind == "method":
            return self.calls.method(base)
        if token.kind == "[":
            at = static_options.index(self.cursor)
            return self.body.wrap("index", base, base.column, self.cursor.last.end, (("at", at),))
        self.cursor.at += 1
        return self.body.wrap("transpose", base, base.column, token.end, (("axes", None),))

    def _root(self, token: Token) -> Operand:
        """√ takes what directly follows it: one number, name, call or bracket."""
        cursor = self.cursor
        first = cursor.now
        if first.kind in ("+", "-"):
            raise syntax_errors.root(token, first.end)
        self.level += 1
        self.limits.check_depth(self.level, token.span)
        operand = self._prefix()
        while cursor.now.kind in ("ᵀ", "method") or (cursor.now.kind == "[" and self._is_index(operand)):
            operand = self._postfix(operand, cursor.now)
        self.level -= 1
        if cursor.now.joined:
            raise syntax_errors.root(token, operand.end)
        root = self.body.wrap("sqrt", operand, token.column, operand.end)
        return root if first.kind in ("(", "|", "‖") else root._replace(shape="root")

    def _power(self, base: Operand, token: Token) -> Operand:
        cursor = self.cursor
        before = cursor.last
        cursor.at += 1
        if base.shape == "root":
            raise syntax_errors.root(token, token.end, base)
        if before.kind == "superscript":
            raise syntax_errors.two_powers(token)
        if token.kind == "superscript":
            return self.body.raise_to(base, Operand(_literal(token), token.column, token.end))
        exponent = self._nested(_POWER)
        after = cursor.now
        # x^2y is a term of a polynomial to everybody; e^2x is e to the 2x on most blackboards.
        runs_on = (
            base.shape == "euler"
            and cursor.last.kind not in (")", "|", "‖", "]")
            and after.kind in ("name", "constant", "function")
            and after.column == exponent.end
        )
        if after.joined or runs_on:
            raise syntax_errors.exponent(cursor.lines, cursor.line, exponent, after)
        return self.body.raise_to(base, exponent)


def _literal(token: Token) -> Literal:
    assert isinstance(token.payload, Literal)
    return token.payload
