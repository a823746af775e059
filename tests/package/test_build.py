"""What the wheel is made of: imports rewritten in their place, files chosen, versions and licences named."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from pathlib import Path

import pytest

from scripts import environment, frontend, wheel
from scripts.places import ROOT
from scripts.rewrite import FOLDERS, Unmoved, rewritten
from tests.test_dev import Setup, pins

SOURCES = [file for file, _ in wheel.contents() if file.suffix == ".py"]


# --- Imports ---


@pytest.mark.parametrize(
    ("source", "installed"),
    [
        ("from engine import parse", "from backsweep.engine import parse"),
        (
            "from engine.graph.graph import (\n    Graph,\n)",
            "from backsweep.engine.graph.graph import (\n    Graph,\n)",
        ),
        (
            "if True:\n    from  app.main import x; import sys",
            "if True:\n    from  backsweep.app.main import x; import sys",
        ),
        ("é = 1; import engine", "é = 1; from backsweep import engine"),
        ("import engine as e, app.main as m", "import backsweep.engine as e, backsweep.app.main as m"),
        ("from . import engine\nfrom .engine import x", "from . import engine\nfrom .engine import x"),
        ("from engines import x\nimport application", "from engines import x\nimport application"),
        ("text = 'from engine import x'  # import app", "text = 'from engine import x'  # import app"),
        (
            '"""By :func:`engine.trace` of engine.trace."""',
            '"""By :func:`backsweep.engine.trace` of engine.trace."""',
        ),
        ("from backsweep.failure import Failure", "from backsweep.failure import Failure"),
    ],
)
def test_imports_are_rewritten_in_their_place(source: str, installed: str) -> None:
    assert rewritten(source, "x.py") == installed


@pytest.mark.parametrize(
    "source",
    [
        "import engine.graph.graph",
        "import engine, sys",
        "from \\\n engine import x",
        "importlib.import_module('engine.graph.graph')",
        "__import__('app')",
        "def late():\n    return find_spec('engine')",
    ],
)
def test_what_cannot_be_rewritten_in_its_place_stops_the_build(source: str) -> None:
    with pytest.raises(Unmoved, match=r"^x\.py:[12]: "):
        rewritten(source, "x.py")


def outside(source: str) -> list[str]:
    """The modules of the checkout's own folders that a module still imports by their names there."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [one.name for one in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.append(node.module or "")
    return [name for name in found if name.partition(".")[0] in FOLDERS]


def test_an_import_that_was_left_is_seen() -> None:
    assert outside("import sys, app\nfrom engine.graph.graph import Graph") == ["app", "engine.graph.graph"]


def places(source: str) -> list[tuple[str, int | None]]:
    """The kind and line of every part of a module that has one."""
    return sorted((type(node).__name__, getattr(node, "lineno", None) or 0) for node in ast.walk(ast.parse(source)))


def test_every_module_keeps_its_lines_and_leaves_no_import_behind() -> None:
    assert sum(bool(outside(file.read_text("utf-8"))) for file in SOURCES) > 50, "there is something to rewrite"
    for file in SOURCES:
        source = file.read_text("utf-8")
        installed = rewritten(source, file.name)
        assert outside(installed) == [], file
        assert installed.count("\n") == source.count("\n"), file
        changed = [(a, b) for a, b in zip(source.split("\n"), installed.split("\n"), strict=True) if a != b]
        assert all("import" in a or ":`" in a for a, _ in changed), file
        kinds = [(kind, line) for kind, line in places(installed) if kind not in {"Import", "ImportFrom"}]
        assert kinds == [(kind, line) for kind, line in places(source) if kind not in {"Import", "ImportFrom"}], file


# --- Files ---


def test_the_files_are_those_of_the_three_folders_and_no_others() -> None:
    found = dict(wheel.contents())
    targets = list(found.values())
    assert len(set(targets)) == len(targets)
    assert {target.split("/")[0] for target in targets} == {"backsweep"}
    for folder in ("backsweep", *FOLDERS):
        own = {file for file in (ROOT / folder).rglob("*.py") if "__pycache__" not in file.parts}
        assert own <= found.keys(), folder
    for target in (
        "py.typed",
        "app/static/vendor/page.js",
        "app/static/vendor/LICENSES.txt",
        "app/templates/index.html",
    ):
        assert f"backsweep/{target}" in targets
    kinds = {file.suffix for file in found}
    assert kinds <= wheel.KINDS
    assert not kinds & {".ts", ".pyc", ".turn", ""}


