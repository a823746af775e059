"""An interpreter of expression trees in PyTorch, float64, written without a look at the engine.

A tree is a name, a number, or ``(op, operands, options)``. The interpreter also says how near an operation's
operands are to a kink, and whether they are well inside its domain.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from benchmarks import _peers

Tensor = Any
Tree = Any
FAR = 1e-3
"""Nearer than this to a kink, a point is not used."""
INSIDE = 0.1
"""Denominators, and operands of logarithms, roots, powers and norms, are at least so large."""
LARGEST = 50.0


def tensor(value: Any) -> Tensor:
    """A number or nested lists of numbers, in float64."""
    torch = _peers.torch()
    return torch.tensor(value, dtype=torch.float64)


def evaluate(tree: Tree, known: Mapping[str, Tensor]) -> Tensor:
    """The value of a tree. Raises ValueError where an operation stands too near to a kink or an edge."""
    torch = _peers.torch()
    if isinstance(tree, str):
        return known[tree]
    if isinstance(tree, float):
        return torch.tensor(tree, dtype=torch.float64)
    op, operands, options = tree
    values = [evaluate(operand, known) for operand in operands]
    check(op, values, options)
    return OPERATIONS[op](torch, *values, **options)


def gradients(tree_by_name: Mapping[str, Tree], output: str, inputs: Mapping[str, Any]) -> tuple[float, dict[str, Any]]:
    """The output's value and its gradient by every input."""
    torch = _peers.torch()
    known = {name: torch.tensor(value, dtype=torch.float64, requires_grad=True) for name, value in inputs.items()}
    leaves = dict(known)
    for name, tree in tree_by_name.items():
        known[name] = evaluate(tree, known)
    found = torch.autograd.grad(known[output], list(leaves.values()), allow_unused=True, materialize_grads=True)
    return float(known[output].detach()), {name: one.numpy() for name, one in zip(leaves, found, strict=True)}


def check(op: str, values: list[Tensor], options: Mapping[str, Any]) -> None:
    """Whether the operands keep their distance from kinks and edges."""
    torch = _peers.torch()
    a = values[0].detach()
    b = values[1].detach() if len(values) > 1 else a
    if op in ("relu", "leaky_relu", "abs") and float(a.abs().min()) < FAR:
        raise ValueError("near a kink at 0")
    if op in ("max", "min") and float((a - b).abs().min()) < FAR:
        raise ValueError("nearly a tie")
    if op == "where" and float((a - b).abs().min()) < FAR:
        raise ValueError("near the condition's edge")
    if op == "clip":
        low, high = options["low"], options["high"]
        if min(float((a - low).abs().min()), float((a - high).abs().min())) < FAR:
            raise ValueError("near the clip's edge")
    if op in ("amax", "amin"):
        axis = options.get("axis")
        rows = a.reshape(-1) if axis is None else a.movedim(axis, -1)
        if rows.shape[-1] > 1:
            first, second = torch.topk(rows if op == "amax" else -rows, 2, dim=-1).values.unbind(-1)
            if float((first - second).min()) < FAR:
                raise ValueError("nearly a tie")
    if op in ("log", "sqrt", "pow") and float(a.min()) < INSIDE:
        raise ValueError("near the domain's edge")
    if op == "log1p" and float(a.min()) < INSIDE - 1:
        raise ValueError("near the domain's edge")
    if op == "div" and float(b.abs().min()) < INSIDE:
        raise ValueError("a small denominator")
    if op in ("norm", "std"):
        spread = a if op == "norm" else a - a.mean(options.get("axis"), keepdim=True)
        if float(torch.linalg.vector_norm(spread, dim=options.get("axis")).min()) < INSIDE:
            raise ValueError("a small norm")
    axis = {"layer_norm": -1, "batch_norm": 0}.get(op)
    if axis is not None and float(a.var(axis, unbiased=False).min()) < INSIDE**2:
        raise ValueError("a small variance")
    if op in ("exp", "expm1") and float(a.max()) > math.log(LARGEST):
        raise ValueError("large")


