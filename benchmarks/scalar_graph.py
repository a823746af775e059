"""A random scalar graph of 10,000 operations: its routine, and the same recorded afresh, against code and packages."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from micrograd.engine import Value as Micrograd

import engine
from benchmarks import _micrograd, _peers
from benchmarks._comparison import Peer, Work, compare, scaled
from benchmarks._straight import ScalarGraph, by_hand, forward_of, notation, random_graph
from benchmarks.report import Row

OPERATIONS = 10_000
SLOW_SECONDS = 30.0
"""What autograd and PyTorch take for graphs of numbers is long; there are at least five rounds all the same."""


def measure() -> Iterable[Row]:
    """Re-evaluated first, then recorded."""
    graph = random_graph(OPERATIONS)
    yield from evaluated(f"{OPERATIONS:,} operations", graph, 0.12, 3.0)
    yield from evaluated(f"{OPERATIONS:,} operations, deep", random_graph(OPERATIONS, near=100), None, None)
    yield from compare(
        f"{OPERATIONS:,} operations recorded afresh",
        Peer("Value", with_values(graph), of_flat),
        [
            Peer("micrograd", with_micrograd(graph), of_flat, most=0.25),
            Peer("autograd", with_autograd(graph), of_flat, most=0.03),
            Peer("torch eager", with_torch(graph), of_flat, most=0.05),
        ],
        extra={"forward": with_values(graph, backward=False)},
        budget=SLOW_SECONDS,
    )


def evaluated(title: str, graph: ScalarGraph, hand_most: float | None, casadi_most: float | None) -> Iterator[Row]:
    """The routine of a graph, what compiling it takes, and what the others take for the same numbers."""
    program = engine.parse(notation(graph), limits=unlimited())
    began = time.perf_counter()
    routine = engine.compile(program)
    yield Row(f"{title}: compiled once", *scaled(time.perf_counter() - began))
    names = graph.names[: len(graph.leaves)]
    inputs = dict(zip(names, graph.leaves, strict=True))
    forward = engine.compile(program, wrt=[])
    hand = by_hand(graph)

    def of_dict(result: Any) -> list[Any]:
        return [result[0], *(result[1][name] for name in names)]

    yield from compare(
        f"{title}, re-evaluated",
        Peer(f"routine ({routine.kind})", lambda: routine(inputs), of_dict),
        [
            Peer("Python by hand, straight on", lambda: hand(inputs), of_dict, most=hand_most),
            Peer("CasADi SX", with_casadi(graph), of_flat, most=casadi_most),
        ],
        extra={"forward": lambda: forward(inputs)},
    )


def unlimited() -> engine.Limits:
    """The budgets of one who runs his own programs."""
    return replace(engine.Limits(), source_bytes=10**9, tokens=10**9, operations=10**9, elements=10**9, unfolded=10**9)


def of_flat(result: Any) -> list[Any]:
    """From ``(value, gradients in order)``."""
    return [float(result[0]), *map(float, result[1])]


def with_casadi(graph: ScalarGraph) -> Work | None:
    """CasADi's virtual machine, called by the way it has for calling it often."""
    casadi = _peers.found("casadi")
    if casadi is None:
        return None
    leaves = casadi.SX.sym("x", len(graph.leaves))
    output = forward_of(graph, casadi.tanh, casadi.sin)(casadi.vertsplit(leaves))
    function = casadi.Function("f", [leaves], [output, casadi.gradient(output, leaves)])
    buffer, evaluate = function.buffer()
    given, value, gradients = np.array(graph.leaves), np.zeros(1), np.zeros(len(graph.leaves))
    buffer.set_arg(0, given.data)
    buffer.set_res(0, value.data)
    buffer.set_res(1, gradients.data)
    kept = function, buffer, given  # the call refers to them without holding them

    def work() -> Any:
        evaluate()
        return value[0], gradients, kept

    return work


def with_values(graph: ScalarGraph, *, backward: bool = True) -> Work:
    """Our eager numbers, recorded afresh at each call."""
    value: Any = engine.Value
    forward = forward_of(graph, value.tanh, value.sin)
    return lambda: _eagerly(value, forward, graph, backward)


def with_micrograd(graph: ScalarGraph) -> Work:
    """micrograd's, with the two functions that it lacks."""
    forward = forward_of(graph, _micrograd.tanh, _micrograd.sin)
    return lambda: _eagerly(Micrograd, forward, graph, True)


def _eagerly(value: Any, forward: Any, graph: ScalarGraph, backward: bool) -> Any:
    leaves = [value(number) for number in graph.leaves]
    output = forward(leaves)
    if backward:
        output.backward()
    return output.data, [leaf.grad for leaf in leaves]


def with_autograd(graph: ScalarGraph) -> Work | None:
    """Autograd records NumPy's numbers."""
    autograd, numpy = _peers.found("autograd"), _peers.found("autograd.numpy")
    if autograd is None:
        return None
    work = autograd.value_and_grad(forward_of(graph, numpy.tanh, numpy.sin))
    leaves = list(graph.leaves)
    return lambda: work(leaves)


def with_torch(graph: ScalarGraph) -> Work | None:
    """PyTorch's tensors of no dimension."""
    torch = _peers.torch()
    if torch is None:
        return None
    forward = forward_of(graph, torch.tanh, torch.sin)
    leaves = [torch.tensor(number, dtype=torch.float64, requires_grad=True) for number in graph.leaves]

    def work() -> Any:
        output = forward(leaves)
        return output.detach(), torch.autograd.grad(output, leaves)

    return work
