"""Values of single numbers: micrograd's manners, the engine's numbers, no recursion, no leak."""

from __future__ import annotations

import gc
import math
import random
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine
from engine import Value
from engine.eager import functions
from engine.eager.record import record
from engine.primitives.ops import TABLE
from engine.primitives.python_forms import FLOAT_ERRORS, FORMS, NAMES, value_code
from tests.engine.models import Case, golden_cases
from tests.engine.programs import seeded
from tests.engine.replay import replay

CASES = golden_cases()


def test_it_is_printed_as_in_micrograd() -> None:
    w = Value(0.5)
    assert repr(w) == "Value(data=0.5, grad=0.0)"
    (w * 2).backward()
    assert repr(w) == "Value(data=0.5, grad=2.0)"


def test_a_neuron_of_every_operator() -> None:
    x = Value(-4.0)
    z = 2 * x + 2 + x
    q = z.relu() + z * x
    h = (z * z).relu()
    y = h + q + q * x
    y.backward()
    assert y.data == -20.0
    assert x.grad == 46.0


def test_reflected_operators_keep_their_sides() -> None:
    a = Value(4.0)
    results = [10 - a, 10 / a, 2**a, 10 + a, 10 * a, -a, a - 10, a / 10, a**3]
    assert [one.data for one in results] == [6.0, 2.5, 16.0, 14.0, 40.0, -4.0, -6.0, 0.4, 64.0]
    for one, slope in zip(results, [-1.0, -0.625, 16 * math.log(2.0), 1.0, 10.0, -1.0, 1.0, 0.1, 48.0], strict=True):
        a.grad = 0.0
        one.backward()
        assert a.grad == pytest.approx(slope, rel=1e-15)


def test_what_an_operation_came_from() -> None:
    a, b = Value(2.0), Value(3.0)
    assert (a + b)._prev == {a, b}
    assert (a * a)._prev == {a}
    assert (a * 2)._prev == {a}
    assert a._prev == set()
    shown = [a, a + b, a - b, a * b, a / b, a**2, a**b, a.relu(), a.tanh(), 2 * a]
    assert [one._op for one in shown] == ["", "+", "-", "*", "/", "**2", "**", "ReLU", "tanh", "*"]


def test_gradients_of_leaves_add_up_and_those_between_begin_anew() -> None:
    a = Value(3.0)
    b = a * a
    c = b * 2
    c.backward()
    c.backward()
    assert (a.grad, b.grad, c.grad) == (24.0, 2.0, 1.0)
    a.grad = 0
    c.backward()
    assert a.grad == 12.0


def test_two_outputs_that_share_a_part() -> None:
    a = Value(3.0)
    b = a * a
    (b * 2).backward()
    (b * 5).backward()
    assert a.grad == 7 * 6.0


def test_nothing_is_passed_on_before_all_of_it_has_come() -> None:
    a = Value(1.0)
    b = a * 4
    c, d = b + 3, b * 5
    (c + d).backward()
    assert a.grad == 24.0
    x = Value(1.0)
    y = x
    for _ in range(20):
        y = y + y
    y.backward()
    assert x.grad == 2.0**20


def test_a_leaf_alone() -> None:
    a = Value(3)
    a.backward()
    assert (a.data, a.grad) == (3.0, 1.0)


def test_a_training_loop() -> None:
    w, b = Value(0.0), Value(0.0)
    for _ in range(200):
        loss = sum(((w * x + b - (3 * x - 1)) ** 2 for x in (-1.0, 0.0, 1.0, 2.0)), Value(0.0)) / 4
        for parameter in (w, b):
            parameter.grad = 0
        loss.backward()
        for parameter in (w, b):
            parameter.data -= 0.2 * parameter.grad
    assert (w.data, b.data) == (pytest.approx(3.0, abs=1e-6), pytest.approx(-1.0, abs=1e-6))


@pytest.mark.parametrize("number", [3, True, np.float64(2.5), np.float32(0.5), np.int64(-2), np.array(1.5)])
def test_every_kind_of_number(number: Any) -> None:
    a = Value(number)
    assert type(a.data) is float
    b = Value(2.0)
    for one in (b * number, number * b, b - number, number / b):
        assert type(one.data) is float
        b.grad = 0.0
        one.backward()
        assert type(b.grad) is float
    a.data = number  # as after `p.data -= rate * p.grad` with a rate of NumPy's
    assert type((a * b + a.tanh()).data) is float


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(TypeError):
        Value(2.0) * "x"
    with pytest.raises(TypeError):
        "x" + Value(2.0)
    with pytest.raises((TypeError, ValueError)):
        Value("two")


