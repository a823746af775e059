"""A primitive's own Python text, for routines that must run where the engine is not installed."""

from __future__ import annotations

import ast
import inspect
import types
from collections.abc import Callable
from typing import Any

import numpy as np

from engine.primitives.ops import TABLE


class Helpers:
    """Collects the functions that a routine calls, with the functions that these call."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.imports: set[str] = set()

    def name(self, op: str) -> str:
        """What to call for a primitive: a NumPy function, or a helper, whose text is then in ``texts``."""
        function = TABLE[op].value
        own = _numpy_name(function)
        if own is not None:
            return own
        name = f"_{op}"
        if name not in self.texts:
            self.texts[name] = ""  # kept its place: what it calls comes before it
            text = self._text(function, name)
            del self.texts[name]
            self.texts[name] = text
        return name

    def _text(self, function: Callable[..., Any], name: str) -> str:
        node = _definition(function)
        plain = function.__code__ if isinstance(function, types.FunctionType) else None
        if plain is None or node is None:
            raise LookupError(f"the text of {name} is not to be found")
        renamed: dict[str, str] = {}
        used = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
        scope = {**function.__globals__, **inspect.getclosurevars(function).nonlocals}
        for one in sorted(used & set(scope) - {"np"}):
            renamed[one] = self._needed(one, scope[one])
        if isinstance(node, ast.Lambda):
            body: list[ast.stmt] = [ast.Return(node.body)]
            node = ast.FunctionDef(name, node.args, body, [], None)
        node.name = name
        node.returns = None
        node.body = [line for line in node.body if not _is_docstring(line)]
        for argument in ast.walk(node):
            if isinstance(argument, ast.arg):
                argument.annotation = None
            if isinstance(argument, ast.Name) and argument.id in renamed:
                argument.id = renamed[argument.id]
        plain_node = _Bare().visit(node)
        return ast.unparse(ast.fix_missing_locations(plain_node)) + "\n"

    def _needed(self, name: str, value: Any) -> str:
        """What a global of the function is called in the routine."""
        if isinstance(value, types.ModuleType):
            self.imports.add(value.__name__)
            return name
        own = _numpy_name(value)
        if own is not None:
            return own
        if isinstance(value, types.FunctionType):
            called = name if name.startswith("_") else f"_{name}"
            if called not in self.texts:
                self.texts[called] = ""
                text = self._text(value, called)
                del self.texts[called]
                self.texts[called] = text
            return called
        if isinstance(value, int | float | str | tuple):
            called = f"_{name.strip('_')}"
            self.texts.setdefault(called, f"{called} = {value!r}\n")
            return called
        if isinstance(value, type) and issubclass(value, Exception):
            return "ValueError"
        return name


class _Bare(ast.NodeTransformer):
    """Annotations of variables left out: their types belong to the engine."""

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        return None if node.value is None else ast.Assign([node.target], node.value)


def _numpy_name(function: Any) -> str | None:
    name = getattr(function, "__name__", "")
    return f"np.{name}" if name and getattr(np, name, None) is function else None


def _is_docstring(line: ast.stmt) -> bool:
    return isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant)


def _definition(function: Any) -> ast.FunctionDef | ast.Lambda | None:
    """Where a function is written: a ``def``, or the lambda of its line that has the same arguments."""
    source = inspect.getsourcefile(function)
    if source is None:
        return None
    with open(source, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    code = function.__code__
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == code.co_name and node.lineno == code.co_firstlineno:
            return node
        if isinstance(node, ast.Lambda) and code.co_name == "<lambda>" and node.lineno == code.co_firstlineno:
            names = [one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
            count = code.co_argcount + code.co_kwonlyargcount
            if names == list(code.co_varnames[:count]) and _spans(node, code):
                return node
    return None


def _spans(node: ast.Lambda, code: types.CodeType) -> bool:
    """Whether the code's instructions lie within the lambda's body."""
    columns = [start for _, _, start, _ in code.co_positions() if start]
    return not columns or any(getattr(one, "col_offset", None) == max(columns) for one in ast.walk(node.body))
