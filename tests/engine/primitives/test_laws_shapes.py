"""Shapes that do not fit are refused before anything is computed: what is said names the shapes and the operation."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pytest

import engine
from engine.formula.expr import Options, Shape
from engine.primitives.declaration import Composite, Function, Mismatch, Primitive, broadcast, shape_text
from engine.primitives.ops import COMPOSITES, FUNCTIONS, TABLE

SHAPES: tuple[Shape, ...] = ((), (0,), (2,), (3,), (2, 3), (3, 2), (2, 2, 2), (2, 2, 3, 3))
SPOKEN = {name: function for name, function in FUNCTIONS.items() if function.in_notation}
UNWRITTEN = {"matmul": "@", "index": "entr"}
"""Operations that are written with signs, and the sign or word by which they are known."""
MISTAKES: dict[str, Options] = {
    "transpose": (("axes", (0,)),),
    "reshape": (("shape", (7, 7)),),
    "index": (("at", (9,)),),
    "concatenate": (("axis", 9),),
    "stack": (("axis", 9),),
}


def asked(function: Function, shapes: tuple[Shape, ...], options: Options) -> str | None:
    """What is refused; None where nothing is."""
    try:
        if isinstance(function, Composite):
            function.formula(shapes, **dict(options))
        elif isinstance(function, Primitive):
            function.shape(*shapes, **dict(options))
    except Mismatch as mismatch:
        return mismatch.what
    return None


def misfits(function: Function) -> Iterator[tuple[tuple[Shape, ...], str]]:
    """Arguments that do not fit together, and what is said of them."""
    least, most = function.arity
    options = function.cases[0][1] if function.cases else ()
    for shapes in itertools.product(SHAPES, repeat=max(least, min(most, 2))):
        what = asked(function, shapes, options)
        if what is not None:
            yield shapes, what


@pytest.mark.parametrize("name", SPOKEN)
def test_a_misfit_names_its_shapes(name: str) -> None:
    function = FUNCTIONS[name]
    for shapes, what in misfits(function):
        fixed = isinstance(function, Primitive) and function.shape is broadcast
        known = UNWRITTEN.get(name, function.unary_overload or name).removeprefix(
            "a" if name in ("amax", "amin") else ""
        )
        # What is said of broadcasting is completed with the operation where it is refused; see below.
        assert fixed or known in what, what
        culprits = [shape for shape in shapes if shape] if len(set(shapes)) > 1 else shapes
        named = [shape_text(shape) in what for shape in culprits]
        # Of three that are brought together, the first two may be named by what they make.
        enough = any(named) if len(shapes) > 2 else all(named)
        assert enough or ("number" in what and () in shapes) or (0,) in shapes, (shapes, what)


@pytest.mark.parametrize("name", [name for name, function in SPOKEN.items() if function.arity[0] > 1])
def test_every_function_of_several_arguments_refuses_something(name: str) -> None:
    assert list(misfits(FUNCTIONS[name]))


@pytest.mark.parametrize(
    "name", [name for name, function in FUNCTIONS.items() if function.in_notation and function.options]
)
def test_an_option_that_does_not_fit_is_refused(name: str) -> None:
    function = FUNCTIONS[name]
    axis = next((option.name for option in function.options if option.kind == "axis"), None)
    if name not in MISTAKES and axis is None:
        # Any number will do, and any flag; what a stride may be is tried below.
        free = {option.name for option in function.options if option.kind in ("number", "flag")}
        assert {option.name for option in function.options} <= free | {"stride", "padding"}
        return
    shapes, options = function.cases[0]
    wrong = MISTAKES.get(name, ((axis or "", 9),))
    what = asked(function, shapes, tuple({**dict(options), **dict(wrong)}.items()))
    assert what is not None
    assert UNWRITTEN.get(name, name.removeprefix("a") if name in ("amax", "amin") else name) in what


@pytest.mark.parametrize(("options", "word"), [
    ((("stride", 0),), "stride=0"), ((("padding", -1),), "padding=-1"), ((("stride", (1, 2, 3)),), "stride=(1, 2, 3)"),
])  # fmt: skip
def test_a_stride_or_padding_that_makes_no_sense_is_named(options: Options, word: str) -> None:
    what = asked(TABLE["conv2d"], ((4, 4), (2, 2)), options)
    assert what is not None
    assert word in what


@pytest.mark.parametrize(
    ("expression", "inputs", "words"),
    [
        ("x * y", ((2,), (3,)), ("(2,)", "(3,)", "a · b", "x has the shape")),
        ("where(x > 0, x, y)", ((2,), (3,)), ("(2,)", "(3,)", "where")),
        ("x @ y", ((2, 3), (2, 3)), ("(2, 3)", "@")),
        ("conv2d(x, y)", ((2, 4, 4), (3, 1, 2, 2)), ("(2, 4, 4)", "(3, 1, 2, 2)", "conv2d", "2 channels")),
        ("cross_entropy(x, y)", ((2,), (3,)), ("(2,)", "(3,)", "cross_entropy")),
        ("sum(x, axis=1)", ((2,), (3,)), ("axis 1", "(2,)", "sum")),
    ],
)
def test_the_error_says_what_and_where(expression: str, inputs: tuple[Shape, ...], words: tuple[str, ...]) -> None:
    values = {name: np.zeros(shape) for name, shape in zip("xy", inputs, strict=True)}
    with pytest.raises(engine.EngineError) as refused:
        engine.trace(engine.parse(f"y_1 = 1 + {expression}\nL = sum(y_1)", ["x", "y"]), values)
    assert all(word in str(refused.value) for word in words), str(refused.value)
    assert refused.value.span is not None
    assert refused.value.span.line == 1


def test_composites_are_asked_too() -> None:
    assert set(COMPOSITES) <= set(SPOKEN)
