"""Any text at all gives a program or a refusal, with everything in its place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import EngineError, Span
from engine.graph.shape_inference import literal_shape
from engine.limits import Limits
from engine.notation import canonical, parse
from engine.notation.identifiers import PYTHON, is_reserved
from engine.notation.program import Literal, Name, Result
from tests.engine.notation.text import outcome

pytestmark = pytest.mark.slow

PIECES = [
    *"xywzbtLRσλπΔ0123456789.=+-*/^()|,;#_ \t\n\r'\"[]{}@!<>%&\\√½²⁻₁ᵢ−·×÷′xх\u0304\u200d\u202e\0\ud800😀𝐱ﬁé٣",
    "param ", "input ", "target ", "const ", "exp(", "max(", "σ(", "np.", "torch.", "sin", "**", "L = ", "\nz = ", "1e",
    "[1, 2]", "[[1, 2], [3, 4]]", "[x, ", "[0]", "[:, 1]", "[1:", "::2]", ".T", ".sum()", "sum(x, axis=",
    "True", "None", "keepdims=", "np.array(", "zeros(", "stack([", "reshape(x, ", "⁽¹⁾", "⁽", "⁾", "ᵀ", "‖",
    "≤", "≥", "@", ":", "⊙",
    "0x",     "wx", "e^", "lambda", "pi", "if", "not", "(x + ", ")²", "1/2", "x1", "L_reg",
]  # fmt: skip

SOURCES = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=60).map("".join))


def _lines(source: str) -> list[str]:
    return source.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _lies_within(span: Span, lines: list[str]) -> bool:
    return 1 <= span.line <= len(lines) and 1 <= span.column <= span.end_column <= len(lines[span.line - 1]) + 1


def _is_rectangular(value: object) -> bool:
    if not isinstance(value, tuple):
        return isinstance(value, float)
    shapes = {literal_shape(part) for part in value}
    return len(shapes) == 1 and all(_is_rectangular(part) for part in value)


@settings(max_examples=500, deadline=None)
@given(SOURCES)
def test_any_text_is_read_or_refused(source: str) -> None:
    lines = _lines(source)
    program = outcome(source, ["x", "λ", "w"])
    if isinstance(program, EngineError):
        assert program.what.endswith((".", "?"))
        assert program.hint
        assert program.limit is not None or program.span is not None
        assert program.span is None or _lies_within(program.span, lines)
        assert str(program).isprintable()
        return
    assert program.leaves or program.definitions
    names = [leaf.name for leaf in program.leaves] + [definition.name for definition in program.definitions]
    assert len(names) == len(set(names))
    for leaf in program.leaves:
        assert canonical(leaf.name) == leaf.name
        assert leaf.value is None or _is_rectangular(leaf.value)
        assert _lies_within(leaf.span, lines)
    for definition in program.definitions:
        assert definition.body
        assert _lies_within(definition.span, lines)
        used: set[int] = set()
        for position, operation in enumerate(definition.body):
            assert _lies_within(operation.span, lines)
            assert definition.span.column <= operation.span.column < operation.span.end_column
            assert operation.span.end_column <= definition.span.end_column
            for argument in operation.arguments:
                match argument:
                    case Result(index):
                        assert index < position
                        used.add(index)
                    case Name(identity, span):
                        assert canonical(identity) == identity
                        assert canonical(lines[span.line - 1][span.column - 1 : span.end_column - 1])
                    case Literal(value, latex, span):
                        assert value == value  # no literal is NaN
                        assert not isinstance(value, tuple) or _is_rectangular(value)
                        assert latex.isascii()
                        assert _lies_within(span, lines)
            assert operation.options == tuple(sorted(operation.options))
            assert all(not isinstance(value, list) for _, value in operation.options)
        assert used == set(range(len(definition.body) - 1)), "every operation but the last is used"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_a_name_or_refused(text: str) -> None:
    try:
        name = canonical(text)
    except EngineError:
        return
    assert canonical(name) == name
    assert name.isascii()
    assert name.replace("_", "a").isalnum()
    assert is_reserved(name) or name in PYTHON or parse(f"{text} = 1").leaves[0].name == name


@settings(max_examples=150, deadline=None)
@given(SOURCES, st.integers(1, 40), st.integers(1, 8), st.integers(1, 8))
def test_any_limits_hold(source: str, tokens: int, depth: int, operations: int) -> None:
    limits = Limits(source_bytes=200, tokens=tokens, depth=depth, name_length=8, operations=operations)
    program = outcome(source, (), limits)
    if isinstance(program, EngineError):
        return
    assert sum(len(definition.body) for definition in program.definitions) <= operations
    assert all(len(leaf.name) <= 8 for leaf in program.leaves)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_reading_twice_gives_the_same(source: str) -> None:
    first, second = outcome(source), outcome(source)
    if isinstance(first, EngineError) and isinstance(second, EngineError):
        assert first.args == second.args
    else:
        assert first == second
