"""The image's recipe, read rather than run: stages, user, health check, and that what it copies exists."""

import ast
import json
import re
import shlex
from fnmatch import fnmatch
from pathlib import Path

import pytest

from scripts.places import ROOT
from scripts.wheel import contents

RECIPE = (ROOT / "Dockerfile").read_text("utf-8")
IGNORED = (ROOT / ".dockerignore").read_text("utf-8")


def instructions(recipe: str) -> list[tuple[str, str]]:
    """(instruction, rest) of each logical line."""
    lines = [line for line in recipe.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [(line.split(None, 1)[0].upper(), line.split(None, 1)[1]) for line in joined.splitlines()]


def reaches_builder(path: str, ignored: str = IGNORED) -> bool:
    """Whether .dockerignore lets a path through: the last pattern that matches it or a folder above it decides."""
    through = True
    above = [path, *(str(parent) for parent in Path(path).parents if str(parent) != ".")]
    for line in ignored.splitlines():
        pattern = line.removeprefix("!")
        if line and not line.startswith("#") and any(fnmatch(part, pattern) for part in above):
            through = line.startswith("!")
    return through


def faults(recipe: str, root: Path = ROOT) -> list[str]:
    """What is wrong with a recipe."""
    steps = instructions(recipe)
    stages = [rest.split(" AS ")[-1] for name, rest in steps if name == "FROM" and " AS " in rest]
    last = steps[max(index for index, (name, _) in enumerate(steps) if name == "FROM") :]
    found = []
    if len([name for name, _ in steps if name == "FROM"]) < 2:
        found.append("one stage only")
    found += [f"not slim: {rest}" for name, rest in steps if name == "FROM" and "-slim" not in rest]
    if [rest.split(":")[0] for name, rest in last if name == "USER"] in ([], ["root"], ["0"]):
        found.append("runs as root")
    health = [rest for name, rest in last if name == "HEALTHCHECK"]
    if not health or "/healthz" not in health[0] or "curl" in health[0]:
        found.append("no health check of its own")
    for name, rest in steps:
        words = shlex.split(rest) if name == "COPY" else []
        origin = next((word.removeprefix("--from=") for word in words if word.startswith("--from=")), None)
        if origin is not None and origin not in stages:
            found.append(f"no stage {origin}")
        sources = [word for word in words if not word.startswith("--")][:-1] if origin is None else []
        found += [f"nothing to copy: {source}" for source in sources if not (root / source).exists()]
        found += [f"ignored: {source}" for source in sources if not reaches_builder(source)]
    return found


def test_the_recipe_is_sound() -> None:
    assert faults(RECIPE) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("USER 10001:10001\n", "", "runs as root"),
        ("USER 10001:10001", "USER root", "runs as root"),
        ("/healthz", "/", "no health check of its own"),
        ("COPY engine engine", "COPY engines engine", "nothing to copy: engines"),
        ("COPY engine engine", "COPY docs docs", "ignored: docs"),
        ("--from=page", "--from=bundles", "no stage bundles"),
        ("python:3.13-slim AS packages", "python:3.13 AS packages", "not slim: python:3.13 AS packages"),
    ],
)
def test_a_broken_recipe_is_caught(old: str, new: str, fault: str) -> None:
    assert old in RECIPE
    assert fault in faults(RECIPE.replace(old, new))


def test_only_what_is_needed_reaches_the_builder() -> None:
    for path in ("engine/sweeps/trace.py", "app/static/main.js", "requirements/run.txt", "scripts/wheel_hook.py"):
        assert reaches_builder(path)
    for path in (
        ".git/config",
        ".venv/bin/python",
        "node_modules/katex/a.js",
        "tests/conftest.py",
        "app/static/vendor/page.js",
    ):
        assert not reaches_builder(path)


def test_its_commands_are_lists_of_words_and_python_where_they_say_so() -> None:
    for name, rest in instructions(RECIPE):
        if name in {"CMD", "HEALTHCHECK"}:
            words = json.loads(rest[rest.index("[") :])
            assert words[0] == "/venv/bin/python"
            if "-c" in words:
                ast.parse(words[words.index("-c") + 1])


def test_the_image_holds_no_checkers_and_installs_with_hashes() -> None:
    runs = [rest for name, rest in instructions(RECIPE) if name == "RUN"]
    downloading = [rest for rest in runs if "pip install" in rest and "--no-index" not in rest]
    assert len(downloading) == 2
    assert all("--require-hashes -r" in rest for rest in downloading)
    assert any("npm ci --omit=dev --ignore-scripts" in rest for rest in runs)
    assert not any("test.txt" in rest for rest in runs)


def test_the_image_is_the_wheel_and_nothing_of_the_checkout() -> None:
    steps = instructions(RECIPE)
    last = steps[max(index for index, (name, _) in enumerate(steps) if name == "FROM") :]
    assert [rest for name, rest in last if name == "COPY"] == ["--from=packages /venv /venv"]
    assert any("pip install" in rest and "/wheel/*.whl" in rest for name, rest in steps if name == "RUN")
    wheel = steps[next(index for index, step in enumerate(steps) if step[1].endswith(" AS wheel")) :]
    copied = {word for name, rest in wheel if name == "COPY" for word in shlex.split(rest)[:-1]}
    inside = {file.relative_to(ROOT).parts[0] for file, _ in contents()}
    assert inside | {"scripts", "requirements", "pyproject.toml", "README.md", "LICENSE"} <= copied
