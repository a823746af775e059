"""Every kind of refusal, the service's own among them, has its code, its arguments and its words in French."""

import json
import re
from pathlib import Path

import httpx
import pytest

from app.http.mistakes import MISTAKES, REQUEST
from app.http.problems import from_status, over_limit
from app.http.worker import busy
from engine.mistakes import FIXES

pytestmark = pytest.mark.anyio

FRENCH = json.loads(
    (Path(__file__).parents[3] / "app" / "static" / "words" / "refusals" / "fr.json").read_text("utf-8")
)


def gaps(sentence: str) -> set[str]:
    """What a sentence has gaps for."""
    return set(re.findall(r"\{(\w+)\}", sentence))


def test_every_code_has_its_words_with_the_arguments_that_there_are_and_no_other_has() -> None:
    assert set(FRENCH) == {f"{code}.{part}" for code in MISTAKES for part in ("what", "hint")} | {
        f"fix.{kind}" for kind in FIXES
    }
    for code, mistake in MISTAKES.items():
        assert gaps(FRENCH[f"{code}.what"] + FRENCH[f"{code}.hint"]) == set(mistake.arguments), code
    for kind, label in FIXES.items():
        assert gaps(FRENCH[f"fix.{kind}"]) == gaps(label), kind


def test_a_code_is_a_stable_word_and_its_meaning_one_line() -> None:
    for code, mistake in MISTAKES.items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
        assert re.fullmatch(r"[A-Z].*\.", mistake.meaning), code


JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("code", "method", "path", "headers", "body"),
    [
        ("not-json", "POST", "/api/trace", JSON, "{"),
        ("unreadable-field", "POST", "/api/trace", JSON, '{"source": 5}'),
        ("unreadable-name", "POST", "/api/trace", JSON, '{"source": "L = 1", "inputs": {"<": 1}}'),
        ("unknown-choice", "GET", "/api/examples/{first}/trace?grain=fine", {}, ""),
        ("unknown-curve", "POST", "/api/check", JSON, '{"source": "w = 1; L = w²", "curve": "q"}'),
        ("nudge-sizes", "POST", "/api/nudge", JSON, '{"source": "w = 1; L = w²", "node": "w", "h": [[1]]}'),
        ("no-such-node", "POST", "/api/nudge", JSON, '{"source": "w = 1; L = w²", "node": "qqq", "h": 1}'),
        ("over-limit", "POST", "/api/trace", JSON, " " * 2_000_000),
        ("wrong-media-type", "POST", "/api/trace", {"content-type": "text/plain"}, "{}"),
        ("encoded-body", "POST", "/api/trace", JSON | {"content-encoding": "gzip"}, "{}"),
        ("no-such-example", "GET", "/api/examples/none", {}, ""),
        ("no-such-lesson", "GET", "/api/lessons/none", {}, ""),
        ("no-such-format", "POST", "/api/export/none", JSON, '{"source": "L = 1"}'),
        ("no-such-page", "GET", "/nowhere", {}, ""),
        ("wrong-method", "DELETE", "/api/trace", {}, ""),
        ("unknown-host", "GET", "/", {"host": "elsewhere.example"}, ""),
        ("nested-too-deeply", "POST", "/api/trace", JSON, json.dumps({"source": f"L = {'(' * 99}1{')' * 99}"})),
    ],
)
async def test_a_refusal_over_http_has_the_arguments_of_its_code(
    code: str, method: str, path: str, headers: dict[str, str], body: str, client: httpx.AsyncClient
) -> None:
    first = (await client.get("/api/examples")).json()["examples"][0]["id"]
    answer = await client.request(method, path.replace("{first}", first), headers=headers, content=body)
    problem = answer.json()
    assert problem["code"] == code
    assert set(problem["arguments"]) == set(MISTAKES[code].arguments)
    assert problem["fixes"] == []


def test_what_only_a_server_in_trouble_says_has_its_arguments_too() -> None:
    for refusal in (
        busy("queue_length", "Full."),
        busy("deadline_seconds", "Late."),
        over_limit("steps", 1, "Long.", "Less."),
        from_status(418),
    ):
        assert set(refusal.arguments) == set(REQUEST[refusal.code].arguments)


async def test_a_mistake_in_the_source_travels_with_its_fixes(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/trace", json={"source": "x = 1\ny = z\nz = 2x"})
    assert answer.json()["fixes"] == [
        {
            "kind": "move",
            "label": "Move line 3 up",
            "arguments": {"line": 3},
            "edits": [
                {"span": {"line": 2, "column": 1, "end_column": 1}, "text": "z = 2x\n"},
                {"span": {"line": 2, "column": 6, "end_column": 7, "end_line": 3}, "text": ""},
            ],
        }
    ]
