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

from tests.wings import GROUND, WINGS

ROOT = Path(__file__).resolve().parent.parent

# --- Packages: what each top-level folder may import beside itself and the standard library. ---


def named(layer: str) -> set[str]:
    """The modules of the packages that a requirements file names."""
    lines = (ROOT / "requirements" / f"{layer}.in").read_text("utf-8").splitlines()
    return {line.partition(">=")[0].replace("-", "_") for line in lines if line and not line.startswith(("#", "-"))}


MAY_IMPORT: dict[str, set[str]] = {
    "engine": {"numpy"},
    "app": {"engine"} | named("run"),
    "backsweep": {"app", "engine", "numpy", "pydantic"},
    "scripts": set(),  # the environment does not stand yet when they run
    "tests": {"app", "backsweep", "benchmarks", "engine", "scripts"} | named("run") | named("test"),
    "benchmarks": {"app", "engine", "scripts"} | named("run") | named("test") | named("bench") | {"torch"},
}

# --- Page code: the wings of app/static; files directly in it (main.js, session.js ...) are "main". ---

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
BUNDLES = ("dist/", "app/static/vendor/", "app/static/vendor.new/", "app/static/vendor.old/")

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


FILES_MAY_IMPORT: dict[str, set[str]] = {
    "backsweep/__init__.py": {"engine"},  # the library, which needs the engine's packages alone
    "scripts/wheel_hook.py": {"hatchling", "scripts"},  # loaded by it, where the environment stands
}


def foreign_imports(root: Path) -> list[str]:
    """Imports of a package that the folder may not use: the web in the engine, the app in the engine ..."""
    return [
        f"{file.relative_to(root)}:{line} imports {name}"
        for folder, allowed in MAY_IMPORT.items()
        for file in python_files(root / folder)
        for line, name in imported(file, root)
        if (top := name.split(".")[0])
        not in FILES_MAY_IMPORT.get(file.relative_to(root).as_posix(), allowed | {folder})
        and top not in sys.stdlib_module_names
    ]


def wing_of(file: Path, package: Path) -> str:
    return file.relative_to(package).with_suffix("").parts[0]


def is_wing(package: Path, name: str) -> bool:
    return (package / f"{name}.py").is_file() or (package / name).is_dir()


def arrows(root: Path, package: str) -> Iterator[tuple[str, str, str]]:
    """(place, wing, imported wing) for every import inside a package."""
    folder = root / package
    for file in python_files(folder):
        wing = wing_of(file, folder)
        for line, name in imported(file, root):
            parts = name.split(".")
            if parts[0] == package:
                target = parts[1] if len(parts) > 1 and is_wing(folder, parts[1]) else "__init__"
                yield f"{file.relative_to(root)}:{line}", wing, target


def directions(root: Path) -> list[str]:
    """Arrows inside a package that its table does not have, and wings that have no row in it."""
    found = []
    for package, table in WINGS.items():
        ground = GROUND[package]
        wings = {wing_of(file, root / package) for file in python_files(root / package)} - {"__init__"}
        found += [f"{package}/{wing} has no row in the table of tests/wings.py" for wing in sorted(wings - set(table))]
        shared = {"__init__"} if package == "app" else set()  # the version stands there
        found += [
            f"{place}: {wing} may not import {target}"
            for place, wing, target in arrows(root, package)
            if wing in table and target not in table[wing] | shared | {wing} | (set() if wing in ground else ground)
        ]
    return found


def circles(root: Path) -> list[str]:
    """Files that import one another by a detour, and so can only be understood together."""
    files = {
        ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): file
        for package in WINGS
        for file in python_files(root / package)
    }
    left = {
        module: {
            target
            for _, name in imported(file, root)
            for target in (name, name.rpartition(".")[0])
            if target in files and target != module and not module.startswith(f"{target}.")
        }
        for module, file in files.items()
    }
    while True:  # whoever imports nobody that is left, or is imported by nobody, is in no circle
        named = {name for allowed in left.values() for name in allowed}
        kept = {module for module, allowed in left.items() if allowed & set(left) and module in named}
        if kept == set(left):
            return [f"{files[module].relative_to(root)} stands in a circle of imports" for module in sorted(left)]
        left = {module: left[module] & kept for module in kept}


def without_comments(source: str) -> str:
    """JavaScript without comments; line numbers stay. Addresses in strings stay too."""
    blank = re.sub(r"/\*.*?\*/", lambda match: "\n" * match[0].count("\n"), source, flags=re.DOTALL)
    return re.sub(r"(?m)(?:^|(?<=[\s;{}(),]))//.*$", "", blank)


def page_files(root: Path, *suffixes: str) -> Iterator[Path]:
    static = root / "app" / "static"
    files = (file for file in sorted(static.rglob("*")) if file.suffix in suffixes)
    return (file for file in files if file.relative_to(static).parts[0] not in {"vendor", "vendor.new", "vendor.old"})


def page_directions(root: Path) -> list[str]:
    """Imports of page code (types in comments included) that leave the wings a wing may import."""
    static = root / "app" / "static"
    found = []
    for file in page_files(root, ".js"):
        parts = file.relative_to(static).parts
        wing = parts[0] if len(parts) > 1 else "main"
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
            if goal not in STATIC.get(wing, set()):
                found.append(f"{place}: {wing} may not import {goal} ('{match[2]}')")
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
        timeout=60,
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
    directions,
    circles,
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
    """A table can be sorted: no wing imports itself by a detour."""
    for table in WINGS.values():
        left = {wing: set(allowed) for wing, allowed in table.items()}
        while ground := {wing for wing, allowed in left.items() if not allowed & set(left)}:
            left = {wing: allowed for wing, allowed in left.items() if wing not in ground}
        assert left == {}


def test_the_tables_name_wings_that_exist() -> None:
    for package, table in WINGS.items():
        assert sorted(wing for wing in table if not is_wing(ROOT / package, wing)) == []
        assert sorted({name for allowed in table.values() for name in allowed} - set(table)) == []


def test_only_a_few_files_stand_outside_the_wings() -> None:
    for package in WINGS:
        flat = {file.name for file in (ROOT / package).glob("*.py")} - {"__init__.py"}
        assert len(flat) <= 3, flat


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
    assert all(list(arrows(ROOT, package)) for package in WINGS)


def test_without_git_only_what_was_made_is_left_out(tmp_path: Path) -> None:
    own = ["engine/a.py", "scripts/vendor/d3.mjs", ".ci/run"]
    for name in [*own, ".mypy_cache/x.json", "node_modules/d3/a.js", "app/static/vendor/d3.js", ".venv/bin/activate"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert {file.relative_to(tmp_path).as_posix() for file in own_files(tmp_path)} == set(own)
