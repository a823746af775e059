"""Hostile and awkward requests: how they are written down, and what must hold of every answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

OWN = Path(__file__).with_name("hostile.json")
"""Cases of every kind, kept here so that the repository stands on its own."""
SHARED = Path(__file__).resolve().parents[3] / "shared" / "hostile" / "corpus.json"
"""The whole corpus, where it lies beside the repository."""

GENEROUS = 10
"""How many times its own limit a case may take: a loaded machine must not make a red test."""


def cases() -> list[dict[str, Any]]:
    """All cases there are, each once."""
    found: dict[str, dict[str, Any]] = {}
    for file in (OWN, SHARED):
        if file.exists():
            found |= {case["id"]: case for case in json.loads(file.read_text("utf-8"))["cases"]}
    return list(found.values())


def body_of(case: dict[str, Any], **fields: object) -> bytes:
    """The body of a case; ``fields`` are added where the body is a request."""
    if "raw" in case:
        raw = case["raw"]
        if isinstance(raw, dict) and raw.get("gen") == "distinct_bad_keys":
            return json.dumps({"source": "L=x", **{f"k{i}": 1 for i in range(raw["n"])}}).encode()
        return _text(raw).encode("latin-1")
    if "source" not in case:
        return b""
    request: dict[str, object] = {"source": _text(case["source"]), **fields}
    if "inputs" in case:
        request["inputs"] = {name: _value(value) for name, value in case["inputs"].items()}
    return json.dumps(request).encode()


def faults(case: dict[str, Any], status: int, media_type: str, body: bytes, seconds: float = 0.0) -> list[str]:
    """Everything that is wrong with an answer to a case; the seconds are the processor's."""
    good, refused = 200 <= status < 300, 400 <= status < 500
    expected = {"ok": good, "error": refused, "either": good or refused}[case["expect"]]
    found = [] if expected else [f"status {status}, expected {case['expect']}"]
    if len(body) > case["max_bytes"]:
        found.append(f"{len(body)} bytes")
    if seconds * 1000 > case["max_ms"] * GENEROUS:
        found.append(f"{seconds * 1000:.0f} ms")
    document = json.loads(body)
    if refused:
        if case.get("limit", document.get("limit")) != document.get("limit"):
            found.append(f"the limit {document.get('limit')}, not {case['limit']}")
        if media_type != "application/problem+json" or not document.get("hint"):
            found.append("no problem document with a hint")
        if case.get("error_has_line_col") and "span" not in document:
            found.append("no span")
    return found + (_numbers(case, document) if good and "check" in case else [])


def _numbers(case: dict[str, Any], trace: dict[str, Any]) -> list[str]:
    check = case["check"]
    pairs = [("value", trace["values"][trace["output"]], check["value"])] if "value" in check else []
    pairs += [(name, trace["adjoints"][name], wanted) for name, wanted in check.get("grad", {}).items()]
    return [f"{name} is {actual}, not {wanted}" for name, actual, wanted in pairs if not _same(actual, wanted)]


def _same(actual: float | str, wanted: Any) -> bool:
    if isinstance(wanted, list):
        return any(_same(actual, one) for one in wanted)
    if isinstance(actual, str) or isinstance(wanted, str):
        return bool(actual == wanted)
    return bool(abs(actual - wanted) <= 1e-9 * max(1.0, abs(wanted)))


def _text(template: Any) -> str:
    if isinstance(template, str):
        return template
    return "".join(piece if isinstance(piece, str) else piece[0] * piece[1] for piece in template["cat"])


def _value(template: Any) -> Any:
    if not isinstance(template, dict):
        return template
    if "row" in template:
        return [1] * template["row"]
    if "col" in template:
        return [[1]] * template["col"]
    rows, columns = template["mat"]
    return [[1] * columns] * rows
