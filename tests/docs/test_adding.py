"""Whoever follows the pages about adding something ends with something that works, and with checks that are green.

All pages are followed in one copy of the tree, word for word; and it is given primitives with every optional fact,
by a change of one file.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.docs import newcomers
from tests.docs.fences import DOCS, ROOT, Fence, apply, copy_of_the_tree, fences, process, run

PAGES = ("primitive", "format", "example", "lesson", "lab", "language")
NODE = os.environ.get("BACKSWEEP_NODE") or shutil.which("node")

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

SVG = """
from engine.formats.format import Format


def draw(trace):
    return f'<svg xmlns="http://www.w3.org/2000/svg"><title>{len(trace.graph.nodes)}</title></svg>\\n'


PICTURE = Format("picture", "A picture", "image/svg+xml", ".svg", draw)
"""


def page_of(what: str) -> Path:
    found = {"lab": "labs.md", "example": "adding-an-example.md"}
    return DOCS / found.get(what, f"adding-a-{what}.md")


def blocks(what: str, language: str) -> list[Fence]:
    return [fence for fence in fences(page_of(what)) if fence.language == language]


def translate(tree: Path) -> None:
    """What the page about languages tells in words: a file beside each en.json, an entry in each row."""
    for file in [*tree.glob("app/static/**/en.json"), tree / "app" / "templates" / "en.json"]:
        if "vendor" not in file.parts:
            words = json.loads(file.read_text("utf-8"))
            german = {key: sentence and f"(de) {sentence}" for key, sentence in words.items()}
            file.with_name("de.json").write_text(json.dumps(german, ensure_ascii=False, indent=2) + "\n", "utf-8")
    table = tree / "app" / "static" / "labs" / "table.js"
    text, count = re.subn(
        r'(fr: \(\) => import\("\./(\w+)/fr\.json"\))',
        r'\1, de: () => import("./\2/de.json")',
        table.read_text("utf-8"),
    )
    assert count == text.count("{ id:") > 0
    table.write_text(text, "utf-8")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree in which every page was followed, and the commands that it gives were run."""
    tree = copy_of_the_tree(tmp_path_factory.mktemp("copy"))
    for what in PAGES:
        for fence in fences(page_of(what)):
            if fence.key("file"):
                apply(fence, tree)
        if what == "language":
            translate(tree)
    for what in PAGES:
        for command in commands(what):
            if command[0] == ".venv/bin/python" and command[1:3] != ["-m", "pytest"]:
                process([sys.executable, *command[1:]], tree)
    return tree


def commands(what: str) -> list[list[str]]:
    """The lines of a page's shell blocks."""
    return [line.split() for fence in blocks(what, "shell") for line in fence.text.splitlines()]


@contextmanager
def edited(file: Path, text: str) -> Iterator[None]:
    """A file with another text, for a while."""
    before = file.read_text("utf-8")
    assert before != text
    file.write_text(text, "utf-8")
    yield
    file.write_text(before, "utf-8")


def ask(tree: Path, *requests: tuple[str, str, object]) -> list[tuple[int, dict[str, str], str]]:
    """What the service of this tree answers."""
    printed = process([sys.executable, "-c", ASK, json.dumps(requests)], tree)
    return [(status, headers, text) for status, headers, text in map(json.loads, printed.splitlines())]


def check(tree: Path, *arguments: str) -> str:
    """Run tests in this tree."""
    return process([sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *arguments], tree)


def test_the_pages_name_commands_that_there_are() -> None:
    known = (["python3", "scripts/dev.py", "check"], [".venv/bin/python", "-m", "tests.docs.reference"])
    for what in PAGES:
        assert commands(what), what
        for command in commands(what):
            pytest_of_one_file = command[:3] == [".venv/bin/python", "-m", "pytest"] and (ROOT / command[3]).is_file()
            assert command in known or pytest_of_one_file, command


def test_a_primitive(tree: Path) -> None:
    for program in blocks("primitive", "python"):
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
    page = (tree / "docs" / "primitives.md").read_text(encoding="utf-8")
    assert "### `swish`" in page
    assert "### `cumsum`" in page


