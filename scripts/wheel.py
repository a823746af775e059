"""The wheel: what of the checkout is installed and where, and how it is built."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from scripts import environment, frontend
from scripts.places import ROOT, SetupError
from scripts.processes import quietly
from scripts.rewrite import FOLDERS, PACKAGE

DIST = ROOT / "dist"
KINDS = frozenset(
    {".css", ".html", ".ico", ".js", ".json", ".map", ".png", ".py", ".svg", ".toml", ".txt", ".typed", ".woff2"}
)
"""The endings of what is installed. What an editor or a merge leaves behind has another."""
LEFT_OUT = frozenset({"__pycache__", "vendor.new", "vendor.old"})


def contents(root: Path = ROOT) -> Iterator[tuple[Path, str]]:
    """Each file of the checkout that is installed, and its path in the wheel."""
    for folder in (PACKAGE, *FOLDERS):
        for file in sorted((root / folder).rglob("*")):
            inside = file.relative_to(root)
            hidden = any(part.startswith(".") or part in LEFT_OUT for part in inside.parts)
            if file.suffix in KINDS and not hidden and file.is_file():
                yield file, inside.as_posix() if folder == PACKAGE else f"{PACKAGE}/{inside.as_posix()}"


def page_fault(vendor: Path = frontend.VENDOR) -> str | None:
    """Why the built page cannot go into a wheel, if it cannot.

    A folder without a stamp was bundled by hand, as the image's recipe does, from the files beside it.
    """
    remedy = "Build the wheel with: python3 scripts/dev.py wheel"
    if not all((vendor / name).is_file() for name in ("page.js", "page.css", "LICENSES.txt")):
        return f"The page is not built yet. {remedy}"
    if (vendor / ".stamp").exists() and not frontend.built(vendor):
        return f"The page was built from other files than these. {remedy}"
    return None


def build(python: Path, folder: Path = DIST) -> Path:
    """Build the wheel into a folder, with the locked tools and without a connection. Raises SetupError."""
    fresh = folder / ".new"
    shutil.rmtree(fresh, ignore_errors=True)
    pip: list[str | Path] = [python, "-m", "pip", "wheel", "--disable-pip-version-check", "--no-input", "--no-index"]
    quietly("Building the wheel", [*pip, "--no-deps", "--no-build-isolation", "--wheel-dir", fresh, ROOT])
    (made,) = fresh.glob("*.whl")
    wheel = folder / made.name
    made.replace(wheel)
    shutil.rmtree(fresh)
    return wheel


def make() -> int:
    """Set up what is missing, build the page and the wheel, and say where it is. Raises SetupError."""
    python = environment.ensure("run")
    environment.ensure("wheel")
    frontend.ensure(python)
    if fault := page_fault():
        raise SetupError(fault)
    print(build(python).relative_to(ROOT))
    return 0
