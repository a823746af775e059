"""Laws of the primitive table on single numbers: every elementwise declaration is held to each of them.

Over arrays, and for the others, they are in ``test_laws_arrays.py``.
"""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import engine
from engine.formula.expr import ONE, ZERO, Call, Expr, Number, Options, Prime, Symbol, add
from engine.formula.walk import fold, substitute
from engine.primitives import ops
from engine.primitives.declaration import ARGUMENTS, Primitive, Y
from engine.primitives.rules import numeric_rules
from tests.engine import programs
from tests.engine.primitives.laws import parts

TABLE = ops.TABLE
ELEMENTWISE = {name: primitive for name, primitive in TABLE.items() if primitive.elementwise}
SPOKEN = {name: primitive for name, primitive in ELEMENTWISE.items() if primitive.in_notation}
NAMES = ("x", "y", "z")
every_primitive = pytest.mark.parametrize("primitive", ELEMENTWISE.values(), ids=ELEMENTWISE)
every_spoken = pytest.mark.parametrize("primitive", SPOKEN.values(), ids=SPOKEN)


def intervals(primitive: Primitive) -> tuple[tuple[float, float], ...]:
    """The declared domain, one interval an argument."""
    return primitive.domain[: len(primitive.derivatives)]


def central(function: Callable[[float], float], at: float) -> float:
    """A central difference, its first error term removed (Richardson)."""
    h = 1e-3 * max(0.1, abs(at))

    def slope(step: float) -> float:
        return (function(at + step) - function(at - step)) / (2.0 * step)

    return (4.0 * slope(h / 2.0) - slope(h)) / 3.0


def nudged(function: Callable[..., float], arguments: Sequence[float], position: int) -> Callable[[float], float]:
    """A function of one argument, the others held."""
    return lambda value: float(function(*arguments[:position], value, *arguments[position + 1 :]))


def evaluate(formula: Expr, arguments: Sequence[float], output: float) -> float:
    """A rule's value, read with the values of the primitives."""
    named = {symbol.key: np.float64(value) for symbol, value in zip(ARGUMENTS, arguments, strict=False)}
    named[Y.key] = np.float64(output)
    with np.errstate(all="ignore"):
        return float(
            fold(
                formula,
                lambda symbol: named[symbol.key],
                np.float64,
                lambda name, operands, _options: TABLE[name].value(*operands),
            )
        )


# --- the rule is the derivative of the value ---


@every_primitive
@settings(max_examples=30)
@given(data=st.data())
def test_the_rule_is_the_slope(primitive: Primitive, data: st.DataObject) -> None:
    arguments = [data.draw(st.floats(*interval)) for interval in intervals(primitive)]
    output = float(primitive.value(*map(np.float64, arguments)))
    for position, rule in enumerate(numeric_rules(primitive.name)):
        slope = central(nudged(primitive.value, arguments, position), arguments[position])
        computed = float(rule([np.float64(argument) for argument in arguments], np.float64(output)))
        assert computed == pytest.approx(slope, rel=1e-6, abs=1e-6), (primitive.name, position, arguments)


@every_primitive
@settings(max_examples=30)
@given(data=st.data())
def test_the_printed_rule_is_the_computed_one(primitive: Primitive, data: st.DataObject) -> None:
    arguments = [data.draw(st.floats(*interval)) for interval in intervals(primitive)]
    output = float(primitive.value(*map(np.float64, arguments)))
    for computed, printed in zip(primitive.derivatives, primitive.printed, strict=True):
        expected = evaluate(computed, arguments, output)
        assert evaluate(printed, arguments, output) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@every_primitive
@settings(max_examples=30)
@given(data=st.data())
def test_the_rule_of_a_rule_is_the_second_slope(primitive: Primitive, data: st.DataObject) -> None:
    """A rule is a formula of primitives, so it can be differentiated by their rules in turn."""
    arguments = [data.draw(st.floats(*interval)) for interval in intervals(primitive)]
    own = Call(primitive.name, ARGUMENTS[: len(arguments)])
    for rule in primitive.derivatives:
        formula = substitute(rule, {Y.key: own})
        for position in range(len(arguments)):

            def first(value: float, formula: Expr = formula, position: int = position) -> float:
                return evaluate(formula, [*arguments[:position], value, *arguments[position + 1 :]], 0.0)

            second = derivative(formula, ARGUMENTS[position])
            slope = central(first, arguments[position])
            # A shallower step would cross the ends of a domain, so this is less exact than the first slope.
            assert evaluate(second, arguments, 0.0) == pytest.approx(slope, rel=1e-4, abs=1e-4), primitive.name


@dataclass(frozen=True, slots=True)
class Dual:
    """A formula and its derivative."""

    formula: Expr
    slope: Expr


def derivative(formula: Expr, of: Symbol) -> Expr:
    """The derivative of a formula of primitives: the chain rule, forwards, by the table's rules."""
    return fold(
        formula,
        lambda symbol: Dual(symbol, ONE if symbol == of else ZERO),
        lambda value: Dual(Number(value), ZERO),
        _chain,
    ).slope


