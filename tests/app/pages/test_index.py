"""The page and its files: the start-up data inside, the right types, nothing outside the directory."""

import json
import os
import re
from pathlib import Path

import httpx
import pytest
from starlette.requests import Request

from app import __version__
from app.http.problems import Refusal
from app.pages.static_files import DIRECTORY, FOREVER, Statics
from app.pages.templates import Pages, start_data
from tests.app.http.test_protection import problem

pytestmark = pytest.mark.anyio


async def start_of(client: httpx.AsyncClient) -> str:
    text = (await client.get("/")).text
    match = re.search(r'<script type="application/json" id="start">(.*?)</script>', text, re.DOTALL)
    assert match is not None
    return match[1]


async def test_the_page_starts_with_the_first_example_and_its_trace(client: httpx.AsyncClient) -> None:
    start = json.loads(await start_of(client))
    assert start["example"] == (await client.get("/api/examples/lecture")).json()
    assert start["trace"] == (await client.get("/api/examples/lecture/trace")).json()


async def test_the_start_up_data_cannot_end_their_element(client: httpx.AsyncClient) -> None:
    assert not set("<>&") & set(await start_of(client))
    assert "<" not in start_data(b'{"x":"</script>"}', b"{}")


async def test_there_is_no_inline_script_or_style_anywhere(client: httpx.AsyncClient) -> None:
    for path in ("/", "/presenter", "/docs"):
        text = (await client.get(path)).text
        scripts = re.findall(r"<script\b([^>]*)>", text)
        assert all('type="application/json"' in one or "src=" in one for one in scripts)
        assert not re.search(r"<style\b|\sstyle=|\son\w+=|javascript:", text)
        assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", text), "nothing from another host"


def test_what_is_set_into_a_page_is_escaped(tmp_path: Path) -> None:
    (tmp_path / "t.html").write_text("<p>{{ text }} {{ version }}</p>", "utf-8")
    answer = Pages(tmp_path).render("t.html", text="<b>&")
    assert answer.body.decode() == f"<p>&lt;b&gt;&amp; {__version__}</p>"


async def test_the_icon_has_the_usual_address_too(client: httpx.AsyncClient) -> None:
    response = await client.get("/favicon.ico")
    assert response.headers["content-type"] == "image/svg+xml"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "static"
    (folder / "core").mkdir(parents=True)
    texts = {"main.js": "import './core/a.js'", "core/a.js": "export {}", ".secret.js": "no", "notes.py": "no"}
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    (tmp_path / "outside.js").write_text("no", "utf-8")
    os.symlink(tmp_path / "outside.js", folder / "link.js")
    return folder


async def asked(statics: Statics, path: str) -> tuple[int, bytes, str]:
    """Status, body and Cache-Control of one file."""
    scope = {"type": "http", "method": "GET", "path": path, "headers": []}
    try:
        response = await statics.respond(Request(scope), path)
    except Refusal as refusal:
        return refusal.status, b"", ""
    return response.status_code, bytes(response.body), response.headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    [
        "../outside.js", "core/../../outside.js", "/etc/passwd", "core/..\\..\\outside.js", ".secret.js", "link.js",
        "notes.py", "core", "core/", "", ".", "main.js\0", "main.js/", "a" * 5000,
        "v-0123456789abcdef/../../outside.js",
    ],
)  # fmt: skip
async def test_nothing_but_the_pages_files_is_sent(files: Path, path: str) -> None:
    assert (await asked(Statics(files), path))[0] == 404


@pytest.mark.parametrize(
    "path", ["/static/../settings.py", "/static/%2e%2e/settings.py", "/static/..%2f..%2fREADME.md"]
)
async def test_nor_through_the_whole_application(client: httpx.AsyncClient, path: str) -> None:
    problem(await client.get(path), 404)


async def test_a_file_may_be_kept_forever_under_the_stamp_of_all_files_and_only_there(files: Path) -> None:
    statics = Statics(files)
    stamped = statics.address().removeprefix("/static/")
    assert await asked(statics, f"{stamped}/core/a.js") == (200, b"export {}", FOREVER)
    assert await asked(statics, "core/a.js") == (200, b"export {}", "no-cache")
    assert await asked(statics, "v-0123456789abcdef/core/a.js") == (200, b"export {}", "no-cache")


async def test_a_changed_file_is_read_again_and_changes_the_stamp(files: Path) -> None:
    statics = Statics(files)
    before = statics.address()
    assert (await asked(statics, "main.js"))[1] == b"import './core/a.js'"
    (files / "main.js").write_text("changed, and longer than before", "utf-8")
    assert (await asked(statics, "main.js"))[1] == b"changed, and longer than before"
    assert statics.address() != before


TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}


@pytest.mark.parametrize("ending", list(TYPES))
async def test_every_kind_of_file_has_its_type(client: httpx.AsyncClient, ending: str) -> None:
    file = next((file for file in sorted(DIRECTORY.rglob(f"*{ending}")) if file.is_file()), None)
    if file is None:
        pytest.skip(f"the page has no {ending} file")
    response = await client.get(f"/static/{file.relative_to(DIRECTORY).as_posix()}")
    assert response.headers["content-type"] == TYPES[ending]
    assert response.content == file.read_bytes()