@pytest.mark.parametrize("name", ["swish", "cumsum"])
def test_the_laws_notice_a_newcomer_that_is_wrong(tree: Path, name: str) -> None:
    file = tree / "engine" / "primitives" / "ops" / ("activations.py" if name == "swish" else "reductions.py")
    text = file.read_text(encoding="utf-8")
    wrong = text.replace("Y * call(", "2 * Y * call(").replace('_backwards(call("cumsum", _backwards(G)))', "G")
    with edited(file, wrong), pytest.raises(AssertionError, match=rf"test_the_law\[{name}"):
        check(tree, "-x", "-k", f"{name} and test_the_law", "tests/engine/primitives/test_laws_arrays.py")


def test_an_example(tree: Path) -> None:
    (_, _, listed), (status, _, text) = ask(
        tree, ("GET", "/api/examples", None), ("GET", "/api/examples/swap/trace", None)
    )
    assert "swap" in [one["id"] for one in json.loads(listed)["examples"]]
    assert status == 200
    assert json.loads(text)["adjoints"] == {"a": 5.0, "b": 3.0, "L": 1.0}


def test_an_example_that_is_wrong_is_noticed(tree: Path) -> None:
    """The page says that a test checks every file; this is what the test says to a wrong adjoint."""
    file = tree / "app" / "examples" / "swap.toml"
    wrong = file.read_text(encoding="utf-8").replace("a = 5.0", "a = 5.1")
    with edited(file, wrong), pytest.raises(AssertionError, match="swap"):
        check(tree, "-k", "swap", "tests/app/api/test_examples.py")


def test_an_example_of_another_name_stops_the_server(tree: Path) -> None:
    """As the page says of what is no id of small letters, digits and hyphens."""
    file = tree / "app" / "examples" / "swap.toml"
    other = file.with_name("Swap_2.toml")
    file.rename(other)
    with pytest.raises(AssertionError, match=r"Swap_2\.toml: id"):
        ask(tree, ("GET", "/api/examples", None))
    other.rename(file)


def test_a_lesson(tree: Path) -> None:
    (_, _, listed), (status, _, text) = ask(
        tree, ("GET", "/api/lessons", None), ("GET", "/api/lessons/first-steps", None)
    )
    assert "first-steps" in [one["id"] for one in json.loads(listed)["lessons"]]
    assert status == 200
    assert [len(section["points"]) for section in json.loads(text)["sections"]] == [2, 1]


def test_a_format(tree: Path) -> None:
    (promised,) = blocks("format", "text")
    array = {"source": "W = [[1, 2], [3, 4]]\ninput x = [1, 2]\nL = sum(W @ x)"}
    large = {"source": "x = ones(40)\nL = sum(x²)", "grain": "primitive"}
    asked = ({"source": "input a = 3, b = 5\nL = ab"}, array, large)
    (status, headers, text), second, third = ask(tree, *(("POST", "/api/export/markdown", one) for one in asked))
    assert (status, text) == (200, promised.text)
    assert headers["content-type"].startswith("text/markdown")
    assert second[0] == third[0] == 200
    assert "| $W$ | [[1, 2], [3, 4]] | [[1, 2], [1, 2]] |" in second[2]
    assert "| $x$ | array 40 | array 40 |" in third[2]


def test_a_format_that_is_a_picture(tree: Path) -> None:
    table = tree / "engine" / "formats" / "__init__.py"
    text = table.read_text("utf-8").replace("import code,", "import picture, code,")
    drawing = table.with_name("picture.py")
    drawing.write_text(SVG, "utf-8")
    with edited(table, text.replace("        table.FORMAT,\n", "        table.FORMAT,\n        picture.PICTURE,\n")):
        ((status, headers, answer),) = ask(tree, ("POST", "/api/export/picture", {"source": "input a = 3\nL = a²"}))
        check(tree, "-k", "picture", "tests/engine/formats/test_formats.py")
    drawing.unlink()
    assert (status, headers["content-type"]) == (200, "image/svg+xml; charset=utf-8")
    assert answer.startswith("<svg")


