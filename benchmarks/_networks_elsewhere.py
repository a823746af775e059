"""The same networks in PyTorch, JAX and autograd: each as its users write it, gradients of the parameters alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks import _peers
from benchmarks._comparison import Work

Arrays = dict[str, Any]
Loss = Callable[[Any, Any, Any], Any]
"""From NumPy or its like, that package's log-sum-exp over rows, and the arrays by name, to the loss."""


def classifier(layers: int, activation: str) -> Loss:
    """The loss of ``_networks_by_hand.classifier``."""

    def loss(xp: Any, logsumexp: Any, p: Any) -> Any:
        h = p["X"]
        for k in range(1, layers + 1):
            h = h @ p[f"W{k}"] + p[f"b{k}"]
            if k < layers:
                h = xp.tanh(h) if activation == "tanh" else xp.maximum(h, 0)
        return xp.mean(logsumexp(h) - xp.sum(h * p["Y"], axis=1))

    return loss


def regressor(xp: Any, _logsumexp: Any, p: Any) -> Any:
    """The loss of ``_networks_by_hand.regressor``."""
    h = xp.tanh(p["W2"] @ xp.tanh(p["W1"] @ p["x"] + p["b1"]) + p["b2"])
    return 0.5 * (p["W3"] @ h + p["b3"] - p["t"]) ** 2


def with_jax(loss: Loss, inputs: Arrays, wrt: list[str]) -> Work | None:
    """Compiled, for arrays that lie on the device already."""
    jax = _peers.jax()
    if jax is None:
        return None
    given = {name: jax.numpy.asarray(value) for name, value in inputs.items()}
    held = {name: value for name, value in given.items() if name not in wrt}

    def total(parameters: Any, data: Any) -> Any:
        return loss(jax.numpy, lambda h: jax.nn.logsumexp(h, axis=1), {**parameters, **data})

    compiled = jax.jit(jax.value_and_grad(total))
    parameters = {name: given[name] for name in wrt}
    return lambda: jax.block_until_ready(compiled(parameters, held))


def with_autograd(loss: Loss, inputs: Arrays, wrt: list[str]) -> Work | None:
    """Autograd records NumPy's arrays at each call."""
    autograd, numpy = _peers.found("autograd"), _peers.found("autograd.numpy")
    if autograd is None:
        return None
    special = _peers.found("autograd.scipy.special")
    held = {name: value for name, value in inputs.items() if name not in wrt}

    def total(parameters: Any) -> Any:
        return loss(numpy, lambda h: special.logsumexp(h, axis=1), {**parameters, **held})

    work = autograd.value_and_grad(total)
    parameters = {name: inputs[name] for name in wrt}
    return lambda: work(parameters)


def with_torch(inputs: Arrays, wrt: list[str], loss: Callable[[Any, Any], Any]) -> Work | None:
    """Recorded and differentiated at each call; ``loss`` takes the module and the tensors by name."""
    torch = _peers.torch()
    if torch is None:
        return None
    given = {name: torch.as_tensor(np.array(value)) for name, value in inputs.items()}
    leaves = [given[name].requires_grad_() for name in wrt]

    def work() -> Any:
        total = loss(torch, given)
        return total.detach(), torch.autograd.grad(total, leaves)

    return work


def torch_classifier(layers: int, activation: str, labels: Any) -> Callable[[Any, Any], Any]:
    """With PyTorch's own fused layers and loss, which takes the classes' numbers."""

    def loss(torch: Any, p: Any) -> Any:
        classes, h = p.setdefault("classes", torch.as_tensor(labels)), p["X"]
        for k in range(1, layers + 1):
            h = torch.addmm(p[f"b{k}"], h, p[f"W{k}"])
            if k < layers:
                h = torch.tanh(h) if activation == "tanh" else torch.relu(h)
        return torch.nn.functional.cross_entropy(h, classes)

    return loss


def torch_regressor(torch: Any, p: Any) -> Any:
    """For one example, columns and all."""
    h = torch.tanh(torch.mv(p["W1"], p["x"]) + p["b1"])
    h = torch.tanh(torch.mv(p["W2"], h) + p["b2"])
    return 0.5 * (torch.dot(p["W3"], h) + p["b3"] - p["t"]) ** 2
