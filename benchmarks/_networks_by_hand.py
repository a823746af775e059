"""Networks in NumPy, optimised with care: buffers made once, results written in place, sums as products with ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Arrays = dict[str, Any]
Evaluate = Callable[[Arrays], tuple[Any, Arrays]]


def classifier(inputs: Arrays, layers: int, activation: str) -> Evaluate:
    """Softmax cross-entropy of a network with ``layers`` layers over a batch, mean over the examples.

    Every intermediate value and every gradient has its array from the start; a call overwrites the results of
    the one before.
    """
    examples = len(inputs["X"])
    dtype = inputs["X"].dtype
    sizes = [inputs[f"b{k}"].shape[0] for k in range(1, layers + 1)]
    hidden = [np.empty((examples, size), dtype) for size in sizes]
    slopes = [np.empty((examples, size), dtype) for size in sizes]
    ones = np.ones(examples, dtype)
    row = np.empty((examples, 1), dtype)
    logs = np.empty((examples, 1), dtype)
    bars = {f"{kind}{k}": np.empty_like(inputs[f"{kind}{k}"]) for k in range(1, layers + 1) for kind in ("W", "b")}
    scale = dtype.type(1 / examples)
    tanh = activation == "tanh"

    def evaluate(given: Arrays) -> tuple[Any, Arrays]:
        below = given["X"]
        for k in range(layers):
            z = np.dot(below, given[f"W{k + 1}"], out=hidden[k])
            z += given[f"b{k + 1}"]
            if k < layers - 1:
                below = np.tanh(z, out=z) if tanh else np.maximum(z, 0, out=z)
        z = hidden[-1]
        z -= np.maximum.reduce(z, axis=1, keepdims=True, out=row)
        p = np.exp(z, out=slopes[-1])
        total = np.add.reduce(p, axis=1, keepdims=True, out=row)
        loss = (np.log(total, out=logs).sum() - np.vdot(z, given["Y"])) * scale
        p /= total
        p -= given["Y"]
        p *= scale
        above = p
        for k in range(layers - 1, -1, -1):
            below = hidden[k - 1] if k else given["X"]
            np.dot(below.T, above, out=bars[f"W{k + 1}"])
            np.dot(ones, above, out=bars[f"b{k + 1}"])
            if k:
                slope = slopes[k - 1]
                above = np.dot(above, given[f"W{k + 1}"].T, out=slope)
                if tanh:
                    np.multiply(below, below, out=below)
                    np.subtract(1, below, out=below)
                else:
                    np.greater(below, 0, out=below)
                above *= below
        return loss, bars

    return evaluate


def regressor(inputs: Arrays) -> Evaluate:
    """½(y − t)² of a network with tanh in two hidden layers for a single example, columns and all."""
    h1, h2 = np.empty_like(inputs["b1"]), np.empty_like(inputs["b2"])
    d1, d2 = np.empty_like(h1), np.empty_like(h2)
    bars = {name: np.empty_like(inputs[name]) for name in ("W1", "b1", "W2", "b2", "W3")}

    def evaluate(given: Arrays) -> tuple[Any, Arrays]:
        x = given["x"]
        np.dot(given["W1"], x, out=h1)
        np.add(h1, given["b1"], out=h1)
        np.tanh(h1, out=h1)
        np.dot(given["W2"], h1, out=h2)
        np.add(h2, given["b2"], out=h2)
        np.tanh(h2, out=h2)
        error = np.dot(given["W3"], h2) + given["b3"] - given["t"]
        np.multiply(error, h2, out=bars["W3"])
        np.multiply(h2, h2, out=d2)
        np.subtract(1.0, d2, out=d2)
        np.multiply(d2, given["W3"], out=d2)
        z2 = np.multiply(d2, error, out=bars["b2"])
        np.multiply(z2[:, None], h1, out=bars["W2"])
        np.multiply(h1, h1, out=d1)
        np.subtract(1.0, d1, out=d1)
        z1 = np.multiply(np.dot(z2, given["W2"]), d1, out=bars["b1"])
        np.multiply(z1[:, None], x, out=bars["W1"])
        return 0.5 * error * error, {**bars, "b3": error}

    return evaluate