def test_a_language_is_served(tree: Path) -> None:
    ((status, _, text),) = ask(tree, ("GET", "/?lang=de", None))
    assert status == 200
    assert '<html lang="de"' in text
    assert "(de) " in text


def test_primitives_with_every_fact_touch_one_file(tree: Path) -> None:
    """A ufunc, a method of one, a lambda and partials, elementwise or not, in every way of running and writing."""
    file = tree / newcomers.FILE
    declared = newcomers.declared(file.read_text("utf-8"))
    every = {"spelling", "as_formula", "in_parts", "complex_value", "scalar_expansion", "multiply_adds", "printed_vjp"}
    assert {name for name in every if f"{name}=" not in declared} == set()
    with edited(file, declared):
        assert process([sys.executable, "-c", newcomers.TRY], tree).split() == ["tried"]
        ((_, _, listed),) = ask(tree, ("GET", "/api/primitives", None))
        assert set(newcomers.NAMES) <= {row["name"] for row in json.loads(listed)["primitives"]}
        process([sys.executable, "-m", "tests.docs.reference"], tree)
        words = " or ".join(newcomers.NAMES)
        found = (path.relative_to(tree).as_posix() for path in tree.glob("tests/engine/**/test_*.py"))
        check(tree, "-k", words, *sorted(path for path in found if "katex" not in path))
        check(tree, "tests/docs/test_reference.py", "tests/engine/notation/test_refusals.py", "tests/test_house.py")
    process([sys.executable, "-m", "tests.docs.reference"], tree)


def test_the_checks_are_green(tree: Path) -> None:
    """Format, lint, types, the rules of the house, and every fast test that an addition can turn red."""
    process([sys.executable, "-m", "ruff", "check", "--no-cache", "."], tree)
    process([sys.executable, "-m", "ruff", "format", "--no-cache", "--check", "."], tree)
    if (ROOT / ".mypy_cache").is_dir():  # what is known of the files that did not change
        shutil.copytree(ROOT / ".mypy_cache", tree / ".mypy_cache")
    process([sys.executable, "-m", "mypy", "engine", "app"], tree)
    found = (path.relative_to(tree).as_posix() for path in tree.glob("tests/engine/**/test_*.py"))
    about = "swish or silu or cumsum or markdown or swap or first-steps"
    check(
        tree, "-k", about, *sorted(path for path in found if "katex" not in path), "tests/app/api", "tests/app/content"
    )
    check(
        tree,
        *(
            "tests/test_house.py",
            "tests/docs",
            "--ignore=tests/docs/test_adding.py",
            "--ignore=tests/docs/test_readme.py",
        ),
        *("tests/engine/notation/test_refusals.py", "tests/app/api/test_openapi.py", "tests/app/pages"),
        *("tests/app/api/test_examples.py", "-k", "not test_a_program_prints"),
    )


@pytest.mark.skipif(
    NODE is None or not (ROOT / "node_modules").exists(), reason="the page's packages are not installed"
)
def test_the_page_code_is_green(tree: Path) -> None:
    node = str(NODE)
    process([node, "node_modules/typescript/bin/tsc", "--project", "tsconfig.json"], tree)
    files = [path.relative_to(tree).as_posix() for path in sorted(tree.glob("tests/**/*.test.js"))]
    assert "tests/labs/tally.test.js" in files
    process([node, "--test", "--test-reporter=dot", *files], tree)


def test_every_field_of_a_declaration_is_explained() -> None:
    page = page_of("primitive").read_text(encoding="utf-8")
    from engine.primitives.declaration import Function, Primitive  # noqa: PLC0415 - the rest of this file looks at copies
    from engine.primitives.spelling import Spelling  # noqa: PLC0415

    fields = (*Function.__slots__, *Primitive.__slots__, *Spelling.__slots__)
    assert [field for field in fields if f"`{field}`" not in page and f"{field}=" not in page] == []
