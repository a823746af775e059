"""Example files are data: read once, checked, and a mistake names its file and field."""

from pathlib import Path

import pytest

from app.content.examples import Library, LibraryError

WHOLE = """
title = "Square"
summary = "One line."
section = "Basics"
order = 2
source = "L = x^2"
[inputs]
x = 3
[expected]
output = 9
"""


def test_examples_come_in_their_order_and_the_first_one_starts(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(WHOLE, "utf-8")
    (tmp_path / "b.toml").write_text(WHOLE.replace("order = 2", "order = 1"), "utf-8")
    (tmp_path / "notes.txt").write_text("not an example", "utf-8")
    library = Library.read(tmp_path)
    assert [example.id for example in library] == ["b", "a"]
    assert library.first is library.get("b")
    assert library.get("c") is None


def test_numbers_are_read_as_numbers(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(WHOLE, "utf-8")
    (example,) = Library.read(tmp_path)
    assert example.expected is not None
    assert [type(number) for number in (example.inputs["x"], example.expected.output)] == [float, float]
    assert example.request("primitive").grain == "primitive"


def test_a_library_may_be_empty(tmp_path: Path) -> None:
    assert Library.read(tmp_path).first is None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("title = ", "no TOML"),
        (WHOLE.replace('title = "Square"', ""), "title"),
        ('colour = "red"\n' + WHOLE, "colour"),
        (WHOLE.replace("x = 3", 'x = "3"'), "inputs.x"),
        (WHOLE + '[roles]\nx = "hero"\n', "roles.x"),
    ],
)
def test_a_broken_file_is_named_with_its_field(text: str, named: str, tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text(text, "utf-8")
    with pytest.raises(LibraryError, match=rf"broken\.toml.*{named}"):
        Library.read(tmp_path)


def test_a_file_name_that_is_no_id_is_refused(tmp_path: Path) -> None:
    (tmp_path / "My Example.toml").write_text(WHOLE, "utf-8")
    with pytest.raises(LibraryError, match="id"):
        Library.read(tmp_path)
