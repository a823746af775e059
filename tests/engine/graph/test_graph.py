"""A graph checks itself when it is built, and knows its edges, children and terms."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest

import engine
from engine.graph.graph import Argument, Constant, Graph, Node, Operation, Slot
from engine.notation.program import Literal, Result
from engine.sweeps.backprop import backprop
from engine.sweeps.evaluate import evaluate
from tests.engine.models import GRAINS, run

PLACE = engine.Span(1, 1, 2)
ONE = Literal(1.0, "1", PLACE)


def leaf(name: str) -> Node:
    return Node(name, "input", (), (), name)


def node(name: str, parents: tuple[int, ...], *body: Operation) -> Node:
    return Node(name, "intermediate", parents, body, name)


def graph(*nodes: Node, output: int = -1, constants: tuple[Node, ...] = ()) -> Graph:
    return Graph("named", nodes, output % len(nodes), constants)


def test_edges_by_child_and_slot_and_children_in_order() -> None:
    made = graph(
        leaf("x"), leaf("y"),
        node("a", (1, 0), Operation("mul", (Slot(0), Slot(1)))),
        node("b", (0, 0), Operation("add", (Slot(0), Slot(1)))),
        node("c", (3, 2), Operation("sub", (Slot(0), Slot(1)))),
    )  # fmt: skip
    assert [edge.id for edge in made.edges] == ["y->a", "x->a", "x->b", "x->b#1", "b->c", "a->c"]
    assert [(edge.parent, edge.child, edge.slot) for edge in made.edges][3] == (0, 3, 1)
    assert made.children == ((1, 2, 3), (0,), (5,), (4,), ())
    assert made.terms == made.children
    assert made.reaches_output == (True,) * 5


def test_terms_are_only_those_on_a_way_to_the_output() -> None:
    made = graph(
        leaf("x"),
        node("a", (0,), Operation("neg", (Slot(0),))),
        node("side", (0,), Operation("exp", (Slot(0),))),
        node("beyond", (1,), Operation("neg", (Slot(0),))),
        output=1,
    )
    assert made.children == ((0, 1), (2,), (), ())
    assert made.terms == ((0,), (), (), ())
    assert made.reaches_output == (True, True, False, False)


@pytest.mark.parametrize(("nodes", "said"), [
    ((leaf("x"), leaf("x")), "used twice"),
    ((node("a", (1,), Operation("neg", (Slot(0),))), leaf("x")), "does not precede"),
    ((node("a", (0,), Operation("neg", (Slot(0),))),), "does not precede"),
    ((node("a", (-1,), Operation("neg", (Slot(0),))),), "does not precede"),
    ((leaf("x"), node("a", (0,), Operation("add", (Slot(0),)))), "wrong number of arguments"),
    ((leaf("x"), node("a", (0,), Operation("neg", (Slot(0), Slot(0))))), "wrong number of arguments"),
    ((leaf("x"), node("a", (0,), Operation("neg", (Slot(1),)))), "not there"),
    ((leaf("x"), node("a", (0,), Operation("neg", (Slot(-1),)))), "not there"),
    ((leaf("x"), node("a", (0,), Operation("neg", (Result(0),)))), "not there"),
    ((leaf("x"), node("a", (0,), Operation("neg", (Constant("c"),)))), "not there"),
    ((leaf("x"), node("a", (0,), Operation("neg", (Slot(0),), (), (2,)))), "is a number, not of shape"),
    ((leaf("x"), node("a", (0,), Operation("matmul", (Slot(0), Slot(0))))), "cannot be computed"),
    ((replace(leaf("x"), shape=(2,)), node("a", (0,), Operation("neg", (Slot(0),)))), "gives shape"),
    ((replace(leaf("x"), shape=(2,)), node("a", (0,), Operation("neg", (Slot(0),), (), (2,)))), "its value"),
    ((replace(leaf("x"), shape=(2,)), node("a", (0,), Operation("sum", (Slot(0),), (), (1,)))), "gives shape"),
])  # fmt: skip
def test_what_cannot_be_a_graph_is_not_built(nodes: tuple[Node, ...], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        graph(*nodes)


@pytest.mark.parametrize("output", [2, -1])
def test_the_output_is_one_of_the_nodes(output: int) -> None:
    with pytest.raises(ValueError, match="output"):
        Graph("named", (leaf("x"), leaf("y")), output)


@pytest.mark.parametrize("argument", [Slot(0), Constant("c"), ONE, Result(0)])
def test_what_a_body_may_refer_to(argument: Argument) -> None:
    body = (Operation("neg", (Slot(0),)), Operation("add", (ONE, argument)))
    made = graph(leaf("x"), node("a", (0,), *body), constants=(Node("c", "constant", (), (), "c"),))
    assert len(made.edges) == 1


def test_a_graph_stays_as_it_is() -> None:
    made = run("L = x²", {"x": 1.0}).graph
    with pytest.raises(FrozenInstanceError):
        made.output = 0  # type: ignore[misc]
    assert replace(made, output=0).terms == ((), ())


@pytest.mark.parametrize("grain", GRAINS)
def test_parents_come_before_children_in_every_program(grain: str) -> None:
    made = run("a = x·y + y\nb = sin(a)·x\nL = a·b − y/(b + 3)", {"x": 1.0, "y": 2.0}, grain=grain).graph  # type: ignore[arg-type]
    assert all(edge.parent < edge.child for edge in made.edges)
    assert all(made.nodes[edge.child].parents[edge.slot] == edge.parent for edge in made.edges)


def test_a_step_of_a_body_that_nothing_uses_has_no_say_in_the_derivative() -> None:
    made = graph(leaf("x"), node("y", (0,), Operation("log", (Slot(0),)), Operation("square", (Slot(0),))))
    sweep = backprop(made, evaluate(made, {"x": np.float64(0.0)}))
    assert sweep.locals == (0.0,), "0 times the logarithm's infinite slope would not be a number"
