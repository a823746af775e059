"""Kinks and faults: each says where it holds, and holds there and nowhere in the domain."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import engine
from engine.formula.expr import Shape
from engine.primitives.declaration import Condition, Primitive
from engine.primitives.ops import TABLE
from engine.primitives.rules import numeric_terms
from tests.engine.primitives.laws import Case, cases_of

KINKS = [(one, kink) for one in TABLE.values() for kink in one.kinks]
FAULTS = [(one, fault) for one in TABLE.values() for fault in one.faults]
ALONG_AXES = ("amax", "amin", "norm")
"""What looks at several entries at once has a remark on all of them, or along an axis."""


def arrays(at: tuple[Any, ...]) -> list[Any]:
    return [np.array(one, dtype=np.float64)[()] for one in at]


def identity(value: object) -> str | None:
    return value.name if isinstance(value, Primitive) else value.text if isinstance(value, Condition) else None


@pytest.mark.parametrize(("primitive", "remark"), KINKS + FAULTS, ids=identity)
def test_a_remark_holds_where_it_says(primitive: Primitive, remark: Condition) -> None:
    assert len(remark.at) == primitive.arity[1]
    assert np.any(remark.when(*arrays(remark.at)))


@pytest.mark.parametrize(("primitive", "fault"), FAULTS, ids=identity)
def test_a_fault_is_where_the_value_is_not_finite(primitive: Primitive, fault: Condition) -> None:
    with np.errstate(all="ignore"):
        assert not np.all(np.isfinite(primitive.value(*arrays(fault.at))))


@pytest.mark.parametrize("primitive", [one for one in TABLE.values() if one.kinks or one.faults], ids=identity)
def test_nothing_is_remarked_inside_the_domain(primitive: Primitive) -> None:
    for case in cases_of(primitive):
        for remark in (*primitive.kinks, *primitive.faults):
            assert not np.any(remark.when(*case.arguments(), **dict(case.options)))


@pytest.mark.parametrize(
    ("primitive", "remark"), [(one, remark) for one, remark in KINKS + FAULTS if one.elementwise], ids=identity
)
def test_a_remark_answers_for_arrays_element_by_element(primitive: Primitive, remark: Condition) -> None:
    """One entry is enough, wherever it stands."""
    (case, *_) = cases_of(primitive)
    given = [np.array(one) for one in case.arguments()]
    for one, at in zip(given, remark.at, strict=True):
        one[1, 2] = at
    found = remark.when(*given)
    assert np.shape(found) == (2, 3)
    assert np.argwhere(found).tolist() == [[1, 2]]


@pytest.mark.parametrize(
    ("name", "value", "options", "received"),
    [
        ("amax", [1.0, 2.0, 2.0], {}, [0.0, 0.5, 0.5]),
        ("amin", [1.0, 1.0, 1.0], {}, [1 / 3, 1 / 3, 1 / 3]),
        ("amax", [[1.0, 1.0], [1.0, 2.0]], {"axis": 1}, [[0.5, 0.5], [0.0, 1.0]]),
        ("norm", [0.0, 0.0], {}, [0.0, 0.0]),
        ("norm", [[0.0, 0.0], [3.0, 4.0]], {"axis": 1}, [[0.0, 0.0], [0.6, 0.8]]),
    ],
)
def test_the_convention_at_a_kink_of_arrays(name: str, value: Any, options: dict[str, int], received: Any) -> None:
    given, primitive = np.array(value), TABLE[name]
    assert any(np.any(kink.when(given, **options)) for kink in primitive.kinks)
    output = primitive.value(given, **options)
    (term,) = numeric_terms(name, (given.shape,), np.shape(output), tuple(options.items()))
    assert term is not None
    np.testing.assert_allclose(term(np.ones(np.shape(output)), [given], output), received, rtol=1e-15)


def test_every_remark_is_tried_on_arrays_in_one_way_or_the_other() -> None:
    assert {one.name for one, _ in KINKS + FAULTS if not one.elementwise} == set(ALONG_AXES)


@pytest.mark.parametrize("name", ALONG_AXES)
def test_a_kink_along_an_axis_is_flagged_on_its_node(name: str) -> None:
    inputs = {"x": np.array([[0.0, 0.0], [3.0, 4.0]])}
    for axis, flagged in ((1, True), (0, False)):
        trace = engine.trace(engine.parse(f"h = {name}(x, {axis})\nL = sum(h)", inputs), inputs)
        found = [trace.graph.nodes[one.node].id for one in trace.warnings if one.kind == "kink"]
        assert found == (["h"] if flagged else [])


def test_the_square_of_a_norm_has_no_kink() -> None:
    """‖y − t‖² is smooth at 0, and its derivative is the lecture's, however near."""
    source = "L = ½‖y − t‖²"
    for distance in (0.0, 1e-200, 3.0):
        given = {"y": np.array([1.0 * distance, distance]), "t": np.array([0.0, 0.0])}
        trace = engine.trace(engine.parse(source, given), given)
        assert trace.warnings == ()
        assert trace.adjoints["y"].tolist() == [distance, distance]
    assert engine.describe(trace).edges[0].term == "\\bar{L}\\,(y - t)"


