"""The forward and the backward pass as one program in the notation: gradients that are nodes themselves.

Opened on the page, the reverse sweep is a graph that can be stepped through, and differentiated once
more: the adjoints of its output are second derivatives.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
    Static,
    Sum,
    Symbol,
    add,
    call,
)
from engine.formula.walk import children, rebuild
from engine.graph.graph import Graph, Node
from engine.graph.interpret import reverse_sweep
from engine.latex.formulas import signed
from engine.notation.printer import ATOM, POWER, PRODUCT, SIGNED, Text, at_least, can_be_typed, operation
from engine.primitives.ops import TABLE
from engine.primitives.shapes import repeated, shape_of
from engine.sweeps.trace import Trace

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
    """A line for each adjoint, which names the adjoints of the children and spells out the rest."""
    computed = [index for index, node in enumerate(graph.nodes) if node.body and graph.reaches_output[index]]
    sent = {index: _sent(graph, index) for index in computed}
    lines: list[str] = []

    def arguments(index: int) -> Sequence[tuple[int, int]]:
        return list(enumerate(graph.nodes[index].parents))[::-1]  # what has arrived is turned to the program's order

    def line(index: int, arrived: list[Expr]) -> Expr:
        node = graph.nodes[index]
        seed = f"1 + 0*{names[node.id]}"
        formula = seed if index == graph.output else _filled(add(*arrived[::-1]), node, names)
        lines.append(f"{names[bar_symbol(node).key]} = {formula}")
        return bar_symbol(node)

    begin: Expr = Number(1.0)
    reached = reverse_sweep(graph.output, begin, arguments, lambda index, _: sent[index].__getitem__, line)
    last = graph.nodes[min(reached)]
    if last.shape:  # a program's output is one number
        lines.append(f"{_free('total', set(names.values()))} = sum({names[bar_symbol(last).key]})")
    return lines


def _sent(graph: Graph, index: int) -> list[Expr]:
    node = graph.nodes[index]
    written: list[Expr] = []
    for parent, term in zip(node.parents, terms_of(graph, node), strict=True):
        if not term.spelled:
            raise EngineError(
                f"The term that {node.id} sends to {graph.nodes[parent].id} is too long to be written.",
                f"Give parts of the line of {node.id} names of their own.",
                node.span,
                code="term-too-long",
                name=node.id,
                parent=graph.nodes[parent].id,
            )
        written.append(_spelled(term.term, dict(term.identities)))
    return written


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


def _write(formula: Expr, names: Mapping[str, str]) -> Text:
    """The text and how tightly it holds together."""

    def part(expr: Expr, level: int) -> Text:
        """A part, in brackets for the reader where it holds together less tightly than this."""
        text = _write(expr, names)
        return at_least(text, level), max(text[1], level)

    match formula:
        case Symbol(key):
            return names.get(key, key), ATOM
        case Number(value):
            return f"{value:g}" if float(f"{value:g}") == value else repr(value), ATOM if value >= 0.0 else SIGNED
        case Sum(terms):
            text = _write(terms[0], names)
            for term in terms[1:]:
                negative, rest = signed(term)
                text = operation("sub" if negative else "add", (text, _write(rest, names)))
            return text
        case Negative(operand):
            return f"-{at_least(_write(operand, names), POWER)}", SIGNED
        case Product(factors):
            negative, rest = signed(formula)
            if negative:
                return f"-{at_least(_write(rest, names), PRODUCT)}", SIGNED
            text = part(factors[0], SIGNED)
            for factor in factors[1:]:
                text = operation("mul", (text, part(factor, POWER)))
            return text
        case Quotient(numerator, denominator):
            return operation("div", (part(numerator, PRODUCT), part(denominator, ATOM)))
        case Power(base, Number(-1.0)):
            return operation("div", (("1", ATOM), part(base, ATOM)))
        case Power(base, exponent):
            return operation("pow", (part(base, ATOM), part(exponent, ATOM)))
        case Call("sum_to", (operand,), options):
            return _write(_summed(operand, dict(options)["shape"]), names)
        case Call(head, arguments, options):
            if not can_be_typed(head):
                raise EngineError(
                    f"The backward pass uses '{head}', which has no sign in the notation.",
                    "Export it as NumPy instead.",
                    code="no-notation",
                    operation=head,
                )
            return operation(head, [_write(argument, names) for argument in arguments], options)
    raise TypeError(f"{type(formula).__name__} is written, not typed")


def _summed(operand: Expr, wanted: Static) -> Expr:
    """A sum over the axes along which an array of the wanted shape was repeated, in functions of the notation."""
    assert isinstance(wanted, tuple)
    shape = shape_of(operand)
    gone = repeated(wanted, shape)
    axes = gone[0] if len(gone) == 1 else gone
    if not wanted:
        return call("sum", operand)
    if len(wanted) == len(shape):
        return call("sum", operand, axis=axes, keepdims=True)
    if len(wanted) + len(gone) == len(shape):
        return call("sum", operand, axis=axes)
    return call("reshape", call("sum", operand, axis=axes), shape=wanted)


FORMAT = Format("gradient", "Forward and backward pass as a program", "text/plain", ".txt", write, formulas=True)
