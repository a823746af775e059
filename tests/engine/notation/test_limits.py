"""Each budget holds exactly where it says, names itself, and points at the place."""

import sys
from dataclasses import fields

import pytest

from engine.errors import EngineError
from engine.limits import DEEPEST, MOST_AXES, Limits
from engine.notation import parse

# For each limit: its value, a source that just passes, one that just does not, and the place of the latter.
EDGES = [
    ("source_bytes", 10, "L = x + 11", "L = x + 111", None),
    ("source_bytes", 10, "L = ½x+1", "L = ½x + 1", None),
    ("tokens", 6, "L = x + 1", "L = x + y + z", (1, 13)),
    ("tokens", 6, "L = xy", "L = wxyzwxy", (1, 5)),
    ("depth", 3, "L = (((x)))", "L = ((((x))))", (1, 8)),
    ("depth", 3, "L = 1 + (1 + (1 + (x)))", "L = (1 + (1 + (1 + (x))))", (1, 20)),
    ("depth", 3, "L = ---x", "L = ----x", (1, 8)),
    ("depth", 3, "L = x^y^z^x", "L = x^y^z^x^y", (1, 12)),
    ("depth", 3, "L = exp(exp(exp(x)))", "L = exp(exp(exp(exp(x))))", (1, 20)),
    ("depth", 3, "L = x/y/z/x", "L = x/y/z/x/y", (1, 5)),
    ("depth", 3, "L = √√√x", "L = √√√√x", (1, 8)),
    ("depth", 3, "L = |(-x)|", "L = |(-√x)|", (1, 8)),
    ("depth", 3, "L = ((x²))", "L = (((x²)))²", (1, 5)),
    ("depth", 3, "L = x + x·x − x·x·x + x + x·x·x·x·x", "L = -(x·-x^y)", (1, 11)),
    ("name_length", 3, "abc = x", "abcd = x", (1, 1)),
    ("name_length", 3, "L = abc", "L = abcd", (1, 5)),
    ("operations", 3, "L = x·x·x·x", "L = x·x·x·x·x", (1, 5)),
    ("operations", 3, "L = x·x + x\nM = x", "L = x·x + x\nM = L\nN = M", (3, 5)),
    ("operations", 3, "L = [x, [x], x·x]", "L = [x, [x], x·x, x·x]", (1, 5)),
    ("operations", 3, "L = [1/2, 1/2, 1/2]", "L = [x/2, x/2, 1/2]", (1, 5)),
    ("depth", 3, "L = [[[x]]]", "L = [[[[x]]]]", (1, 8)),
    ("depth", 3, "L = [[[1]]]", "L = [[[[1]]]]", (1, 8)),
    ("depth", 3, "L = x.T[0].sum()", "L = x.T[0].sum().T", (1, 5)),
    ("depth", 3, "L = ‖[‖x‖]‖", "L = ‖[‖x[0]‖]‖", (1, 5)),
    ("elements", 9, "L = zeros(3, 3)", "L = zeros(5, 2)", (1, 5)),
    ("elements", 9, "a = eye(2)\nb = ones(5)", "a = eye(2)\nb = ones(6)", (2, 5)),
    ("elements", 9, "param a = [zeros(4), ones(4)]", "param a = [zeros(4), ones(6)]", (1, 22)),
]


@pytest.mark.parametrize(("limit", "value", "passes", "fails", "place"), EDGES)
def test_a_limit_holds_to_the_last_unit(
    limit: str, value: int, passes: str, fails: str, place: tuple[int, int] | None
) -> None:
    limits = Limits(**{limit: value})
    names = ["x", "y", "z", "w"]
    parse(passes, names, limits)
    with pytest.raises(EngineError) as caught:
        parse(fails, names, limits)
    error = caught.value
    assert error.limit == limit
    assert limit in error.hint
    assert str(value) in error.hint
    assert (place is None) == (error.span is None)
    if error.span is not None:
        assert (error.span.line, error.span.column) == place


def test_every_limit_has_its_edges() -> None:
    held_in_lowering = {"multiply_adds", "unfolded"}
    assert {edge[0] for edge in EDGES} == {field.name for field in fields(Limits)} - held_in_lowering


@pytest.mark.parametrize("written", ["{}", "x.reshape(({}))", "x.reshape({})", "zeros({})", "x.sum(axis=({}))"])
def test_no_array_has_more_axes_than_numpy_can_hold(written: str) -> None:
    def source(axes: int) -> str:
        literal = "[" * axes + "1" + "]" * axes
        return "L = 0 + " + written.format(literal if written == "{}" else ", ".join("1" * axes))

    parse(source(MOST_AXES), ["x"])
    with pytest.raises(EngineError) as caught:
        parse(source(MOST_AXES + 1), ["x"])
    assert caught.value.limit == "axes"
    assert caught.value.span is not None


def test_the_deepest_limit_fits_on_the_stack() -> None:
    limits = Limits(depth=DEEPEST)
    levels = DEEPEST // 3
    source = "L = " + "1 + 2·-3^(" * levels + "x" + ")" * levels
    deepest = ("(", ")"), ("[", "]"), ("exp(", ")"), ("np.array(", ")"), ("stack([", "])"), ("‖", "‖")
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(1000)
    try:
        parse(source, ["x"], limits)
        for opening, closing in deepest:
            parse("L = " + f"x > 1 + 2·{opening}" * DEEPEST + "x" + closing * DEEPEST, ["x"], limits)
        with pytest.raises(EngineError):
            parse("L = " + "1 + 2·(" * (DEEPEST + 1) + "x" + ")" * (DEEPEST + 1), ["x"], limits)
    finally:
        sys.setrecursionlimit(before)


@pytest.mark.parametrize("depth", [0, -1, DEEPEST + 1])
def test_a_depth_that_the_parser_could_not_keep_is_no_limit(depth: int) -> None:
    with pytest.raises(ValueError, match="depth"):
        Limits(depth=depth)