PRODUCTS: list[tuple[list[float], list[float]]] = [
    ([2.0, 3.0, 4.0], [12.0, 8.0, 6.0]),
    ([0.0, 3.0, 4.0], [12.0, 0.0, 0.0]),
    ([0.0, 0.0, 4.0], [0.0, 0.0, 0.0]),
    ([5.0], [1.0]),
]


@pytest.mark.parametrize(("value", "received"), PRODUCTS)
def test_a_product_is_differentiated_without_dividing(value: list[float], received: list[float]) -> None:
    """Entries that are 0 have exact derivatives; nothing warns."""
    shape: Shape = (len(value),)
    (term,) = numeric_terms("prod", (shape,), (), ())
    assert term is not None
    with np.errstate(all="raise"):
        found = term(np.float64(1.0), [np.array(value)], np.prod(value))
    assert found.tolist() == received


def test_second_derivatives_of_a_product_at_zeros_are_exact() -> None:
    """∂²(abc)/∂a∂b = c, also where a and b are 0."""
    case = Case("others", ((3,), (3,)), ())
    for direction, expected in (([1.0, 0.0, 0.0], [0.0, 4.0, 0.0]), ([0.0, 1.0, 0.0], [4.0, 0.0, 0.0])):
        assert case.value(np.array([0.0, 0.0, 4.0]), np.array(direction)).tolist() == expected


@pytest.mark.parametrize("at", [(-2.0, -1.0, 1.0), (0.2, -1.0, 1.0), (2.0, -1.0, 1.0), (0.3, 2.0, 1.0)])
def test_clip_is_the_chain_of_max_and_min(at: tuple[float, float, float]) -> None:
    """Beyond each bound, between them, and where the bounds have crossed."""
    given = [np.float64(one) for one in at]
    expected = engine.trace(engine.parse("L = min(max(x, y), z)", "xyz"), dict(zip("xyz", given, strict=True)))
    found = engine.trace(engine.parse("L = clip(x, y, z)", "xyz"), dict(zip("xyz", given, strict=True)))
    assert found.values["L"] == expected.values["L"]
    assert [found.adjoints[name] for name in "xyz"] == [expected.adjoints[name] for name in "xyz"]


def test_where_sends_nothing_to_its_condition() -> None:
    given = {"c": np.array([1.0, 0.0]), "x": np.array([3.0, 4.0]), "y": np.array([5.0, 6.0])}
    trace = engine.trace(engine.parse("L = sum(where(c, x, y))", given), given)
    assert [trace.adjoints[name].tolist() for name in "cxy"] == [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]
