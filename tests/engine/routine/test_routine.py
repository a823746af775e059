"""Compiled routines: the trace's numbers, faster; sources that run alone; results that belong to the caller."""

from __future__ import annotations

import ast
import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import engine
from engine.formats import FORMATS
from engine.graph.lowering import lower
from engine.primitives.declaration import Primitive
from engine.routine.compiling import build, writer_of
from engine.routine.job import GradientProgram, Leaf, differentiated, job_of
from engine.tape import Tape, run
from engine.tape.rewriting import rewrite
from tests.engine.models import GRAINS, LECTURE, PYTHON, golden_cases
from tests.engine.tape.test_tape import CASES, arguments

NET = """\
input x = [[1, 2, 3], [4, 5, 6], [0.1, -1, 2], [1, 1, -1]]
target t = [[1, 0], [0, 1], [0, 1], [1, 0]]
param W = [[0.1, 0.2], [0.3, -0.4], [0.5, 0.6]], b = [0.1, -0.2]
h = relu(x @ W + b)
y = sigmoid(h @ [[1, -1], [2, 0.5]])
L = cross_entropy(y, t) + mean(square(h)) + sum(tanh(b))
"""


def alone(source: str) -> Any:
    """The function ``routine`` of a source that is run with nothing but what it imports."""
    modules = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {one.name for node in modules if isinstance(node, ast.Import) for one in node.names}
    assert names | {node.module for node in modules if isinstance(node, ast.ImportFrom)} <= {
        "numpy",
        "math",
        "functools",
    }
    space: dict[str, Any] = {"__name__": "alone"}
    exec(source, space)  # noqa: S102 - that it runs alone is what is tested
    return space["routine"]


def agrees(result: tuple[Any, dict[str, Any]], program: engine.Program, inputs: Any = None, **tolerance: Any) -> None:
    value, gradients = result
    expected = engine.trace(program, inputs)
    tolerance = tolerance or {"rtol": 1e-10, "atol": 1e-14}
    np.testing.assert_allclose(value, expected.values[expected.graph.nodes[expected.graph.output].id], **tolerance)
    for name, gradient in gradients.items():
        np.testing.assert_allclose(gradient, expected.adjoints[name], **tolerance)
        assert np.shape(gradient) == np.shape(expected.adjoints[name])


def text_that_is_run(program: engine.Program, inputs: dict[str, Any], wrt: list[str]) -> str:
    """What a routine of one line a value is compiled from: not the module that is read."""
    graph = lower(program, {name: np.shape(value) for name, value in inputs.items()})
    return writer_of(differentiated(job_of(graph, wrt, inputs)), "float64").source()


@pytest.mark.parametrize("name", golden_cases())
def test_golden_cases(name: str) -> None:
    case = golden_cases()[name]
    program = engine.parse(case["source"], case["inputs"])
    routine = engine.compile(program, inputs=case["inputs"])
    assert set(routine.wrt) == {node.id for node in engine.trace(program, case["inputs"]).graph.nodes if not node.body}
    agrees(routine(case["inputs"]), program, case["inputs"])
    agrees(routine(), program, case["inputs"])
    agrees(alone(routine.source)(case["inputs"]), program, case["inputs"])


