"""Programs written for micrograd give the same numbers on its Value and on ours."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import Any

import micrograd.nn
import pytest
from micrograd.engine import Value as Original

import engine

Program = Callable[[Any], list[Any]]
"""Given the class, computes and sweeps; gives the values to compare."""


def neuron(kind: Any) -> list[Any]:
    """Each operation of micrograd's first test, in its order."""
    x = kind(-4.0)
    z = 2 * x + 2 + x
    q = z.relu() + z * x
    h = (z * z).relu()
    y = h + q + q * x
    y.backward()
    return [x, z, q, h, y]


def every_operation(kind: Any) -> list[Any]:
    """Sums in place, powers, quotients, a reflected operator of each kind, reuse at different depths."""
    a, b = kind(-4.0), kind(2.0)
    c = a + b
    d = a * b + b**3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + (b + a).relu()
    d += 3 * d + (b - a).relu()
    e = c - d
    f = e**2
    g = f / 2.0
    g += 10.0 / f
    g = g + (5 - c) / (1 + b * b) - 2 / a
    g.backward()
    return [a, b, c, d, e, f, g]


def dead_units(kind: Any) -> list[Any]:
    x, y = kind(1.5), kind(-2.5)
    out = (x * y).relu() * x + (y + 2.5).relu() + (x - y).relu() ** 2
    out.backward()
    return [x, y, out]


def powers(kind: Any) -> list[Any]:
    x = kind(2.0)
    out = x**3 + x**-2 + x**0.5 + x**1 + x**0
    out.backward()
    return [x, out]


def own_tanh(kind: Any) -> list[Any]:
    """As the lectures on micrograd extend it."""
    x, w = kind(0.4), kind(-1.2)
    s = x * w
    out = kind(math.tanh(s.data), (s,), "tanh")

    def backward() -> None:
        s.grad += (1 - out.data**2) * out.grad

    out._backward = backward
    top = out * 3 + s
    top.backward()
    return [x, w, s, out, top]


@pytest.mark.parametrize("program", [neuron, every_operation, dead_units, powers, own_tanh])
def test_the_same_numbers(program: Program) -> None:
    for ours, theirs in zip(program(engine.Value), program(Original), strict=True):
        assert ours.data == pytest.approx(theirs.data, rel=1e-14)
        assert ours.grad == pytest.approx(theirs.grad, rel=1e-14)


def step(dice: random.Random, values: list[Any]) -> Any:
    """One random operation on what there is."""
    a, b, k = dice.choice(values), dice.choice(values), dice.uniform(0.5, 2)
    match dice.randrange(9):
        case 0:
            return a + b
        case 1:
            return (a - b) * 0.5
        case 2:
            return (a * b) * 0.1
        case 3:
            return k - a
        case 4:
            return a / k
        case 5:
            return a.relu()
        case 6:
            return -a
        case 7:
            return k / (a * a + 1)
        case _:
            return (a * a + 0.1) ** 0.5


@pytest.mark.parametrize("seed", range(20))
def test_random_programs(seed: int) -> None:
    def program(kind: Any) -> list[Any]:
        dice = random.Random(seed)
        values = [kind(dice.uniform(-2, 2)) for _ in range(5)]
        for _ in range(60):
            values.append(step(dice, values))
        sum(values).backward()
        return values

    for ours, theirs in zip(program(engine.Value), program(Original), strict=True):
        assert ours.data == pytest.approx(theirs.data, rel=1e-12)
        assert ours.grad == pytest.approx(theirs.grad, rel=1e-9, abs=1e-12)


def train(kind: Any, monkeypatch: pytest.MonkeyPatch) -> tuple[list[float], list[float], Any]:
    """The MLP of micrograd over the class, trained: the losses, the last gradients, and the model."""
    monkeypatch.setattr(micrograd.nn, "Value", kind)
    random.seed(1)
    model = micrograd.nn.MLP(3, [4, 4, 1])
    points = [[2.0, 3.0, -1.0], [3.0, -1.0, 0.5], [0.5, 1.0, 1.0], [1.0, 1.0, -1.0]]
    wanted = [1.0, -1.0, -1.0, 1.0]
    losses = []
    for _ in range(100):
        outputs = [model(list(map(kind, point))) for point in points]
        hinge = sum((1 + -target * output).relu() for target, output in zip(wanted, outputs, strict=True)) * (1.0 / 4)
        loss = hinge + 1e-4 * sum(parameter * parameter for parameter in model.parameters())
        model.zero_grad()
        loss.backward()
        for parameter in model.parameters():
            parameter.data -= 0.1 * parameter.grad
        losses.append(loss.data)
    return losses, [parameter.grad for parameter in model.parameters()], model


def test_its_networks_train_on_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = train(engine.Value, monkeypatch), train(Original, monkeypatch)
    assert ours[0] == pytest.approx(theirs[0], rel=1e-11)
    assert ours[1] == pytest.approx(theirs[1], rel=1e-9, abs=1e-12)
    assert ours[0][-1] < 0.5 * ours[0][0]
    assert all(type(parameter) is engine.Value for parameter in ours[2].parameters())
