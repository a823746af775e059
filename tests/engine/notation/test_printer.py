"""What the printer types is read as what was meant: no bracket is missing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.notation import parse
from engine.notation.printer import ATOM, SUM, Text, can_be_typed, index, operation, static
from engine.notation.program import Argument, Definition, Literal, Name
from engine.primitives.ops import TABLE
from tests.engine.notation.text import bracketed
from tests.engine.programs import seeded


def typed(definition: Definition) -> str:
    """A line's formula, typed by the printer."""
    written: list[Text] = []

    def text(argument: Argument) -> Text:
        match argument:
            case Name():
                return argument.id, ATOM
            case Literal(value):
                return repr(value), SUM if repr(value).startswith("-") else ATOM
            case _:
                return written[argument.index]

    for one in definition.body:
        op = "mul" if one.op == "juxtapose" else one.op
        written.append(operation(op, [text(argument) for argument in one.arguments], one.options))
    return written[-1][0]


@given(st.integers(0, 10**6))
def test_a_formula_is_typed_so_that_it_is_read_again(seed: int) -> None:
    sample = seeded(seed)
    program = parse(sample.source, sample.inputs)
    # What is but a number, or another name for something, has no operation to type.
    lines = [line for line in program.definitions if line.body[0].op != "identity" and re.search("[a-z]", typed(line))]
    text = "\n".join(f"{line.name} = {typed(line)}" for line in lines)
    again = parse(text, [*sample.inputs, *(line.name for line in program.definitions)]).definitions if lines else ()
    assert [bare(bracketed(line)) for line in again] == [bare(bracketed(line)) for line in lines]


def bare(text: str) -> str:
    """A reading in which 2 and 2.0 are the same, and a number's sign is its own."""
    return re.sub(r"neg\((\d[^()]*)\)", r"-\1", re.sub(r"\.0\b(?!\.)", "", text))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (operation("sub", (("a", ATOM), operation("sub", (("b", ATOM), ("c", ATOM))))), "a - (b - c)"),
        (operation("div", (operation("mul", (("a", ATOM), ("b", ATOM))), ("c", ATOM))), "a*b/c"),
        (operation("pow", (operation("neg", (("a", ATOM),)), ("2", ATOM))), "(-a)^2"),
        (operation("matmul", (operation("transpose", (("W", ATOM),)), ("x", ATOM))), "W.T @ x"),
        (operation("transpose", (("W", ATOM),), (("axes", (1, 0, 2)),)), "transpose(W, axes=(1, 0, 2))"),
        (operation("index", (("W", ATOM),), (("at", ((None, None, None), -1)),)), "W[:, -1]"),
        (operation("sum", (("x", ATOM),), (("axis", None), ("keepdims", True))), "sum(x, keepdims=True)"),
        (operation("stack", (("a", ATOM), ("b", ATOM)), (("axis", 0),)), "stack([a, b])"),
        (operation("greater", (("a", ATOM), ("b + c", SUM))), "(((a > (b + c)) + (a ≥ (b + c)))/2)"),
    ],
)
def test_signs_brackets_and_options(text: Text, wanted: str) -> None:
    assert text[0] == wanted


def test_statics_and_indices() -> None:
    statics = (2, 0.5, 2.0, None, (3,), (1, (2, 3)))
    assert [static(one) for one in statics] == ["2", "0.5", "2", "None", "(3,)", "(1, (2, 3))"]
    assert [index(one) for one in (0, (1, (1, None, 2)), ())] == ["0", "1, 1::2", "..."]


def test_what_has_neither_sign_nor_name_is_known() -> None:
    assert not can_be_typed("share")
    assert can_be_typed("positive")
    assert all(can_be_typed(name) for name, one in TABLE.items() if one.in_notation)
