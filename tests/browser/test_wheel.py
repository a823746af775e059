"""The wheel, installed where nothing of the checkout can be found: what is in it, and the page that it serves.

The environment is empty but for the wheel; what the wheel depends on is found in the packages that run these tests, so
that no connection is needed. The checkout is on no path: neither by the working directory nor by an editable
installation, whose path file counts only where it lies.
"""

from __future__ import annotations

import email
import json
import os
import re
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from backsweep import __version__
from scripts import environment, frontend, wheel
from scripts.places import ROOT
from scripts.rewrite import FOLDERS, rewritten
from tests.browser.conftest import SLOW_MS, Fresh
from tests.browser.profiles import Profile
from tests.package.test_serving import until_reached

LECTURE = {"w": "-0.2", "b": "-0.125", "x": "-0.0625", "t": "0.5", "z": "-0.125", "y": "-0.5"}


@dataclass(frozen=True, slots=True)
class Installed:
    """The wheel and an environment in which it is installed, with an empty folder to work in."""

    wheel: Path
    venv: Path
    empty: Path

    @property
    def python(self) -> Path:
        return environment.interpreter(self.venv)

    @property
    def command(self) -> Path:
        return self.python.with_name("backsweep.exe" if os.name == "nt" else "backsweep")

    @property
    def packages(self) -> Path:
        """Where the environment keeps its packages."""
        return Path(sysconfig.get_path("purelib", vars={"base": str(self.venv)}))

    def start(self, *command: str | Path) -> subprocess.Popen[str]:
        """A process that knows nothing of the checkout."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("BACKSWEEP_", "PYTHON"))}
        return subprocess.Popen(
            [str(word) for word in command], cwd=self.empty, env={**kept, "HOME": str(self.empty)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        )  # fmt: skip

    def run(self, *command: str | Path, text: str = "", code: int = 0) -> str:
        """What a command prints, which ends with this exit code."""
        with self.start(*command) as process:
            printed, _ = process.communicate(text, timeout=120)
        assert process.returncode == code, printed
        return printed


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    folder = tmp_path_factory.mktemp("wheel")
    frontend.ensure(Path(sys.executable), everything=True)
    found = Installed(wheel.build(Path(sys.executable), folder / "dist"), folder / "venv", folder / "empty")
    found.empty.mkdir()
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", found.venv], check=True, timeout=120)
    pip = [sys.executable, "-m", "pip", "--python", str(found.python), "install", "--disable-pip-version-check"]
    subprocess.run([*pip, "--quiet", "--no-index", "--no-deps", str(found.wheel)], check=True, timeout=120)
    (found.packages / "others.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    own = found.packages / "backsweep"
    for file in sorted(own.rglob("*"), reverse=True):
        file.chmod(file.stat().st_mode & ~0o222)
    yield found
    for file in [own, *own.rglob("*")]:
        file.chmod(file.stat().st_mode | 0o200)


def below(folder: Path) -> dict[str, int]:
    """Every file below a folder, with the time of its last change."""
    return {str(file.relative_to(folder)): file.stat().st_mtime_ns for file in folder.rglob("*") if file.is_file()}


def test_the_wheel_holds_the_package_and_its_metadata_alone(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as archive:
        names = archive.namelist()
        metadata = f"backsweep-{__version__}.dist-info"
        assert {name.split("/")[0] for name in names} == {"backsweep", metadata}
        assert sorted(name for name in names if not name.startswith(metadata)) == sorted(
            target for _, target in wheel.contents()
        )
        for file, target in wheel.contents():
            text = file.read_bytes()
            expected = rewritten(text.decode("utf-8"), target).encode("utf-8") if file.suffix == ".py" else text
            assert archive.read(target) == expected, target
        about = email.message_from_bytes(archive.read(f"{metadata}/METADATA"))
        licences = about.get_all("License-File") or []
        assert all(archive.read(f"{metadata}/licenses/{name}") for name in licences)
    assert (about["Name"], about["Version"]) == ("backsweep", __version__)
    assert "app/static/vendor/LICENSES.txt" in licences
    needed = {re.split(r"[<>=]", line)[0] for line in about.get_all("Requires-Dist") or []}
    asked = (ROOT / "requirements" / "run.in").read_text("utf-8").splitlines()
    assert needed == {line.partition(">=")[0] for line in asked if line and not line.startswith("#")}
    assert installed.wheel.name == f"backsweep-{__version__}-py3-none-any.whl"


def test_nothing_of_the_checkout_is_in_reach(installed: Installed) -> None:
    code = f"""
