"""The interpreter on arithmetics that are none of the engine's: whole numbers, text, and which way a term came."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from engine.errors import Span
from engine.graph.graph import Constant, Operation, Slot
from engine.graph.interpret import forward_sweep, pull, push, reverse_sweep, run
from engine.notation.program import Literal, Result

TWO = Literal(2.0, "2", Span(1, 1, 2))
BODY = (
    Operation("mul", (Slot(0), Slot(1))),
    Operation("add", (Result(0), Constant("c"))),
    Operation("mul", (Result(1), Result(0))),
    Operation("mul", (TWO, Result(2))),
)

Code = list[list[int]]
"""For each position the positions it is computed from, all of them before it; a position may stand there twice."""


@st.composite
def code(draw: st.DrawFn) -> Code:
    size = draw(st.integers(1, 12))
    return [draw(st.lists(st.integers(0, here - 1), max_size=4)) if here else [] for here in range(size)]


def numbered(arguments: Code) -> Callable[[int], list[tuple[int, int]]]:
    return lambda position: list(enumerate(arguments[position]))


def weight(position: int, number: int) -> int:
    """A local derivative: any whole number, 0 among them, not the same anywhere near."""
    return (3 * position + 5 * number) % 7 - 3


def total(_position: int, terms: list[int]) -> int:
    return sum(terms)


def test_a_body_runs_on_whatever_its_arithmetic_computes_with() -> None:
    def known(argument: Constant | Literal) -> str:
        return argument.id if isinstance(argument, Constant) else argument.latex

    signs = {"mul": "*", "add": "+"}
    written = run(BODY, ["x", "y"], known, lambda operation, parts: f"({signs[operation.op].join(parts)})")
    assert written == ["(x*y)", "((x*y)+c)", "(((x*y)+c)*(x*y))", "(2*(((x*y)+c)*(x*y)))"]


def test_an_adjoint_goes_back_through_every_use_and_constants_receive_none() -> None:
    asked: list[tuple[int, int]] = []

    def terms(position: int, above: list[str]) -> Callable[[int], list[str]]:
        def term(number: int) -> list[str]:
            asked.append((position, number))
            return [f"{position}.{number} {way}".strip() for way in above]

        return term

    found = pull(BODY, 3, [""], terms, lambda _, arrived: [way for ways in arrived for way in ways])
    # Result 0 is used by 2 and by 1: the last user's term is first.
    assert found == [["0.0 2.1 3.1", "0.0 1.0 2.0 3.1"], ["0.1 2.1 3.1", "0.1 1.0 2.0 3.1"], None]
    assert asked == [(3, 1), (2, 0), (2, 1), (1, 0), (0, 0), (0, 1)]


def test_what_receives_nothing_sends_nothing() -> None:
    found = pull(BODY, 2, 1, lambda position, above: lambda _: None if position == 2 else above, total)
    assert found == [None, None]


def test_a_tangent_goes_forward_from_the_slots_that_move() -> None:
    def terms(position: int) -> Callable[[int, int], int]:
        return lambda tangent, _: tangent * 10 + position

    assert push(BODY, [1, None], terms, total) == (((10 + 0) * 10 + 1) * 10 + 2 + (10 + 0) * 10 + 2) * 10 + 3
    assert push(BODY, [None, None], terms, total) is None
    assert push(BODY, [1, 1], lambda _: lambda _tangent, _number: None, total) is None


@given(code(), st.data())
def test_both_sweeps_sum_over_the_same_ways(arguments: Code, data: st.DataObject) -> None:
    """The reverse sweep's adjoint of ``start`` is the forward sweep's tangent of the end, on exact whole numbers."""
    last = len(arguments) - 1
    start = data.draw(st.integers(0, last))
    back = reverse_sweep(
        last, 1, numbered(arguments), lambda at, above: lambda number: above * weight(at, number), total
    )
    forth = forward_sweep(
        range(start + 1, last + 1), {start: 1}, numbered(arguments),
        lambda at: lambda tangent, number: tangent * weight(at, number), total,
    )  # fmt: skip
    assert back.get(start) == forth.get(last), "one of them has no way, or they disagree"
    assert (start in back) == any_way(arguments, start, last)


def any_way(arguments: Code, start: int, last: int) -> bool:
    return start == last or any(any_way(arguments, start, before) for before in arguments[last])


@given(code())
def test_a_position_sends_once_when_all_its_users_have_sent(arguments: Code) -> None:
    sent: list[int] = []

    def terms(position: int, above: int) -> Callable[[int], int]:
        sent.append(position)
        return lambda _: above

    reverse_sweep(len(arguments) - 1, 1, numbered(arguments), terms, total)
    assert sent == sorted(set(sent), reverse=True)
