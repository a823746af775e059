"""The table over arrays: every declaration, in every case, held to every law."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from engine.primitives.declaration import Primitive
from engine.primitives.ops import TABLE
from tests.engine.primitives import laws
from tests.engine.primitives.laws import Case

CASES = [case for primitive in TABLE.values() for case in laws.cases_of(primitive)]
ELEMENTWISE = {name: primitive for name, primitive in TABLE.items() if primitive.elementwise}


@pytest.mark.parametrize("law", laws.LAWS, ids=lambda law: law.__name__)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_law(case: Case, law: laws.Law) -> None:
    with np.errstate(all="ignore"):
        law(case)


def test_every_structured_primitive_is_tried() -> None:
    assert {case.name for case in CASES} == TABLE.keys()
    for primitive in TABLE.values():
        assert primitive.elementwise or (primitive.vjp is not None and primitive.cases)


@pytest.mark.parametrize("primitive", ELEMENTWISE.values(), ids=ELEMENTWISE)
@settings(max_examples=10)
@given(data=st.data())
def test_elementwise_under_random_broadcasting(primitive: Primitive, data: st.DataObject) -> None:
    count = len(primitive.derivatives)
    drawn = data.draw(arrays.mutually_broadcastable_shapes(num_shapes=count, max_dims=3, max_side=3))
    case = Case(primitive.name, drawn.input_shapes, (), data.draw(st.integers(0, 1000)))
    assert case.output == drawn.result_shape
    for law in (
        laws.value_has_its_shape,
        laws.terms_have_their_shapes,
        laws.terms_are_slopes,
        laws.forward_and_reverse_are_transposes,
    ):
        law(case)
