"""Names find what they stand for, the grain decides what is a node, and every refusal says what to do."""

from __future__ import annotations

import math
from typing import Any

import pytest

import engine
from engine import EngineError, Span
from engine.graph.lowering import lower
from engine.notation.program import Program
from tests.engine.models import run


def refused(source: str, inputs: dict[str, Any] | None = None, **options: Any) -> EngineError:
    """The error of a source that the notation reads and the engine refuses."""
    program = engine.parse(source, inputs or {})
    with pytest.raises(EngineError) as caught:
        engine.trace(program, inputs, **options)
    error = caught.value
    assert error.what.endswith(".")
    assert error.hint
    assert error.limit is None
    return error


# --- refusals, each with its place and remedy ---


def test_the_contracts_own_example() -> None:
    error = refused("param w = 0.5, b = -1, x = 2\nz = v·x + b")
    assert str(error).startswith("line 2, column 5: 'v' is not defined here. Did you mean 'w'?")


@pytest.mark.parametrize(("source", "span", "meant"), [
    ("weight = 1\nz = wieght·2", Span(2, 5, 11), "weight"),
    ("hidden = 1\nz = 3 + 2·hiden", Span(2, 11, 16), "hidden"),
    ("W = 2\nz = 2 + w", Span(2, 9, 10), "W"),
    ("y = 2\nz = exp(Y)", Span(2, 9, 10), "y"),
])  # fmt: skip
def test_undefined_with_a_suggestion(source: str, span: Span, meant: str) -> None:
    error = refused(source)
    assert error.span == span
    assert "is not defined here" in error.what
    assert f"Did you mean '{meant}'?" in error.hint


@pytest.mark.parametrize("source", ["x = 1\nz = x·q", "z = z1 + 1", "x2 = 1\nlate = unknown + 1\nunknwon = x2 + 1"])
def test_undefined_without_one_says_how_to_define_it(source: str) -> None:
    error = refused(source)
    assert "is not defined here" in error.what
    assert "Did you mean" not in error.hint  # not even itself, or what comes only later
    assert "input" in error.hint


@pytest.mark.parametrize(("source", "way"), [
    ("a = a + 1", "a → a"),
    ("a = 2b\nb = 2a", "a → b → a"),
    ("a = b + 1\nb = c·2\nc = a·3", "a → b → c → a"),
    ("x = 1\na = x·c\nb = a·2\nc = b + x\nL = c·c", "a → c → b → a"),
])  # fmt: skip
def test_a_cycle_is_named_as_a_way(source: str, way: str) -> None:
    error = refused(source)
    assert error.what == f"'a' depends on itself: {way}."
    assert error.span is not None
    assert error.span.line == next(n for n, line in enumerate(source.split("\n"), 1) if line.startswith("a ="))


def test_used_before_it_is_computed() -> None:
    error = refused("x = 1\nL = 2·y\ny = x²")
    assert error.what == "'y' is used here, but computed only on line 3."
    assert error.hint == "Move line 3 above this one."
    assert error.span == Span(2, 7, 8)


def test_an_input_that_is_computed() -> None:
    error = refused("x = 1\ny = 2x", {"y": 3.0})
    assert error.what == "'y' is computed on line 2, so it cannot be given as an input."
    assert error.span == Span(2, 1, 2)


@pytest.mark.parametrize("options", [
    {"inputs": {"λ": 1.0, "lambda": 2.0}},
    {"inputs": {"lambda": 1.0}, "roles": {"λ": "input", "lambda": "constant"}},
])  # fmt: skip
def test_given_twice(options: dict[str, Any]) -> None:
    error = refused("y = 2·lambda", **options)
    assert error.what == "'lambda' is given twice."


@pytest.mark.parametrize("source", ["x1 = 1\nx_1 = 2\nL = x1·x_1", "x1 = 1\nx_1 = 2x1"])
def test_look_alikes(source: str) -> None:
    error = refused(source)
    assert error.what == "'x1' and 'x_1' look the same on the blackboard."
    assert "Rename" in error.hint
    assert error.span == Span(2, 1, 4)


def test_a_missing_value() -> None:
    error = refused("input x, w = 2\nL = wx")
    assert error.what == "'x' has no value."
    assert error.span == Span(1, 7, 8)
    assert "x = 1" in error.hint


