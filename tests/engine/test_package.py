"""What ``import engine`` offers, and what a slip in using it is answered with."""

from __future__ import annotations

import re
from typing import Any

import pytest

import engine
from engine.tape import products

SOURCE = "param w = 0.5, b = -1\ninput x = 2\ntarget t = 1\nz = wx + b\ny = σ(z)\nL = ½(y − t)²"


def test_it_has_a_version() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", engine.__version__)


def test_every_name_it_offers_is_there_and_explained() -> None:
    for name in engine.__all__:
        offered = getattr(engine, name)
        assert name.startswith("__") or offered.__doc__, name


def test_a_text_is_a_program_too() -> None:
    read = engine.trace(engine.parse(SOURCE))
    assert engine.trace(SOURCE).adjoints == read.adjoints
    assert engine.trace("L = wx", {"w": 2, "x": 3}).adjoints == {"w": 3.0, "x": 2.0, "L": 1.0}
    assert engine.compile(SOURCE)()[1]["w"] == read.adjoints["w"]
    assert products.gradient(SOURCE)["w"] == read.adjoints["w"]


@pytest.mark.parametrize("nothing", [3, None, b"L = 1", ["L = 1"]])
def test_what_is_neither_is_refused_by_its_type(nothing: Any) -> None:
    kind = type(nothing).__name__
    with pytest.raises(TypeError, match=f"not {kind}$"):
        engine.parse(nothing)
    for use in (engine.trace, engine.compile, products.gradient):
        with pytest.raises(TypeError, match=rf"what engine\.parse makes of it, not {kind}$"):
            use(nothing)


def test_what_is_printed_at_a_prompt_is_one_short_line() -> None:
    program = engine.parse(SOURCE)
    trace = engine.trace(program)
    wide = engine.compile("L = " + " + ".join(f"x{k}" for k in range(99)), inputs={f"x{k}": 1.0 for k in range(99)})
    assert repr(trace) == "<Trace: L = 0.125, 7 nodes, 10 steps, grain named>"
    assert repr(program) == "<Program: 4 leaves, 3 definitions>"
    assert repr(trace.graph) == "<Graph: 7 nodes, 6 edges, output L, grain named>"
    assert repr(engine.describe(trace)) == "<Mathematics: 7 nodes, 6 edges, 10 steps>"
    assert repr(wide) == "<Routine of L: gradients of x0, x1, x2, x3, x4, x5, …>"