@pytest.mark.parametrize("source", [NET, NET.replace("relu", "tanh"), NET.replace("cross_entropy", "squared_error")])
def test_arrays_and_what_their_source_says_alone(source: str, capsys: pytest.CaptureFixture[str]) -> None:
    program = engine.parse(source)
    routine = engine.compile(program)
    for _ in range(2):
        agrees(routine(), program)
    space: dict[str, Any] = {"__name__": "__main__"}
    exec(routine.source, space)  # noqa: S102 - that it runs alone is what is tested
    agrees(space["routine"](space["inputs"]), program)
    assert "W_bar = [[" in capsys.readouterr().out


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(("primitive", "shapes", "options"), CASES)
def test_every_primitive_in_a_routine(primitive: Primitive, shapes: Any, options: Any, dtype: str) -> None:
    tape = Tape(rewrite)
    given = {f"a{k}": value for k, value in enumerate(arguments(primitive, shapes))}
    result = tape.apply(
        primitive.name, [tape.input(name, shape) for name, shape in zip(given, shapes, strict=True)], options
    )
    weight = tape.input("weight", tape.shapes[result])
    given["weight"] = np.random.default_rng(3).normal(size=tape.shapes[result])
    output = tape.apply("sum", (tape.apply("mul", (result, weight)),), (("axis", None), ("keepdims", False)))
    leaves = tuple(Leaf(name, position, tape.shapes[position], None) for name, position in tape.inputs.items())
    job = GradientProgram(tape, "L", output, leaves, dict(tape.inputs), dict.fromkeys(tape.inputs))
    swept = differentiated(job)
    positions = [position for position in swept.adjoints.values() if position is not None]
    value, *adjoints = run(tape, given, [output, *positions])
    routine = build(job, dtype, lambda _: None)
    inputs = {name: value.astype(dtype) if np.ndim(value) else float(value) for name, value in given.items()}
    relative, absolute = (1e-10, 1e-13) if dtype == "float64" else (1e-3, 1e-4)
    for found, gradients in (routine(inputs), routine(inputs), alone(routine.source)(inputs)):
        np.testing.assert_allclose(found, value, relative, absolute)
        have = iter(adjoints)
        for name, position in swept.adjoints.items():
            shape = tape.shapes[tape.inputs[name]]
            expected = np.zeros(shape) if position is None else next(have)
            np.testing.assert_allclose(gradients[name], expected, relative, absolute)
            assert np.shape(gradients[name]) == shape
            assert not shape or gradients[name].dtype == dtype


def test_the_lecture_reads_as_a_careful_person_would_write_it() -> None:
    assert engine.compile(engine.parse(LECTURE), ["w", "b"]).source.startswith('''\
import numpy as np


def _sigmoid(a):
    small = np.exp(-np.abs(a))
    return np.where(np.greater_equal(a, 0.0), 1.0, small) / (1.0 + small)


@np.errstate(all="ignore")  # 1/0 is infinity and 0/0 is NaN
def routine(inputs):
    """The value of L_reg and its gradient, by name."""
    lambda_ = np.float64(inputs["lambda"])
    w = np.float64(inputs["w"])
    b = np.float64(inputs["b"])
    x = np.float64(inputs["x"])
    t = np.float64(inputs["t"])
    # forward
    z = w * x + b
    y = _sigmoid(z)
    u1 = y - t
    L = 0.5 * u1 ** 2
    R = 0.5 * w ** 2
    L_reg = L + lambda_ * R
    # backward
    z_bar = u1 * y * _sigmoid(-z)
    w_bar = z_bar * x + lambda_ * w
    return L_reg, {"w": w_bar, "b": z_bar}
''')


def test_what_is_run_takes_one_exponential() -> None:
    assert text_that_is_run(engine.parse(LECTURE), {}, ["w", "b"]).endswith("""\
    # forward
    z = w * x + b
    u1 = exp(-z)
    y = 1.0 / (1.0 + u1)
    u2 = y - t
    L = 0.5 * (u2 * u2)
    R = 0.5 * (w * w)
    L_reg = L + lambda_ * R
    # backward
    z_bar = u2 * y * (u1 * y)
    w_bar = z_bar * x + lambda_ * w
    return L_reg, {"w": w_bar, "b": z_bar}
""")


def test_a_net_reads_as_a_careful_person_would_write_it() -> None:
    shapes = {"x": (5, 4), "t": (5, 3), "W1": (4, 6), "b1": (6,), "W2": (6, 3), "b2": (3,)}
    source = "h = relu(x @ W1 + b1)\ny = h @ W2 + b2\nL = squared_error(y, t)"
    inputs = {name: np.zeros(shape) for name, shape in shapes.items()}
    text = text_that_is_run(engine.parse(source), inputs, ["W1", "b1", "W2", "b2"])
    assert (
        text.rstrip()
        == '''\
import numpy as np

ones_5 = np.ones((5,))
buffer1 = np.empty((5, 6))
buffer2 = np.empty((5, 3))
buffer3 = np.empty((5, 6))


def routine(inputs, **out):
    """The value of L and its gradient, by name."""
    x = inputs["x"]
    W1 = inputs["W1"]
    b1 = inputs["b1"]
    W2 = inputs["W2"]
    b2 = inputs["b2"]
    t = inputs["t"]
    # forward
    u1 = np.dot(x, W1, out=buffer1)
    u2 = np.add(u1, b1, out=u1)
    h = np.maximum(u2, 0.0, out=u2)
    u3 = np.dot(h, W2, out=buffer2)
    y = np.add(u3, b2, out=u3)
    u4 = np.subtract(y, t, out=y)
    u5 = np.vdot(u4, u4)
    L = 0.5 * u5
    # backward
    b2_bar = np.dot(ones_5, u4, out=out.get("b2"))
    h_bar = np.dot(u4, W2.T, out=buffer3)
    W2_bar = np.dot(h.T, u4, out=out.get("W2"))
    u6 = np.sign(h, out=h)
    u7 = np.multiply(h_bar, u6, out=h_bar)
    b1_bar = np.dot(ones_5, u7, out=out.get("b1"))
    W1_bar = np.dot(x.T, u7, out=out.get("W1"))
    return L, {"W1": W1_bar, "b1": b1_bar, "W2": W2_bar, "b2": b2_bar}'''
    )


