"""The forward and the backward pass as one program in the notation: gradients that are nodes themselves.

Opened on the page, the reverse sweep is a graph that can be stepped through, and differentiated once
more: the adjoints of its output are second derivatives.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from engine.errors import EngineError
from engine.explain.definitions import definition
from engine.explain.edge_terms import terms_of
from engine.explain.symbols import bar_symbol
from engine.formats.format import Format
from engine.formula.expr import (  # fmt: skip
    Call,
    Expr,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Shape,
    Static,
    Sum,
    Symbol,
    add,
)
from engine.formula.walk import children, rebuild
from engine.graph.graph import Graph, Node
from engine.latex.formulas import signed
from engine.primitives.ops import TABLE
from engine.primitives.shapes import repeated, shape_of
from engine.sweeps.trace import Trace

_SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(5)
_STEPS = {"positive": "({0} > 0)", "sign": "(({0} > 0) - ({0} < 0))", "greater": "((({0} > {1}) + ({0} ≥ {1}))/2)"}
"""Primitives of the rules, typed with comparisons, which are 1 or 0."""
_COMPARISONS = {"greater_than": ">", "less_than": "<", "greater_equal": "≥", "less_equal": "≤"}
_READABLE = re.compile(r"[^0-9A-Za-z_]+")
_KEYWORDS = {"parameter": "param", "input": "input", "target": "target", "constant": "const"}


def write(trace: Trace) -> str:
    """Declarations, the author's lines, then an adjoint a line, from the output back to the leaves.

    Raises:
        EngineError: Where a term is too long to be written.
    """
    graph = trace.graph
    names = _names(graph)
    values = trace.values
    leaves = [*(node for node in graph.nodes if not node.body), *graph.constants]
    lines = [f"{_KEYWORDS[leaf.role]} {names[leaf.id]} = {_literal(values[leaf.id])}" for leaf in leaves]
    lines += [f"{names[node.id]} = {_text(definition(graph, node), names)}" for node in graph.nodes if node.body]
    lines.append("# the reverse sweep")
    lines += _backward(graph, names)
    return "\n".join([*lines, ""])


def _names(graph: Graph) -> dict[str, str]:
    """How each node and each adjoint is called: the author's names as they are, others made readable."""
    every = (*graph.nodes, *graph.constants)
    taken = {node.id for node in every}
    names = {
        node.id: node.id if node.id.isidentifier() else _free(_READABLE.sub("_", node.id), taken) for node in every
    }
    return names | {bar_symbol(node).key: _free(f"{names[node.id].strip('_')}_bar", taken) for node in graph.nodes}


def _backward(graph: Graph, names: Mapping[str, str]) -> list[str]:
    arriving: dict[int, list[Expr]] = {}
    for child, node in enumerate(graph.nodes):
        if not node.body or not graph.reaches_output[child]:
            continue
        for edge, term in zip(graph.entering(child), terms_of(graph, node), strict=True):
            if not term.spelled:
                raise EngineError(
                    f"The term that {node.id} sends to {graph.nodes[edge.parent].id} is too long to be written.",
                    f"Give parts of the line of {node.id} names of their own.",
                    node.span,
                    code="term-too-long",
                    name=node.id,
                    parent=graph.nodes[edge.parent].id,
                )
            arriving.setdefault(edge.parent, []).append(_spelled(term.term, dict(term.identities)))
    lines: list[str] = []
    last = graph.nodes[graph.output]
    for index in range(graph.output, -1, -1):
        node = graph.nodes[index]
        if index == graph.output:
            lines.append(f"{names[bar_symbol(node).key]} = 1 + 0*{names[node.id]}")
        elif arriving.get(index):
            formula = add(*arriving[index])
            lines.append(f"{names[bar_symbol(node).key]} = {_filled(formula, node, names)}")
            last = node
    if last.shape:  # a program's output is one number
        lines.append(f"{_free('total', set(names.values()))} = sum({names[bar_symbol(last).key]})")
    return lines


def _filled(formula: Expr, node: Node, names: Mapping[str, str]) -> str:
    """An adjoint's formula; one that is the same everywhere is given the shape of its node."""
    formula = _unspread(formula)
    spread = "" if shape_of(formula) == node.shape else f" + 0*{names[node.id]}"
    return _text(formula, names) + spread


def _unspread(formula: Expr) -> Expr:
    """The formula without copies along axes, where broadcasting makes them anyway."""
    if isinstance(formula, Call):
        if formula.head == "broadcast_to":
            return _unspread(formula.arguments[0])
        if not TABLE[formula.head].elementwise:
            return formula
    parts = children(formula)
    return rebuild(formula, tuple(map(_unspread, parts)), simplify=False) if parts else formula


def _free(name: str, taken: set[str]) -> str:
    """The name, or one like it that nothing else has."""
    while name in taken:
        name += "_"
    taken.add(name)
    return name


def _spelled(formula: Expr, identities: Mapping[Expr, Expr]) -> Expr:
    """The formula with its primes written out."""
    if formula in identities:
        return identities[formula]
    parts = children(formula)
    return rebuild(formula, tuple(_spelled(part, identities) for part in parts), simplify=False) if parts else formula