def test_what_an_editor_leaves_behind_is_no_part_of_it(tmp_path: Path) -> None:
    for name in (
        "engine/a.py",
        "engine/a.py.orig",
        "engine/.a.py.swp",
        "app/__pycache__/a.py",
        "app/static/vendor.old/a.js",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert [target for _, target in wheel.contents(tmp_path)] == ["backsweep/engine/a.py"]


def test_every_file_of_data_is_of_a_kind_that_is_installed() -> None:
    """A new kind of data beside the code has to be named, or the installed package would lack it."""
    known = wheel.KINDS | {".pyc", ".ts", ".turn"}  # made by Python, for the checker, and a lock
    for folder in ("backsweep", *FOLDERS):
        for file in (ROOT / folder).rglob("*"):
            assert file.is_dir() or file.name.startswith(".") or file.suffix in known, file


def test_an_old_page_does_not_get_into_a_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = wheel.page_fault(tmp_path)
    assert fault is not None
    assert "not built yet" in fault
    for name in ("page.js", "page.css", "LICENSES.txt"):
        (tmp_path / name).touch()
    assert wheel.page_fault(tmp_path) is None, "bundled by hand a moment ago, as for the image"
    (tmp_path / ".stamp").write_text("of other files", "utf-8")
    fault = wheel.page_fault(tmp_path)
    assert fault is not None
    assert "scripts/dev.py wheel" in fault
    monkeypatch.setattr(frontend, "fingerprint", lambda *_: "of other files")
    assert wheel.page_fault(tmp_path) is None


# --- Metadata ---


def test_the_licence_is_that_of_the_project_and_of_all_that_is_bundled() -> None:
    """The packages that LICENSES.txt names, by what each says of itself; the fonts say it in their files."""
    text = (frontend.VENDOR / "LICENSES.txt").read_text("utf-8")
    names = re.findall(r"^(\S+) \d+\.\d+\.\d+\n-+$", text, re.MULTILINE)
    assert len(names) > 15
    licences = {json.loads((frontend.MODULES / name / "package.json").read_text("utf-8"))["license"] for name in names}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(project["license"].split(" AND ")) == {"MIT", "OFL-1.1"} | licences
    assert (ROOT / project["license-files"][1]) == frontend.VENDOR / "LICENSES.txt"


def test_the_oldest_versions_that_will_do_are_no_newer_than_those_that_are_pinned() -> None:
    """Each package that the server imports has such a version; the wheel asks for it."""
    lines = (environment.REQUIREMENTS / "run.in").read_text("utf-8").splitlines()
    pinned = pins("run")
    for line in lines:
        if line and not line.startswith("#"):
            name, _, oldest = line.partition(">=")
            versions = [version for key, version in pinned.items() if key.split(" ;")[0] == name]
            assert oldest, f"{name} has no oldest version"
            assert versions
            assert all(numbers(oldest) <= numbers(version) for version in versions), name


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def test_the_checkout_is_installed_once_and_again_when_its_metadata_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    setup = Setup(tmp_path, monkeypatch)
    (setup.locks / "wheel.txt").write_text("wheel", "utf-8")
    own = tmp_path / "pyproject.toml"
    own.write_text("version 1", "utf-8")
    monkeypatch.setattr(environment, "OWN", (own,))
    ran: list[list[str]] = []
    monkeypatch.setattr(environment, "quietly", lambda _purpose, command: ran.append(command))
    for version, count in (("version 1", 1), ("version 1", 1), ("version 2", 2)):
        own.write_text(version, "utf-8")
        environment.ensure_own(setup.venv)
        assert len(ran) == count
    assert setup.done == ["create", "wheel"]
    assert {"--no-deps", "--no-index", "--no-build-isolation", "--editable"} <= set(ran[0])
