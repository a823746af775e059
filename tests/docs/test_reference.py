"""docs/primitives.md says what the table says."""

from engine.primitives.ops import TABLE
from tests.docs.reference import PAGE, reference


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), "run: python -m tests.docs.reference"


def test_every_primitive_of_the_notation_is_on_it() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [name for name, primitive in TABLE.items() if primitive.in_notation and f"### `{name}`" not in text] == []
