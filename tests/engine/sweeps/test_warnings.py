"""Warnings: the node where a NaN or an infinity began, kinks and their conventions, idle nodes; nothing else."""

from __future__ import annotations

import math

import pytest

from engine.graph.graph import Grain
from tests.engine.models import GRAINS, run

both_grains = pytest.mark.parametrize("grain", GRAINS)


def said(source: str, inputs: dict[str, float] | None = None, *, grain: Grain = "named") -> list[tuple[str, str, str]]:
    """(node, kind, message) of every warning."""
    trace = run(source, inputs, grain=grain)
    return [(trace.graph.nodes[found.node].id, found.kind, found.message) for found in trace.warnings]


@both_grains
def test_a_sound_trace_says_nothing(grain: Grain) -> None:
    assert said("h = relu(x)\ny = max(h, 1)\nL = sqrt(y)", {"x": 2.0}, grain=grain) == []


@both_grains
def test_trouble_is_named_where_it_began_and_not_again(grain: Grain) -> None:
    found = said("h = log(x)\ny = 2h + 1\nL = y²", {"x": -1.0}, grain=grain)
    assert found == [("h", "value", "Logarithm of a negative number: the value is not a number from here on.")]


def test_trouble_inside_a_line_is_the_lines_at_the_named_grain_and_the_steps_at_the_primitive() -> None:
    source = "L = 3·(1 + log(x))"
    named, primitive = (said(source, {"x": 0.0}, grain=grain)[0] for grain in GRAINS)
    assert (named[0], primitive[0]) == ("L", "L.1")
    assert named[2] == primitive[2] == "Logarithm of 0: the value is −∞ from here on."


@pytest.mark.parametrize(("expression", "x", "message"), [
    ("1/x", 0.0, "Division by zero: the value is ∞ from here on."),
    ("-1/x", 0.0, "Division by zero: the value is −∞ from here on."),
    ("x/x", 0.0, "Division by zero: the value is not a number from here on."),
    ("exp(x)", 1000.0, "Overflow: e to this power is beyond float64: the value is ∞ from here on."),
    ("x·x", 1e200, "Overflow in mul: the value is ∞ from here on."),
    ("x^3", 1e200, "Overflow in pow: the value is ∞ from here on."),
    ("√x", -4.0, "Square root of a negative number: the value is not a number from here on."),
    ("sin(x·1e10)", 1e308, "Overflow in mul: the value is ∞ from here on."),
])  # fmt: skip
def test_the_first_word(expression: str, x: float, message: str) -> None:
    node, kind, text = said(f"L = {expression}", {"x": x})[0]
    assert (node, kind, text) == ("L", "value", message)


def test_an_infinity_that_becomes_nan_is_named_there_too() -> None:
    found = said("a = 1e308·x\nb = sin(a)\nL = b + 1", {"x": 1e10})
    assert ("a", "value", "Overflow in mul: the value is ∞ from here on.") in found
    assert ("b", "value", "Sine of an infinity: the value is not a number from here on.") in found
    assert not any(node == "L" for node, _, _ in found)
    found = said("a = 1e308·x\nL = a − a·1", {"x": 1e10})
    assert ("L", "value", "∞ leaves sub undetermined: the value is not a number from here on.") in found


def test_a_given_nan_or_infinity_is_named() -> None:
    assert said("L = 2x", {"x": math.nan}) == [("x", "value", "Its value is given as not a number.")]
    assert said("L = 2x", {"x": -math.inf}) == [("x", "value", "Its value is given as −∞.")]


def test_a_term_that_is_not_finite() -> None:
    found = said("h = sqrt(x)\nL = 3h", {"x": 0.0})
    assert found == [
        ("h", "kink", "The derivative of √ at 0 is ∞ (a convention)."),
        ("x", "value", "The term through h is ∞: its local derivative is ∞."),
    ]


def test_a_product_that_overflows() -> None:
    found = said("a = 1e200·x\nL = 1e200·a", {"x": 1e-200})
    assert found == [("x", "value", "The term through a is ∞: overflow in the product.")]


def test_a_sum_of_terms_that_overflows() -> None:
    found = said("a = 1.5e308·x\nb = 1.5e308·x\nL = a + b", {"x": 1e-10})
    assert found == [("x", "value", "The sum of its terms is ∞: overflow in the sum.")]


@both_grains
def test_kinks_name_the_node_and_the_convention(grain: Grain) -> None:
    assert said("h = relu(x)\nL = h + 1", {"x": 0.0}, grain=grain) == [
        ("h", "kink", "The derivative of relu at 0 is taken as 0 (a convention)."),
    ]
    assert said("m = max(x, y)\nL = 2m", {"x": 1.0, "y": 1.0}, grain=grain) == [
        ("m", "kink", "A tie: each argument is given half of the derivative (a convention)."),
    ]


def test_idle_nodes() -> None:
    assert said("input x = 1, idle = 2\nside = idle·x\nL = x + 1") == [
        ("idle", "unused", "The output does not depend on it: its adjoint is 0."),
        ("side", "unused", "The output does not depend on it: its adjoint is 0."),
    ]


def test_trouble_beside_the_way_to_the_output_is_still_said() -> None:
    found = said("side = log(x)\nL = x + 1", {"x": -1.0})
    assert [(node, kind) for node, kind, _ in found] == [("side", "value"), ("side", "unused")]


def test_forward_comes_before_backward() -> None:
    kinds = [kind for _, kind, _ in said("input idle = 1\na = abs(x)\nh = sqrt(a)\nL = 1/h", {"x": 0.0})]
    assert kinds[-1] == "unused"
    assert kinds[0] == "kink"


@both_grains
@pytest.mark.parametrize(("given", "word"), [("1/0", "∞"), ("-1/0", "−∞"), ("0/0", "not a number")])
def test_a_constant_that_is_not_finite_is_said_of_the_nodes_that_use_it(given: str, word: str, grain: Grain) -> None:
    found = said(f"const c = {given}\ny = x + c + c\nL = y + 1", {"x": 1.0}, grain=grain)
    assert {entry for entry in found if entry[0] == "y"} == {("y", "value", f"The constant c is given as {word}.")}
    assert "L" not in {node for node, _, _ in found}


def test_what_a_line_does_twice_is_said_once() -> None:
    found = said("y = relu(x) + relu(x)", {"x": 0.0})
    assert found == [("y", "kink", "The derivative of relu at 0 is taken as 0 (a convention).")]