def _literal(value: Any) -> str:
    """A number or an array as it is typed."""
    if isinstance(value, float):
        return repr(value)
    parts = value if isinstance(value, list) else value.tolist()
    return f"[{', '.join(map(_literal, parts))}]"


def _text(formula: Expr, names: Mapping[str, str]) -> str:
    """A formula as it is typed, every product with its sign."""
    return _write(formula, names)[0]


def _write(formula: Expr, names: Mapping[str, str]) -> tuple[str, int]:
    """The text and how tightly it holds together."""

    def part(expr: Expr, level: int) -> str:
        text, tightness = _write(expr, names)
        return text if tightness >= level else f"({text})"

    match formula:
        case Symbol(key):
            return names.get(key, key), _ATOM
        case Number(value):
            return f"{value:g}" if float(f"{value:g}") == value else repr(value), _ATOM if value >= 0.0 else _SIGN
        case Sum(terms):
            text = part(terms[0], _SUM)
            for term in terms[1:]:
                negative, rest = signed(term)
                text += f" {'-' if negative else '+'} {part(rest, _PRODUCT)}"
            return text, _SUM
        case Negative(operand):
            return f"-{part(operand, _POWER)}", _SIGN
        case Product(factors):
            negative, rest = signed(formula)
            if negative:
                return f"-{part(rest, _PRODUCT)}", _SIGN
            return "*".join(part(factor, _SIGN + (position > 0)) for position, factor in enumerate(factors)), _PRODUCT
        case Quotient(numerator, denominator):
            return f"{part(numerator, _PRODUCT)}/{part(denominator, _ATOM)}", _PRODUCT
        case Power(base, Number(-1.0)):
            return f"1/{part(base, _ATOM)}", _PRODUCT
        case Power(base, exponent):
            return f"{part(base, _ATOM)}^{part(exponent, _ATOM)}", _POWER
        case Call(head, arguments, options):
            return _call(head, [partial(part, one) for one in arguments], dict(options), shape_of(arguments[0]))
    raise TypeError(f"{type(formula).__name__} is written, not typed")


def _summed(text: str, shape: Shape, wanted: Static) -> tuple[str, int]:
    """A sum over the axes along which an array of the wanted shape was repeated."""
    gone = repeated(wanted, shape)
    axes = _static(gone[0] if len(gone) == 1 else gone)
    assert isinstance(wanted, tuple)
    if not wanted:
        return f"sum({text})", _ATOM
    if len(wanted) == len(shape):
        return f"sum({text}, axis={axes}, keepdims=True)", _ATOM
    if len(wanted) + len(gone) == len(shape):
        return f"sum({text}, axis={axes})", _ATOM
    return f"reshape(sum({text}, axis={axes}), {_static(wanted)})", _ATOM


def _call(
    head: str, arguments: list[Callable[[int], str]], options: Mapping[str, Static], shape: Shape
) -> tuple[str, int]:
    """A primitive that is no sum, product or power: a sign of the notation, or a function."""
    if head in _STEPS:
        return _STEPS[head].format(*(argument(_PRODUCT) for argument in arguments)), _ATOM
    if head == "sum_to":
        return _summed(arguments[0](_SUM), shape, options["shape"])
    if not TABLE[head].in_notation and head not in {*_COMPARISONS, "index"}:
        raise EngineError(
            f"The backward pass uses '{head}', which has no sign in the notation.",
            "Export it as NumPy instead.",
            code="no-notation",
            operation=head,
        )
    if head == "matmul":
        return f"{arguments[0](_PRODUCT)} @ {arguments[1](_SIGN)}", _PRODUCT
    if head in _COMPARISONS:
        return f"({arguments[0](_SUM)} {_COMPARISONS[head]} {arguments[1](_SUM)})", _ATOM
    if head == "transpose" and options.get("axes") is None:
        return f"{arguments[0](_ATOM)}.T", _ATOM
    if head == "index":
        return f"{arguments[0](_ATOM)}[{_index(options['at'])}]", _ATOM
    inside = [argument(_SUM) for argument in arguments]
    if TABLE[head].takes_list:
        inside = [f"[{', '.join(inside)}]"]
    inside += [f"{name}={_static(value)}" for name, value in options.items()]
    return f"{head}({', '.join(inside)})", _ATOM


def _static(value: Static) -> str:
    if isinstance(value, tuple):
        return f"({', '.join(map(_static, value))}{',' if len(value) == 1 else ''})"
    return str(value)


def _index(at: Static) -> str:
    parts = at if isinstance(at, tuple) else (at,)
    return ", ".join(_slice(part) if isinstance(part, tuple) else str(part) for part in parts)


def _slice(part: tuple[Static, ...]) -> str:
    start, stop, step = ("" if one is None else str(one) for one in part)
    return f"{start}:{stop}" + (f":{step}" if step else "")


FORMAT = Format("gradient", "Forward and backward pass as a program", "text/plain", ".txt", write, formulas=True)
