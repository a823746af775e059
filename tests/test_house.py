"""The house's rules: who may import whom, what a file may be, what no file may say.

Each rule is a function from a tree to a list of violations, so that it is seen to catch one (in a made-up
tree) as well as to find none (in this one).
"""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.rooms import ENGINE, GROUND

ROOT = Path(__file__).resolve().parent.parent

# --- Packages: what each top-level folder may import beside itself and the standard library. ---


def named(layer: str) -> set[str]:
    """The modules of the packages that a requirements file names."""
    lines = (ROOT / "requirements" / f"{layer}.in").read_text("utf-8").splitlines()
    return {line.replace("-", "_") for line in lines if line and not line.startswith(("#", "-"))}


MAY_IMPORT: dict[str, set[str]] = {
    "engine": {"numpy"},
    "app": {"engine"} | named("run"),
    "scripts": set(),  # the environment does not stand yet when they run
    "tests": {"app", "benchmarks", "engine", "scripts"} | named("run") | named("test"),
    "benchmarks": {"app", "engine", "scripts"} | named("run") | named("test") | named("bench") | {"torch"},
}

# --- Page code: the rooms of app/static; files directly in it (main.js, session.js ...) are "main". ---

STATIC: dict[str, set[str]] = {
    "words": {"words"},
    "core": {"core", "words"},
    "io": {"core", "io", "words"},
    "view": {"core", "io", "labs", "vendor", "view", "words"},
    "labs": {"core", "labs", "view", "words"},
    "main": {"core", "io", "main", "vendor", "view", "words"},
}

SPECIFIER = re.compile(
    r"(?:\b(?:import|export)\s+(?:[\w$*\s,]+|[\w$*\s,]*\{[^}]*\}\s*)from\s*|\bimport\s*\(\s*|\bimport\s+)"
    r"""(["'])([^"'\n]+)\1"""
)
IMPURE = re.compile(
    r"\b(?:document|window|navigator|localStorage|sessionStorage|globalThis|requestAnimationFrame"
    r"|setTimeout|setInterval|queueMicrotask|XMLHttpRequest)\b|\bfetch\s*\("
    r"|\bMath\.random\b|\bDate\.now\b|\bnew Date\b|\bperformance\.now\b"
)

LONGEST = 400
CODE = {".py", ".js", ".mjs", ".css", ".html", ".toml"}
TEXT = CODE | {".cfg", ".in", ".json", ".md", ".sh", ".txt", ".yml", ".yaml", ""}
MADE = {".git", ".venv", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache", "__pycache__", "node_modules"}
BUNDLES = ("app/static/vendor/", "app/static/vendor.new/", "app/static/vendor.old/")

UNFINISHED = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX|NotImplemented" + r"Error)\b")
REGISTRY = re.compile(r"\b(?:[\w-]+\.)*(?:pypi|python[h]osted|npmjs|yarnpkg|debian)\.(?:org|io|com|net)\b")
WORKPLACE = re.compile(r"(?<![\w.:/}$-])/(?:work|root|home|tmp)/[\w.]")
ADDRESS = re.compile(r"""https?://[^\s"'`)<>]+|["'`(]//[\w-]+(?:\.[\w-]+)+""")
LOADED = re.compile(r"<(?:script|link|img|iframe|source|object|embed|use|image|form|base)\b[^>]*>", re.DOTALL)


