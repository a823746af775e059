"""The lecture's running example: its routine, and the same recorded afresh, against Python by hand and others."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from micrograd.engine import Value as Micrograd

import engine
from app.content.examples import Library
from benchmarks import _micrograd, _peers
from benchmarks._comparison import Peer, Work, compare
from benchmarks.report import Row

POINT = {"w": 0.5, "b": -1.0, "x": 2.0, "t": 1.0}
WEIGHT = 0.1


def measure() -> Iterable[Row]:
    """Re-evaluated first, then recorded."""
    program = engine.parse(Library.read().examples["lecture"].source)
    routine = engine.compile(program)
    forward = engine.compile(program, wrt=[])
    inputs = {**POINT, "lambda": WEIGHT}
    yield from compare(
        "the running example re-evaluated",
        Peer("routine", lambda: routine(inputs), of_dict),
        [
            Peer("Python by hand", lambda: by_hand(inputs), of_dict, most=1.1),
            Peer("jax.jit", with_jax(), of_pair, most=0.05),
            Peer("torch eager", with_torch(), of_pair, most=0.01),
        ],
        extra={"forward": lambda: forward(inputs)},
    )
    yield from compare(
        "the running example recorded afresh",
        Peer("Value", lambda: recorded(engine.Value, _sigmoid), of_values),
        [Peer("micrograd", lambda: recorded(Micrograd, _micrograd.sigmoid), of_values, most=0.25)],
        extra={"forward": lambda: built(engine.Value, _sigmoid)},
    )


def of_dict(result: Any) -> list[Any]:
    """From ``(value, {name: gradient})``."""
    return [result[0], *(result[1][name] for name in POINT)]


def of_pair(result: Any) -> list[Any]:
    """From ``(value, [gradient, ...])``."""
    return [float(result[0]), *(float(gradient) for gradient in result[1])]


def of_values(result: Any) -> list[Any]:
    """From the output and the leaves that know their gradients."""
    output, leaves = result
    return [output.data, *(leaf.grad for leaf in leaves)]


def by_hand(inputs: dict[str, float]) -> tuple[float, dict[str, float]]:
    """Straightforward Python, as one would write it after the lecture."""
    w, b, x, t, weight = inputs["w"], inputs["b"], inputs["x"], inputs["t"], inputs["lambda"]
    z = w * x + b
    y = 1 / (1 + math.exp(-z))
    loss = 0.5 * (y - t) ** 2
    penalty = 0.5 * w**2
    total = loss + weight * penalty
    y_bar = y - t
    t_bar = -(y - t)
    z_bar = y_bar * y * (1 - y)
    w_bar = z_bar * x + weight * w
    b_bar = z_bar
    x_bar = z_bar * w
    return total, {"w": w_bar, "b": b_bar, "x": x_bar, "t": t_bar}


def with_jax() -> Work | None:
    """Compiled for numbers that lie on the device already."""
    jax = _peers.jax()
    if jax is None:
        return None

    def total(w: Any, b: Any, x: Any, t: Any, weight: Any) -> Any:
        y = jax.nn.sigmoid(w * x + b)
        return 0.5 * (y - t) ** 2 + weight * 0.5 * w**2

    compiled = jax.jit(jax.value_and_grad(total, argnums=(0, 1, 2, 3)))
    given = [jax.numpy.float64(number) for number in (*POINT.values(), WEIGHT)]
    return lambda: jax.block_until_ready(compiled(*given))


def with_torch() -> Work | None:
    """Recorded and differentiated at each call, as PyTorch works."""
    torch = _peers.torch()
    if torch is None:
        return None
    w, b, x, t = leaves = [torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in POINT.values()]

    def work() -> Any:
        y = torch.sigmoid(w * x + b)
        total = 0.5 * (y - t) ** 2 + WEIGHT * 0.5 * w**2
        return total.detach(), torch.autograd.grad(total, leaves)

    return work


def _sigmoid(operand: Any) -> Any:
    return operand.sigmoid()


def built(value: Any, sigmoid: Any) -> Any:
    """The program as it is written with either package's numbers."""
    leaves = w, b, x, t = [value(number) for number in POINT.values()]
    y = sigmoid(w * x + b)
    return 0.5 * (y - t) ** 2 + WEIGHT * (0.5 * w**2), leaves


def recorded(value: Any, sigmoid: Any) -> Any:
    """Forward and backward."""
    output, leaves = built(value, sigmoid)
    output.backward()
    return output, leaves
