"""The benchmarks' runner. The figures themselves are measured by `dev.py bench`, not by the tests."""

import math
import sys
from types import ModuleType

import pytest

from benchmarks import __main__ as runner
from benchmarks import layout
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
    assert runner.main([]) == code
    assert runner.main(["probe"]) == code
    assert "probe: A probe." in capsys.readouterr().out


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
