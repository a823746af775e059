"""The words of the blackboard: definitions, local derivatives and chain-rule lines in LaTeX.

Each formula stands beside its numbers: ``w̄ = z̄ x + R̄ w`` symbolic, ``-0.25 + 0.05 = -0.2``
substituted. Adjoints are printed with the lecture's bar.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from engine.explain.definitions import definition
from engine.explain.edge_terms import Term, terms_of
from engine.explain.symbols import bar_symbol
from engine.formula.expr import Expr, Number, Symbol
from engine.formula.walk import size, substitute
from engine.graph.graph import Graph
from engine.latex.formulas import latex, parenthesised
from engine.latex.numbers import MOST_ENTRIES, is_rounded, matrix_latex, number_latex, space_latex
from engine.primitives.declaration import Value
from engine.sweeps.steps import AdjointStep, SeedStep, TermStep, ValueStep
from engine.sweeps.trace import Trace

T = TypeVar("T")

MOST_TERMS = 8
"""A chain-rule line of more terms is shortened around the term it speaks of."""
MOST_ROWS = 6
"""An array of more entries along an axis is not written out."""
LONGEST_ARRAYS = 700
"""Characters of a formula with arrays set in, beyond which it is written as dots."""
LONGEST_SUBSTITUTION = 120
"""A formula of more symbols is not written out once more in numbers."""


@dataclass(frozen=True, slots=True)
class NodeText:
    """LaTeX of a node: its symbol, its adjoint, and the right-hand side (None for a leaf)."""

    symbol: str
    bar: str
    definition: str | None


@dataclass(frozen=True, slots=True)
class EdgeText:
    """LaTeX of an edge: ∂child/∂parent, upstream × local, and what the primes stand for."""

    local: str
    term: str
    identity: str | None


@dataclass(frozen=True, slots=True)
class StepText:
    """LaTeX of a step: the formula, and the same with the numbers set in."""

    latex: str
    substituted: str


@dataclass(frozen=True, slots=True)
class Mathematics:
    """The LaTeX of a whole trace, in the order of its nodes, edges, constants and steps."""

    nodes: tuple[NodeText, ...]
    edges: tuple[EdgeText, ...]
    constants: tuple[str, ...]
    steps: tuple[StepText, ...]


@dataclass(frozen=True, slots=True)
class _Symbolic:
    """The part that does not depend on the numbers."""

    definitions: tuple[Expr | None, ...]
    terms: tuple[Term, ...]
    nodes: tuple[NodeText, ...]
    edges: tuple[EdgeText, ...]


def describe(trace: Trace) -> Mathematics:
    """The mathematics of a trace."""
    graph = trace.graph
    symbolic = _symbolic(graph)
    writer = _Writer(trace, symbolic)
    return Mathematics(
        symbolic.nodes,
        symbolic.edges,
        tuple(constant.latex for constant in graph.constants),
        tuple(writer.write(step) for step in trace.steps),
    )


def _symbolic(graph: Graph) -> _Symbolic:
    definitions = [definition(graph, node) if node.body else None for node in graph.nodes]
    computed = [node for node in graph.nodes if node.body]
    terms = [term for node in computed for term in terms_of(graph, node)]
    nodes = [
        NodeText(node.latex, bar_symbol(node).latex, None if written is None else latex(written))
        for node, written in zip(graph.nodes, definitions, strict=True)
    ]
    edges = [EdgeText(latex(one.factor), latex(one.term), _identity_text(one)) for one in terms]
    return _Symbolic(tuple(definitions), tuple(terms), tuple(nodes), tuple(edges))


def _identity_text(term: Term) -> str | None:
    lines = [f"{latex(prime)} = {latex(spelled)}" for prime, spelled in term.identities]
    return ",\\quad ".join(lines) or None


class _Writer:
    """Writes the steps of one trace."""

    def __init__(self, trace: Trace, symbolic: _Symbolic) -> None:
        self.trace = trace
        self.graph = trace.graph
        self.symbolic = symbolic
        pairs = zip(self.graph.nodes, trace.evaluation.values, strict=True)
        self.rows = _rows(self.graph)
        self.numbers: dict[str, Expr] = {node.id: numeral(value, node.id in self.rows) for node, value in pairs}
        for name, value in trace.evaluation.constants.items():
            self.numbers[name] = numeral(value, row=False)

    def write(self, step: ValueStep | SeedStep | TermStep | AdjointStep) -> StepText:
        match step:
            case ValueStep():
                return self._value(step)
            case SeedStep(node):
                symbol, bar = self._symbol(node), self._bar(node)
                return StepText(f"{bar} = 1", f"\\frac{{\\partial {symbol}}}{{\\partial {symbol}}} = 1")
            case TermStep():
                return self._term(step)
            case AdjointStep():
                return self._adjoint(step)

    def _is_row(self, node: int) -> bool:
        return self.graph.nodes[node].id in self.rows

    def _symbol(self, node: int) -> str:
        return self.symbolic.nodes[node].symbol

    def _bar(self, node: int) -> str:
        return self.symbolic.nodes[node].bar

    def _value(self, step: ValueStep) -> StepText:
        written = self.symbolic.definitions[step.node]
        symbol, value = self._symbol(step.node), step.value
        assert written is not None
        middle = self._in_numbers(written, self.numbers)
        return StepText(
            f"{symbol} = {self.symbolic.nodes[step.node].definition}",
            equation(symbol, [middle], value, self._is_row(step.node)),
        )

    def _term(self, step: TermStep) -> StepText:
        edges = self.graph.terms[step.node]
        edge = self.graph.edges[step.edge]
        text = self.symbolic.edges[step.edge]
        bar = self._bar(step.node)
        alone = len(edges) == 1
        child = bar_symbol(self.graph.nodes[edge.child])
        formula = self.symbolic.terms[step.edge].term
        middle: list[str] = []
        local = step.local
        if np.ndim(step.upstream) or (local is not None and np.ndim(local)):
            local = None
        if size(self.symbolic.terms[step.edge].factor) > 1 or (local is None and formula != child):
            values = ChainMap[str, Expr](
                {child.key: numeral(step.upstream, self.graph.nodes[edge.child].id in self.rows)}, self.numbers
            )
            middle.append(self._in_numbers(formula, values))
        if formula != child and local is not None:
            middle.append(product_text(float(step.upstream), float(local)))
        return StepText(
            f"{bar} = {text.term if alone else self._chain(edges, len(edges) - 1 - step.remaining)}",
            equation(bar if alone else text.term, middle, step.product, self._is_row(step.node)),
        )

    def _adjoint(self, step: AdjointStep) -> StepText:
        edges = self.graph.terms[step.node]
        bar, adjoint = self._bar(step.node), step.adjoint
        if not edges:
            return StepText(f"{bar} = 0", f"{bar} = 0")
        products = [self.trace.sweep.products[edge] for edge in edges]
        row = self._is_row(step.node)
        middle = sum_text(products, len(products) - 1, lambda product: value_latex(product, row))
        return StepText(f"{bar} = {self._chain(edges, len(edges) - 1)}", equation(bar, [middle], adjoint, row))

    def _chain(self, edges: Sequence[int], current: int) -> str:
        return sum_text(edges, current, lambda edge: self.symbolic.edges[edge].term)

    def _in_numbers(self, formula: Expr, values: Mapping[str, Expr]) -> str:
        if size(formula) > LONGEST_SUBSTITUTION:
            return "\\cdots"
        written = latex(substitute(formula, values, simplify=False))
        # Formulas with several arrays in numbers run off the blackboard.
        return written if "matrix" not in written or len(written) <= LONGEST_ARRAYS else "\\cdots"


def _rows(graph: Graph) -> set[str]:
    """The vectors that are added to (or multiplied with) every row of a matrix: they are written as rows."""
    return {
        graph.nodes[edge.parent].id
        for edge in graph.edges
        if edge.summed and len(graph.nodes[edge.parent].shape) == 1 and len(graph.nodes[edge.child].shape) == 2
    }


def numeral(value: Value, row: bool) -> Expr:
    """A number that was set in: it keeps its own sign, in brackets where need be. An array as its entries."""
    if np.ndim(value):
        return Symbol(f"array {id(value)}", value_latex(value, row), np.shape(value))
    return Number(float(value), number_latex(float(value)))


def value_latex(value: Value, row: bool) -> str:
    """A number, the entries of a small vector or matrix, or the name of a larger array's space."""
    if row and np.ndim(value) == 1:
        value = np.reshape(value, (1, -1))
    shape = np.shape(value)
    if not shape:
        return number_latex(float(value))
    small = len(shape) <= 2 and 0 < np.size(value) <= MOST_ENTRIES and max(shape) <= MOST_ROWS
    return matrix_latex(np.asarray(value).tolist()) if small else f"[{space_latex(shape)}]"


