"""The whole lesson on one trace: the formula, the derivations, what they repeat, and what all of it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.calculus.backprop_count import Sweeper
from engine.calculus.choosing import choose
from engine.calculus.derivation import DerivationBuilder
from engine.calculus.differentiate import Differentiator
from engine.calculus.evaluate import names_of, on_numbers
from engine.calculus.from_graph import check_shape, read_graph
from engine.calculus.growth import Point, growth
from engine.calculus.hash_consed import MOST_DIGITS, Store
from engine.calculus.product_form import Writer
from engine.calculus.repeated_parts import MOST_PARTS, Part, repeated, without_primes
from engine.calculus.rules import Rules
from engine.calculus.to_latex import LONGEST, LatexWriter, fits
from engine.explain.symbols import node_symbol
from engine.primitives.declaration import Value
from engine.sweeps.trace import Trace

LONGEST_ALONE = 24
"""Where the results are too long to be written, so are parts of more operations: there is nothing to find them in."""
MOST_DRAWN = 120
"""Results of more different parts are not listed part by part."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """The derivative in one leaf.

    Args:
        leaf: The index of the leaf's node.
        lines: The rule of each line and its right-hand side in LaTeX.
        result: The derivative in LaTeX; None where it is too long.
        value: The result on the trace's numbers.
        truncated: Whether the lines end before the result, or the result is too long.
    """

    leaf: int
    lines: tuple[tuple[str, str], ...]
    result: str | None
    value: float
    truncated: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """Operations of the results together.

    Args:
        naive: As they are written.
        expanded: With every prime written out.
        shared: Each different operation once: as written, and with primes written out.
        backprop: What the adjoints of the same leaves take in the two sweeps.
        values: Those operations of them that are values of the forward pass.
    """

    naive: int
    expanded: int
    shared: tuple[int, int]
    backprop: int
    values: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """One different part of the results: its operation (None: a name or a number), and the parts it is made of."""

    op: str | None
    latex: str
    arguments: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a calculus class makes of a trace.

    Args:
        expanded: The output in its leaves alone, in LaTeX; None where it is too long.
        parts: What is repeated in the results, with its LaTeX; a part's key is its place.
        drawn: The different parts of the results, each after its own; empty where there are too many.
        results: Where the results stand among them.
    """

    trace: Trace
    leaves: tuple[int, ...]
    expanded: str | None
    derivations: tuple[Derivation, ...]
    parts: tuple[tuple[Part, str], ...]
    counts: Counts
    growth: tuple[Point, ...]
    drawn: tuple[Drawn, ...]
    results: tuple[int, ...]


def calculus(trace: Trace, leaves: Sequence[str] | None = None, digits: int = MOST_DIGITS) -> Lesson:
    """Differentiate the output of a trace as a calculus class would.

    Args:
        leaves: The names of at most two leaves; see :func:`choose` for what is taken without.
        digits: Counts of more decimal digits are refused.

    Raises:
        EngineError: For a name that is no leaf, arrays on the way to the output, and counts of too many digits.
    """
    graph = trace.graph
    chosen = choose(graph, leaves)
    for index in chosen:
        check_shape(graph.nodes[index].id, graph.nodes[index].shape)
    store = Store(digits)
    writer = Writer(store)
    rules = Rules(writer)
    bodies = read_graph(graph, store)
    output = bodies[graph.output][-1]
    symbols = [store.symbol(node_symbol(graph.nodes[index])) for index in chosen]
    differentiator = Differentiator(writer, rules, output)
    derivatives = [differentiator.derivatives(symbol) for symbol in symbols]
    results = [writer.closed(found.get(output)) for found in derivatives]
    expanded = without_primes(store, results)
    longest = LONGEST if fits(store, *results) else LONGEST_ALONE
    parts = [
        part for part in repeated(store, results, expanded) if part.operations <= longest and fits(store, part.formula)
    ][:MOST_PARTS]
    sweeper = Sweeper(graph, bodies, chosen, writer, rules)
    counts = Counts(
        sum(store.sizes[one] for one in results),
        sum(store.sizes[expanded[one]] for one in results),
        (store.shared(results), store.shared(expanded[one] for one in results)),
        *sweeper.taken(graph.output),
    )
    values = on_numbers(store, results, names_of(trace, store))
    marks = {part.formula: key for key, part in enumerate(parts)}
    derivations = [
        _derivation(trace, DerivationBuilder(differentiator, output, symbol), index, result, values[result], marks)
        for index, symbol, result in zip(chosen, symbols, results, strict=True)
    ]
    plain = LatexWriter(store)
    drawn, places = _drawn(store, results, plain)
    return Lesson(
        trace=trace,
        leaves=tuple(chosen),
        expanded=LatexWriter(store, authored=True).latex(output) if fits(store, output) else None,
        derivations=tuple(derivations),
        parts=tuple((part, plain.latex(part.formula)) for part in parts),
        counts=counts,
        growth=tuple(growth(graph, bodies, derivatives, sweeper)),
        drawn=drawn,
        results=places,
    )


def _derivation(
    trace: Trace, work: DerivationBuilder, leaf: int, result: int, value: Value, marks: Mapping[int, int]
) -> Derivation:
    scribe = LatexWriter(work.store, trace.graph.nodes[leaf].latex, marks)
    lines, cut = work.lines()
    written = scribe.latex(result) if fits(work.store, result) else None
    return Derivation(
        leaf=leaf,
        lines=tuple((line.rule, scribe.latex(line.formula)) for line in lines),
        result=written,
        value=float(value),
        truncated=cut or written is None,
    )


def _drawn(store: Store, results: Sequence[int], scribe: LatexWriter) -> tuple[tuple[Drawn, ...], tuple[int, ...]]:
    under = store.under(results)
    if len(under) > MOST_DRAWN or not fits(store, *results):
        return (), ()
    place = {formula: index for index, formula in enumerate(under)}
    drawn = [
        Drawn(
            store.heads[one] if store.is_operation(one) else None,
            scribe.latex(one),
            tuple(place[part] for part in store.arguments[one]),
        )
        for one in under
    ]
    return tuple(drawn), tuple(place[result] for result in results)