def test_softmax_cross_entropy_takes_one_exponential_and_no_pass_too_many() -> None:
    inputs = {"z": np.random.default_rng(0).normal(size=(5, 3)), "t": np.eye(3)[[0, 1, 2, 1, 0]]}
    program = engine.parse("L = cross_entropy(z, t)", list(inputs))
    routine = engine.compile(program, ["z"], inputs=inputs)
    agrees(routine(), program, inputs)
    text = text_that_is_run(program, inputs, ["z"])
    assert text.count("np.exp") == text.count("np.log") == 1
    backward = text[text.index("# backward") : text.index("return L")].splitlines()[1:]
    assert [line.split("np.")[1].split("(")[0] for line in backward if "np." in line] == [
        "divide", "multiply", "subtract", "multiply",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "inputs",
    [
        {"w": -500.0}, {"w": 1e300, "x": -1e300}, {"w": 1e200}, {"w": math.inf}, {"w": math.nan},
        {"w": 3, "b": np.float64(2.0), "x": np.int64(1)}, {"λ": 0.7}, {"t": np.array(0.5)},
    ],
)  # fmt: skip
def test_values_beyond_floats_and_of_other_kinds(inputs: dict[str, Any]) -> None:
    program = engine.parse(LECTURE)
    result = engine.compile(program)(inputs)
    agrees(result, program, inputs)
    assert type(result[0]) is float
    assert {type(gradient) for gradient in result[1].values()} == {float}


@pytest.mark.parametrize(
    ("source", "inputs"),
    [
        ("L = 1/x + log(x)", {"x": 0.0}),
        ("L = sqrt(x)", {"x": -1.0}),
        ("L = x^p", {"x": -8.0, "p": 1 / 3}),
        ("L = exp(x)*exp(x)", {"x": 400.0}),
        ("L = exp(x)", {"x": 1000.0}),
        ("L = max(x, y) + relu(x)", {"x": math.nan, "y": 1.0}),
        ("L = sin(x) + tanh(x)", {"x": math.inf}),
        ("L = sum(1/x)", {"x": [0.0, 1.0]}),
        ("L = sum(log(x))", {"x": [-1.0, 0.0, 2.0]}),
        ("L = sum(sigmoid(x))", {"x": [-800.0, 800.0, -math.inf, math.inf]}),
    ],
)
def test_what_has_no_finite_value_is_what_the_trace_says(source: str, inputs: dict[str, Any]) -> None:
    program = engine.parse(source, inputs)
    agrees(engine.compile(program, inputs=inputs)(inputs), program, inputs, rtol=1e-10, atol=1e-300)


def test_results_belong_to_the_caller() -> None:
    source = "h = x @ W + b\nL = sum(square(h)) + sum(x + c)"
    large = {"x": np.ones((4, 200)), "W": np.ones((200, 200)), "b": np.ones(200), "c": np.ones((4, 200))}
    routine = engine.compile(engine.parse(source), inputs=large)
    _, first = routine(large)
    kept = {name: gradient.copy() for name, gradient in first.items()}
    for factor in (2.0, 3.0, 4.0):
        routine({name: factor * array for name, array in large.items()})
    for name, gradient in first.items():
        np.testing.assert_array_equal(gradient, kept[name])
        assert gradient.flags.writeable
        assert not any(np.shares_memory(gradient, other) for label, other in first.items() if label != name)
        assert not any(np.shares_memory(gradient, array) for array in large.values())
    mine = np.empty((200, 200))
    _, gradients = routine(large, W=mine)
    assert gradients["W"] is mine
    np.testing.assert_array_equal(mine, kept["W"])


