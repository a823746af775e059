"""The words of the blackboard: definitions, local derivatives and chain-rule lines in LaTeX.

Each formula stands beside its numbers: ``w̄ = z̄ x + R̄ w`` symbolic, ``-0.25 + 0.05 = -0.2``
substituted. Adjoints are printed with the lecture's bar.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.explain.definitions import definition, functions, stem
from engine.explain.edge_terms import Term, factors_of, terms_of
from engine.explain.equations import Equation, equation, numeral, product_text, sum_text, value_latex, window
from engine.explain.symbols import bar_symbol, partial_symbol
from engine.formula.expr import Expr, Symbol
from engine.formula.walk import children, mentions, size, substitute
from engine.graph.graph import Edge, Graph
from engine.latex.formulas import latex, marked_latex
from engine.latex.marks import Mark, cut, plain
from engine.sweeps.steps import AdjointStep, SeedStep, TermStep, ValueStep
from engine.sweeps.trace import Trace

LONGEST_ARRAYS = 700
"""Characters of a formula with arrays set in, beyond which it is written as dots."""
LONGEST_SUBSTITUTION = 120
"""A formula of more symbols is not written out once more in numbers."""


@dataclass(frozen=True, slots=True)
class NodeText:
    """LaTeX of a node: its symbol, its adjoint, and the right-hand side (None for a leaf).

    ``stem`` is the symbol without its subscript, ``functions`` what the right-hand side calls, as it is said: σ, ln.
    """

    symbol: str
    bar: str
    definition: str | None
    stem: str
    functions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EdgeText:
    """LaTeX of an edge.

    Args:
        local: ∂child/∂parent.
        term: Upstream × local.
        identity: What the primes stand for.
        negative: Whether the term begins with a minus.
        upstream: Where in the term the child's adjoint stands.
        factors: Those of ``local``, an array's without its sign of transposition; none where it is 1.
        nonlinear: Whether ``local`` changes with the parent.
    """

    local: str
    term: str
    identity: str | None
    negative: bool
    upstream: tuple[Mark, ...]
    factors: tuple[str, ...]
    nonlinear: bool


@dataclass(frozen=True, slots=True)
class StepText:
    """LaTeX of a step: the formula, and the same with the numbers set in.

    Args:
        latex: The formula.
        numbers: The line in numbers. Its left side is that of the formula, at the seed ∂L/∂L, and of one term among
            several the term.
        shown: Of a sum, which of the node's terms the formula shows, as first and stop.
    """

    latex: str
    numbers: Equation
    shown: tuple[int, int] | None = None

    @property
    def substituted(self) -> str:
        """The line in numbers."""
        return self.numbers.latex


@dataclass(frozen=True, slots=True, repr=False)
class Mathematics:
    """The LaTeX of a whole trace, in the order of its nodes, edges, constants and steps."""

    nodes: tuple[NodeText, ...]
    edges: tuple[EdgeText, ...]
    constants: tuple[str, ...]
    steps: tuple[StepText, ...]

    def __repr__(self) -> str:
        return f"<Mathematics: {len(self.nodes)} nodes, {len(self.edges)} edges, {len(self.steps)} steps>"


@dataclass(frozen=True, slots=True)
class _Symbolic:
    """The part that does not depend on the numbers."""

    definitions: tuple[Expr | None, ...]
    bars: tuple[Symbol, ...]
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
    bars = tuple(map(bar_symbol, graph.nodes))
    nodes = [
        NodeText(
            node.latex,
            bar.latex,
            None if written is None else latex(written),
            stem(node),
            functions(node),
        )
        for node, bar, written in zip(graph.nodes, bars, definitions, strict=True)
    ]
    edges = [_edge_text(graph, edge, term) for edge, term in zip(graph.edges, terms, strict=True)]
    return _Symbolic(tuple(definitions), bars, tuple(terms), tuple(nodes), tuple(edges))


def _edge_text(graph: Graph, edge: Edge, term: Term) -> EdgeText:
    factors = factors_of(term.factor)
    local = latex(term.factor)
    is_whole = len(factors) == 1 and factors[0] is term.factor
    whole, upstream = cut(marked_latex(term.term))
    parent, child = graph.nodes[edge.parent], graph.nodes[edge.child]
    return EdgeText(
        local=local,
        term=whole,
        identity=_identity_text(term),
        negative=whole.startswith("-"),
        upstream=upstream,
        factors=(local,) if is_whole else tuple(map(latex, factors)),
        nonlinear=mentions(term.factor, (parent.id, child.id, partial_symbol(child, parent).key)),
    )


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
                line = equation(f"\\frac{{\\partial {symbol}}}{{\\partial {symbol}}}", [], 1.0, row=False)
                return StepText(f"{bar} = 1", line)
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
        line = equation(symbol, [middle], value, self._is_row(step.node))
        return StepText(f"{symbol} = {self.symbolic.nodes[step.node].definition}", line)

    def _term(self, step: TermStep) -> StepText:
        edges = self.graph.terms[step.node]
        edge = self.graph.edges[step.edge]
        text = self.symbolic.edges[step.edge]
        bar = self._bar(step.node)
        alone = len(edges) == 1
        child = self.symbolic.bars[edge.child]
        formula = self.symbolic.terms[step.edge].term
        middle: list[str] = []
        local = step.local
        if np.ndim(step.upstream) or (local is not None and np.ndim(local)):
            local = None
        if children(self.symbolic.terms[step.edge].factor) or (local is None and formula != child):
            upstream = numeral(step.upstream, self.graph.nodes[edge.child].id in self.rows, marked=True)
            middle.append(self._in_numbers(formula, ChainMap[str, Expr]({child.key: upstream}, self.numbers)))
        if formula != child and local is not None:
            middle.append(product_text(float(step.upstream), float(local)))
        line = equation(bar if alone else text.term, middle, step.product, self._is_row(step.node))
        shown = window(len(edges), len(edges) - 1 - step.remaining)
        return StepText(f"{bar} = {self._chain(edges, shown)}", line, None if alone else shown)

    def _adjoint(self, step: AdjointStep) -> StepText:
        edges = self.graph.terms[step.node]
        bar, adjoint, row = self._bar(step.node), step.adjoint, self._is_row(step.node)
        if not edges:
            return StepText(f"{bar} = 0", equation(bar, [], 0.0, row=False))
        shown = window(len(edges), len(edges) - 1)
        middle = sum_text(edges, shown, lambda edge: value_latex(self.trace.sweep.products[edge], row))
        return StepText(f"{bar} = {self._chain(edges, shown)}", equation(bar, [middle], adjoint, row), shown)

    def _chain(self, edges: Sequence[int], shown: tuple[int, int]) -> str:
        return sum_text(edges, shown, lambda edge: self.symbolic.edges[edge].term)

    def _in_numbers(self, formula: Expr, values: Mapping[str, Expr]) -> str:
        if size(formula) > LONGEST_SUBSTITUTION:
            return "\\cdots"
        written = marked_latex(substitute(formula, values, simplify=False))
        # Formulas with several arrays in numbers run off the blackboard.
        return written if "matrix" not in written or len(plain(written)) <= LONGEST_ARRAYS else "\\cdots"


def _rows(graph: Graph) -> set[str]:
    """The vectors that are added to (or multiplied with) every row of a matrix: they are written as rows."""
    return {
        graph.nodes[edge.parent].id
        for edge in graph.edges
        if edge.summed and len(graph.nodes[edge.parent].shape) == 1 and len(graph.nodes[edge.child].shape) == 2
    }
