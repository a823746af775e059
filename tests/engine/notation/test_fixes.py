"""Every refusal has a code, arguments and fixes, and every fix that is offered helps."""

import pickle
import tomllib
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import engine
from engine.errors import Edit, EngineError, Fix, Span
from engine.graph import lowering
from engine.mistakes import FIXES, MISTAKES
from tests.engine.notation.mended import faults
from tests.engine.notation.refusals import CALLS, PROGRAMS, Refused, complaint, programs

EXAMPLES = sorted((Path(__file__).parents[3] / "app" / "examples").glob("*.toml"))
SIGNS = [
    *"()[]{}|=+-*/^.,;#@<>'½²√σ⁻\u200b х",
    " ",
    "\n",
    "2",
    "0x1",
    "w",
    "x",
    "e^",
    "sin",
    "sin ",
    "param ",
    ".T",
    ".t()",
    ".sum",
]
"""What a slip of the hand puts into a text."""


def errors() -> list[EngineError]:
    """Every refusal of the corpus."""
    found = [case.error() for case in programs()] + [complaint(call) for call in CALLS.values()]
    return [error for error in found if error is not None]


def test_every_code_is_raised_and_every_refusal_has_the_arguments_of_its_code() -> None:
    raised: set[str] = set()
    for error in errors():
        assert set(error.arguments) == set(MISTAKES[error.code].arguments), error.code
        assert all(isinstance(value, str | int | float) for value in error.arguments.values()), error.code
        raised.add(error.code)
    assert raised == set(MISTAKES)


@pytest.mark.parametrize("code", [*PROGRAMS, *CALLS])
def test_the_first_program_of_a_code_is_refused_with_it(code: str) -> None:
    first = PROGRAMS[code][0] if code in PROGRAMS else None
    error = (
        complaint(CALLS[code]) if first is None else (first if isinstance(first, Refused) else Refused(first)).error()
    )
    assert error is not None
    assert error.code == code


def test_every_fix_of_the_corpus_helps() -> None:
    kinds: set[str] = set()
    for case in programs():
        error = case.error()
        for fix in error.fixes if error is not None else ():
            assert faults(case, error, fix) == []  # type: ignore[arg-type]  # there are fixes of an error only
            assert fix.label
            kinds.add(fix.kind)
    assert kinds == set(FIXES)


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(EXAMPLES), st.data())
def test_every_fix_of_a_mistyped_example_helps(path: Path, data: st.DataObject) -> None:
    example = tomllib.loads(path.read_text("utf-8"))
    source = example["source"].rstrip("\n")
    for _ in range(data.draw(st.integers(1, 2))):
        begin = data.draw(st.integers(0, len(source)))
        end = begin + data.draw(st.integers(0, min(3, len(source) - begin)))
        source = source[:begin] + data.draw(st.sampled_from(["", *SIGNS])) + source[end:]
    case = Refused(source, example.get("inputs", {}), example.get("roles", {}), example.get("output"))
    error = case.error()
    assume(error is not None)
    assert error is not None
    assert [fault for fix in error.fixes for fault in faults(case, error, fix)] == []


@pytest.mark.parametrize(
    ("source", "column", "text"),
    [
        ("L = x) + y", 7, ")"),
        ("L = x) + y", 1, "("),
        ("L = x + q", 5, "sin"),
        ("L = x)", 1, ""),
    ],
)
def test_a_fix_that_does_not_help_is_seen(source: str, column: int, text: str) -> None:
    case = Refused(source)
    error = case.error()
    assert error is not None
    assert faults(case, error, Fix("write", (Edit(Span(1, column, column), text),), {"text": text}))


