"""Comparisons of networks: a model in our notation, its arrays, and the same model by hand and in other packages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

import engine
from benchmarks import _networks_by_hand, _networks_elsewhere
from benchmarks._comparison import Peer, compare
from benchmarks.report import Row

Arrays = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Targets:
    """The share of each one's time that ours may take; None where it is only reported."""

    hand: float | None = None
    torch: float | None = None
    jax: float | None = None
    autograd: float | None = None


def network(sizes: list[int], activation: str) -> str:
    """A classifier, rows are examples."""
    lines, below = ["input X", "target Y"], "X"
    for k in range(1, len(sizes)):
        lines += [f"param W{k}, b{k}", f"z{k} = {below} @ W{k} + b{k}"]
        if k < len(sizes) - 1:
            lines.append(f"h{k} = {activation}(z{k})")
            below = f"h{k}"
    return "\n".join([*lines, f"L = cross_entropy(z{len(sizes) - 1}, Y)"])


def classification(sizes: list[int], activation: str, examples: int, dtype: str, targets: Targets) -> Iterator[Row]:
    """Softmax cross-entropy, mean over the batch, gradients of all weights and biases."""
    chance = np.random.default_rng(0)
    labels = chance.integers(sizes[-1], size=examples)
    inputs: Arrays = {"X": chance.normal(size=(examples, sizes[0])), "Y": np.eye(sizes[-1])[labels]}
    layers, wrt = len(sizes) - 1, list[str]()
    for k in range(1, layers + 1):
        inputs[f"W{k}"] = chance.normal(size=(sizes[k - 1], sizes[k])) / np.sqrt(sizes[k - 1])
        inputs[f"b{k}"] = chance.normal(size=sizes[k]) * 0.1
        wrt += [f"W{k}", f"b{k}"]
    inputs = {name: value.astype(dtype) for name, value in inputs.items()}
    program = engine.parse(network(sizes, activation), names=list(inputs))
    routine = engine.compile(program, wrt, inputs=inputs, dtype=dtype)
    forward = engine.compile(program, [], inputs=inputs, dtype=dtype)
    hand = _networks_by_hand.classifier(inputs, layers, activation)
    loss = _networks_elsewhere.classifier(layers, activation)
    by_torch = _networks_elsewhere.torch_classifier(layers, activation, labels)
    title = f"{'-'.join(map(str, sizes))}, {examples:,} examples, {dtype}"

    def of_dict(result: Any) -> list[Any]:
        return [result[0], *(result[1][name] for name in wrt)]

    yield from compare(
        title,
        Peer("routine", lambda: routine(inputs), of_dict),
        [
            Peer("NumPy by hand", lambda: hand(inputs), of_dict, targets.hand),
            Peer("torch eager", _networks_elsewhere.with_torch(inputs, wrt, by_torch), of_sequence, targets.torch),
            Peer("jax.jit", _networks_elsewhere.with_jax(loss, inputs, wrt), of_dict, targets.jax),
            Peer("autograd", _networks_elsewhere.with_autograd(loss, inputs, wrt), of_dict, targets.autograd),
        ],
        tolerance=1e-9 if dtype == "float64" else 1e-3,
        extra={"forward": lambda: forward(inputs)},
    )


SINGLE = """
input x
target t
param W1, b1, W2, b2, W3, b3
h1 = tanh(W1 @ x + b1)
h2 = tanh(W2 @ h1 + b2)
y = W3 @ h2 + b3
L = ½(y − t)²
"""


def single_example(targets: Targets) -> Iterator[Row]:
    """4-8-8-1 for one example, columns as in the lecture."""
    chance = np.random.default_rng(0)
    shapes = {"W1": (8, 4), "b1": (8,), "W2": (8, 8), "b2": (8,), "W3": (8,)}
    inputs: Arrays = {name: chance.normal(size=shape) * 0.5 for name, shape in shapes.items()}
    inputs |= {"b3": 0.1, "x": chance.normal(size=4), "t": 0.7}
    wrt = [*shapes, "b3"]
    program = engine.parse(SINGLE, names=list(inputs))
    routine = engine.compile(program, wrt, inputs=inputs)
    forward = engine.compile(program, [], inputs=inputs)
    hand = _networks_by_hand.regressor(inputs)
    loss = _networks_elsewhere.regressor

    def of_dict(result: Any) -> list[Any]:
        return [result[0], *(result[1][name] for name in wrt)]

    by_torch = _networks_elsewhere.with_torch(inputs, wrt, _networks_elsewhere.torch_regressor)
    yield from compare(
        "4-8-8-1, one example, float64",
        Peer("routine", lambda: routine(inputs), of_dict),
        [
            Peer("NumPy by hand", lambda: hand(inputs), of_dict, targets.hand),
            Peer("torch eager", by_torch, of_sequence, targets.torch),
            Peer("jax.jit", _networks_elsewhere.with_jax(loss, inputs, wrt), of_dict, targets.jax),
            Peer("autograd", _networks_elsewhere.with_autograd(loss, inputs, wrt), of_dict, targets.autograd),
        ],
        extra={"forward": lambda: forward(inputs)},
    )


def of_sequence(result: Any) -> list[Any]:
    """From ``(value, gradients in order)``."""
    return [result[0], *result[1]]
