"""Whoever follows the pages about adding something ends with something that works."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.docs.fences import DOCS, Fence, apply, copy_of_the_tree, fences, process, run

ASK = """
import asyncio, httpx, json, sys
from app.main import create_app

async def ask():
    transport = httpx.ASGITransport(create_app())
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        for method, path, body in json.loads(sys.argv[1]):
            answer = await client.request(method, path, json=body)
            print(json.dumps([answer.status_code, dict(answer.headers), answer.text]))

asyncio.run(ask())
"""


def blocks(page: str, language: str) -> list[Fence]:
    return [fence for fence in fences(DOCS / page) if fence.language == language]


def follow(page: str, tree: Path) -> Path:
    """A copy of the tree with every file and change of the page."""
    copy_of_the_tree(tree)
    for fence in fences(DOCS / page):
        if fence.key("file"):
            apply(fence, tree)
    return tree


def ask(tree: Path, *requests: tuple[str, str, object]) -> list[tuple[int, dict[str, str], str]]:
    """What the service of this tree answers."""
    printed = process([sys.executable, "-c", ASK, json.dumps(requests)], tree)
    return [(status, headers, text) for status, headers, text in map(json.loads, printed.splitlines())]


def check(tree: Path, *arguments: str) -> None:
    """Run tests in this tree."""
    process([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments], tree)


def test_a_primitive(tmp_path: Path) -> None:
    tree = follow("adding-a-primitive.md", tmp_path)
    for program in blocks("adding-a-primitive.md", "python"):
        assert program.key("after")
        assert run(program.text, tree) == program.promised
    (_, _, listed), (status, _, text) = ask(
        tree,
        ("GET", "/api/primitives", None),
        ("POST", "/api/check", {"source": "input x = -1.5\ny = swish(2x)", "grain": "primitive"}),
    )
    rows = {row["name"]: row for row in json.loads(listed)["primitives"]}
    assert rows["swish"]["aliases"] == ["silu"]
    assert rows["cumsum"]["summary"] == "running totals along the first axis"
    assert status == 200
    assert all(one["agrees"] for one in json.loads(text)["checks"])
    process([sys.executable, "-m", "tests.docs.reference"], tree)
    page = (tree / "docs" / "primitives.md").read_text(encoding="utf-8")
    assert "### `swish`" in page
    assert "### `cumsum`" in page
    check(tree, "tests/docs/test_reference.py")


def test_the_laws_pick_newcomers_up(tmp_path: Path) -> None:
    """Nothing outside of engine/primitives/ops was touched, and nothing else complains of them."""
    tree = follow("adding-a-primitive.md", tmp_path)
    found = (
        path.relative_to(tree).as_posix() for path in (tree / "tests" / "engine" / "primitives").glob("test_laws*.py")
    )
    laws = [path for path in sorted(found) if "katex" not in path]  # which needs Node and the page's packages
    check(tree, "-k", "swish or cumsum or shipped or random or every_name or tried or whole or refuses", *laws)


@pytest.mark.parametrize("name", ["swish", "cumsum"])
def test_the_laws_notice_a_newcomer_that_is_wrong(tmp_path: Path, name: str) -> None:
    tree = follow("adding-a-primitive.md", tmp_path)
    broken = tree / "engine" / "primitives" / "ops" / ("activations.py" if name == "swish" else "reductions.py")
    text = broken.read_text(encoding="utf-8")
    wrong = text.replace("Y * call(", "2 * Y * call(").replace('_backwards(call("cumsum", _backwards(G)))', "G")
    assert wrong != text
    broken.write_text(wrong, encoding="utf-8")
    with pytest.raises(AssertionError, match=rf"test_the_law\[{name}"):
        check(tree, "-x", "-k", f"{name} and test_the_law", "tests/engine/primitives/test_laws_arrays.py")


def test_an_example(tmp_path: Path) -> None:
    tree = follow("adding-an-example.md", tmp_path)
    check(tree, "tests/app/api/test_examples.py")
    (_, _, listed), (status, _, text) = ask(
        tree, ("GET", "/api/examples", None), ("GET", "/api/examples/swap/trace", None)
    )
    assert "swap" in [one["id"] for one in json.loads(listed)["examples"]]
    assert status == 200
    assert json.loads(text)["adjoints"] == {"a": 5.0, "b": 3.0, "L": 1.0}


def test_an_example_that_is_wrong_is_noticed(tmp_path: Path) -> None:
    """The page says that a test checks every file; this is what the test says to a wrong adjoint."""
    tree = follow("adding-an-example.md", tmp_path)
    file = tree / "app" / "examples" / "swap.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("a = 5.0", "a = 5.1"), encoding="utf-8")
    try:
        check(tree, "-k", "swap", "tests/app/api/test_examples.py")
    except AssertionError as failure:
        assert "swap" in str(failure)  # noqa: PT017 - the failure is another process's
    else:
        raise AssertionError("a wrong adjoint was not noticed")


def test_a_lesson(tmp_path: Path) -> None:
    tree = follow("adding-a-lesson.md", tmp_path)
    check(tree, "-k", "first-steps", "tests/app/api/test_lessons.py")
    (_, _, listed), (status, _, text) = ask(
        tree, ("GET", "/api/lessons", None), ("GET", "/api/lessons/first-steps", None)
    )
    assert "first-steps" in [one["id"] for one in json.loads(listed)["lessons"]]
    assert status == 200
    assert [len(section["points"]) for section in json.loads(text)["sections"]] == [2, 1]


def test_a_format(tmp_path: Path) -> None:
    tree = follow("adding-a-format.md", tmp_path)
    (promised,) = blocks("adding-a-format.md", "text")
    ((status, headers, text),) = ask(tree, ("POST", "/api/export/markdown", {"source": "input a = 3, b = 5\nL = ab"}))
    assert (status, text) == (200, promised.text)
    assert headers["content-type"].startswith("text/markdown")


def test_every_field_of_a_declaration_is_explained() -> None:
    page = (DOCS / "adding-a-primitive.md").read_text(encoding="utf-8")
    from engine.primitives.declaration import Function, Primitive  # noqa: PLC0415 - the rest of this file looks at copies

    fields = (*Function.__slots__, *Primitive.__slots__)
    assert [field for field in fields if f"`{field}`" not in page and f"{field}=" not in page] == []
