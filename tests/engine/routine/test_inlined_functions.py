"""Whatever a primitive's value is, a routine that runs alone computes the same, or is refused with a remedy."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engine import EngineError
from engine.primitives.declaration import A, Primitive
from engine.primitives.ops import TABLE
from engine.routine.source.inlined_functions import Helpers

SLOPES = np.array([0.5, 2.0])
EDGE: float = math.inf


def kept(function: Callable[..., Any]) -> Callable[..., Any]:
    """A decorator that changes nothing."""
    return function


def twice(function: Callable[..., Any]) -> Callable[..., Any]:
    """A decorator that puts another function in its place."""

    def doubled(a: Any) -> Any:
        return 2.0 * function(a)

    return doubled


@kept
def _clipped(a: Any) -> Any:
    edge: float = EDGE
    return np.minimum(a, edge) * SLOPES


@twice
def _shifted(a: Any) -> Any:
    return a + math.pi


class Object:
    """Something that can be called and has no text."""

    def __call__(self, a: Any) -> Any:
        return a * 3.0


AT = np.array([0.25, -1.5])
_cube = functools.partial(np.power, 3.0)

VALUES: dict[str, Any] = {
    "ufunc": np.arctan,
    "method of a ufunc": np.add.accumulate,
    "deeper in numpy": np.linalg.norm,
    "lambda": lambda a: np.sinh(a) * len(SLOPES),
    "lambda of a partial": lambda a: _cube(a) + 1.0,
    "partial": functools.partial(np.cumsum, axis=0),
    "partial of a lambda": functools.partial(lambda a, by, edges: a * by + edges[0], by=-math.inf, edges=(1.0,)),
    "decorated": _clipped,
    "wrapped": _shifted,
    "vectorized": np.vectorize(math.erf, otypes=[float]),
}


def declared(value: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A primitive of this value stands in the table."""
    probe = Primitive(name="probe", summary="", value=value, derivatives=(A,), latex="p")
    monkeypatch.setitem(TABLE, "probe", probe)


def told(helpers: Helpers) -> Callable[..., Any]:
    """The function that the text of a probe makes."""
    called = helpers.name("probe")
    names: dict[str, Any] = {}
    imports = "".join(f"import {name}\n" for name in helpers.imports)
    exec(f"import numpy as np\n{imports}{''.join(helpers.texts.values())}\nfound = {called}", names)  # noqa: S102
    found: Callable[..., Any] = names["found"]
    return found


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_its_text_computes_the_same(value: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    declared(value, monkeypatch)
    helpers = Helpers()
    found = told(helpers)
    assert "engine" not in "".join(helpers.texts.values())
    assert found(AT) == pytest.approx(value(AT), rel=1e-15, nan_ok=True)


def test_a_text_that_says_something_else_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    declared(VALUES["wrapped"], monkeypatch)
    assert told(Helpers())(AT) != pytest.approx(AT + math.pi)


@pytest.mark.parametrize("value", [Object(), np.frompyfunc(abs, 1, 1), lambda a: Object()(a) + 1.0])
def test_what_has_no_text_is_refused_alone_and_taken_from_the_table_otherwise(
    value: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared(value, monkeypatch)
    helpers = Helpers()
    with pytest.raises(EngineError, match=r"'probe' cannot be written .*numpy="):
        helpers.name("probe")
    assert helpers.texts == {}
    assert told(Helpers(alone=False)) is value