@pytest.mark.parametrize(
    ("compute", "data", "slope"),
    [
        (lambda a: 1 / a, math.inf, -math.inf),
        (lambda a: a.log(), -math.inf, math.inf),
        (lambda a: a.sqrt(), 0.0, math.inf),
        (lambda a: a**-1, math.inf, -math.inf),
        (lambda a: a**0, 1.0, 0.0),
        (lambda a: (a - 1).log(), math.nan, -1.0),
        (lambda a: (a - 2) ** 0.5, math.nan, math.nan),
        (lambda a: (a + 800).exp(), math.inf, math.inf),
        (lambda a: (a + 1e200) * 1e200, math.inf, 1e200),
        (lambda a: (a + 1e200) ** 2, math.inf, 2e200),
        (lambda a: (a + 800).tanh(), 1.0, 0.0),
        (lambda a: (a + math.inf).sin(), math.nan, math.nan),
        (lambda a: a.relu(), 0.0, 0.0),
        (abs, 0.0, 0.0),
        (lambda a: (a + math.nan).relu(), math.nan, math.nan),
    ],
)
def test_outside_a_domain_it_goes_on_as_numpy_does(
    compute: Callable[[Value], Value], data: float, slope: float
) -> None:
    a = Value(0.0)
    out = compute(a)
    out.backward()
    assert out.data == pytest.approx(data, nan_ok=True)
    assert a.grad == pytest.approx(slope, nan_ok=True)


@pytest.mark.parametrize("name", sorted(FORMS))
def test_pythons_form_of_a_primitive_is_its_value(name: str) -> None:
    """Wherever the form answers with a float, it answers as the declaration does, to rounding."""
    numbers = [-math.inf, -750.0, -2.0, -0.5, -0.0, 0.0, 1e-9, 0.5, 1.0, 3.0, 40.0, 750.0, math.inf, math.nan]
    text = value_code(name)
    assert text is not None
    run = compile(text, name, "eval")
    arity = TABLE[name].arity[1]
    answered = 0
    for a in numbers:
        for b in numbers if arity == 2 else [0.0]:
            try:
                found = eval(run, dict(NAMES), {"a": a, "b": b})  # noqa: S307 - the table's own text
            except FLOAT_ERRORS:
                continue
            if isinstance(found, complex) or (name, a, b) == ("pow", -math.inf, 0.5):
                continue  # NumPy takes a root for a power of ½, which has no answer at −∞; C's power has
            answered += 1
            with np.errstate(all="ignore"):
                wanted = TABLE[name].value(*map(np.float64, (a, b)[:arity]))
            assert found == pytest.approx(float(wanted), rel=1e-14, abs=0.0, nan_ok=True), (a, b)
    assert answered >= 5


@pytest.mark.parametrize("name", sorted(FORMS))
def test_the_quick_way_is_the_general_way(name: str) -> None:
    method = getattr(Value, name, None) if TABLE[name].in_notation else None
    if method is None or len(TABLE[name].derivatives) != 1:
        return
    for number in (0.4, 1.7):
        quick, slow = Value(number), Value(number)
        one, other = method(quick), record(name, (slow,))
        one.backward()
        other.backward()
        assert one.data == pytest.approx(other.data, rel=1e-15)
        assert quick.grad == pytest.approx(slow.grad, rel=1e-14)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_published_examples(case: Case) -> None:
    values = replay(engine.parse(case["source"], case["inputs"]), case["inputs"])
    values[case["output"]].backward()
    for name, fact in case["values"].items():
        assert values[name].data == pytest.approx(fact, rel=1e-9, abs=1e-9)
    for name, fact in case["adjoints"].items():
        if values[name].role != "constant":
            assert values[name].grad == pytest.approx(fact, rel=1e-9, abs=1e-9)


@given(st.integers(0, 10**6))
def test_random_programs_agree_with_the_trace(seed: int) -> None:
    sample = seeded(seed)
    program = engine.parse(sample.source, sample.inputs)
    values = replay(program, sample.inputs)
    trace = engine.trace(program, sample.inputs)
    values[program.definitions[-1].name].backward()
    for name, number in trace.values.items():
        assert values[name].data == pytest.approx(number, rel=1e-11, abs=1e-13)
    for name, number in trace.adjoints.items():
        assert values[name].grad == pytest.approx(number, rel=1e-9, abs=1e-11)


