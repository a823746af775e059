"""What is exported runs alone, in a Python that knows nothing of the engine, and agrees with the trace to the ulp."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import engine
from engine.graph.graph import Graph, Node, Operation, Slot
from engine.notation.program import Result
from engine.primitives.declaration import Primitive
from engine.primitives.ops import TABLE
from engine.routine import written
from engine.sweeps.backprop import backprop
from engine.sweeps.evaluate import evaluate
from tests.engine.models import LECTURE
from tests.engine.tape.test_tape import CASES, arguments

TAILS = (0.0, -0.0, 1.0, -2.5, 40.0, 720.0, -720.0, 800.0, -800.0, 1000.0, -1000.0, math.inf, -math.inf, math.nan)
PROGRAMS: dict[str, tuple[str, dict[str, Any]]] = {
    "σ at −1000": (LECTURE, {"w": -500.0, "b": 0.0}),
    "tanh at 800": ("L = tanh(x)", {"x": 800.0}),
    "log 0": ("L = log(x)", {"x": 0.0}),
    "1/0": ("L = 1/x", {"x": 0.0}),
    "1/−0": ("L = 1/x", {"x": -0.0}),
    "exp 1000": ("L = exp(x)", {"x": 1000.0}),
    "0 · ∞": ("L = w*sqrt(a)", {"w": 0.0, "a": 0.0}),
    "1/relu": ("L = 1/relu(x)", {"x": -1.0}),
    "a root of a negative number": ("L = x^p", {"x": -8.0, "p": 1 / 3}),
    "a number of an array": ("s = reshape(x, ())\nL = 1/s", {"x": np.array([0.0])}),
    "an infinite score": ("L = sum(softmax(x)[1:])", {"x": np.array([math.inf, 1.0, 2.0])}),
}
RUNNER = """
import json, pathlib, sys
import numpy as np

def plain(value):
    return [float(one).hex() for one in np.ravel(value)], list(np.shape(value))

def array(entries, shape):
    found = np.array(list(map(float.fromhex, entries))).reshape(shape)
    return found if shape else float(found)

answers = []
for text, calls in json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")):
    space = {"__name__": "alone"}
    exec(text, space)
    for call in calls:
        try:
            value, gradients = space["routine"]({key: array(*one) for key, one in call.items()} or space["inputs"])
            answers.append([plain(value), {key: plain(one) for key, one in gradients.items()}])
        except Exception as error:
            answers.append(repr(error))
