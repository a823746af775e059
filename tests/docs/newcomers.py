"""Primitives that a copy of the tree is given: with every optional fact, and with none, in one file.

Their values are what a contributor may write: a ufunc, a method of one, a lambda, a partial.
"""

from __future__ import annotations

FILE = "engine/primitives/ops/elementary.py"

IMPORTS = """
import functools
from engine.formula.expr import Expr, Number, Power, Shape, Sum
from engine.primitives.declaration import B, G, Mismatch, Option, named
from engine.primitives.spelling import Spelling
"""

FUNCTIONS = """

def _rows(a: Shape) -> Shape:
    if not a:
        raise Mismatch("a number has no rows.", "Give it a vector.", code="axis-of-number", axis="0")
    return a


def _from_behind(formula: Expr) -> Expr:
    return call("index", formula, at=((None, None, -1),))


def _running_rule(_shapes: tuple[Shape, ...], _output: Shape) -> tuple[Expr, ...]:
    return (_from_behind(call("running", _from_behind(G))),)


def _same(a: Shape, scale: object = 2) -> Shape:  # noqa: ARG001 - a number changes no shape
    return a


"""

DECLARATIONS = """
    Primitive(
        name="hypotenuse",
        summary="the longest side of a right triangle",
        value=np.hypot,
        derivatives=(A / Y, B / Y),
        latex="\\\\operatorname{hyp}",
        domain=((0.5, 3.0), (0.5, 3.0)),
        kinks=(Condition(lambda a, b: (a == 0.0) & (b == 0.0), "a corner: the derivative is NaN", at=(0.0, 0.0)),),
        aliases=("longest",),
        spelling=Spelling(
            operator="%", notation="(#!1^2 + #!2^2)^0.5", binds="power", python="hypot({0}, {1})",
            numpy="np.hypot({0}, {1})", numpy_to_read="np.hypot({0}, {1})", label="hyp", drawn="⊿",
        ),
        as_formula=lambda a, b: Power(Sum((Power(a, Number(2.0)), Power(b, Number(2.0)))), Number(0.5)),
        in_parts=lambda _shapes: call("sqrt", call("square", A) + call("square", B)),
        complex_value=lambda a, b: np.sqrt(a * a + b * b),
    ),
    Primitive(
        name="cubed",
        summary="a³, and nothing else is said of it",
        value=lambda a: a * a * a,
        derivatives=(3 * A**2,),
        latex="\\\\operatorname{cubed}",
    ),
    Primitive(
        name="halved",
        summary="a/2, by a partial",
        value=functools.partial(np.multiply, 0.5),
        derivatives=(Number(0.5),),
        linear=(0,),
        latex="\\\\operatorname{halved}",
    ),
    Primitive(
        name="running",
        summary="running totals along the first axis",
        value=np.add.accumulate,
        arity_range=(1, 1),
        shape=named("running", _rows),
        vjp=_running_rule,
        printed_vjp=_running_rule,
        linear=(0,),
        latex="\\\\operatorname{running}",
        multiply_adds=lambda shapes, _output: int(np.prod(shapes[0])),
        cases=((((3,),), ()), (((4, 2),), ())),
        spelling=Spelling(
            numpy="np.cumsum({0}, axis=0)", numpy_to_read="np.add.accumulate({0})", label="run", drawn="Σ…",
        ),
        complex_value=lambda a: np.cumsum(a, axis=0),
    ),
    Primitive(
        name="stretched",
        summary="every entry times a number that is known before, by a partial",
        value=functools.partial(lambda factor, a, scale=2: factor * a * scale, 1.0),
        arity_range=(1, 1),
        options=(Option("scale", "number", default=2),),
        shape=_same,
        vjp=lambda _shapes, _output, scale=2: (call("stretched", G, scale=scale),),
        linear=(0,),
        latex="\\\\operatorname{stretched}",
        scalar_expansion=lambda _shapes, scale=2: A * float(scale),
        cases=((((3,),), ()), (((2, 2),), (("scale", 3),))),
    ),
"""

NAMES = ("hypotenuse", "cubed", "halved", "running", "stretched")


def declared(text: str) -> str:
    """The file of elementary functions with the newcomers in it."""
    head, mark, rest = text.partition("_OVERFLOW = ")
    assert mark
    rest = rest.replace("PRIMITIVES = (", f"{FUNCTIONS.strip(chr(10))}\n\n\nPRIMITIVES = ({DECLARATIONS.rstrip()}", 1)
    return head.rstrip() + IMPORTS + "\n" + mark + rest


