"""A graph of 1,000,000 operations and a chain of 100,000, recorded and differentiated: that they complete, and bytes.

Each runs in a process of its own. Bytes are what the process has grown by at its largest, from before the
first number to after the reverse sweep, divided by the number of nodes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from benchmarks._comparison import scaled
from benchmarks.report import Row
from scripts.places import ROOT

MOST_BYTES = 400
PATIENCE_SECONDS = 300
BEYOND_MEMORY = 4e9
"""A package that needs more than this many bytes is stopped."""

PROGRAM = """
import json, math, random, re, resource, sys, time

def peak():
    if sys.platform == "linux":  # the other figure begins at what the starting process held
        return 1024 * int(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1])
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size if sys.platform == "darwin" else size * 1024

package, kind, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
if package == "ours":
    from engine import Value
    tanh = Value.tanh
else:
    from micrograd.engine import Value
    from benchmarks._micrograd import tanh
    bound = int(sys.argv[4])
    resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
chance = random.Random(1)
before, began = peak(), time.process_time()
if kind == "chain":
    leaf = out = Value(0.5)
    step = Value(0.001)
    for _ in range(count):
        out = out + step
    wanted = 1.0
else:
    values = [Value(chance.uniform(-1, 1)) for _ in range(1000)]
    leaf = values[0]
    # Each value is a sum or a product of two of the last 5,000, squashed where it grows; a running sum uses them all.
    out = values[0]
    while count > 0:
        near = max(0, len(values) - 5000)
        a, b = values[chance.randrange(near, len(values))], values[chance.randrange(near, len(values))]
        new = a + b if chance.random() < 0.5 else a * b
        if abs(new.data) > 2.0:
            new, count = tanh(new), count - 1
        values.append(new)
        out, count = out + new, count - 2
    wanted = None
recorded = time.process_time() - began
began = time.process_time()
out.backward()
swept = time.process_time() - began
assert math.isfinite(leaf.grad) and (wanted is None or leaf.grad == wanted)
print(json.dumps({"recorded": recorded, "swept": swept, "bytes": peak() - before}))
"""


def measure() -> Iterable[Row]:
    """What does not complete keeps no promise: its row says what ended it."""
    for title, kind, count in (("1,000,000 operations", "graph", 10**6), ("a chain of 100,000", "chain", 10**5)):
        yield from rows(f"{title} with Value", asked("ours", kind, count), count, MOST_BYTES)
        yield from rows(f"{title} with micrograd", asked("micrograd", kind, count), count, None)


def rows(title: str, answer: Any, count: int, most: float | None) -> Iterator[Row]:
    """From what the process said, or from what ended it."""
    if isinstance(answer, str):
        failed = float("nan") if most is not None else None
        yield Row(f"{title}: bytes an operation", failed, "", most=most, note=answer)
        return
    yield Row(f"{title}: recorded", *scaled(answer["recorded"]))
    yield Row("  reverse sweep", *scaled(answer["swept"]))
    yield Row("  bytes an operation", answer["bytes"] / count, "bytes", most=most)


def asked(package: str, kind: str, count: int) -> Any:
    """The figures of a run in a process of its own, or the name of the error that ended it."""
    command = [sys.executable, "-c", PROGRAM, package, kind, str(count), str(int(BEYOND_MEMORY))]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
        )
    except subprocess.TimeoutExpired:
        return f"not done in {PATIENCE_SECONDS} s"
    if done.returncode == 0:
        return json.loads(done.stdout)
    last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
    return last.partition(":")[0]
