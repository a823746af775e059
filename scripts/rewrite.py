"""The checkout's imports as those of the installed package: ``engine.graph.graph`` becomes ``backsweep.engine.graph``.

Only names in import statements change, each in its own line, and so does what docstrings refer to. So line numbers,
and with them tracebacks, type checkers and editors, tell the truth about the file in the repository.
"""

import ast
import re

PACKAGE = "backsweep"
FOLDERS = ("engine", "app")
"""The top-level packages of the checkout that lie inside the package once it is installed."""

_REFERENCE = re.compile(rf"(:(?:attr|class|data|exc|func|meth|mod):`~?)(?=(?:{'|'.join(FOLDERS)})\.)")
_BY_TEXT = frozenset({"__import__", "find_spec", "import_module", "run_module"})


class Unmoved(Exception):
    """An import that cannot be rewritten in its place. The message says where it is and what to write."""


def rewritten(source: str, name: str) -> str:
    """A module's text as it is installed.

    Args:
        source: The text in the checkout.
        name: The module's path, for the message.

    Raises:
        Unmoved: For ``import engine.graph.graph`` without ``as``, which binds another name once it is moved, for
            ``import engine, sys`` and for an import by text.
    """
    lines = source.encode("utf-8").splitlines(keepends=True)
    edits: list[tuple[int, int, int, bytes]] = []
    for node in ast.walk(ast.parse(source, name)):
        place = f"{name}:{getattr(node, 'lineno', 0)}"
        match node:
            case ast.ImportFrom(module=str(module), level=0) if _moves(module):
                own = lines[node.lineno - 1]
                at = own.find(module.encode(), node.col_offset)
                if at < 0 or own[node.col_offset : at].split() != [b"from"]:
                    raise Unmoved(f"{place}: write 'from {module} import' in one line")
                edits.append((node.lineno, at, at, f"{PACKAGE}.".encode()))
            case ast.Import(names=names) if any(_moves(one.name) for one in names):
                edits += [_plain(node, one, place) for one in names if _moves(one.name)]
            case ast.Call(args=[ast.Constant(value=str(module)), *_]) if _moves(module) and _called(node) in _BY_TEXT:
                raise Unmoved(f"{place}: import {module} by a statement; nobody can follow a text")
    for number, start, end, text in sorted(edits, reverse=True):
        line = lines[number - 1]
        lines[number - 1] = line[:start] + text + line[end:]
    return _REFERENCE.sub(rf"\1{PACKAGE}.", b"".join(lines).decode("utf-8"))


def _moves(module: str) -> bool:
    return module.partition(".")[0] in FOLDERS


def _plain(node: ast.Import, alias: ast.alias, place: str) -> tuple[int, int, int, bytes]:
    """The edit for ``import engine`` or ``import engine.graph.graph as graph``."""
    if alias.asname is not None:
        return alias.lineno, alias.col_offset, alias.col_offset, f"{PACKAGE}.".encode()
    if "." in alias.name or len(node.names) > 1:
        raise Unmoved(f"{place}: write 'from … import …' or 'import {alias.name} as …', one in a line")
    end = alias.end_col_offset or alias.col_offset
    return node.lineno, node.col_offset, end, f"from {PACKAGE} import {alias.name}".encode()


def _called(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))