TRY = r"""
import json, subprocess, sys
import numpy as np
import engine
from engine import Value, source_of
from engine.eager.svg import still
from engine.finite_differences import gradcheck
from engine.finite_differences.complex_step import is_analytic
from engine.formats import FORMATS
from engine.primitives.python_forms import FORMS
from engine.routine import compiling

MODELS = {
    "numbers": "input x = 1.5, y = 2\nh = hypotenuse(x, cubed(halved(y)))\nL = h^2 + hypotenuse(h, 3)",
    "floats": "input x = 1.5, y = 2\nL = hypotenuse(x, y)*hypotenuse(y, 3)",
    "arrays": "input x = [1.5, 2, 0.7], y = [0.5, 1, 3]\n"
    "h = hypotenuse(x, cubed(halved(y)))\nr = running(stretched(h, scale=3))\nL = sum(r*x)",
}


def same(found, wanted, tolerance=1e-12):
    for name, one in wanted.items():
        if name in found:
            np.testing.assert_allclose(found[name], np.asarray(one), rtol=tolerance, atol=tolerance, err_msg=name)


def routines(program, trace):
    for dtype, tolerance in (("float64", 1e-12), ("float32", 1e-4)):
        routine = engine.compile(program, dtype=dtype)
        kinds.add(routine.kind)
        value, gradients = routine()
        same({**gradients, "L": value}, {**trace.adjoints, "L": trace.values["L"]}, tolerance)
    compiling._compiled.cache_clear()


kinds = set()
usual = compiling.MANY, compiling.MOST, compiling.CALL
for source in MODELS.values():
    program = engine.parse(source)
    trace = engine.trace(program)
    routines(program, trace)
    compiling.MANY, compiling.MOST = 0, 0  # as if the model were large and narrow
    routines(program, trace)
    compiling.CALL = 0  # or large and wide
    routines(program, trace)
    compiling.MANY, compiling.MOST, compiling.CALL = usual
    for grain in ("named", "primitive", "element"):
        trace = engine.trace(program, grain=grain)
        assert engine.describe(trace).edges
        assert all(one.agrees for one in gradcheck.check(trace)), grain
        assert any(one.analytic is not None for one in gradcheck.check(trace)), grain
        for format_ in FORMATS.values():
            text = format_.write(trace)
            assert text.endswith("\n"), format_.name
            if format_.name == "gradient" and grain == "named":
                again = engine.trace(engine.parse(text), output="L")
                same({"L": again.values["L"]}, {"L": trace.values["L"]})
                same({"x": again.values["x_bar"]}, {"x": trace.adjoints["x"]})
        alone = FORMATS["numpy"].write(trace)
        assert "import engine" not in alone and "from engine" not in alone
        run = subprocess.run([sys.executable, "-I", "-c", alone + "\nprint(repr(routine(inputs)[0].item()))"],
                             capture_output=True, text=True, check=True)
        np.testing.assert_allclose(float(run.stdout.split()[-1]), float(trace.values["L"]), rtol=1e-14)
assert kinds == {"scalar", "array", "steps", "levels"}, kinds

a, b = Value(3.0, label="a"), Value(4.0, label="b")
c = a % b
assert (c.data, c._op, a.longest(b).data, (5.0 % b).data) == (5.0, "hyp", 5.0, Value(5.0).hypotenuse(b).data)
c.backward()
assert (a.grad, b.grad) == (0.6, 0.8)
assert "⊿" in still(c) and "(a^2 + b^2)^0.5" in source_of(c)
v = Value([1.0, 2.0])
assert v.running().data.tolist() == [1.0, 3.0] and v.running()._op == "run" and "Σ…" in still(v.running())
assert Value(2.0).cubed().data == 8.0
assert "stretched(v, scale=3)" in source_of(Value([1.0], label="v").stretched(scale=3).sum())
assert all(is_analytic(name) for name in ("hypotenuse", "cubed", "halved", "running", "stretched"))
assert FORMS["hypotenuse"] == "hypot({0}, {1})" and "cubed" not in FORMS
latex = engine.describe(engine.trace(engine.parse("input x = 3, y = 4\nL = hypotenuse(x, y)"))).nodes[-1].definition
assert "hyp" not in latex and "^{2}" in latex, latex
print("tried")
"""