@pytest.mark.parametrize(
    ("source", "fixes"),
    [
        ("param w = 1\ninput x = 2\nz = v x", {
            "Write w instead": "param w = 1\ninput x = 2\nz = w x",
            "Add input v = 1": "param w = 1\ninput x = 2\ninput v = 1\nz = v x",
        }),
        ("z = v\nt = 1", {"Add input v = 1": "input v = 1\nz = v\nt = 1"}),
        ("z = wx + b\ny = σ(z)\nL = ½(y − t)²\nR = ½w²\nL_reg = L + λR", {
            "Declare w, x, b, t, λ": "param w = 1, b = 1\ninput x = 1\ntarget t = 1\nconst λ = 0.1\n"
            "z = wx + b\ny = σ(z)\nL = ½(y − t)²\nR = ½w²\nL_reg = L + λR",
            "Add input wx = 1": "input wx = 1\nz = wx + b\ny = σ(z)\nL = ½(y − t)²\nR = ½w²\nL_reg = L + λR",
        }),
        ("param w = 1\ny = vw", {
            "Declare v": "param w = 1\nparam v = 1\ny = vw", "Add input v = 1": "param w = 1\ninput v = 1\ny = vw",
        }),
        ("y = np.exp(-z) + torch.sigmoid(h1) + π # q", {
            "Declare z, h1": "input z = 1, h1 = 1\ny = np.exp(-z) + torch.sigmoid(h1) + π # q",
            "Add input z = 1": "input z = 1\ny = np.exp(-z) + torch.sigmoid(h1) + π # q",
        }),
        ("loss = rate*mu + ab\na = 1", {
            "Declare rate, mu, b": "param b = 1\ninput rate = 1\nconst mu = 0.1\nloss = rate*mu + ab\na = 1",
            "Add input rate = 1": "input rate = 1\nloss = rate*mu + ab\na = 1",
        }),
        ("param W⁽¹⁾ = [[1]]\nz = W⁽¹⁾x + b⁽¹⁾\nL = sum(z.T, axis=0, keepdims=True)", {
            "Declare x, b⁽¹⁾": "param W⁽¹⁾ = [[1]]\nparam b⁽¹⁾ = 1\ninput x = 1\nz = W⁽¹⁾x + b⁽¹⁾\n"
            "L = sum(z.T, axis=0, keepdims=True)",
            "Write W⁽¹⁾ instead": "param W⁽¹⁾ = [[1]]\nz = W⁽¹⁾ + b⁽¹⁾\nL = sum(z.T, axis=0, keepdims=True)",
            "Add input W⁽¹⁾x = 1": "param W⁽¹⁾ = [[1]]\ninput W⁽¹⁾x = 1\nz = W⁽¹⁾x + b⁽¹⁾\n"
            "L = sum(z.T, axis=0, keepdims=True)",
        }),
        ("x = 1\ny = z\nz = 2x", {"Move line 3 up": "x = 1\nz = 2x\ny = z"}),
        ("x = 1\r\ny = z  # of z\r\nz = 2x\r\n", {"Move line 3 up": "x = 1\r\nz = 2x\ny = z  # of z\r\n"}),
        ("z = 1\ny = sigmoyd(z)", {"Write sigmoid instead": "z = 1\ny = sigmoid(z)"}),
        ("pram w = 1\nL = w", {"Write param instead": "param w = 1\nL = w"}),
        ("σ = 1\nL = σ(σ)", {"Write sigmoid": "σ = 1\nL = sigmoid(σ)", "Write σ·": "σ = 1\nL = σ·(σ)"}),
        ("y = 2\nt = 1\nL = (y - t  # loss", {"Add )": "y = 2\nt = 1\nL = (y - t)  # loss"}),
        ("y = 2\nL = (y - 1; z = 1", {"Add )": "y = 2\nL = (y - 1); z = 1"}),
        ("y = 2\nL = y - 1)", {"Delete this bracket": "y = 2\nL = y - 1"}),
        ("a = 1; b = 2; c = 3\nL = a/bc", {
            "Write (a/b)·c": "a = 1; b = 2; c = 3\nL = (a/b)·c", "Write a/(b·c)": "a = 1; b = 2; c = 3\nL = a/(b·c)",
        }),
        ("a = 1; b = 2; c = 3\nL = a/bc²", {"Write (a/b)·c": "a = 1; b = 2; c = 3\nL = (a/b)·c²"}),
        ("x = 1; y = 2\nL = e^xy", {
            "Write (x·y)": "x = 1; y = 2\nL = e^(x·y)", "Write x·y": "x = 1; y = 2\nL = e^x·y",
        }),
        ("w = 1\nL = (w)2", {"Write ·2": "w = 1\nL = (w)·2", "Write ^2": "w = 1\nL = (w)^2"}),
        ("L = 1\nL^2 + 1", {"Call it y": "L = 1\ny = L^2 + 1"}),
        ("w = 1\nL = w @ w", {"Write · instead of @": "w = 1\nL = w · w"}),
        ("param w\nL = w²", {"Write w = 1": "param w = 1\nL = w²"}),
        ("x = [1, 2]\nh = 2x", {"Add total = sum(h)": "x = [1, 2]\nh = 2x\ntotal = sum(h)"}),
        ("𝓡 = 1; x = 2\nL = 𝓡 + х", {"Write x": "𝓡 = 1; x = 2\nL = 𝓡 + x"}),
        ("L = x +", {}),
    ],
)  # fmt: skip
def test_what_is_offered(source: str, fixes: dict[str, str]) -> None:
    error = Refused(source, {}).error()
    assert error is not None
    assert {fix.label: fix.applied(source) for fix in error.fixes} == fixes


def test_a_compiled_program_has_the_same_fixes() -> None:
    program = engine.parse("x = 1\nL = x + y")
    error = complaint(lambda: engine.compile(program))
    assert error is not None
    assert [fix.label for fix in error.fixes] == ["Write x instead", "Add input y = 1"]


def test_a_fix_is_tried_without_unfolding_arrays() -> None:
    case = Refused("W = ones(12)\nL = sum(outer(W, W) q)", {}, grain="element")
    with patch.object(lowering, "Scalarizer", side_effect=AssertionError("arrays are unfolded")):
        error = case.error()
    assert error is not None
    assert [fix.label for fix in error.fixes] == ["Add input q = 1"]


def test_a_refusal_survives_a_way_to_another_process() -> None:
    for source in ("L = (x", "L = " + "x" * 99):
        error = complaint(lambda: engine.parse(source))  # noqa: B023  # called at once
        assert error is not None
        copy = pickle.loads(pickle.dumps(error))
        assert vars(copy) == vars(error)
        assert str(copy) == str(error)


def test_edits_are_applied_wherever_they_stand_in_the_list() -> None:
    source = "a\r\nbc\nd"
    edits = (Edit(Span(3, 1, 2), "D"), Edit(Span(1, 2, 3, 2), "+"), Edit(Span(1, 1, 1), "<"))
    assert Fix("delete", edits).applied(source) == "<a+\nD"
    assert Fix("delete", edits[::-1]).applied(source) == "<a+\nD"
