"""Calls: arguments, options and lists, as the function's declaration has them."""

from __future__ import annotations

from collections.abc import Callable

from engine.errors import Span
from engine.formula.expr import Static
from engine.notation import array_errors, static_options, syntax_errors
from engine.notation.arrays import filled
from engine.notation.cursor import Cursor
from engine.notation.lexer import Token
from engine.notation.operations import Body, Operand
from engine.notation.program import Literal
from engine.primitives.declaration import Function
from engine.primitives.ops import FUNCTIONS

_SYNONYMS = {"dim": "axis", "keepdim": "keepdims", "dims": "axes", "newshape": "shape"}
"""Options by the names that other places give them."""


class Calls:
    """Reads calls at a cursor into a body; ``expression`` reads an argument, one level further in."""

    def __init__(self, cursor: Cursor, body: Body, expression: Callable[[], Operand]) -> None:
        self.cursor = cursor
        self.body = body
        self.expression = expression

    def function(self, token: Token) -> Operand:
        """``sum(x, axis=0)``, after its name."""
        return self._read(token, _payload(token), [], token.column)

    def method(self, base: Operand) -> Operand:
        """``x.sum(axis=0)``: what stands before the dot is the first argument."""
        token = self.cursor.take()
        function = _payload(token)
        if function.unary_overload:
            function = FUNCTIONS[function.unary_overload]
        return self._read(token, function, [base], base.column)

    def array(self, token: Token) -> Operand:
        """``np.array([1, 2])`` is its list alone."""
        cursor = self.cursor
        written = cursor.written(token)
        cursor.open()
        inner = self.expression()
        if cursor.now.kind == ",":
            raise array_errors.alone(cursor.now, written)
        end = cursor.close().end
        shape = inner.shape if inner.shape in ("number", "array") else ""
        return inner._replace(column=token.column, end=end, shape=shape)

    def filled(self, token: Token) -> Operand:
        """``zeros((2, 3))``: an array that is written out."""
        cursor = self.cursor
        written = cursor.written(token)
        cursor.open()
        first = cursor.now
        sizes = static_options.sizes(cursor, lambda found, before: array_errors.sizes(written, found, before))
        if not sizes or min(sizes) < 1 or (token.text == "eye" and len(sizes) > 1):
            raise array_errors.sizes(written, first, token)
        end = cursor.close().end
        span = Span(token.line, token.column, end)
        self.body.limits.check_axes(len(sizes), span)
        shape = sizes * 2 if token.text == "eye" else sizes
        self.body.hold(shape, span)
        return Operand(filled(token.text, shape, span), token.column, end, shape="array")

    def _read(self, token: Token, function: Function, operands: list[Operand], column: int) -> Operand:
        cursor = self.cursor
        written = cursor.written(token).removeprefix(".")
        if cursor.now.kind != "(":
            raise syntax_errors.uncalled(token, written, cursor.now)
        cursor.open()
        given: dict[str, Static] = {}
        listed = function.takes_list and not operands and self._list_begins()
        if listed:
            operands = self._list()
            if cursor.now.kind == ",":
                cursor.take()
            elif cursor.now.kind != ")":
                raise syntax_errors.unclosed(cursor.opened[-1], cursor.now)
        named = False
        while cursor.now.kind != ")":
            keyword = cursor.keyword()
            if keyword is not None:
                named = True
                function = self._keyword(keyword, function, written, len(operands), given)
            elif named:
                raise array_errors.after_option(cursor.now)
            elif (listed or len(operands) >= function.arity[1]) and len(given) < len(function.options):
                self._positional(function, written, given)
            else:
                operands.append(self.expression())
            if cursor.now.kind != ",":
                break
            cursor.take()
            if cursor.now.kind == ")":
                raise syntax_errors.missing(cursor.now, cursor.last)
        span = Span(cursor.line, column, cursor.close().end)
        if function.unary_overload and len(operands) == 1:
            function = FUNCTIONS[function.unary_overload]
        return self._apply(function, written, operands, given, span)

    def _apply(
        self, function: Function, written: str, operands: list[Operand], given: dict[str, Static], span: Span
    ) -> Operand:
        least, most = function.arity
        if not least <= len(operands) <= most:
            raise syntax_errors.arity(function, written, len(operands), span)
        for option in function.options:
            if option.kind in ("shape", "index") and option.default is None and option.name not in given:
                raise array_errors.required(function, written, option, span)
        omitted = function.defaults[len(function.defaults) - (most - len(operands)) :]
        arguments = [operand.argument for operand in operands]
        arguments += [Literal(value, f"{value:g}", span) for value in omitted]
        depth = 1 + max(operand.depth for operand in operands)
        return self.body.apply(function.name, arguments, span, depth, tuple(sorted(given.items())))

    def _keyword(
        self, token: Token, function: Function, written: str, operands: int, given: dict[str, Static]
    ) -> Function:
        """Take ``axis=0``. The function may be the one that ``max`` is for a single argument."""
        if function.unary_overload and operands == 1:
            function = FUNCTIONS[function.unary_overload]
        options = {option.name: option for option in function.options}
        name = token.text if token.text in options else _SYNONYMS.get(token.text, token.text)
        if name not in options:
            raise array_errors.unknown_option(token, function, written)
        if name in given:
            raise array_errors.twice(token)
        self.cursor.take()
        self.cursor.take()
        given[name] = self._static(written, static_options.option(self.cursor, written, options[name]))
        return function

    def _positional(self, function: Function, written: str, given: dict[str, Static]) -> None:
        """Take an option that stands in its place: ``sum(x, 0)``, ``reshape(x, 2, 3)``."""
        declared = function.options[len(given)]
        if function.takes_list and self.cursor.now.kind in ("(", "["):
            raise array_errors.list_of_lists(self.cursor.now, written)
        last = len(given) == len(function.options) - 1
        value = static_options.option(
            self.cursor, written, declared, spread=last and declared.kind in ("shape", "axes")
        )
        given[declared.name] = self._static(written, value)

    def _static(self, written: str, value: Static) -> Static:
        """An option's value, if it is not followed by more than a value."""
        if self.cursor.now.kind not in (",", ")", "end"):
            raise array_errors.no_formula(written, self.cursor.now)
        if isinstance(value, tuple):
            self.body.limits.check_axes(len(value), self.cursor.last.span)
        return value

    def _list_begins(self) -> bool:
        """Whether ``[`` or a ``(`` around a comma stands here: ``stack([a, b])``, ``stack((a, b))``."""
        cursor = self.cursor
        if cursor.now.kind != "(":
            return cursor.now.kind == "["
        nesting = 0
        for at in range(cursor.at, len(cursor.tokens)):
            token = cursor.tokens[at]
            nesting += {"(": 1, "[": 1, ")": -1, "]": -1}.get(token.kind, 0)
            if nesting == 0 or (nesting == 1 and token.kind == ","):
                return nesting == 1
        return False

    def _list(self) -> list[Operand]:
        opened = self.cursor.open()
        if self.cursor.now.kind == "]":
            raise array_errors.empty_array(opened, self.cursor.now)
        operands = [self.expression()]
        while self.cursor.now.kind == ",":
            self.cursor.take()
            operands.append(self.expression())
        self.cursor.close()
        return operands


def _payload(token: Token) -> Function:
    assert isinstance(token.payload, Function)
    return token.payload