json.dump(answers, sys.stdout)
"""


def graph_of(primitive: Primitive, given: list[Any], options: Any) -> tuple[Graph, dict[str, Any]]:
    """A primitive alone, or the weighted sum of its entries; weights are powers of two, which round nothing."""
    values = {f"x{k}": value for k, value in enumerate(given)}
    nodes = [Node(name, "input", (), (), name, shape=np.shape(value)) for name, value in values.items()]
    shape = primitive.shape(*map(np.shape, given), **dict(options))
    slots = tuple(Slot(k) for k in range(len(given)))
    body = (Operation(primitive.name, slots, options, shape),)
    nodes.append(Node("y", "intermediate", tuple(range(len(given))), body, "y", shape=shape))
    if shape:
        values["weight"] = np.resize([1.0, -2.0, 0.5, 4.0, -0.25], shape)
        nodes.append(Node("weight", "input", (), (), "weight", shape=shape))
        weighted = (Operation("mul", (Slot(0), Slot(1)), (), shape), Operation("sum", (Result(0),)))
        nodes.append(Node("L", "output", (len(given), len(given) + 1), weighted, "L"))
    return Graph("primitive", tuple(nodes), len(nodes) - 1), values


def points(primitive: Primitive) -> Iterator[tuple[str, list[Any], Any]]:
    """Inside the domain in every shape; where the remarks are; and, number by number, the tails."""
    for case in CASES:
        values: Any = case.values
        one, shapes, options = values
        if one is primitive:
            yield f"{shapes} {options}", arguments(primitive, shapes), options
    for remark in (*primitive.kinks, *primitive.faults):
        yield f"at {remark.at}", [np.array(one, float)[()] for one in remark.at], ()
    if primitive.elementwise:
        count = len(primitive.derivatives)
        for at in product((TAILS, TAILS, TAILS[1::4])[count - 1], repeat=count):
            yield f"tail {at}", list(map(np.float64, at)), ()


def plain(value: Any) -> tuple[list[str], list[int]]:
    """Numbers as text that loses nothing, and the shape."""
    return [float(one).hex() for one in np.ravel(value)], list(np.shape(value))


@cache
def answers() -> dict[str, tuple[Any, Any]]:
    """Everything in one subprocess: for each case what the module gave, and what the trace has."""
    modules: list[tuple[str, list[Any]]] = []
    expected: dict[str, Any] = {}
    for primitive in TABLE.values():
        known: dict[Any, list[Any]] = {}
        for where, given, options in sorted(points(primitive), key=lambda one: str((*map(np.shape, one[1]), one[2]))):
            graph, values = graph_of(primitive, given, options)
            key = (*map(np.shape, given), options)
            if key not in known:
                known[key] = []
                modules.append((written(graph, values), known[key]))
            known[key].append({name: plain(value) for name, value in values.items()})
            evaluation = evaluate(graph, values)
            adjoints = backprop(graph, evaluation).adjoints
            leaves = {node.id: one for node, one in zip(graph.nodes, adjoints, strict=True) if not node.body}
            expected[f"{primitive.name} {where}"] = evaluation.values[-1], leaves
    for name, (source, inputs) in PROGRAMS.items():
        program = engine.parse(source, inputs)
        trace = engine.trace(program, inputs)
        routine = engine.compile(program, inputs=inputs)
        modules.append((routine.source, [{}]))
        expected[name] = trace.values[routine.output], {leaf: trace.adjoints[leaf] for leaf in routine.wrt}
    return dict(zip(expected, zip(_run(modules), expected.values(), strict=True), strict=True))


def _run(modules: list[tuple[str, list[Any]]]) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "modules.json")
        path.write_text(json.dumps(modules), encoding="utf-8")
        command = [sys.executable, "-I", "-W", "error", "-c", RUNNER, str(path)]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == "", "nothing is warned of"
    return json.loads(done.stdout)


def ulps(found: Any, expected: Any) -> float:
    """How many steps between floats lie between two arrays at most; ∞ where they are of different kinds."""
    entries, shape = found
    have = np.array([float.fromhex(one) for one in entries]).reshape(shape)
    wanted = np.asarray(expected, float)
    if have.shape != wanted.shape:
        return math.inf
    finite = np.isfinite(wanted)
    if not np.array_equal(have[~finite], wanted[~finite], equal_nan=True) or not np.all(np.isfinite(have[finite])):
        return math.inf
    steps = np.abs(have[finite] - wanted[finite]) / np.spacing(np.abs(wanted[finite]))
    return float(np.max(steps, initial=0.0))


@pytest.mark.parametrize("name", [*TABLE, *PROGRAMS])
def test_the_module_agrees_with_the_trace(name: str) -> None:
    cases = {key: pair for key, pair in answers().items() if key == name or key.split()[0] == name}
    assert cases
    for key, (found, (value, adjoints)) in cases.items():
        assert not isinstance(found, str), f"{key} raised {found}"
        most = max(ulps(found[0], value), *(ulps(found[1][leaf], adjoint) for leaf, adjoint in adjoints.items()))
        assert most <= 1.0, (key, most, found, value, adjoints)


def test_the_count_of_steps_sees_what_differs() -> None:
    one = ([(1.0).hex()], [1])
    assert ulps(one, [1.0]) == 0.0
    assert ulps(one, [math.nextafter(1.0, 2.0)]) == 1.0
    assert ulps(one, [1.0 + 1e-15]) > 1.0
    assert ulps((["nan"], [1]), [math.inf]) == ulps((["inf"], [1]), [-math.inf]) == ulps(one, 1.0) == math.inf
    assert "ZeroDivisionError" in _run([("inputs = {}\ndef routine(inputs):\n    return 1/0, {}", [{}])])[0]


def test_run_as_a_script_it_prints_value_and_gradients(tmp_path: Path) -> None:
    path = tmp_path / "model.py"
    path.write_text(engine.compile(engine.parse(LECTURE), inputs={"w": -500.0}).source, encoding="utf-8")
    command = [sys.executable, "-I", "-W", "error", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    trace = engine.trace(engine.parse(LECTURE), {"w": -500.0})
    printed = dict(line.split(" = ") for line in done.stdout.splitlines())
    assert float(printed["L_reg"]) == trace.values["L_reg"]
    assert {name: float(printed[f"{name}_bar"]) for name in "wbxt"} == {name: trace.adjoints[name] for name in "wbxt"}