def product_text(upstream: float, local: float) -> str:
    """Two numbers and the sign between them, negative ones in brackets."""
    left, right = number_latex(upstream), number_latex(local)
    left = parenthesised(left) if left.startswith("-") else left
    right = parenthesised(right) if right.startswith("-") or "\\cdot" in right else right
    return f"{left} \\cdot {right}"


def sum_text(items: Sequence[T], current: int, write: Callable[[T], str]) -> str:
    """Terms with their signs; of more than MOST_TERMS only those around ``current``."""
    first, stop = 0, len(items)
    if stop > MOST_TERMS:
        first, stop = max(0, current - 1), min(stop, current + 2)
    text = "\\cdots" if first > 0 else ""
    for term in map(write, items[first:stop]):
        if not text:
            text = term
        else:
            text += f" - {term[1:]}" if term.startswith("-") else f" + {term}"
    return f"{text} + \\cdots" if stop < len(items) else text


def equation(left: str, middle: Sequence[str], value: Value, row: bool) -> str:
    """Left = middle = value, without saying the same thing twice."""
    result = value_latex(value, row)
    parts = [left]
    for part in middle:
        if part not in (parts[-1], result):
            parts.append(part)
    if result.startswith("[\\mathbb"):
        return f"{left} \\in {result[1:-1]}"
    relation = "\\approx" if any(map(is_rounded, np.ravel(value).tolist())) else "="
    return f"{' = '.join(parts)} {relation} {result}"
