"""The whole trace of a scalar graph of 10,000 nodes, to JSON bytes, against the same two passes without steps."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

import engine
from app.api.trace_json import present
from app.http import json_text
from benchmarks._comparison import scaled
from benchmarks._rounds import medians
from benchmarks._straight import notation, random_graph
from benchmarks.report import Row
from benchmarks.scalar_graph import unlimited

OPERATIONS = 10_000


def measure() -> Iterable[Row]:
    """The parts are timed one after the other on the results of those before."""
    graph = random_graph(OPERATIONS)
    limits = unlimited()
    program = engine.parse(notation(graph), limits=limits)
    inputs = dict(zip(graph.names, graph.leaves, strict=False))
    routine = engine.compile(program)
    trace = engine.trace(program, limits=limits)
    for name, gradient in routine(inputs)[1].items():
        if abs(trace.adjoints[name] - gradient) > 1e-9 * max(1.0, abs(gradient)):
            raise ArithmeticError(f"the adjoint of {name} differs between trace and routine")
    mathematics = engine.describe(trace)
    data = present(trace, mathematics)
    body = json_text.encode(data)
    parts: dict[str, Callable[[], Any]] = {
        "graph, values, sweep and steps": lambda: engine.trace(program, limits=limits),
        "mathematics in LaTeX": lambda: engine.describe(trace),
        "plain data": lambda: present(trace, mathematics),
        "JSON bytes": lambda: json_text.encode(data),
    }
    times = medians([lambda: routine(inputs), *parts.values()])
    bare, split = times[0], dict(zip(parts, times[1:], strict=True))
    whole = sum(split.values())
    yield Row(f"{OPERATIONS:,} operations: value and gradients without steps", *scaled(bare))
    yield Row("trace to JSON bytes", *scaled(whole))
    yield Row("  compared with the passes without steps", whole / bare, "times")
    yield Row("  size", len(body) / 1e6, "MB")
    for name, taken in split.items():
        yield Row(f"  of this, {name}", 100 * taken / whole, "%")
    began = time.perf_counter()
    engine.parse(notation(graph), limits=limits)
    yield Row("  reading the text, besides", *scaled(time.perf_counter() - began))
