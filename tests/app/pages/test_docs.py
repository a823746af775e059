"""The examples of docs/api.md: each curl line is carried out and gives the answer printed below it."""

import json
import re
import shlex
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from app.api.routing import PROBLEMS
from engine.formats import FORMATS
from tests.docs.fences import DOCS, Fence, fences
from tests.docs.test_blocks import fits, read

pytestmark = pytest.mark.anyio

PAGE = DOCS / "api.md"
FENCES = fences(PAGE)
EXAMPLES = list(zip(FENCES[::2], FENCES[1::2], strict=True))


def request_of(line: str) -> dict[str, Any]:
    """The request that a curl line makes. An option that is not understood here is an error."""
    words = shlex.split(line.replace("\\\n", " "))
    assert words.pop(0) == "curl"
    request: dict[str, Any] = {"method": "GET", "headers": {}}
    while words:
        word = words.pop(0)
        if word == "-H":
            name, _, value = words.pop(0).partition(": ")
            request["headers"][name] = value
        elif word == "-d":
            request |= {"method": "POST", "content": words.pop(0).encode()}
        else:
            assert word.startswith("http://127.0.0.1:8000/"), word
            address = urlsplit(word)
            request["url"] = f"{address.path}?{address.query}" if address.query else address.path
    return request


@pytest.mark.parametrize(("command", "answer"), EXAMPLES, ids=str)
async def test_a_line_gives_the_answer_below_it(command: Fence, answer: Fence, client: httpx.AsyncClient) -> None:
    assert command.language == "sh"
    response = await client.request(**request_of(command.text))
    assert response.status_code == int(answer.key("status") or 200)
    if response.headers["content-type"] == "application/x-ndjson":
        for promised, line in zip(answer.text.splitlines(), response.text.splitlines(), strict=True):
            assert fits(read(promised), json.loads(line)), line
    elif answer.language == "json":
        assert fits(read(answer.text), response.json()), response.text
    else:
        assert response.text == answer.text


async def test_the_table_lists_every_address(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    known = {f"{method.upper()} {path}" for path, group in document["paths"].items() for method in group}
    assert set(re.findall(r"^\| `((?:GET|POST) /[^`]+)`", PAGE.read_text("utf-8"), re.MULTILINE)) == known


def test_the_table_lists_every_refusal() -> None:
    rows = re.findall(r"^\| ([\d, ]+) \|", PAGE.read_text("utf-8"), re.MULTILINE)
    assert {int(number) for row in rows for number in row.split(", ")} == {*PROBLEMS, 405}


def test_the_table_names_every_format() -> None:
    row = next(line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `POST /api/v1/export/"))
    assert set(re.findall(r"`([a-z]+)`", row)) == set(FORMATS)