def python_files(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*.py")) if not MADE & set(file.parts))


def imported(file: Path, root: Path) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything a Python file imports, names included."""
    package = file.relative_to(root).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(file.read_text("utf-8"), str(file))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            up = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*up, *(node.module or "").split(".")]).strip(".")
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def foreign_imports(root: Path) -> list[str]:
    """Imports of a package that the folder may not use: the web in the engine, the app in the engine ..."""
    return [
        f"{file.relative_to(root)}:{line} imports {name}"
        for folder, allowed in MAY_IMPORT.items()
        for file in python_files(root / folder)
        for line, name in imported(file, root)
        if (top := name.split(".")[0]) not in allowed | {folder} and top not in sys.stdlib_module_names
    ]


def engine_room(file: Path, root: Path) -> str:
    parts = file.relative_to(root / "engine").with_suffix("").parts
    return parts[0]


def engine_arrows(root: Path) -> Iterator[tuple[str, str, str]]:
    """(place, room, imported room) for every import inside the engine."""
    for file in python_files(root / "engine"):
        room = engine_room(file, root)
        for line, name in imported(file, root):
            parts = name.split(".")
            if parts[0] == "engine":
                target = parts[1] if len(parts) > 1 and is_room(root, parts[1]) else "__init__"
                yield f"{file.relative_to(root)}:{line}", room, target


def is_room(root: Path, name: str) -> bool:
    return (root / "engine" / f"{name}.py").is_file() or (root / "engine" / name).is_dir()


def engine_directions(root: Path) -> list[str]:
    """Arrows inside the engine that its table does not have, and rooms that have no row in it."""
    rooms = {engine_room(file, root) for file in python_files(root / "engine")} - {"__init__"}
    unlisted = [f"engine/{room} has no row in the table of tests/rooms.py" for room in sorted(rooms - set(ENGINE))]
    wrong = [
        f"{place}: {room} may not import {target}"
        for place, room, target in engine_arrows(root)
        if room in ENGINE and target not in ENGINE[room] | {room} | (set() if room in GROUND else GROUND)
    ]
    return unlisted + wrong


def without_comments(source: str) -> str:
    """JavaScript without comments; line numbers stay. Addresses in strings stay too."""
    blank = re.sub(r"/\*.*?\*/", lambda match: "\n" * match[0].count("\n"), source, flags=re.DOTALL)
    return re.sub(r"(?m)(?:^|(?<=[\s;{}(),]))//.*$", "", blank)


def page_files(root: Path, *suffixes: str) -> Iterator[Path]:
    static = root / "app" / "static"
    files = (file for file in sorted(static.rglob("*")) if file.suffix in suffixes)
    return (file for file in files if file.relative_to(static).parts[0] not in {"vendor", "vendor.new", "vendor.old"})


def page_directions(root: Path) -> list[str]:
    """Imports of page code (types in comments included) that leave the rooms a room may import."""
    static = root / "app" / "static"
    found = []
    for file in page_files(root, ".js"):
        parts = file.relative_to(static).parts
        room = parts[0] if len(parts) > 1 else "main"
        source = file.read_text("utf-8")
        for match in SPECIFIER.finditer(source):
            place = f"{file.relative_to(root)}:{source.count(chr(10), 0, match.start()) + 1}"
            if not match[2].startswith("."):
                found.append(f"{place}: '{match[2]}' is no relative path")
                continue
            target = (file.parent / match[2]).resolve()
            if not target.is_relative_to(static.resolve()):
                found.append(f"{place}: '{match[2]}' leaves app/static")
                continue
            inside = target.relative_to(static.resolve()).parts
            goal = inside[0] if len(inside) > 1 else "main"
            if goal not in STATIC.get(room, set()):
                found.append(f"{place}: {room} may not import {goal} ('{match[2]}')")
    return found


def impurities(root: Path) -> list[str]:
    """What core/ and the models of labs must not touch: the document, the network, timers, chance and the clock."""
    return [
        f"{file.relative_to(root)}:{number}: {match[0]}"
        for file in page_files(root, ".js")
        if file.relative_to(root / "app" / "static").parts[0] == "core"
        or (file.is_relative_to(root / "app" / "static" / "labs") and file.name.startswith("model"))
        for number, line in enumerate(without_comments(file.read_text("utf-8")).splitlines(), 1)
        if (match := IMPURE.search(line))
    ]


def own_files(root: Path) -> list[Path]:
    """The project's own text files: what git has or would take, or everything where there is no git."""
    listed = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        files = [root / name for name in listed.stdout.decode("utf-8").split("\0") if name]
    else:
        names = [file.relative_to(root).as_posix() for file in root.rglob("*")]
        files = [root / name for name in names if not MADE & set(name.split("/")) and not name.startswith(BUNDLES)]
    return sorted(file for file in files if file.suffix in TEXT and file.is_file())


def long_files(root: Path) -> list[str]:
    """Code files that are too long to read in one sitting."""
    lengths = {file: len(file.read_text("utf-8").splitlines()) for file in own_files(root) if file.suffix in CODE}
    return [f"{file.relative_to(root)} has {length} lines" for file, length in lengths.items() if length > LONGEST]


def said(root: Path, pattern: re.Pattern[str]) -> list[str]:
    """Every place in the project's own files where the pattern is found."""
    return [
        f"{file.relative_to(root)}:{number}: {match[0]}"
        for file in own_files(root)
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if (match := pattern.search(line))
    ]


def unfinished(root: Path) -> list[str]:
    """Marks of unfinished work."""
    return said(root, UNFINISHED)


def registries(root: Path) -> list[str]:
    """Hosts of package registries: where packages come from is the machine's business."""
    return said(root, REGISTRY)


def workplaces(root: Path) -> list[str]:
    """Absolute paths of somebody's machine."""
    return said(root, WORKPLACE)


def lab_imports(root: Path) -> list[str]:
    """What a lab's code imports beside its own folder. Types, which are comments, may come from anywhere.

    A module of the first screen that a lab imported would leave the page's one file for one of its own.
    """
    labs = root / "app" / "static" / "labs"
    found = []
    for file in page_files(root, ".js"):
        if not file.is_relative_to(labs) or file.parent == labs:
            continue
        own = labs / file.relative_to(labs).parts[0]
        found += [
            f"{file.relative_to(root)} imports {match[2]}"
            for match in SPECIFIER.finditer(without_comments(file.read_text("utf-8")))
            if not (file.parent / match[2]).resolve().is_relative_to(own.resolve())
        ]
    return found


def outside_addresses(root: Path) -> list[str]:
    """Addresses of other hosts that the page could load. Namespaces are names; links in <a> load nothing."""
    found = []
    for file in page_files(root, ".js", ".css"):
        source = file.read_text("utf-8")
        code = without_comments(source) if file.suffix == ".js" else re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
        found += [(file, match[0]) for match in ADDRESS.finditer(code)]
    for file in [*page_files(root, ".html", ".svg"), *sorted((root / "app" / "templates").rglob("*.html"))]:
        found += [
            (file, match[0]) for tag in LOADED.finditer(file.read_text("utf-8")) for match in ADDRESS.finditer(tag[0])
        ]
    return [f"{file.relative_to(root)}: {text}" for file, text in found if "://www.w3.org/" not in text]


RULES: list[Callable[[Path], list[str]]] = [
    foreign_imports,
    engine_directions,
    page_directions,
    impurities,
    lab_imports,
    long_files,
    unfinished,
    registries,
    workplaces,
    outside_addresses,
]


@pytest.mark.parametrize("rule", RULES)
def test_the_house_keeps_its_rules(rule: Callable[[Path], list[str]]) -> None:
    assert rule(ROOT) == []


def test_no_cycle() -> None:
    """The engine's table can be sorted: no room imports itself by a detour."""
    left = {room: set(allowed) for room, allowed in ENGINE.items()}
    while ground := {room for room, allowed in left.items() if not allowed & set(left)}:
        left = {room: allowed for room, allowed in left.items() if room not in ground}
    assert left == {}


def test_the_table_names_rooms_that_exist() -> None:
    assert sorted(room for room in ENGINE if not is_room(ROOT, room)) == []
    assert sorted({name for allowed in ENGINE.values() for name in allowed} - set(ENGINE)) == []


def test_the_rules_see_this_tree() -> None:
    """A rule that looks into empty folders would always be content."""
    assert any(python_files(ROOT / "engine"))
    assert any(python_files(ROOT / "app"))
    assert {file.relative_to(ROOT / "app" / "static").parts[0] for file in page_files(ROOT, ".js")} >= {
        "core",
        "io",
        "view",
    }
    assert {ROOT / "pyproject.toml", ROOT / ".ci" / "run"} <= set(own_files(ROOT))
    assert list(engine_arrows(ROOT)) != []


def test_without_git_only_what_was_made_is_left_out(tmp_path: Path) -> None:
    own = ["engine/a.py", "scripts/vendor/d3.mjs", ".ci/run"]
    for name in [*own, ".mypy_cache/x.json", "node_modules/d3/a.js", "app/static/vendor/d3.js", ".venv/bin/activate"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert {file.relative_to(tmp_path).as_posix() for file in own_files(tmp_path)} == set(own)


def hidden(*pieces: str) -> str:
    """A text that this file must not contain in one piece."""
    return "".join(pieces)


@pytest.mark.parametrize(
    ("rule", "file", "text"),
    [
        (foreign_imports, "engine/errors.py", "import app.main"),
        (foreign_imports, "engine/errors.py", "def late():\n    from fastapi import FastAPI"),
        (foreign_imports, "engine/ops/sums.py", "from ...app import main"),
        (foreign_imports, "app/main.py", "import httpx"),
        (foreign_imports, "scripts/dev.py", "import numpy"),
        (engine_directions, "engine/algebra.py", "from engine.ops import TABLE"),
        (engine_directions, "engine/algebra.py", "from . import ops"),
        (engine_directions, "engine/ops/sums.py", "from ..graph import Graph"),
        (engine_directions, "engine/primitive.py", "import engine.trace"),
        (engine_directions, "engine/algebra.py", "from engine import parse"),
        (engine_directions, "engine/attic.py", "OLD = 1"),
        (page_directions, "app/static/core/player.js", "import { draw } from '../view/graph.js';"),
        (page_directions, "app/static/core/player.js", "/** @param {import('../io/api.js').Api} api */"),
        (page_directions, "app/static/io/api.js", 'export * from "../view/graph.js";'),
        (page_directions, "app/static/view/graph.js", 'import "../main.js";'),
        (page_directions, "app/static/view/graph.js", 'await import("d3-selection");'),
        (page_directions, "app/static/main.js", 'import { x } from "../../tests/x.js";'),
        (impurities, "app/static/core/player.js", "let a = 1; // fine\nsetTimeout(() => 0, 1);"),
        (impurities, "app/static/core/player.js", "const seed = Math.random();"),
        (impurities, "app/static/labs/order/model.js", "export const now = () => Date.now();"),
        (lab_imports, "app/static/labs/order/index.js", 'import { mark } from "../../view/attributes.js";'),
        (lab_imports, "app/static/labs/order/index.js", 'const late = () => import("../../core/snapshot.js");'),
        (lab_imports, "app/static/labs/order/index.js", 'import { other } from "../other/model.js";'),
        (long_files, "engine/errors.py", "\n" * (LONGEST + 1)),
        (unfinished, "app/main.py", hidden("# TO", "DO: later")),
        (unfinished, "app/static/main.js", hidden("// FIX", "ME")),
        (registries, "package-lock.json", hidden('"resolved": "https://registry.n', 'pmjs.org/a/-/a.tgz"')),
        (registries, "requirements/run.txt", hidden("--index-url https://py", "pi.org/simple")),
        (workplaces, "docs/setup.md", hidden("See /wo", "rk/main/README.md")),
        (workplaces, "Dockerfile", hidden("COPY /ho", "me/me/app app")),
        (outside_addresses, "app/static/style/page.css", "@import url(https://fonts.example/a.css);"),
        (outside_addresses, "app/static/style/page.css", "a { background: url(//cdn.example/a.png) }"),
        (outside_addresses, "app/static/main.js", 'fetch("https://api.example/");'),
        (outside_addresses, "app/templates/index.html", '<script\n src="https://cdn.example/d3.js"></script>'),
    ],
)
def test_each_rule_catches_a_breach(rule: Callable[[Path], list[str]], file: str, text: str, tmp_path: Path) -> None:
    healthy = {
        "engine/__init__.py": "from engine.trace import trace\n",
        "engine/trace.py": "from engine.graph import Graph\n",
        "engine/graph.py": "import numpy\n",
        "engine/ops/__init__.py": "TABLE = 1\n",
        "app/static/view/graph.js": 'import { select } from "../vendor/d3.js";\nconst ns = "http://www.w3.org/2000/svg";\n',
        "app/static/core/player.js": "// at the window's edge: https://example.org\nexport const a = 1; // fetch(\n",
        "app/static/labs/order/index.js": 'import { a } from "./model.js"; /** @type {import("../types.js").Lab} */\n',
        "app/static/labs/order/model.js": "export const a = 1;\n",
        "app/templates/index.html": '<a href="https://example.org/lecture.pdf">Lecture</a>\n',
    }
    for name, content in healthy.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, "utf-8")
    before = [breach for breach in rule(tmp_path) if "has no row" not in breach]
    assert before == []
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text(text + "\n", "utf-8")
    after = [breach for breach in rule(tmp_path) if breach.startswith(file) or file.removesuffix(".py") in breach]
    assert len(after) == 1