def test_a_large_gradient_that_was_let_go_is_written_to_again() -> None:
    inputs = {"W": np.ones((200, 200)), "x": np.ones(200)}
    routine = engine.compile(engine.parse("L = sum(square(W @ x))"), ["W"], inputs=inputs)
    addresses = set()
    for _ in range(6):
        _, gradients = routine(inputs)
        addresses.add(gradients["W"].ctypes.data)
        del gradients
    assert len(addresses) == 1


def test_other_shapes_are_compiled_when_they_come() -> None:
    program = engine.parse("param w = 2\ninput x = 1\nL = sum(w*x)")
    routine = engine.compile(program)
    for x in (3.0, [1.0, 2.0], [[1.0, 2.0, 3.0]], [1.0, 2.0, 3.0]):
        agrees(routine({"x": x}), program, {"x": x})


def test_compiled_once() -> None:
    first = engine.compile(engine.parse(PYTHON), ["w"])
    assert engine.compile(engine.parse(PYTHON), "w") is first
    assert engine.compile(engine.parse(PYTHON), ["b"]) is not first
    graph = engine.trace(engine.parse(PYTHON)).graph
    assert engine.compile(graph) is engine.compile(graph)


def test_a_graph_of_either_grain() -> None:
    expected = engine.trace(engine.parse(LECTURE))
    for grain in GRAINS:
        routine = engine.compile(engine.trace(engine.parse(LECTURE), grain=grain).graph, ["w", "z"])
        value, gradients = routine(expected.values)
        assert value == expected.values["L_reg"]
        assert gradients == pytest.approx({name: expected.adjoints[name] for name in ("w", "z")}, rel=1e-14)


def test_what_does_not_lead_to_the_wanted_gradients_is_not_computed() -> None:
    text = engine.compile(engine.parse(LECTURE), ["b"]).source
    assert "w_bar" not in text
    assert "x_bar" not in text
    value, gradients = engine.compile(engine.parse("input x = 1, y = 2\nL = x"), ["y"], output="L")()
    assert (value, gradients) == (1.0, {"y": 0.0})


def test_refusals() -> None:
    program = engine.parse("L = w*x")
    with pytest.raises(engine.EngineError, match="no gradient for 'v'"):
        engine.compile(program, ["v"], inputs={"w": 1.0, "x": 2.0})
    routine = engine.compile(program, inputs={"w": 1.0, "x": 2.0})
    with pytest.raises(engine.EngineError, match="neither a number"):
        routine({"w": "one"})
    with pytest.raises(engine.EngineError, match="given twice"):
        engine.compile(engine.parse(LECTURE))({"λ": 1, "lambda": 2})


@pytest.mark.parametrize("value", [True, 3, Fraction(1, 2), np.float32(0.1), np.array(2)])
def test_a_routine_takes_the_numbers_that_a_trace_takes(value: Any) -> None:
    program = engine.parse("L = w*3", ["w"])
    expected = engine.trace(program, {"w": value}).values["L"]
    assert engine.compile(program, inputs={"w": 1.0})({"w": value})[0] == expected


@pytest.mark.parametrize("value", ["one", 10**400, [1, [2]], 1j, object()])
def test_a_routine_refuses_what_a_trace_refuses_in_the_same_words(value: Any) -> None:
    program = engine.parse("L = w*3", ["w"])
    routine = engine.compile(program, inputs={"w": 1.0})
    with pytest.raises(engine.EngineError) as of_trace:
        engine.trace(program, {"w": value})
    with pytest.raises(engine.EngineError) as of_routine:
        routine({"w": value})
    assert of_routine.value.what == of_trace.value.what


@pytest.mark.parametrize("grain", [*GRAINS, "element"])
@pytest.mark.parametrize("source", [LECTURE, NET])
def test_the_export_runs_alone(source: str, grain: Any, capsys: pytest.CaptureFixture[str]) -> None:
    trace = engine.trace(engine.parse(source), grain=grain)
    text = FORMATS["numpy"].write(trace)
    space: dict[str, Any] = {"__name__": "__main__"}
    exec(text, space)  # noqa: S102 - that it runs alone is what is tested
    value, gradients = space["routine"](space["inputs"])
    assert value == pytest.approx(trace.values[trace.graph.nodes[trace.graph.output].id], rel=1e-12)
    for name, gradient in gradients.items():
        np.testing.assert_allclose(gradient, trace.adjoints[name], rtol=1e-9, atol=1e-14)
    assert capsys.readouterr().out.count("_bar =") == len(gradients)