def test_an_operation_of_ones_own() -> None:
    """As micrograd's readers write it: a Value with its children, and the rule as a closure."""
    a, b, c = Value(2.0), Value(3.0), Value(5.0)
    product = a * b
    out = Value(product.data * b.data + c.data, (product, b, c), "fma", label="out")

    def backward() -> None:
        product.grad += b.data * out.grad
        b.grad += product.data * out.grad
        c.grad += out.grad

    out._backward = backward
    (out * 2).backward()
    assert (a.grad, b.grad, c.grad) == (18.0, 24.0, 2.0)
    assert out._op == "fma"
    assert out._prev == {product, b, c}
    with pytest.raises(AttributeError):
        a._backward = backward


def test_an_error_on_the_way_leaves_no_marks() -> None:
    a = Value(2.0)
    b = a * 3
    out = Value(1.0, (b,), "broken")

    def backward() -> None:
        raise ZeroDivisionError

    out._backward = backward
    top = out * b
    with pytest.raises(ZeroDivisionError):
        top.backward()
    a.grad = 0.0
    b.backward()
    assert a.grad == 3.0
    out._backward = lambda: None
    a.grad = 0.0
    top.backward()
    assert a.grad == 3.0


@pytest.mark.slow
def test_a_chain_of_100_000_needs_no_recursion() -> None:
    x = Value(0.3)
    y = x
    for _ in range(100_000):
        y = y * 1.00001
    y.backward()
    assert x.grad == pytest.approx(1.00001**100_000, rel=1e-9)
    other = Value(0.3)
    left = other
    for _ in range(100_000):
        left = 1e-5 + left
    left.backward()
    assert other.grad == 1.0
    del left, y


def recorded(operations: int) -> list[Value]:
    """A random graph of so many operations; the last one uses all that nothing else does."""
    dice = random.Random(7)
    values = [Value(dice.uniform(-1, 1)) for _ in range(10)]
    for _ in range(operations):
        a, b = values[dice.randrange(-min(200, len(values)), 0)], values[dice.randrange(-min(200, len(values)), 0)]
        match dice.randrange(4):
            case 0:
                values.append(a + b)
            case 1:
                values.append(a * b)
            case 2:
                values.append(a.tanh())
            case _:
                values.append(a - b)
    values.append(sum(values[-200:], Value(0.0)))
    return values


@pytest.mark.slow
def test_a_node_takes_less_than_400_bytes() -> None:
    count = 20_000
    tracemalloc.start()
    try:
        values = recorded(count)
        values[-1].backward()
        _, peak = tracemalloc.get_traced_memory()
        assert peak / count < 400
        del values
        gc.collect()
        left, _ = tracemalloc.get_traced_memory()
        assert left / count < 5
    finally:
        tracemalloc.stop()


def test_what_is_no_longer_held_goes_at_once() -> None:
    """No cycles: a loop that throws its losses away does not wait for the collector."""
    gc.collect()
    gc.disable()
    try:
        before = len(gc.get_objects())
        w = Value(0.5)
        for _ in range(100):
            loss = (w * 2 - 1).tanh() ** 2
            loss.backward()
        assert len(gc.get_objects()) - before < 20
    finally:
        gc.enable()


def test_functions_by_any_name_the_notation_knows() -> None:
    a = Value(0.3)
    assert functions.sigmoid(a).data == a.sigmoid().data == functions.σ(a).data
    assert functions.exp(2.0).data == pytest.approx(math.exp(2.0))
    assert a.leaky_relu().data == 0.3
    assert (-a).leaky_relu(0.1).data == pytest.approx(-0.03)
    assert functions.max(a, 2.0).data == 2.0
    assert a.log1p()._op == "log1p"
    with pytest.raises(AttributeError, match="no function 'sigmod'"):
        functions.sigmod(a)
    with pytest.raises(AttributeError):
        a.place  # noqa: B018 - rules alone use it


def test_roles_are_those_of_a_model() -> None:
    a = Value(1.0, label="a", role="target")
    a.label = "b"
    assert (a.label, a.role) == ("b", "target")
    a.role = "input"
    assert (a.label, a.role) == ("b", "input")
    with pytest.raises(ValueError, match="one of parameter, input, target, constant, not 'weight'"):
        Value(1.0, role="weight")  # type: ignore[arg-type] # that is the point
    with pytest.raises(ValueError, match="not 'output'"):
        a.role = "output"