import importlib.util, json, sys
names = {[*FOLDERS, "tests", "scripts"]!r}
print(json.dumps([[name for name in names if importlib.util.find_spec(name)], sys.path]))
"""
    found, path = json.loads(installed.run(installed.python, "-c", code))
    assert found == []
    assert path[0] == "", "the empty folder that it works in"
    assert not any(Path(entry).resolve() == ROOT for entry in path[1:])


def test_every_module_imports_and_types_are_seen(installed: Installed) -> None:
    """Every file of the package is loaded under its own name, and the type checker reads the signatures."""
    names = [target.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for _, target in wheel.contents()
             if target.endswith(".py") and not target.endswith("__main__.py")]  # fmt: skip
    code = "import importlib, json, sys; [importlib.import_module(name) for name in json.load(sys.stdin)]"
    assert installed.run(installed.python, "-c", code, text=json.dumps(names)) == ""
    code = "import backsweep\nreveal_type(backsweep.trace(backsweep.parse('L = 1')))\nbacksweep.parse(3)\n"
    mypy = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", os.devnull]
    said = installed.run(*mypy, "--python-executable", installed.python, "-c", code, code=1)
    assert 'Revealed type is "backsweep.engine.' in said
    assert "Found 1 error" in said
    assert 'incompatible type "int"' in said


def test_a_place_in_the_package_is_the_place_in_the_repository(installed: Installed) -> None:
    code = "import inspect, backsweep; print(inspect.getsourcelines(backsweep.trace)[1], backsweep.trace.__module__)"
    line, module = installed.run(installed.python, "-c", code).split()
    source = (ROOT / module.removeprefix("backsweep.").replace(".", "/")).with_suffix(".py").read_text("utf-8")
    assert source.splitlines()[int(line) - 1].startswith("def trace(")


def test_the_command_is_there_and_the_module_is_the_same(installed: Installed) -> None:
    for start in ([installed.command], [installed.python, "-m", "backsweep"]):
        assert installed.run(*start, "--version") == f"backsweep {__version__}\n"
        source = installed.run(*start, "examples", "lecture")
        assert json.loads(installed.run(*start, "trace", "--json", text=source))["adjoints"]["w"] == pytest.approx(-0.2)
        refused = installed.run(*start, "check", text="L = v + 1", code=1)
        assert refused.splitlines()[1:3] == ["  1 | L = v + 1", "    |     ^"]


@pytest.fixture
def address(installed: Installed) -> Iterator[str]:
    """Where the installed server answers."""
    with installed.start(installed.command, "--no-browser", "--port", "0") as process:
        try:
            port, _ = until_reached(process)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.communicate(timeout=60)


@pytest.fixture
def profile(browser: Browser, address: str) -> Iterator[Profile]:
    """A profile of this server's own, which is another one than the other tests'."""
    own = Profile(browser, address, SLOW_MS)
    yield own
    own.close()


def test_the_running_example_plays_and_nothing_is_written(installed: Installed, fresh: Fresh) -> None:
    before = below(installed.packages), below(installed.empty)
    page = fresh()
    played(page)
    page.keyboard.press("?")  # a part that is fetched when it is first used
    expect(page.locator("#help")).to_be_visible()
    assert (below(installed.packages), below(installed.empty)) == before


def played(page: Page) -> None:
    """Walk from the first step to the last, by the key of a clicker, and read the adjoints off the graph."""
    expect(page.locator("[data-node]")).to_have_count(9)
    body = page.locator("body")
    steps = int(body.get_attribute("data-steps") or 0)
    assert steps == 16
    for step in range(1, steps + 1):
        page.keyboard.press("PageDown")
        expect(body).to_have_attribute("data-step", str(step))
    for name, adjoint in LECTURE.items():
        node = page.locator(f"[data-node='{name}']")
        expect(node).to_have_attribute("data-state", re.compile("done|active"))  # w is the last step's
        assert float(node.get_attribute("data-adjoint") or "nan") == pytest.approx(float(adjoint))