@pytest.mark.parametrize("value", ["3", [[1.0, 2.0], [3.0]], {}, 10**400, 1j])
def test_a_value_that_is_no_number(value: object) -> None:
    error = refused("L = x²", {"x": value})
    assert "'x'" in error.what
    assert "number" in error.what


@pytest.mark.parametrize(("roles", "said"), [
    ({"x": "weight"}, "'x' cannot have the role 'weight'."),
    ({"x": "output"}, "'x' cannot have the role 'output'."),
    ({"q": "input"}, "The role of 'q' is given, but 'q' is no leaf of this program."),
    ({"L": "input"}, "The role of 'L' is given, but 'L' is no leaf of this program."),
])  # fmt: skip
def test_a_role_that_does_not_fit(roles: dict[str, str], said: str) -> None:
    assert refused("L = x²", {"x": 1.0}, roles=roles).what == said


@pytest.mark.parametrize(("output", "hint"), [
    ("loss", "Name one that the program defines."), ("l", "Did you mean 'L'?"), ("h_1", "Did you mean 'h_2'?"),
    ("c", "Name one that the program defines."),
])  # fmt: skip
def test_an_output_that_is_not_there(output: str, hint: str) -> None:
    error = refused("const c = 2\nh_2 = c·x\nL = h_2²", {"x": 1.0}, output=output)
    assert error.what == f"The output '{output}' is no node of this program."
    assert error.hint == hint


@pytest.mark.parametrize("bad", ["x y", "", "1x", "<b>", "x\0"])
def test_names_from_outside_must_be_names(bad: str) -> None:
    program = engine.parse("L = x²", ["x"])
    for options in ({"inputs": {"x": 1.0, bad: 2.0}}, {"roles": {bad: "input"}}, {"output": bad}):
        with pytest.raises(EngineError):
            engine.trace(program, **{"inputs": {"x": 1.0}, **options})  # type: ignore[arg-type]


@pytest.mark.parametrize("source", ["const c = 2", "const c = 2, d = 3"])
def test_nothing_to_differentiate(source: str) -> None:
    assert refused(source).what == "There is nothing to differentiate."


def test_an_empty_program() -> None:
    with pytest.raises(EngineError, match="nothing to differentiate"):
        lower(Program("", (), ()))


# --- leaves ---


def test_inputs_override_the_source_and_the_source_is_the_default() -> None:
    program = engine.parse("param w = 2, b = 1\nL = wb")
    trace = engine.trace(program, {"w": 5.0})
    assert (trace.values["w"], trace.values["b"], trace.values["L"]) == (5.0, 1.0, 5.0)
    assert engine.trace(program).values["w"] == 2.0


def test_leaves_in_order_of_declaration_then_of_use() -> None:
    inputs = {"r": 1.0, "q": 2.0, "p": 3.0}
    program = engine.parse("param w = 1\nL = (w·q + p)·r", inputs)
    for given in (inputs, dict(reversed(inputs.items()))):
        ids = [node.id for node in engine.trace(program, given).graph.nodes]
        assert ids == ["w", "q", "p", "r", "L"], "the request's own order says nothing"


@pytest.mark.parametrize(("given", "hint"), [
    ("wieght", "Did you mean 'weight'?"), ("Weight", "Did you mean 'weight'?"),
    ("X", "Use the name in the source, or leave it out of the inputs."),
    ("elsewhere", "Use the name in the source, or leave it out of the inputs."),
])  # fmt: skip
def test_a_value_of_a_name_that_occurs_nowhere(given: str, hint: str) -> None:
    error = refused("param weight = 1\nL = weight·x", {"x": 2.0, given: 3.0})
    assert error.what == f"A value of '{given}' is given, but '{given}' occurs nowhere in this program."
    assert error.hint == hint


def test_a_misspelled_role_has_the_nearest_name() -> None:
    assert refused("param weight = 1\nL = weight²", roles={"wieght": "input"}).hint.startswith("Did you mean 'weight'?")


def test_a_grain_that_there_is_not_is_refused_by_name() -> None:
    error = refused("L = x²", {"x": 1.0}, grain="nodes")
    assert error.what == "There is no grain 'nodes'."
    assert error.hint == "The grains are: named, primitive, element."


