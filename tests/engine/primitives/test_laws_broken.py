"""The laws are held to declarations that are wrong: each law notices the mistake it is there for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine.formula.expr import ZERO, Symbol, call
from engine.primitives.declaration import A, B, G, Primitive, Y
from engine.primitives.ops import TABLE
from tests.engine.primitives import laws
from tests.engine.primitives.laws import Case

SUM = TABLE["sum"]
SOFTMAX = TABLE["softmax"]
MATMUL = TABLE["matmul"]
SIGMOID = TABLE["sigmoid"]
CONV = TABLE["conv2d"]


def wide(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same in double precision, whatever comes."""
    return lambda *arrays, **options: np.float64(function(*arrays, **options))


BROKEN: list[tuple[laws.Law, Primitive, dict[str, Any]]] = [
    (laws.value_has_its_shape, SUM, {"shape": lambda a, **_options: a}),
    (laws.terms_have_their_shapes, SUM, {"vjp": lambda *_, **_options: (G,)}),
    (laws.terms_have_their_shapes, MATMUL, {"vjp": lambda _shapes, _output: (B, A)}),
    (laws.terms_are_slopes, SOFTMAX, {"vjp": lambda *_, **_options: (G * Y * (1 - Y),)}),
    (laws.terms_are_slopes, SIGMOID, {"derivatives": (Y * (1 + Y),)}),
    (laws.terms_are_slopes, TABLE["mul"], {"derivatives": (A, B)}),
    (laws.tangents_are_slopes, SOFTMAX, {"jvp": lambda *_, **_options: (G * Y,)}),
    (laws.tangents_are_slopes, MATMUL, {"linear": (0,)}),
    (laws.forward_and_reverse_are_transposes, CONV, {"vjp": lambda *_, **_options: (2 * A, 0 * B)}),
    (
        laws.forward_and_reverse_are_transposes,
        SOFTMAX,
        {"vjp": lambda *_, axis=-1: ((1.0 + 1e-6) * Y * (G - call("sum", G * Y, axis=axis, keepdims=True)),)},
    ),
    (laws.terms_are_linear_upstream, SIGMOID, {"vjp": lambda _shapes, _output: (G * G,), "arity_range": (1, 1)}),
    (laws.declared_linear_is_true, SIGMOID, {"linear": (0,)}),
    (laws.declared_linear_is_true, TABLE["add"], {"linear": (0, 1)}),
    (laws.rules_are_closed, SUM, {"vjp": lambda *_, **_options: (call("matmul", G),)}),
    (laws.rules_are_closed, SIGMOID, {"derivatives": (B,)}),
    (laws.rules_are_closed, SIGMOID, {"derivatives": (Symbol("w", "w"),)}),
    (laws.float32_stays, SIGMOID, {"value": wide(SIGMOID.value)}),
    (
        laws.float32_stays,
        TABLE["conv2d"],
        {"vjp": lambda shapes, *_, **_options: (call("wide", G, shape=shapes[0]), ZERO)},
    ),
    (laws.printed_terms_are_the_computed_ones, SIGMOID, {"printed_derivatives": (Y * (2 - Y),)}),
    (
        laws.printed_terms_are_the_computed_ones,
        TABLE["log_softmax"],
        {"printed_vjp": lambda *_, axis=-1: (G - call("softmax", A, axis=axis),)},
    ),
    (laws.scalars_are_the_same, SOFTMAX, {"scalar_expansion": lambda *_, **_options: call("exp", A)}),
    (laws.work_is_a_count, MATMUL, {"multiply_adds": lambda _shapes, output: 0.5 * output[0]}),
]


@pytest.mark.parametrize(
    ("law", "sound", "mistake"), BROKEN, ids=[f"{law.__name__}-{sound.name}-{[*m]}" for law, sound, m in BROKEN]
)
def test_a_mistake_is_noticed(
    law: laws.Law, sound: Primitive, mistake: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    name = f"broken_{request.node.name}"  # rules are kept by name, so every mistake has its own
    broken = replace(sound, name=name, **mistake)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(TABLE, name, broken)
        patch.setitem(TABLE, "broken", broken)
        patch.setitem(TABLE, "wide", replace(TABLE["broadcast_to"], name="wide", value=_spread_wide))
        shapes, options = sound.cases[1] if sound.cases else (((2, 3),) * len(sound.derivatives), ())
        for case in (Case(name, shapes, options), Case(sound.name, shapes, options)):
            with np.errstate(all="ignore"):
                if case.name == sound.name:
                    law(case)
                else:
                    with pytest.raises((AssertionError, ValueError, KeyError)):
                        law(case)


def _spread_wide(a: Any, shape: tuple[int, ...]) -> Any:
    return np.zeros(shape) + np.sum(a)


def test_a_rule_whose_own_derivative_is_wrong_is_noticed() -> None:
    """Second order: the rule of sigmoid is right, the primitive that it is made of has a wrong one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(TABLE, "slope", replace(TABLE["cosh"], name="slope", derivatives=(call("cosh", A),)))
        patch.setitem(TABLE, "curved", replace(TABLE["sinh"], name="curved", derivatives=(call("slope", A),)))
        case = Case("curved", ((3,),), ())
        laws.terms_are_slopes(case)
        with pytest.raises(AssertionError):
            laws.second_order_agrees(case)


def test_every_law_has_seen_a_mistake() -> None:
    assert {law for law, _, _ in BROKEN} | {laws.second_order_agrees} == set(laws.LAWS)
