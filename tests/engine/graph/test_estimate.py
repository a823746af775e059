"""The estimate is a bound that costs next to nothing, and a formula that explodes is known to before it is built."""

from __future__ import annotations

from contextlib import suppress

import pytest

import engine
from app.content.examples import Library
from engine.explain import definitions, symbols
from engine.explain.definitions import LONGEST, MOST_PARTS, Reading, local_formulas
from engine.formula.expr import ONE
from engine.graph import estimate as estimating
from engine.graph.estimate import LONGEST_DEFINITION, LONGEST_TERM, Estimate, estimate
from engine.graph.graph import Argument, Grain, Graph, Node, Operation, Slot
from engine.graph.lowering import lower
from engine.limits import Limits
from engine.notation.program import Result
from engine.primitives.declaration import element_count
from tests.engine.graph import hogs
from tests.engine.models import GRAINS

EXAMPLES = Library.read().examples
GENEROUS = Limits(source_bytes=10**6, tokens=10**6, operations=10**5)


def counted(graph: Graph) -> Estimate:
    """What the graph itself holds."""
    return Estimate(
        nodes=len(graph.nodes) + (len(graph.constants) if graph.grain == "element" else 0),
        operations=sum(len(node.body) for node in graph.nodes),
        edges=len(graph.edges),
        numbers=sum(element_count(node.shape) for node in graph.nodes),
    )


@pytest.mark.parametrize("grain", GRAINS)
@pytest.mark.parametrize("name", EXAMPLES)
def test_it_bounds_the_graph_of_every_example(name: str, grain: Grain) -> None:
    example = EXAMPLES[name].request(grain)
    program = engine.parse(example.source, example.inputs.keys())
    shapes = {name: getattr(value, "shape", ()) for name, value in example.inputs.items()}
    count = estimate(program, shapes, roles=example.roles, output=example.output, grain=grain)
    actual = counted(lower(program, shapes, roles=example.roles, output=example.output, grain=grain))
    assert count.operations >= actual.operations
    assert count.edges >= actual.edges
    assert count.nodes >= actual.nodes
    assert count.numbers >= actual.numbers
    assert count.nodes <= 3 * actual.nodes + 10, "a bound that says nothing bounds nothing"


def test_it_knows_an_explosion_that_no_graph_was_made_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.graph.scalarize.Scalarizer", lambda *_: pytest.fail("it was unfolded"))
    count = estimate(engine.parse(hogs.OUTER), grain="element")
    assert count.operations > 100_000
    assert estimate(engine.parse(hogs.OUTER)).operations < 10


@pytest.mark.parametrize("name", hogs.ALL)
@pytest.mark.parametrize("grain", GRAINS)
def test_it_takes_a_bounded_number_of_steps_for_each_operation(
    name: str, grain: Grain, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = engine.parse(hogs.ALL[name], {"x0": ()}, GENEROUS)
    written = sum(len(line.body) for line in program.definitions)
    calls = 0
    before = estimating._Unfolded._apply

    def counting(*arguments: object) -> object:
        nonlocal calls
        calls += 1
        return before(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(estimating._Unfolded, "_apply", counting)
    with suppress(engine.EngineError):  # it may be refused on the way
        estimate(program, {"x0": ()}, grain=grain, limits=GENEROUS)
    assert calls <= 20 * written


def test_the_refusal_of_too_many_single_numbers_is_that_of_the_unfolding() -> None:
    program = engine.parse(hogs.TWICE)
    with pytest.raises(engine.EngineError) as estimated:
        estimate(program, grain="element")
    with pytest.raises(engine.EngineError) as unfolded:
        lower(program, grain="element")
    assert str(estimated.value) == str(unfolded.value)
    assert estimated.value.limit == "unfolded"


def test_the_lengths_are_those_of_the_formulas() -> None:
    assert (LONGEST_TERM, LONGEST_DEFINITION) == (LONGEST, MOST_PARTS)


def squared(times: int) -> Graph:
    """The square of the square of x, and so on, in one line, and y: 2ⁿ ways lead down to x, and one to y."""
    first: Argument = Slot(0)
    body = [Operation("mul", (first, first))]
    body += [Operation("mul", (Result(k), Result(k))) for k in range(times - 1)]
    body.append(Operation("add", (Result(times - 1), Slot(1))))
    leaves = (Node("x", "input", (), (), "x"), Node("y", "input", (), (), "y"))
    return Graph("named", (*leaves, Node("L", "output", (0, 1), tuple(body), "L")), 2)


@pytest.mark.parametrize(("times", "walked"), [(2, True), (40, False)])
def test_a_derivative_of_too_many_terms_is_not_built_term_by_term(
    times: int, walked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = 0
    before = Reading.through

    def counting(*arguments: object) -> object:
        nonlocal steps
        steps += 1
        return before(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(definitions.Reading, "through", counting)
    graph = squared(times)
    by_x, by_y = local_formulas(graph, graph.nodes[2])
    assert steps <= 10
    unformed = symbols.partial_symbol(graph.nodes[2], graph.nodes[0])
    assert (by_x.formula != unformed) == walked
    if walked:
        assert by_y.formula == ONE
