"""Clients that others' generators write from the OpenAPI document: whole, well typed, and answered."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.app.test_server import serving

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
NODE = os.environ.get("BACKSWEEP_NODE") or shutil.which("node")
PATIENCE = 180

SETTINGS = """\
[mypy]
strict = True
warn_redundant_casts = False
[mypy-backsweep_client.client]
disable_error_code = arg-type
"""
"""For mypy. What is let off does not depend on the document: it stands in the generator's own templates."""

USE = """\
from backsweep_client import Client
from backsweep_client.api.trace import trace
from backsweep_client.models import Problem, TraceAnswer, TraceRequest, TraceRequestGrain


def adjoint(client: Client, source: str) -> float:
    answer = trace.sync(client=client, body=TraceRequest(source))
    assert isinstance(answer, TraceAnswer)
    found = answer.adjoints["w"]
    assert isinstance(found, float)
    return found


def hint(client: Client, source: str) -> str:
    answer = trace.sync(client=client, body=TraceRequest(source, grain=TraceRequestGrain.NAMED))
    assert isinstance(answer, Problem)
    return answer.hint
"""


def ran(command: list[str | Path], folder: Path) -> str:
    """What a command prints; its errors are shown when it fails."""
    tools = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": tools, "PYTHONUTF8": "1"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=PATIENCE
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The address of a server."""
    with serving() as server:
        yield server.url


@pytest.fixture(scope="module")
def document(url: str) -> dict[str, Any]:
    """The server's OpenAPI document."""
    found: dict[str, Any] = httpx.get(f"{url}/openapi.json", timeout=PATIENCE).json()
    return found


def operations(document: dict[str, Any]) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Method, path and description of each operation, by its id."""
    return {
        operation["operationId"]: (method, path, operation)
        for path, group in document["paths"].items()
        for method, operation in group.items()
    }


def generated(document: dict[str, Any], folder: Path) -> str:
    """Write the Python client, a warning being a failure; what the generator prints."""
    (folder / "api.json").write_text(json.dumps(document), "utf-8")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--path", "api.json", "--meta", "none"]
    return ran([*command, "--fail-on-warning", "--output-path", "backsweep_client"], folder)


@pytest.fixture(scope="module")
def python_client(document: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder with the generated Python client."""
    folder = tmp_path_factory.mktemp("python")
    generated(document, folder)
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] in ("backsweep_client", "use")]:
        del sys.modules[name]


def test_the_python_client_is_well_typed(python_client: Path) -> None:
    (python_client / "use.py").write_text(USE, "utf-8")
    (python_client / "mypy.ini").write_text(SETTINGS, "utf-8")
    ran([sys.executable, "-m", "mypy", "--config-file", "mypy.ini", "backsweep_client", "use.py"], python_client)


@contextmanager
def client_of(url: str) -> Iterator[Any]:
    """A client of the generated kind."""
    with importlib.import_module("backsweep_client").Client(base_url=url, timeout=httpx.Timeout(PATIENCE)) as client:
        yield client


@pytest.mark.usefixtures("python_client")
def test_every_operation_is_answered_through_the_python_client(document: dict[str, Any], url: str) -> None:
    models = importlib.import_module("backsweep_client.models")
    with client_of(url) as client:
        for name, (_, _, operation) in operations(document).items():
            module = importlib.import_module(f"backsweep_client.api.{operation['tags'][0]}.{name}")
            parameters = operation.get("parameters", ())
            given: dict[str, Any] = {one["name"]: one["example"] for one in parameters if one["in"] == "path"}
            if name == "export":
                given["format_"] = models.ExportFormat(given.pop("format"))
            if "requestBody" in operation:
                content = operation["requestBody"]["content"]["application/json"]
                example = next(iter(content["examples"].values()))["value"]
                given["body"] = getattr(models, content["schema"]["$ref"].rpartition("/")[2]).from_dict(example)
                assert given["body"].to_dict() == example, name
            reply = module.sync_detailed(client=client, **given)
            assert reply.status_code == 200, name
            assert reply.parsed is not None, name
            if hasattr(reply.parsed, "to_dict"):  # nothing of the answer is lost on the way through the classes
                assert reply.parsed.to_dict() == json.loads(reply.content), name


def test_a_caller_needs_no_cast(python_client: Path, url: str) -> None:
    (python_client / "use.py").write_text(USE, "utf-8")
    use = importlib.import_module("use")
    with client_of(url) as client:
        assert use.adjoint(client, "param w = 3\nL = w^2") == 6.0
        assert use.hint(client, "L = v^2").startswith("Give it a value")


def test_a_document_that_the_generator_cannot_read_is_noticed(document: dict[str, Any], tmp_path: Path) -> None:
    broken = json.loads(json.dumps(document))
    broken["components"]["schemas"]["TraceRequest"]["properties"]["inputs"] = {"type": "array"}
    with pytest.raises(AssertionError):
        generated(broken, tmp_path)


def typescript(document: dict[str, Any], folder: Path) -> None:
    """Write the types, put the calls beside them, and check the two together."""
    assert NODE is not None
    (folder / "api.json").write_text(json.dumps(document), "utf-8")
    tool = HERE / "node_modules" / "openapi-typescript" / "bin" / "cli.js"
    ran([NODE, tool, "api.json", "--output", "api.d.ts"], folder)
    shutil.copy(HERE / "calls.mjs", folder)
    for package in ("openapi-fetch", "openapi-typescript-helpers", "@types/node", "undici-types"):
        shutil.copytree(ROOT / "node_modules" / package, folder / "node_modules" / package)
    settings = {
        "compilerOptions": {
            "allowJs": True,
            "checkJs": True,
            "exactOptionalPropertyTypes": True,
            "lib": ["es2023", "dom"],
            "module": "nodenext",
            "noEmit": True,
            "strict": True,
            "target": "es2023",
            "types": ["node"],
        },
        "include": ["calls.mjs", "api.d.ts"],
    }
    (folder / "tsconfig.json").write_text(json.dumps(settings), "utf-8")
    ran([NODE, ROOT / "node_modules" / "typescript" / "bin" / "tsc", "--project", "tsconfig.json"], folder)


@pytest.mark.skipif(NODE is None, reason="no Node here")
def test_every_operation_is_answered_through_the_typescript_client(
    document: dict[str, Any], url: str, tmp_path: Path
) -> None:
    assert NODE is not None
    typescript(document, tmp_path)
    found = json.loads(ran([NODE, "calls.mjs", url], tmp_path))
    assert found["statuses"] == dict.fromkeys(operations(document), 200)
    assert (found["adjoint"], found["column"], found["problem"]) == (-8.0, 5, None)
    assert found["hint"].startswith("Give it a value")


@pytest.mark.skipif(NODE is None, reason="no Node here")
def test_a_field_that_becomes_required_is_noticed(document: dict[str, Any], tmp_path: Path) -> None:
    broken = json.loads(json.dumps(document))
    broken["components"]["schemas"]["TraceRequest"]["required"] = ["source", "roles"]
    with pytest.raises(AssertionError, match="roles"):
        typescript(broken, tmp_path)
