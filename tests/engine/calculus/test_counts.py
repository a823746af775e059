"""The exact counts of a calculus class: against real trees where they are small, closed forms where they are not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

import engine
from engine import EngineError
from engine.calculus import Lesson, calculus
from engine.calculus.derivation import MOST_LINES, DerivationBuilder
from engine.calculus.differentiate import Differentiator
from engine.calculus.evaluate import names_of, on_numbers
from engine.calculus.from_graph import read_graph
from engine.calculus.growth import MOST_POINTS, evenly
from engine.calculus.hash_consed import OPEN, Store
from engine.calculus.product_form import Writer
from engine.calculus.rules import Rules
from engine.explain.symbols import node_symbol
from engine.formula.expr import Marked, Number, Product, Sum, Symbol
from engine.latex.formulas import latex
from tests.engine import katex
from tests.engine.models import GRAINS, LECTURE, run
from tests.engine.programs import Sample, seeded, tame_programs
from tests.engine.trees import Tree, different, grown, inside, operations, without_primes


def lessons(sample: Sample, grain: str = "named") -> list[Lesson]:
    """The lessons on every leaf of a program, two at a time."""
    trace = run(sample.source, sample.inputs, grain="named" if grain == "named" else "primitive")
    names = list(sample.inputs)
    return [calculus(trace, names[first : first + 2]) for first in range(0, len(names), 2)]


@pytest.mark.slow
@settings(max_examples=50, deadline=None)
@given(tame_programs())
def test_the_result_on_numbers_is_the_adjoint(sample: Sample) -> None:
    for found in lessons(sample):
        for one in found.derivations:
            adjoint = float(found.trace.sweep.adjoints[one.leaf])
            assert abs(one.value - adjoint) <= 1e-9 * max(1.0, abs(adjoint))
            assert one.truncated or one.lines[-1][1] == one.result


@pytest.mark.slow
@settings(max_examples=50, deadline=None)
@given(tame_programs())
def test_every_line_has_the_value_of_the_derivative(sample: Sample) -> None:
    trace = run(sample.source, sample.inputs)
    store = Store()
    writer = Writer(store)
    output = read_graph(trace.graph, store)[trace.graph.output][-1]
    differentiator = Differentiator(writer, Rules(writer), output)
    for index, node in enumerate(trace.graph.nodes):
        if node.body or not trace.graph.reaches_output[index]:
            continue
        leaf = store.symbol(node_symbol(node))
        found = differentiator.derivatives(leaf)
        lines, _ = DerivationBuilder(differentiator, output, leaf).lines()
        filled: dict[int, int] = {}
        for formula in store.under(line.formula for line in lines):
            parts = store.arguments[formula]
            if store.heads[formula] == OPEN:  # what stands in the brackets keeps its place, its derivative takes theirs
                filled[formula] = writer.closed(found.get(parts[0]))
            else:
                filled[formula] = (
                    store.apply(store.heads[formula], map(filled.__getitem__, parts)) if parts else formula
                )
        roots = [filled[line.formula] for line in lines]
        values = on_numbers(store, roots, names_of(trace, store))
        adjoint = float(trace.sweep.adjoints[index])
        for root, line in zip(roots, lines, strict=True):
            assert abs(values[root] - adjoint) <= 1e-9 * max(1.0, abs(adjoint)), line.rule


@pytest.mark.slow
@settings(max_examples=50, deadline=None)
@given(tame_programs())
def test_the_counts_are_those_of_the_trees(sample: Sample) -> None:
    for found in lessons(sample):
        compare(found)


@pytest.mark.parametrize("grain", GRAINS)
def test_the_counts_of_many_seeds_are_those_of_the_trees(grain: str) -> None:
    assert sum(compare(found) for seed in range(60) for found in lessons(seeded(seed), grain)) > 40


def compare(found: Lesson) -> bool:
    """Hold the counts of a lesson against trees that are really written out, if they are not too large."""
    if len(found.results) != len(found.leaves) or found.counts.expanded > 20_000:
        return False
    trees = grown(found)
    spelled = list(map(without_primes, trees))
    counts = found.counts
    assert counts.naive == sum(map(operations, trees))
    assert counts.expanded == sum(map(operations, spelled))
    assert counts.shared == (different(trees), different(spelled))
    everything = [one for tree in trees for one in inside(tree)]
    everything_spelled = [one for tree in spelled for one in inside(tree)]
    for part, _ in found.parts:
        alike = [
            one for one in set(everything) if everything.count(one) == part.count and operations(one) == part.operations
        ]
        assert alike, "a part of this size stands that often in the trees"
        assert part.expanded in [everything_spelled.count(without_primes(one)) for one in alike]
    return True


def test_the_trees_of_the_running_example() -> None:
    found = calculus(run(LECTURE))
    trees = grown(found)
    assert [operations(tree) for tree in trees] == [11, 8]
    assert compare(found)
    u = Tree("add", (Tree("mul", (Tree("w"), Tree("x"))), Tree("b")))
    assert sum(one == u for tree in trees for one in inside(tree)) == 4
    assert sum(one == u for tree in trees for one in inside(without_primes(tree))) == 6


def squares(lines: int) -> str:
    return "param w = 1\nh0 = w\n" + "\n".join(f"h{k + 1} = h{k}·h{k}" for k in range(lines))


def test_sixty_squares_are_counted_to_the_last_unit() -> None:
    found = calculus(run(squares(60)))
    # 2⁶⁰ copies of w; and 2⁶⁰ h₅₉ h₅₈ … h₀ with 2ᵏ − 1 in hₖ, 59 products between them and one for the number in front.
    assert found.growth[-1].formula == 2**60 - 1
    assert found.counts.naive == sum(2**k - 1 for k in range(60)) + 59 + 1 == 2**60 - 1
    assert found.counts.backprop == 2 * 60 - 1
    assert all(point.backprop == 2 * point.depth - 3 for point in found.growth[1:])
    assert found.expanded is None
    (one,) = found.derivations
    assert (one.truncated, one.result, one.lines) == (True, None, ())
    assert one.value == 2.0**60


@pytest.mark.slow
def test_a_hundred_layers_that_use_everything_twice() -> None:
    lines = "\n".join(f"h{k + 1} = σ(h{k})·h{k}" for k in range(100))
    found = calculus(run(f"param w = 0.5\nh0 = w\n{lines}"))
    lengths = {found.trace.graph.nodes[point.node].id: point.formula for point in found.growth}
    assert lengths["h100"] == 2**101 - 2
    assert all(length == 2 ** (int(name[1:]) + 1) - 2 for name, length in lengths.items())
    assert found.counts.naive > 2**100
    assert found.counts.backprop < 1_000
    adjoint = found.trace.adjoints["w"]
    assert found.derivations[0].value == pytest.approx(adjoint, rel=1e-9, abs=1e-300)


def test_deep_formulas_grow_as_their_trees_do_while_they_are_small() -> None:
    for lines in range(1, 7):
        found = calculus(run(squares(lines)))
        assert compare(found)
        assert found.counts.naive == found.growth[-1].derivative == 2**lines - 1


def test_sharing_a_deep_chain_leaves_what_backpropagation_takes() -> None:
    lines = "\n".join(f"h{k + 1} = σ(w h{k} + b)" for k in range(40))
    counts = calculus(run(f"param w = 0.5, b = 0.1\ninput x = 1\nh0 = x\n{lines}")).counts
    assert counts.naive > 4_000
    assert counts.shared[0] == counts.backprop < 400


def test_what_backpropagation_takes_is_values_and_the_sweep() -> None:
    found = calculus(run(LECTURE))
    # w x, + b, σ and y − t; then ȳσ′, ·x, λw and the sum of both terms, and σ′ itself.
    assert (found.counts.backprop, found.counts.values) == (9, 4)
    assert calculus(run("param w = 2\ninput x = 3\nL = wx")).counts.values == 0


@settings(max_examples=50, deadline=None)
@given(tame_programs())
def test_no_more_values_are_used_than_the_lines_have_operations(sample: Sample) -> None:
    """Those between numbers alone among them, which the forward pass finds folded."""
    for found in lessons(sample):
        counts, written = found.counts, sum(len(node.body) for node in found.trace.graph.nodes)
        assert 0 <= counts.values <= counts.backprop
        assert counts.values <= written


@pytest.mark.slow
def test_growth_is_by_depth_and_evenly_chosen() -> None:
    found = calculus(run(squares(200)))
    depths = [point.depth for point in found.growth]
    assert len(depths) == MOST_POINTS
    assert (depths, depths[0], depths[-1]) == (sorted(depths), 1, 201)
    assert evenly(list(range(7)), 3) == [0, 3, 6]
    short = calculus(run(LECTURE)).growth
    names = [calculus(run(LECTURE)).trace.graph.nodes[point.node].id for point in short]
    assert names == ["z", "R", "y", "L", "L_reg"]
    assert [point.formula for point in short] == [2, 2, 3, 6, 10]
    assert [point.backprop for point in short] == [0, 0, 4, 7, 9]
    assert calculus(run("x = 1\nL = x²")).growth == ()


def test_counts_of_too_many_digits_are_refused_by_name() -> None:
    trace = run(squares(60))
    assert calculus(trace, digits=19).counts.naive > 10**17
    with pytest.raises(EngineError) as refused:
        calculus(trace, digits=12)
    assert refused.value.limit == "formula_digits"


def test_long_derivations_are_cut_off_and_say_so() -> None:
    terms = " + ".join(f"sin({k}x)" for k in range(2, 150))
    (one,) = calculus(run(f"x = 1\nL = {terms}")).derivations
    assert one.truncated
    nested = "sin(" * 45 + "x" + ")" * 45
    (one,) = calculus(run(f"x = 1\nL = {nested}")).derivations
    assert one.truncated
    assert one.result is None
    assert {rule for rule, _ in one.lines[1:]} == {"chain"}
    names = "\n".join(f"h{k + 1} = (h{k} + 1)/2" for k in range(25))
    (one,) = calculus(run(f"x = 1\nh0 = x\n{names}")).derivations
    assert one.truncated
    assert one.result is not None
    assert len(one.lines) == MOST_LINES


@pytest.mark.slow
def test_random_lines_are_read_by_katex() -> None:
    formulas: list[str] = []
    for seed in range(25):
        for found in lessons(seeded(seed)):
            formulas += [text for one in found.derivations for _, text in one.lines]
            formulas += [text for _, text in found.parts]
            formulas += [found.expanded] if found.expanded is not None else []
    assert len(formulas) > 200
    assert katex.complaints(formulas) == []


def test_an_unlucky_number_is_told_and_not_raised() -> None:
    found = calculus(engine.trace(engine.parse("x = -1\nL = log(x)·x")))
    assert found.derivations[0].value != found.derivations[0].value


def test_a_marked_formula_is_bracketed_as_it_would_be_unmarked() -> None:
    x, y = Symbol("x", "x"), Symbol("y", "y")
    total, product = Marked(Sum((x, y)), "part part-0"), Marked(Product((Number(2.0), x)), "part part-1")
    assert latex(Product((total, y))) == "(\\htmlClass{part part-0}{x + y})\\,y"
    assert latex(Product((y, product))) == "y \\cdot \\htmlClass{part part-1}{2\\,x}"
