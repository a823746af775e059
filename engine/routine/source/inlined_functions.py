"""A primitive's own value as Python text, for routines that must run where the engine is not installed.

A function of NumPy or of the standard library is called by its name; what is made of one (``functools.partial``,
``numpy.vectorize``, a method of a ufunc) is made again; a ``def`` or a lambda is copied with what it uses.
"""

from __future__ import annotations

import ast
import functools
import inspect
import sys
import types
from typing import Any

import numpy as np

from engine.errors import EngineError
from engine.primitives.ops import TABLE


class Untold(Exception):
    """A value of which no text can be given: a callable object, a compiled function from elsewhere."""


class Helpers:
    """Collects the functions that a routine calls, with the functions that these call.

    Args:
        alone: Whether the routine must run without the engine. If not, what has no text is taken from the table.
    """

    def __init__(self, *, alone: bool = True) -> None:
        self.alone = alone
        self.texts: dict[str, str] = {}
        self.imports: set[str] = set()
        self._known: dict[int, str] = {}

    def name(self, op: str) -> str:
        """What to call for a primitive: a NumPy function, or a helper, whose text is then in ``texts``.

        Raises:
            EngineError: If the routine must run alone and no text of the primitive's value can be given.
        """
        texts, known = dict(self.texts), dict(self._known)
        try:
            return self._called(TABLE[op].value, f"_{op}")
        except Untold:
            self.texts, self._known = texts, known
        if self.alone:
            raise EngineError(
                f"'{op}' cannot be written as a program that runs alone: its value is no function with a text.",
                "Give its declaration a NumPy text: spelling=Spelling(numpy=...).",
                code="no-text",
                operation=op,
            )
        self.texts["TABLE"] = "from engine.primitives.ops import TABLE\n"
        self.texts[f"_{op}"] = f"_{op} = TABLE[{op!r}].value\n"
        return f"_{op}"

    def _called(self, value: Any, name: str) -> str:
        """What a function is called in the routine; its text is noted under the name, or one like it."""
        own = _numpy_name(value) or self._library_name(value)
        if own is not None:
            return own
        if id(value) in self._known:
            return self._known[id(value)]
        while name in self.texts:
            name += "_"
        self._known[id(value)] = name
        self.texts[name] = ""  # kept its place: what it calls comes before it
        text = self._text(value, name)
        del self.texts[name]
        self.texts[name] = text
        return name

    def _text(self, value: Any, name: str) -> str:
        if isinstance(value, functools.partial):
            self.imports.add("functools")
            given = [self._called(value.func, f"{name}_of"), *map(self._constant, value.args)]
            given += [f"{key}={self._constant(one)}" for key, one in value.keywords.items()]
            return f"{name} = functools.partial({', '.join(given)})\n"
        if isinstance(value, np.vectorize):
            function = self._called(value.pyfunc, f"{name}_of")
            kinds = value.otypes and "".join(np.dtype(one).char for one in value.otypes)
            return f"{name} = np.vectorize({function}, otypes={kinds!r})\n"
        if isinstance(value, types.FunctionType):
            return self._copied(value, name)
        if callable(value):
            raise Untold
        return f"{name} = {self._constant(value)}\n"

    def _copied(self, function: types.FunctionType, name: str) -> str:
        """A ``def`` or a lambda under a name of the routine's."""
        node = _definition(function)
        if node is None:
            raise Untold
        if isinstance(node, ast.Lambda):
            body: list[ast.stmt] = [ast.Return(node.body)]
            node = ast.FunctionDef(name, node.args, body, [], None)
        node.name = name
        node.returns = None
        node.decorator_list = []  # this is what they gave
        node.body = [line for line in node.body if not _is_docstring(line)]
        plain = _Bare().visit(node)
        scope = {**function.__globals__, **inspect.getclosurevars(function).nonlocals}
        used = {one.id for one in ast.walk(plain) if isinstance(one, ast.Name)}
        renamed = {one: self._needed(one, scope[one]) for one in sorted(used & set(scope) - {"np"})}
        for one in ast.walk(plain):
            if isinstance(one, ast.Name) and one.id in renamed:
                one.id = renamed[one.id]
        return ast.unparse(ast.fix_missing_locations(plain)) + "\n"

    def _needed(self, name: str, value: Any) -> str:
        """What a global of a function is called in the routine."""
        if isinstance(value, types.ModuleType):
            if name != value.__name__.split(".")[0] or name not in sys.stdlib_module_names:
                raise Untold
            self.imports.add(value.__name__)
            return name
        if isinstance(value, type) and issubclass(value, Exception):
            return "ValueError"
        return self._called(value, f"_{name.strip('_')}" if not callable(value) or name[0] != "_" else name)

    def _constant(self, value: Any) -> str:
        """A number, a text, an array or a tuple of such, as Python writes it."""
        if isinstance(value, float) and not np.isfinite(value):
            return f"float({str(float(value))!r})"
        if isinstance(value, tuple):
            return f"({', '.join(map(self._constant, value))}{',' if len(value) == 1 else ''})"
        if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
            return f"np.array({value.tolist()!r}, {value.dtype.str!r})"
        if value is None or isinstance(value, bool | int | float | str):
            return repr(value)
        if callable(value):
            return self._called(value, "_inner")
        raise Untold

    def _library_name(self, value: Any) -> str | None:
        """A function of the standard library, or deeper in NumPy: ``math.erf``, ``np.linalg.norm``."""
        module, name = getattr(value, "__module__", None) or "", getattr(value, "__name__", "")
        if getattr(sys.modules.get(module), name, None) is not value:
            return None
        if module.split(".")[0] == "numpy":
            return f"np{module.removeprefix('numpy')}.{name}"
        if module.split(".")[0] in sys.stdlib_module_names and module != "builtins":
            self.imports.add(module)
            return f"{module}.{name}"
        return None


class _Bare(ast.NodeTransformer):
    """Annotations left out: their types belong to the engine."""

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        self.generic_visit(node)
        return None if node.value is None else ast.Assign([node.target], node.value)


def _numpy_name(function: Any) -> str | None:
    """A function of NumPy's, or a method of one of its ufuncs: ``np.exp``, ``np.multiply.outer``."""
    name, owner = getattr(function, "__name__", ""), getattr(function, "__self__", None)
    if isinstance(owner, np.ufunc):
        inner = _numpy_name(owner)
        return inner and f"{inner}.{name}"
    return f"np.{name}" if name and getattr(np, name, None) is function else None


def _is_docstring(line: ast.stmt) -> bool:
    return isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant)


def _definition(function: types.FunctionType) -> ast.FunctionDef | ast.Lambda | None:
    """Where a function is written: a ``def``, or the lambda of its line that has the same arguments."""
    try:
        source = "".join(inspect.findsource(function)[0])
    except (OSError, TypeError):  # typed at a prompt, or made by a program
        return None
    tree = ast.parse(source)
    code = function.__code__
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == code.co_name:
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            if first == code.co_firstlineno:
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
