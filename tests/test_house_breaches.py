"""Each of the house's rules is seen to catch a breach, in a made-up tree."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.test_house import (
    LONGEST,
    circles,
    directions,
    foreign_imports,
    impurities,
    lab_imports,
    long_files,
    outside_addresses,
    page_directions,
    registries,
    unfinished,
    workplaces,
)


def hidden(*pieces: str) -> str:
    """A text that this file must not contain in one piece."""
    return "".join(pieces)


@pytest.mark.parametrize(
    ("rule", "file", "text"),
    [
        (foreign_imports, "engine/errors.py", "import app.main"),
        (foreign_imports, "engine/errors.py", "def late():\n    from fastapi import FastAPI"),
        (foreign_imports, "engine/primitives/ops/sums.py", "from ....app import main"),
        (foreign_imports, "app/main.py", "import httpx"),
        (foreign_imports, "app/main.py", "from backsweep import trace"),
        (foreign_imports, "backsweep/model.py", "import fastapi"),
        (foreign_imports, "backsweep/__init__.py", "from app.main import create_app"),
        (foreign_imports, "scripts/dev.py", "import numpy"),
        (foreign_imports, "scripts/wheel.py", "import hatchling"),
        (directions, "engine/formula/expr.py", "from engine.primitives.ops import TABLE"),
        (directions, "engine/formula/expr.py", "from .. import primitives"),
        (directions, "engine/primitives/ops/sums.py", "from ...graph.graph import Graph"),
        (directions, "engine/primitives/declaration.py", "import engine.sweeps.trace"),
        (directions, "app/http/cache.py", "from app.api.service import Service"),
        (circles, "engine/graph/graph.py", "from engine.sweeps.trace import trace"),
        (circles, "engine/graph/graph.py", "def late():\n    import engine.sweeps.trace"),
        (directions, "engine/formula/expr.py", "from engine import parse"),
        (directions, "engine/attic.py", "OLD = 1"),
        (page_directions, "app/static/core/walk/player.js", "import { draw } from '../../view/graph.js';"),
        (page_directions, "app/static/core/walk/player.js", "/** @param {import('../../io/api.js').Api} api */"),
        (page_directions, "app/static/io/api.js", 'export * from "../view/graph.js";'),
        (page_directions, "app/static/view/graph.js", 'import "../main.js";'),
        (page_directions, "app/static/view/graph.js", 'await import("d3-selection");'),
        (page_directions, "app/static/main.js", 'import { x } from "../../tests/x.js";'),
        (impurities, "app/static/core/walk/player.js", "let a = 1; // fine\nsetTimeout(() => 0, 1);"),
        (impurities, "app/static/core/walk/player.js", "const seed = Math.random();"),
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
        "engine/__init__.py": "from engine.sweeps.trace import trace\n",
        "engine/sweeps/trace.py": "from engine.graph.graph import Graph\n",
        "engine/graph/graph.py": "import numpy\n",
        "engine/primitives/ops/__init__.py": "TABLE = 1\n",
        "app/__init__.py": "VERSION = 1\n",
        "app/api/service.py": "import app.http.cache\nfrom app import VERSION\n",
        "app/static/view/graph.js": 'import { select } from "../vendor/d3.js";\nconst ns = "http://www.w3.org/2000/svg";\n',
        "app/static/core/walk/player.js": "// at a window's edge: https://example.org\nexport const a = 1; // fetch(\n",
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
