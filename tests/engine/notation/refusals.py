"""Programs that are refused, at least one for every code."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple
from unittest.mock import patch

import engine
from engine import Value, source_of
from engine.calculus import calculus
from engine.eager.notebook import link
from engine.eager.record import record
from engine.errors import EngineError
from engine.explain.tangent_trace import forward
from engine.finite_differences import entry, find, holdable
from engine.formats import FORMATS
from engine.limits import Limits
from engine.notation import array_errors
from engine.notation.lexer import Token
from engine.notation.program import Name
from engine.primitives.declaration import Option
from engine.primitives.ops import TABLE
from engine.routine.source.inlined_functions import Helpers
from engine.sweeps.trace import Trace
from engine.tape import products
from tests.app.hostile import OWN, body_of
from tests.engine.notation import test_array_refusals, test_refusals
from tests.engine.notation.text import NAMES

GIVEN = dict.fromkeys(("x", "y", "z", "w", "b", "v"), 1.0)
"""What the programs below may use without declaring it."""


def occurring(program: engine.Program) -> set[str]:
    """Every name in the program, and the factors that one may be made of: an input of another one is refused."""
    used = {
        argument.id
        for definition in program.definitions
        for operation in definition.body
        for argument in operation.arguments
        if isinstance(argument, Name)
    }
    own = {leaf.name for leaf in program.leaves} | {definition.name for definition in program.definitions}
    return used | own | set("".join(used - own))


class Refused(NamedTuple):
    """A program, what comes beside it, and under which limits it is read."""

    source: str
    inputs: Mapping[str, Any] = GIVEN
    roles: Mapping[str, Any] = {}
    output: str | None = None
    grain: Any = "named"
    limits: Limits | None = None

    def read(self, source: str | None = None) -> Trace:
        """The trace of the program, or of another in its place."""
        text = self.source if source is None else source
        program = engine.parse(text, self.inputs.keys(), self.limits)
        inputs = self.inputs
        if inputs is GIVEN:
            inputs = {name: GIVEN[name] for name in occurring(program) & GIVEN.keys()}
        return engine.trace(program, inputs, roles=self.roles, output=self.output, grain=self.grain, limits=self.limits)

    def error(self) -> EngineError | None:
        """What is wrong with the program."""
        return complaint(self.read)


def complaint(call: Callable[[], object]) -> EngineError | None:
    """The refusal that a call ends with."""
    try:
        call()
    except EngineError as error:
        return error
    return None


A2 = "a = [1, 2]\nb2 = [1, 2, 3]\nM = [[1, 2, 3], [4, 5, 6]]\n"

PROGRAMS: dict[str, tuple[str | Refused, ...]] = {
    "brace": ("L = {x}",),
    "prime": ("L = x′",),
    "quotation": ('L = "a"',),
    "equality": ("L = x == y", "L == x", "L = x ≠ y"),
    "raised-bracket": ("L = ⁽x",),
    "exclamation": ("L = x!",),
    "percent": ("L = x % y",),
    "colon": ("L = x := 3", "L ≔ x"),
    "arrow": ("L ← x",),
    "latex-command": ("L = \\sigma(z)", "L = x \\cdot y", "L = \\frac{x}{y}"),
    "derivative-sign": ("L = ∂x",),
    "sum-sign": ("L = ∑x",),
    "higher-root": ("L = ∛x",),
    "outer-sign": ("L = x ⊗ y",),
    "infinity": ("L = x + ∞",),
    "dots": ("L = x + … + y",),
    "entry-dots": ("L = [x ⋮ y]",),
    "look-alike-letter": ("L = х*2", "а = 1\nL = 2а"),
    "bar-accent": ("L = ȳx", "L = x\u0304"),
    "invisible-character": ("L = x\u200b\u200b + 1", "w\u200b = 1\nL = w"),
    "combining-mark": ("L = x\u0301",),
    "undisplayable-character": ("L = x\ue000",),
    "superscript-letter": ("L = xʷ",),
    "foreign-digit": ("L = ٣*x",),
    "foreign-letter": ("L = é",),
    "unknown-character": ("L = x😀",),
    "malformed-number": ("L = 1_000x", "L = 1.2.3"),
    "coded-number": ("L = 0x10", "L = 0b12"),
    "number-too-large": ("L = 1e999",),
    "superscript-not-whole": ("L = x⁻",),
    "imaginary-number": ("L = 1j",),
    "two-numbers": ("L = 1 2",),
    "number-after-factor": ("L = x 2", "L = (x)2 3"),
    "stray-bracket": ("L = x)", "L = x]]"),
    "stray-bar": (f"{A2}L = sum(a, axis=(0|))", f"{A2}L = sum(a, axis=(0‖))"),
    "second-equals": ("a = q = 2",),
    "stray-comma": ("L = 0,5x", "L = x, y"),
    "stray-dot": ("L = x .", "L = x . y"),
    "stray-sign": (f"{A2}L = sum(a, axis=(0 x))",),
    "missing-right-operand": ("L = x +",),
    "missing-left-operand": ("L = * x",),
    "signs-in-a-row": ("L = x + * y",),
    "missing-base": ("L = ²",),
    "missing-matrix": ("L = ᵀ",),
    "empty-brackets": ("L = ()",),
    "empty-bars": ("L = |)",),
    "missing-after-comma": ("L = max(x,",),
    "missing-value": ("L =",),
    "unclosed-bracket": ("L = (x + 1", "L = (x]", "L = (x + 1  # (\nM = L", "L = ((x"),
    "unclosed-bar": ("L = |x",),
    "ambiguous-quotient": (
        "L = x/yz", "L = x/yzw + 1", "L = x/yz²", "L = x/y(x + 1)", "a = [1]\nL = x/y a[0]", "L = x/2y",
    ),
    "ambiguous-root": ("L = √x²", "L = √x^2", "L = √wx", "L = √-x", "L = √x²³"),
    "ambiguous-exponent": ("L = e^xy", "L = e^xyz", "L = e^xy²", "L = e^2x + 1"),
    "ambiguous-word": (Refused("L = wexp(z)", dict.fromkeys(("w", "e", "x", "p", "z"), 1.0)),),
    "two-powers": ("L = x²^3", "L = (x)²^3"),
    "two-comparisons": ("L = x < y < z",),
    "unknown-function": ("L = foo(x)", "L = globals()"),
    "misspelled-function": ("L = sigmod(x)", "L = np.sigmod(x)", "L = sigmod(x, y)"),
    "inverse-function": ("L = arctan(x)",),
    "foreign-function": ("L = log10(x)",),
    "numbers-alone": ("L = float(1.0)",),
    "uncalled-function": ("L = sin x + 1", "L = σ + 1", "L = sin xᵀ"),
    "power-of-function": ("L = sin²(x)", "L = 2 sin^2(x + (y))", "L = sin²x"),
    "value-and-function": ("σ = 2\nL = σ(x)",),
    "argument-count": ("L = sin(x, y)",),
    "argument-range": ("L = leaky_relu(x, y, z)", "L = stack([])x"),
    "no-options": ("L = leaky_relu(z, slope=0.1)",),
    "unknown-option": (f"{A2}L = sum(a, foo=0)",),
    "misspelled-option": (f"{A2}L = sum(a, axs=0)",),
    "option-twice": (f"{A2}L = sum(a, 0, axis=0)",),
    "argument-after-option": (f"{A2}L = sum(axis=0, a)",),
    "missing-option": (f"{A2}L = reshape(a)",),
    "computed-option": (f"{A2}L = sum(a, axis=0+1)",),
    "bad-axis": (f"{A2}L = sum(a, axis=x)",),
    "bad-axes": (f"{A2}L = transpose(a, axes=True)",),
    "bad-shape": (f"{A2}L = reshape(a, x)",),
    "bad-flag": (f"{A2}L = sum(a, keepdims=1)",),
    "bad-number": (f"{A2}L = sum(layer_norm(a, eps=x))",),
    "empty-array": ("L = []",),
    "ragged-array": ("L = [[x, 1], [2]]",),
    "uneven-array": ("L = [[[1, 2]], [1]]", "L = sum([[[1], [2]], [[1, 2], [3, 4]]])"),
    "mixed-array": ("L = [[1, 2], 3]",),
    "long-array": (Refused(f"L = sum([{'x, ' * 1000}x])"),),
    "missing-comma": ("L = sum([[1, 2] [3, 4]])", "L = sum([1 2 3])"),
    "index-or-array": (f"{A2}L = a [0]",),
    "empty-index": (f"{A2}L = a[]",),
    "bad-index": (f"{A2}L = a[x]",),
    "new-axis": (f"{A2}L = a[None]",),
    "zero-step": (f"{A2}L = a[::0]",),
    "size-too-large": (f"{A2}L = a[99999999999]",),
    "bad-sizes": ("L = zeros(x)",),
    "extra-array-argument": ("L = np.array([1, 2], dtype=float)",),
    "unlisted-arrays": ("L = sum(stack([1, 2], [3, 4]))",),
    "unknown-attribute": ("L = x.__class__",),
    "misspelled-attribute": (f"{A2}L = a.summ()",),
    "uncalled-method": (f"{A2}L = a.sum",),
    "foreign-transpose": (f"{A2}L = sum(M.t() @ a)", f"{A2}L = sum(M.t)"),
    "foreign-flatten": (f"{A2}L = sum(M.flatten())", f"{A2}L = M.ravel(x)"),
    "foreign-reshape": (f"{A2}L = a.view(2)",),
    "foreign-shape": (f"{A2}L = a.shape",),
    "foreign-backward": ("L = x.backward()",),
    "foreign-conversion": ("L = x.item() + 1", "L = x.to(y)"),
    "empty-program": ("", "# nothing"),
    "function-as-name": ("exp = 3",),
    "python-name": ("class = 3",),
    "python-word": ("L = x and y",),
    "python-statement": ("import os",),
    "defined-twice": ("a = 1\na = 2",),
    "missing-name": ("param w = 1,",),
    "decimal-comma": ("param w = 0,5\nL = w",),
    "missing-leaf-comma": ("param p q\nL = pq",),
    "missing-left-side": ("= x²", "L = x\n = L²"),
    "keyword-alone": ("param",),
    "nameless-line": ("x + y", "L = x\nL² + 1", "L = x\ny²\n"),
    "bad-left-side": ("x + 1 = y",),
    "misspelled-keyword": ("parm p = 1\nL = p²", "pram 3 = 2"),
    "function-definition": ("f(x) = x",),
    "declared-formula": ("param p = x",),
    "declared-function": ("param p = sin(1)",),
    "declared-arithmetic": ("param p = [1, 2] + 1",),
    "empty-name": (Refused("L = x", {"": 1.0}),),
    "bad-name": (Refused("L = x", {"1": 1.0}),),
    "undefined-name": (
        "L = q", "z1 = wx + b + t\nL = t²λ", "L = x/pq", "L = pq + rs + p + tu + g + h",
        "param p = 1\nL = p\r\nM = L + n", Refused("L = cats", {}), Refused("L = q1u2 + abc + a + b + c", {}),
    ),
    "misspelled-name": ("param rate = 1\nL = rat·x", "w1 = 2\ninput x1 = 1\nL = W1 x1 + q9"),
    "undefined-factor": ("L = wu", "L = ux + u"),
    "used-before-computed": (
        "L = M\nM = 2x", "L = M  # use\nN = 1\nM = 2x\nR = L", "L = M; M = 2x", "L = M\nN = x²\nM = 2N",
    ),
    "cyclic-definition": ("L = M\nM = L",),
    "look-alike-names": ("x_1 = 2\nx1 = 3\nL = x_1·x1",),
    "computed-input": ("x = 2y",),
    "name-given-twice": (Refused("L = λ", {"λ": 1.0, "lambda": 2.0}),),
    "unknown-input": (Refused("L = x", {"x": 1.0, "rate": 1.0}),),
    "misspelled-input": (Refused("param weight = 1\nL = weight²", {"wieght": 1.0}),),
    "misspelled-role": (Refused("param weight = 1\nL = weight²", {}, roles={"wieght": "input"}),),
    "unknown-grain": (Refused("L = x", grain="nodes"),),
    "role-of-no-leaf": (Refused("L = x", roles={"L": "input"}),),
    "unknown-role": (Refused("L = x", roles={"x": "hero"}),),
    "unknown-output": (Refused("L = x", output="q99"),),
    "misspelled-output": (Refused("loss = x", output="los"),),
    "nothing-to-differentiate": (Refused("const p = 1", {}),),
    "array-output": (f"{A2}L = 2a", f"{A2}total = 2a\n\n", Refused(f"{A2}L = 2a\nM2 = sum(L)", output="L")),
    "single-entry-output": ("a = [[1]]\nK = 2a  # one\n", "a = [1]\nL = 2a"),
    "no-value": ("param p\nL = p²", "input p, q\nL = pq"),
    "unreadable-value": (Refused("L = x", {"x": "one"}),),
    "shapes-do-not-fit": (f"{A2}L = sum(a + b2)",),
    "product-with-number": ("p = 1\nL = p @ p", "p = 1\nL = p @ p @ p"),
    "inner-sizes": (f"{A2}L = sum(M @ a)",),
    "outer-shapes": (f"{A2}L = sum(outer(M, a))",),
    "dot-lengths": (f"{A2}L = dot(a, b2)",),
    "dot-shapes": ("T = zeros(2, 2, 2)\nL = sum(dot(T, T))",),
    "axes-order": (f"{A2}L = sum(transpose(M, axes=(0, 0)))",),
    "reshape-count": (f"{A2}L = sum(reshape(a, 3))",),
    "index-count": (f"{A2}L = a[0, 0]",),
    "index-of-number": ("L = x[0]",),
    "no-entry": (f"{A2}L = a[2]",),
    "index-of-empty": (Refused("L = x[0]", {"x": []}),),
    "concatenate-numbers": ("L = sum(concatenate([x, y]))",),
    "concatenate-shapes": (f"{A2}L = sum(concatenate([M, a]))",),
    "stack-shapes": (f"{A2}L = sum(stack([a, b2]))",),
    "no-new-axis": (f"{A2}L = sum(stack([a, a], axis=5))",),
    "no-axis": (f"{A2}L = sum(a, axis=5)",),
    "axis-of-number": ("L = sum(x, axis=0)",),
    "axis-twice": (f"{A2}L = sum(sum(M, axis=(0, 0)))",),
    "too-few-entries": (Refused("L = mean(x)", {"x": []}),),
    "no-extreme": (Refused("L = max(x)", {"x": []}),),
    "no-scores": ("L = sum(softmax(x))",),
    "norm-of-number": ("L = sum(layer_norm(x))",),
    "norm-scale": (f"{A2}L = sum(layer_norm(a, b2))",),
    "loss-shapes": (f"{A2}L = mse(a, b2)",),
    "cross-entropy-shapes": (f"{A2}L = cross_entropy(a, b2)",),
    "conv1d-shapes": (f"{A2}L = sum(conv1d(M, a))",),
    "conv1d-option": (f"{A2}L = sum(conv1d(b2, a, stride=(1, 2)))",),
    "conv2d-option": (f"{A2}L = sum(conv2d(M, M, stride=0))",),
    "conv2d-shapes": (f"{A2}L = sum(conv2d(M, a))",),
    "conv2d-channels": ("I = zeros(2, 3, 3)\nK = zeros(1, 1, 2, 2)\nL = sum(conv2d(I, K))",),
    "conv2d-padding": (f"{A2}L = sum(conv2d(M, M, padding=9))",),
    "conv2d-kernel": (f"{A2}L = sum(conv2d([[1]], M))",),
    "source-too-long": (Refused("L = x", limits=Limits(source_bytes=2)),),
    "too-many-tokens": (Refused("L = x", limits=Limits(tokens=2)),),
    "nested-too-deeply": (Refused("L = ((((x))))", limits=Limits(depth=2)),),
    "name-too-long": (Refused("long = x", limits=Limits(name_length=3)),),
    "too-many-operations": (Refused("L = x + y + z", limits=Limits(operations=1)),),
    "too-many-axes": ("L = zeros(" + "1, " * 40 + "1)",),
    "too-many-elements": (Refused("L = sum(zeros(9, 9))", limits=Limits(elements=10)),),
    "too-many-terms": (
        Refused("a = [1, 2, 3]\nl = sum(a)\nm = max(a)\nn = dot(a, a)\nL = l m n", {}, limits=Limits(elements=8)),
    ),
    "too-much-work": (Refused("L = x·y·z·w·b", limits=Limits(multiply_adds=2)),),
    "too-many-unfolded": (Refused("a = ones(9)\nL = sum(a)", grain="element", limits=Limits(unfolded=3)),),
}  # fmt: skip


def trace_of(source: str) -> Trace:
    """The trace of a program that is in order."""
    return engine.trace(engine.parse(source))


SQUARE = trace_of("param w = 2\ninput x = [1, 2]\nz = w x\nL = sum(z²)")
SCALAR = trace_of("param w = 2, b = 1\nconst k = 1\nL = (w + b)² k")
WEIGHT = trace_of("param weight = 1\nL = weight²")
EMPTY = engine.trace(engine.parse("L = sum(x)", ["x"]), {"x": []})
PROGRAM = engine.parse("param w = 2\nL = w²")


def _nested(lines: int) -> Trace:
    return trace_of("\n".join(["param a0 = 1", *(f"a{k} = a{k - 1} a{k - 1}" for k in range(1, lines))]))


def _long() -> Value:
    total = Value(1.0)
    for k in range(4000):
        total = total + Value(float(k))
    return total


def _unfoldable() -> object:
    """A primitive that can be unfolded neither by a formula nor by its function."""

    def value(_argument: object) -> object:
        raise TypeError

    odd = replace(TABLE["exp"], value=value, scalar_expansion=None, vjp=lambda *_: ())
    with patch.dict(TABLE, {"exp": odd}):
        return Refused("L = sum(exp([1, 2]))", grain="element").read()


def _without_text() -> object:
    """A primitive whose value is a callable object: it computes, but has no text."""

    class Odd:
        def __call__(self, argument: object) -> object:
            return argument

    odd = replace(TABLE["exp"], value=Odd())
    with patch.dict(TABLE, {"exp": odd}):
        return Helpers().name("exp")


def _bad_place() -> None:
    token = Token("name", "x", 1, 1, 2)
    raise array_errors.option("take", Option("at", "index"))(token, token)


CALLS: dict[str, Callable[[], object]] = {
    "bad-place": _bad_place,
    "not-unfoldable": _unfoldable,
    "factor-shapes": lambda: record("others", [[1.0], [1.0, 2.0]]),
    "no-such-leaf": lambda: products.gradient(PROGRAM, wrt=["q"]),
    "no-such-node": lambda: find(SCALAR.graph, "zzzzzz"),
    "misspelled-node": lambda: find(WEIGHT.graph, "weigth"),
    "misspelled-leaf": lambda: calculus(WEIGHT, ["weigth"]),
    "constant-node": lambda: find(SCALAR.graph, "k"),
    "constant-leaf": lambda: calculus(SCALAR, ["k"]),
    "computed-leaf": lambda: calculus(SCALAR, ["L"]),
    "too-many-leaves": lambda: calculus(SCALAR, ["w", "b", "w"]),
    "held-and-nudged": lambda: holdable(SCALAR.graph, 0, [SCALAR.graph.nodes[0].id]),
    "held-output": lambda: holdable(SCALAR.graph, 0, ["L"]),
    "entry-of-number": lambda: entry(SCALAR.graph, 0, [0]),
    "entry-of-nothing": lambda: entry(EMPTY.graph, 0, [0]),
    "no-such-entry": lambda: entry(SQUARE.graph, SQUARE.graph.index["x"], [7]),
    "no-direction": lambda: forward(SCALAR, {}),
    "direction-of-no-leaf": lambda: forward(SCALAR, {"q": 1.0}),
    "direction-shape": lambda: forward(SQUARE, {"x": 1.0}),
    "vector-of-nothing": lambda: products.jvp(PROGRAM, None, {"q": 1.0}),
    "vector-shape": lambda: products.jvp(PROGRAM, None, {"w": [1.0, 2.0]}),
    "no-gradient": lambda: engine.compile(PROGRAM, wrt="q"),
    "array-name-in-class": lambda: calculus(SQUARE, ["x"]),
    "array-operation-in-class": lambda: calculus(trace_of("param w = 2\nL = sum(w)"), ["w"]),
    "formula-too-long": lambda: calculus(_nested(40), ["a0"], 3),
    "term-too-long": lambda: _exported("w = 1\nL = " + "sin(" * 50 + "w" + ")" * 50),
    "no-text": _without_text,
    "no-notation": lambda: _exported("a = [1, 2, 3]\nL = prod(a)"),
    "value-not-finite": lambda: source_of(Value(float("inf"), label="w") * 2),
    "link-too-long": lambda: link(_long()),
    "own-operation": lambda: source_of(Value(8.0, (Value(2.0),), "cube") * 2),
    "too-few-arguments": lambda: Value([1.0, 2.0]).dot(),
    "index-of-value": lambda: Value([1.0, 2.0])["a"],
    "unknown-call-option": lambda: Value([1.0, 2.0]).sum(foo=1),
    "array-backward": lambda: Value([1.0, 2.0]).backward(),
}
"""What is refused of questions beside a program."""


def _exported(source: str) -> str:
    trace = trace_of(source)
    return FORMATS["gradient"].write(trace)


def programs() -> list[Refused]:
    """Every program of the tests that is refused: those above, those that the notation's tests hold, hostile ones."""
    rows = [one if isinstance(one, Refused) else Refused(one) for several in PROGRAMS.values() for one in several]
    given = dict.fromkeys((*NAMES, "W", "h"), 1.0)
    said = test_refusals.test_what_is_said_and_where
    shown = test_array_refusals.test_what_is_refused_where_and_with_what_remedy
    for test in (said, shown):
        rows += [Refused(row[0], given) for row in getattr(test, "pytestmark")[0].args[1]]  # noqa: B009
    for case in json.loads(OWN.read_text("utf-8"))["cases"]:
        if "source" in case:
            body = json.loads(body_of(case))
            inputs = {name: one for name, one in body.get("inputs", {}).items() if isinstance(one, int | float)}
            rows.append(Refused(body["source"], inputs))
    return rows