def test_roles_override_and_a_constant_is_no_node() -> None:
    program = engine.parse("param w = 2\ninput x = 3\nL = w·x²")
    trace = engine.trace(program, roles={"x": "constant"})
    assert [node.id for node in trace.graph.nodes] == ["w", "L"]
    assert trace.values["x"] == 3.0
    assert trace.adjoints == {"w": 9.0, "L": 1.0}
    back = engine.trace(engine.parse("const c = 2\nL = c²"), roles={"c": "parameter"})
    assert back.adjoints["c"] == 4.0


def test_values_and_roles_take_any_spelling_of_a_name() -> None:
    trace = engine.trace(
        engine.parse("L = λ·x₁", ["λ", "x₁"]), {"λ": 2.0, "x₁": 3.0}, roles={"lambda": "constant"}, output="L"
    )
    assert trace.adjoints == {"x1": 2.0, "L": 1.0}


def test_a_leaf_can_be_the_output() -> None:
    trace = run("x = 3")
    assert trace.adjoints == {"x": 1.0}
    assert trace.graph.nodes[0].role == "input"


def test_only_the_output_has_the_role_output() -> None:
    trace = engine.trace(engine.parse("y = x²\nL = 3y", ["x"]), {"x": 2.0}, output="y")
    assert [node.role for node in trace.graph.nodes] == ["input", "output", "intermediate"]


# --- grains ---


def test_constants_alone_make_no_nodes() -> None:
    source = "const a = 2, c = 3\nL = (a·c + 1)²·x + a/c"
    named, primitive = (run(source, {"x": 5.0}, grain=grain) for grain in ("named", "primitive"))
    assert [node.id for node in named.graph.nodes] == ["x", "L"]
    assert [node.id for node in primitive.graph.nodes] == ["x", "L.1", "L"]
    assert named.values["L"] == primitive.values["L"] == 49.0 * 5.0 + 2.0 / 3.0
    assert named.adjoints["x"] == primitive.adjoints["x"] == 49.0


def test_a_line_of_constants_is_a_node_without_parents() -> None:
    for grain in ("named", "primitive"):
        trace = run("const a = 2\nc = a² + 1\nL = c·x", {"x": 3.0}, grain=grain)
        assert (trace.values["L"], trace.adjoints["x"], trace.adjoints["c"]) == (15.0, 5.0, 3.0)


def test_an_alias_is_a_node_of_its_own() -> None:
    trace = run("y = x\nL = y", {"x": 3.0})
    assert [node.id for node in trace.graph.nodes] == ["x", "y", "L"]
    assert trace.adjoints == {"x": 1.0, "y": 1.0, "L": 1.0}


def test_unnamed_nodes_get_a_letter_that_no_name_begins_with() -> None:
    graph = run("u = 2x\ns = 3u\nL = (u + s)·x + s", {"x": 1.0}, grain="primitive").graph
    assert [(node.id, node.latex) for node in graph.nodes if "." in node.id] == [("L.1", "q_{1}"), ("L.2", "q_{2}")]


def test_unnamed_nodes_when_every_letter_is_taken() -> None:
    names = "usqrgpkmnac"
    source = "L = (" + " + ".join(names) + ")²"
    trace = run(source, dict.fromkeys(names, 1.0), grain="primitive")
    assert next(node.latex for node in trace.graph.nodes if "." in node.id) == "\\mathsf{u}_{1}"
    assert engine.describe(trace).nodes[-2].bar.startswith("\\bar{\\mathsf{u}}_")


def test_every_node_knows_where_it_was_named() -> None:
    graph = run("param w = 2\nL = (w + 1)²", grain="primitive").graph
    assert {node.id: node.span for node in graph.nodes} == {
        "w": Span(1, 7, 8), "L.1": Span(2, 1, 2), "L": Span(2, 1, 2),
    }  # fmt: skip


def test_nan_may_be_given_and_travels_on() -> None:
    trace = run("L = 2x", {"x": math.nan})
    assert math.isnan(trace.values["L"])
    assert trace.warnings[0].message == "Its value is given as not a number."