def _chain(name: str, operands: list[Dual], _options: Options) -> Dual:
    formula = Call(name, tuple(operand.formula for operand in operands))
    meaning = {symbol.key: operand.formula for symbol, operand in zip(ARGUMENTS, operands, strict=False)}
    meaning[Y.key] = formula
    rules = zip(TABLE[name].derivatives, operands, strict=True)
    return Dual(formula, add(*(substitute(rule, meaning) * operand.slope for rule, operand in rules)))


# --- values ---


@pytest.mark.parametrize("name", ["sigmoid", "softplus", "tanh", "relu", "leaky_relu", "abs", "sin", "cos", "square"])
@settings(max_examples=30)
@given(a=st.floats(-1000.0, 1000.0))
@example(a=1000.0)
@example(a=-1000.0)
@example(a=0.0)
def test_value_and_slope_are_finite_and_silent_far_out(name: str, a: float) -> None:
    primitive = TABLE[name]
    arguments = [np.float64(a), *map(np.float64, primitive.defaults)]
    with warnings.catch_warnings(), np.errstate(all="raise", under="ignore"):
        warnings.simplefilter("error")
        assert np.isfinite(primitive.value(*arguments))
    trace = engine.trace(engine.parse(f"L = {name}(x)", ["x"]), {"x": a})
    assert np.isfinite(trace.sweep.adjoints[0])
    assert trace.warnings == () or trace.warnings[0].kind == "kink"


@pytest.mark.parametrize(
    ("name", "at", "slope"),
    [
        ("sigmoid", 700.0, math.exp(-700.0)),
        ("sigmoid", -700.0, math.exp(-700.0)),
        ("sigmoid", 40.0, math.exp(-40.0) / (1.0 + math.exp(-40.0)) ** 2),
        ("tanh", 30.0, 4.0 * math.exp(-60.0)),
        ("tanh", -30.0, 4.0 * math.exp(-60.0)),
        ("softplus", -700.0, math.exp(-700.0)),
        ("log1p", 1e-18, 1.0),
        ("expm1", 1e-18, 1.0),
    ],
)
def test_tails_keep_their_digits(name: str, at: float, slope: float) -> None:
    trace = engine.trace(engine.parse(f"L = {name}(x)", ["x"]), {"x": at})
    assert trace.adjoints["x"] == pytest.approx(slope, rel=1e-12, abs=0.0)


@pytest.mark.parametrize(("name", "at", "value"), [("softplus", -700.0, math.exp(-700.0)), ("softplus", 1000.0, 1000.0),
    ("log1p", 1e-18, 1e-18), ("expm1", 1e-18, 1e-18), ("sigmoid", -700.0, math.exp(-700.0)), ("sigmoid", -1000.0, 0.0),
    ("sigmoid", 1000.0, 1.0)])  # fmt: skip
def test_values_keep_their_digits(name: str, at: float, value: float) -> None:
    assert float(TABLE[name].value(np.float64(at))) == pytest.approx(value, rel=1e-14, abs=0.0)


# --- kinks and faults ---

KINKS = {
    "relu": ("relu(x)", {"x": 0.0}, 0.0),
    "leaky_relu": ("leaky_relu(x)", {"x": 0.0}, 0.01),
    "abs": ("abs(x)", {"x": 0.0}, 0.0),
    "sqrt": ("sqrt(x)", {"x": 0.0}, math.inf),
    "pow": ("x^p", {"x": 0.0, "p": 0.0}, 0.0),
    "max": ("max(x, y)", {"x": 1.5, "y": 1.5}, 0.5),
    "min": ("min(x, y)", {"x": 1.5, "y": 1.5}, 0.5),
    "clip": ("clip(x, y, 3)", {"x": 1.5, "y": 1.5}, 0.5),
}
"""The conventions at kinks that the pages promise."""


def kinks(expression: str, inputs: dict[str, float]) -> list[tuple[str, str]]:
    """(node, message) of every kink that is flagged."""
    trace = engine.trace(engine.parse(f"L = {expression}", inputs), inputs)
    return [(trace.graph.nodes[found.node].id, found.message) for found in trace.warnings if found.kind == "kink"]


@pytest.mark.parametrize("name", KINKS)
def test_a_kink_is_flagged_with_its_convention(name: str) -> None:
    assert TABLE[name].kinks
    expression, inputs, convention = KINKS[name]
    ((node, message),) = kinks(expression, inputs)
    assert node == "L"
    assert message.endswith("(a convention).")
    trace = engine.trace(engine.parse(f"L = {expression}", inputs), inputs)
    assert trace.adjoints["x"] == convention
    for away in (1e-9, -1e-9):
        assert kinks(expression, {**inputs, "x": inputs["x"] + away}) == []


