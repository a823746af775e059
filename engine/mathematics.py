"""The words of the blackboard: definitions, local derivatives and chain-rule lines in LaTeX.

Each formula stands beside its numbers: ``w̄ = z̄ x + R̄ w`` symbolic, ``-0.25 + 0.05 = -0.2``
substituted. Adjoints are printed with the lecture's bar.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from engine.algebra import Expr, Number, multiply
from engine.formulas import Local, bar_symbol, definition, local_formulas
from engine.graph import Graph
from engine.numerals import is_rounded, number_latex
from engine.printing import latex, parenthesised
from engine.trace import AdjointStep, SeedStep, TermStep, Trace, ValueStep
from engine.traverse import size, substitute

T = TypeVar("T")

MOST_TERMS = 8
"""A chain-rule line of more terms is shortened around the term it speaks of."""
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
    locals: tuple[Local, ...]
    terms: tuple[Expr, ...]
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
    local = [formula for node in computed for formula in local_formulas(graph, node)]
    terms = [
        multiply(bar_symbol(graph.nodes[edge.child]), formula.formula)
        for edge, formula in zip(graph.edges, local, strict=True)
    ]
    nodes = [
        NodeText(node.latex, bar_symbol(node).latex, None if written is None else latex(written))
        for node, written in zip(graph.nodes, definitions, strict=True)
    ]
    edges = [
        EdgeText(latex(formula.formula), latex(term), _identity_text(formula))
        for formula, term in zip(local, terms, strict=True)
    ]
    return _Symbolic(tuple(definitions), tuple(local), tuple(terms), tuple(nodes), tuple(edges))


def _identity_text(local: Local) -> str | None:
    lines = [f"{latex(prime)} = {latex(spelled)}" for prime, spelled in local.identities]
    return ",\\quad ".join(lines) or None


class _Writer:
    """Writes the steps of one trace."""

    def __init__(self, trace: Trace, symbolic: _Symbolic) -> None:
        self.trace = trace
        self.graph = trace.graph
        self.symbolic = symbolic
        pairs = zip(self.graph.nodes, trace.evaluation.values, strict=True)
        self.numbers: dict[str, Expr] = {node.id: _numeral(float(v)) for node, v in pairs}
        for name, value in trace.evaluation.constants.items():
            self.numbers[name] = _numeral(float(value))

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

    def _symbol(self, node: int) -> str:
        return self.symbolic.nodes[node].symbol

    def _bar(self, node: int) -> str:
        return self.symbolic.nodes[node].bar

    def _value(self, step: ValueStep) -> StepText:
        written = self.symbolic.definitions[step.node]
        symbol, value = self._symbol(step.node), float(step.value)
        assert written is not None
        middle = self._in_numbers(written, self.numbers)
        return StepText(
            f"{symbol} = {self.symbolic.nodes[step.node].definition}",
            _equation(symbol, [middle], value),
        )

    def _term(self, step: TermStep) -> StepText:
        edges = self.graph.terms[step.node]
        edge = self.graph.edges[step.edge]
        text = self.symbolic.edges[step.edge]
        bar = self._bar(step.node)
        alone = len(edges) == 1
        upstream, local = float(step.upstream), float(step.local)
        child = bar_symbol(self.graph.nodes[edge.child])
        formula = self.symbolic.terms[step.edge]
        middle: list[str] = []
        if size(self.symbolic.locals[step.edge].formula) > 1:
            values = ChainMap[str, Expr]({child.key: _numeral(upstream)}, self.numbers)
            middle.append(self._in_numbers(formula, values))
        if formula != child:
            middle.append(_product(upstream, local))
        return StepText(
            f"{bar} = {text.term if alone else self._chain(edges, len(edges) - 1 - step.remaining)}",
            _equation(bar if alone else text.term, middle, float(step.product)),
        )

    def _adjoint(self, step: AdjointStep) -> StepText:
        edges = self.graph.terms[step.node]
        bar, adjoint = self._bar(step.node), float(step.adjoint)
        if not edges:
            return StepText(f"{bar} = 0", f"{bar} = 0")
        products = [self.trace.sweep.products[edge] or 0.0 for edge in edges]
        middle = _sum(products, len(products) - 1, lambda product: number_latex(float(product)))
        return StepText(f"{bar} = {self._chain(edges, len(edges) - 1)}", _equation(bar, [middle], adjoint))

    def _chain(self, edges: Sequence[int], current: int) -> str:
        return _sum(edges, current, lambda edge: self.symbolic.edges[edge].term)

    def _in_numbers(self, formula: Expr, values: Mapping[str, Expr]) -> str:
        if size(formula) > LONGEST_SUBSTITUTION:
            return "\\cdots"
        return latex(substitute(formula, values, simplify=False))


def _numeral(value: float) -> Number:
    """A number that was set in: it keeps its own sign, in brackets where need be."""
    return Number(value, number_latex(value))


def _product(upstream: float, local: float) -> str:
    left, right = number_latex(upstream), number_latex(local)
    left = parenthesised(left) if left.startswith("-") else left
    right = parenthesised(right) if right.startswith("-") or "\\cdot" in right else right
    return f"{left} \\cdot {right}"


def _sum(items: Sequence[T], current: int, write: Callable[[T], str]) -> str:
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


def _equation(left: str, middle: Sequence[str], value: float) -> str:
    """Left = middle = value, without saying the same thing twice."""
    result = number_latex(value)
    parts = [left]
    for part in middle:
        if part not in (parts[-1], result):
            parts.append(part)
    relation = "\\approx" if is_rounded(value) else "="
    return f"{' = '.join(parts)} {relation} {result}"
