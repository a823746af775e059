"""The benchmarks' runner. The figures themselves are measured by `dev.py bench`, not by the tests."""

import math
import re
import sys
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import engine
from benchmarks import __main__ as runner
from benchmarks import _document, _networks_by_hand, _straight, _training, layout, oracle
from benchmarks._comparison import Peer, compare
from benchmarks._oracle_programs import Sample
from benchmarks._oracle_text import text
from benchmarks.report import Row, table


def test_a_promise_is_kept_or_broken() -> None:
    assert Row("a", 5).kept
    assert Row("a", 5, most=5).kept
    assert not Row("a", 5.1, most=5).kept
    assert Row("a", 5, least=5).kept
    assert not Row("a", 4.9, least=5).kept
    assert not Row("a", math.nan, most=5).kept
    assert "at most 5: BROKEN" in table([Row("a", 6, most=5)])
    assert "at least 5: kept" in table([Row("a", 6, least=5)])


@pytest.mark.parametrize(("value", "code"), [(1.0, 0), (3.0, 1)])
def test_a_broken_promise_fails_the_run(
    value: float, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    module = ModuleType("benchmarks.probe", "A probe.")
    module.__dict__["measure"] = lambda: [Row("ratio", value, most=2)]
    monkeypatch.setitem(sys.modules, "benchmarks.probe", module)
    monkeypatch.setattr(runner, "available", lambda: ["probe"])
    monkeypatch.setattr(runner, "one_thread", lambda: None)
    written: list[str] = []
    monkeypatch.setattr(runner, "record", lambda name, said, _rows: written.append(f"{name}: {said}"))
    assert runner.main([]) == code
    assert runner.main(["probe"]) == code
    assert written == ["probe: A probe."] * 2
    assert "probe: A probe." in capsys.readouterr().out


def test_a_missing_package_neither_keeps_nor_breaks_a_promise() -> None:
    row = Row("a", None, most=1)
    assert row.kept
    assert "not installed   at most 1" in table([row])
    assert "kept" not in table([row])


def test_results_replace_those_of_the_same_benchmark_and_nothing_else() -> None:
    page = "# Page\n\n<!-- results: one -->\nold\n<!-- end: one -->\n\nprose\n"
    page = _document.written(page, "one", "A race.", [Row("  a", 2.5, "times", most=2)], "Today.")
    assert "old" not in page
    assert "\n| \N{EM SPACE}a | 2.5 times | at most 2: **missed** |\n<!-- end: one -->\n\nprose\n" in page
    more = _document.written(page, "two", "Another race.", [Row("b", None)], "Today.")
    assert more.startswith(page)
    assert "\n## two\n\nAnother race.\n\n<!-- results: two -->\nToday.\n" in more
    assert "\n| b | not installed |  |\n" in more


def test_what_does_not_agree_is_not_compared() -> None:
    def peer(name: str, gradient: float) -> Peer:
        return Peer(name, lambda: (1.0, gradient), list)

    with pytest.raises(ArithmeticError, match="gradient 1 by theirs differs"):
        list(compare("a race", peer("ours", 2.0), [peer("theirs", 2.1)]))
    rows = list(compare("a race", peer("ours", 2.0), [peer("theirs", 2.0), Peer("absent", None, list)], budget=0.01))
    assert [row.what.strip() for row in rows] == ["a race: ours", "theirs", "ours compared with theirs", "absent"]


@pytest.mark.parametrize("near", [None, 10])
def test_code_by_hand_and_our_numbers_differentiate_a_random_graph_alike(near: int | None) -> None:
    graph = _straight.random_graph(300, leaves=5, near=near)
    assert len(graph.lines) in (300, 301)
    ours: Any = engine.Value
    leaves = [ours(number) for number in graph.leaves]
    output = _straight.forward_of(graph, ours.tanh, ours.sin)(leaves)
    output.backward()
    value, gradients = _straight.by_hand(graph)(dict(zip(graph.names, graph.leaves, strict=False)))
    trace = engine.trace(engine.parse(_straight.notation(graph)))
    assert value == pytest.approx(output.data, rel=1e-12)
    assert list(gradients.values()) == pytest.approx([leaf.grad for leaf in leaves], rel=1e-9)
    assert list(gradients.values()) == pytest.approx([trace.adjoints[name] for name in gradients], rel=1e-9)


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_the_network_by_hand_has_the_gradients_of_the_trace(activation: str) -> None:
    chance = np.random.default_rng(0)
    inputs = {"X": chance.normal(size=(5, 4)), "Y": np.eye(2)[[0, 1, 1, 0, 1]]}
    inputs |= {"W1": chance.normal(size=(4, 3)), "b1": chance.normal(size=3)}
    inputs |= {"W2": chance.normal(size=(3, 2)), "b2": chance.normal(size=2)}
    value, gradients = _networks_by_hand.classifier(inputs, 2, activation)(inputs)
    trace = engine.trace(engine.parse(_training.network([4, 3, 2], activation), names=list(inputs)), inputs)
    assert value == pytest.approx(trace.values["L"], rel=1e-12)
    for name, gradient in gradients.items():
        np.testing.assert_allclose(gradient, trace.adjoints[name], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("tree", "value"),
    [
        (("sub", ["a", ("neg", ["a"], {})], {}), [2, 4]),
        (("pow", [("square", ["a"], {}), 2.0], {}), [1, 16]),
        (("matmul", [("transpose", ["m"], {}), "a"], {}), [7, 10, 13]),
        (("where", ["a", 1.5, "a", ("neg", ["a"], {})], {}), [-1, 2]),
        (("clip", ["a"], {"low": 1.25, "high": 1.5}), [1.25, 1.5]),
        (("index", ["m", ], {"at": (-1, slice(1, None, 2))}), [4]),
        (("index", ["m", ], {"at": (slice(None), slice(0, 2))}), [[1, 2], [3, 4]]),
        (("sum", ["m"], {"axis": 1, "keepdims": True}), [[6], [12]]),
        (("reshape", ["m"], {"shape": (-1, 2)}), [[1, 2], [3, 3], [4, 5]]),
        (("concatenate", ["a", ("sub", ["a", 1.0], {})], {"axis": 0}), [1, 2, 0, 1]),
        (("stack", ["a", "a"], {"axis": 1}), [[1, 1], [2, 2]]),
    ],
)  # fmt: skip
def test_the_oracles_trees_are_written_in_the_notation(tree: object, value: object) -> None:
    source = f"v = {text(tree)}\nL = sum(v)"
    leaves = {"a": [1, 2], "m": [[1, 2, 3], [3, 4, 5]]}
    inputs = {name: value for name, value in leaves.items() if re.search(rf"\b{name}\b", source)}
    np.testing.assert_array_equal(engine.trace(engine.parse(source, names=list(inputs)), inputs).values["v"], value)


def test_the_oracle_sees_what_differs() -> None:
    sample = Sample({"a": [1.0, 2.0]}, {"L": ("sum", [("square", ["a"], {})], {})})
    for compute in oracle.WAYS.values():
        found = compute(sample)
        assert oracle.difference(found, 5.0, {"a": np.array([2.0, 4.0])}) == 0.0
        assert oracle.difference(found, 5.0, {"a": np.array([2.0, 4.4])}) == pytest.approx(0.4 / 4.4)
        assert oracle.difference(found, 5.0, {"a": np.array([2.0])}) == math.inf
        assert oracle.difference(found, math.nan, {"a": np.array([2.0, 4.0])}) == math.inf


def test_an_unknown_benchmark_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(runner, "available", lambda: ["probe"])
    assert runner.main(["prob"]) == 2
    assert "No benchmark prob. There are: probe." in capsys.readouterr().err
    monkeypatch.setattr(runner, "available", list)
    assert runner.main([]) == 2


def group(title: str, ours: int, dot: int, more: int) -> dict[str, object]:
    return {"title": title, "graphs": 25, "ours": ours, "dot": dot, "more": more, "area": 0.9}


@pytest.mark.parametrize(
    ("ours", "dot", "more", "broken"),
    [(10, 11, 0, 0), (11, 11, 0, 0), (11, 11, 1, 1), (12, 11, 0, 1), (12, 11, 1, 2)],
)
def test_the_layout_promises_as_few_crossings_as_dot_on_published_graphs_alone(
    ours: int, dot: int, more: int, broken: int
) -> None:
    groups = [group(layout.PROMISED, ours, dot, more), group("random 100", 1825, 1627, 16)]
    assert sum(not row.kept for row in layout.crossings(groups)) == broken


def test_a_layout_promise_about_graphs_that_are_not_there_is_not_kept_silently() -> None:
    with pytest.raises(LookupError, match="published, named"):
        list(layout.crossings([group("random 100", 0, 0, 0)]))