@every_spoken
def test_no_kink_inside_the_domain(primitive: Primitive) -> None:
    names = NAMES[: len(primitive.derivatives)]
    for share in (0.01, 0.37, 0.83):
        inputs = {
            name: low + share * (high - low) for name, (low, high) in zip(names, intervals(primitive), strict=True)
        }
        call = f"{primitive.name}({', '.join(names)})"
        trace = engine.trace(engine.parse(f"L = {call}", inputs), inputs)
        assert trace.warnings == ()
        assert math.isfinite(trace.values["L"])


@pytest.mark.parametrize(
    ("name", "at", "text"),
    [(name, fault.at, fault.text) for name, primitive in SPOKEN.items() for fault in primitive.faults],
)
def test_a_fault_is_a_finding_that_names_its_node(name: str, at: tuple[float, ...], text: str) -> None:
    inputs = dict(zip(NAMES, at, strict=False))
    source = f"h = {name}({', '.join(inputs)})\nL = 2h + 1"
    for grain in ("named", "primitive"):
        trace = engine.trace(engine.parse(source, inputs), inputs, grain=grain)
        found = [f for f in trace.warnings if f.kind == "value" and trace.graph.nodes[f.node].id not in inputs]
        assert trace.graph.nodes[found[0].node].id == "h"
        assert found[0].message.lower().startswith(text.lower())
        assert len([f for f in found if trace.graph.nodes[f.node].id == "L"]) == 0
        assert not math.isfinite(trace.values["L"])


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1e308, -1e308, 5e-324, 0.0, -0.0, 1000.0, -1000.0])
@every_primitive
def test_no_value_raises(primitive: Primitive, bad: float) -> None:
    arguments = [np.float64(bad)] * len(primitive.derivatives)
    with np.errstate(all="ignore"):
        output = primitive.value(*arguments)
        for rule in numeric_rules(primitive.name):
            rule(arguments, output)
    if primitive.in_notation:
        inputs = dict.fromkeys(NAMES[: len(arguments)], bad)
        trace = engine.trace(engine.parse(f"L = {primitive.name}({', '.join(inputs)})", inputs), inputs)
        engine.describe(trace)
        if not (math.isfinite(trace.values["L"]) and all(map(math.isfinite, trace.adjoints.values()))):
            assert any(found.kind in {"value", "kink"} for found in trace.warnings)


def test_overflow_without_a_declared_fault_is_named_too() -> None:
    trace = engine.trace(engine.parse("h = x·x\nL = h − 1", ["x"]), {"x": 1e200})
    assert [(trace.graph.nodes[f.node].id, f.message) for f in trace.warnings] == [
        ("h", "Overflow in mul: the value is ∞ from here on."),
    ]


# --- names, and that nothing is left out ---


@every_primitive
def test_a_declaration_is_whole(primitive: Primitive) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", primitive.name)
    assert TABLE[primitive.name] is primitive
    assert primitive.summary
    assert len(primitive.domain) >= len(primitive.derivatives)
    for formula in (*primitive.derivatives, *primitive.printed):
        for part in parts(formula):
            assert not isinstance(part, Prime)
            if isinstance(part, Call):
                assert len(part.arguments) == TABLE[part.head].arity[1]
            if isinstance(part, Symbol):
                assert part in (*ARGUMENTS[: len(primitive.derivatives)], Y)


@pytest.mark.parametrize("name", ops.NOTATION)
def test_every_name_and_alias_is_read(name: str) -> None:
    function = ops.NOTATION[name]
    least, most = function.arity
    scalars = tuple((((),) * count, ()) for count in range(least, most + 1)) if most <= len(NAMES) else ()
    for shapes, options in function.cases or scalars:
        names = [f"x_{position}" for position in range(len(shapes))]
        given = ", ".join([*names, *(f"{option}={value}" for option, value in options)])
        program = engine.parse(f"L = sum({name}({given}))", names)
        written = program.definitions[0].body[-2]
        alone = function.unary_overload if len(shapes) == 1 else ""
        assert written.op == (alone or function.name)
        assert written.options == options
        assert len(written.arguments) == max(len(shapes), most if function.defaults else 0)
        inputs = {
            one: np.full(shape, 0.4) + 0.1 * position
            for position, (one, shape) in enumerate(zip(names, shapes, strict=True))
        }
        assert math.isfinite(engine.trace(program, inputs).values["L"])


def test_random_programs_use_every_name_of_their_primitives() -> None:
    assert programs.VALUES.keys() == programs.NAMES.keys()
    assert programs.VALUES.keys() <= SPOKEN.keys()
    words = {name.split(".")[-1] for names in programs.NAMES.values() for name in names}
    for name in programs.VALUES:
        assert {alias for alias in TABLE[name].aliases if alias not in TABLE} - words == set()


def test_random_programs_trace_every_one_of_them() -> None:
    seen: set[str] = set()
    for seed in range(300):
        sample = programs.seeded(seed)
        graph = engine.trace(engine.parse(sample.source, sample.inputs), sample.inputs).graph
        seen |= {operation.op for node in graph.nodes for operation in node.body}
    assert seen >= programs.VALUES.keys()