def _reduced(name: str) -> Callable[..., Tensor]:
    def call(torch: Any, a: Tensor, axis: Any = None, keepdims: bool = False) -> Tensor:
        function = getattr(torch, name)
        axes = tuple(range(a.ndim)) if axis is None else axis
        return function(a, dim=axes, keepdim=keepdims) if a.ndim else function(a)

    return call


def _prod(torch: Any, a: Tensor, axis: int | None = None) -> Tensor:
    return torch.prod(a) if axis is None else torch.prod(a, dim=axis)


def _cross_entropy(torch: Any, z: Tensor, t: Tensor) -> Tensor:
    return -(t * torch.log_softmax(z, dim=-1)).sum() / math.prod(z.shape[:-1])


def _layer_norm(torch: Any, a: Tensor) -> Tensor:
    return torch.nn.functional.layer_norm(a, a.shape[-1:], eps=1e-5)


def _batch_norm(torch: Any, a: Tensor) -> Tensor:
    return torch.nn.functional.batch_norm(a, None, None, training=True, eps=1e-5)


OPERATIONS: dict[str, Callable[..., Tensor]] = {
    "add": lambda _, a, b: a + b,
    "sub": lambda _, a, b: a - b,
    "mul": lambda _, a, b: a * b,
    "div": lambda _, a, b: a / b,
    "pow": lambda _, a, b: a**b,
    "neg": lambda _, a: -a,
    "square": lambda _, a: a**2,
    **{
        name: (lambda torch, a, name=name: getattr(torch, name)(a))
        for name in (
            "exp",
            "log",
            "log1p",
            "expm1",
            "sqrt",
            "sin",
            "cos",
            "tanh",
            "sinh",
            "cosh",
            "abs",
            "sigmoid",
            "relu",
        )
    },
    "softplus": lambda torch, a: torch.nn.functional.softplus(a, threshold=100),
    "leaky_relu": lambda torch, a: torch.nn.functional.leaky_relu(a, 0.01),
    "max": lambda torch, a, b: torch.maximum(a, b),
    "min": lambda torch, a, b: torch.minimum(a, b),
    "where": lambda torch, a, b, c, d: torch.where(a > b, c, d),
    "clip": lambda torch, a, low, high: torch.clamp(a, low, high),
    "matmul": lambda torch, a, b: torch.matmul(a, b),
    "transpose": lambda _, a: a.permute(*reversed(range(a.ndim))),
    "sum": _reduced("sum"),
    "mean": _reduced("mean"),
    "amax": _reduced("amax"),
    "amin": _reduced("amin"),
    "var": lambda torch, a, axis=None: torch.var(a, dim=axis, unbiased=False),
    "std": lambda torch, a, axis=None: torch.std(a, dim=axis, unbiased=False),
    "prod": _prod,
    "norm": lambda torch, a, axis=None: torch.linalg.vector_norm(a, dim=axis),
    "softmax": lambda torch, a, axis=-1: torch.softmax(a, dim=axis),
    "log_softmax": lambda torch, a, axis=-1: torch.log_softmax(a, dim=axis),
    "logsumexp": lambda torch, a, axis=-1: torch.logsumexp(a, dim=axis),
    "reshape": lambda torch, a, shape: torch.reshape(a, shape),
    "index": lambda _, a, at: a[at],
    "concatenate": lambda torch, *parts, axis=0: torch.cat(parts, dim=axis),
    "stack": lambda torch, *parts, axis=0: torch.stack(parts, dim=axis),
    "dot": lambda torch, a, b: torch.dot(a, b),
    "outer": lambda torch, a, b: torch.outer(a, b),
    "squared_error": lambda _, a, b: 0.5 * ((a - b) ** 2).sum(),
    "mse": lambda _, a, b: ((a - b) ** 2).mean(),
    "cross_entropy": _cross_entropy,
    "bce_with_logits": lambda torch, a, b: torch.nn.functional.binary_cross_entropy_with_logits(a, b),
    "layer_norm": _layer_norm,
    "batch_norm": _batch_norm,
    "conv2d": lambda torch, a, k: torch.nn.functional.conv2d(a[None, None], k[None, None])[0, 0],
}
"""Every operation of the trees."""
