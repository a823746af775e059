"""Data to JSON text: compact UTF-8, the same bytes for the same data, NaN and infinities as strings.

JSON has no NaN. Python's encoder writes an invalid token for it, others turn it silently into null;
here it travels as one of the strings ``"NaN"``, ``"Infinity"``, ``"-Infinity"``.
"""

from __future__ import annotations

import json
import math
from typing import Any

_BREAKS_OUT = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def encode(data: Any) -> bytes:
    """Encode plain data (dicts, lists, tuples, strings, numbers, booleans, None), keeping the order of keys."""
    try:
        text = _dumps(data)
    except ValueError:  # a NaN or an infinity is in it: rare, so only then the data are walked in Python
        text = _dumps(_spelled(data))
    return text.encode("utf-8")


def inside_script(text: bytes) -> str:
    """JSON text made safe to stand inside an HTML ``script`` element: nothing in it can end the element."""
    return text.decode("utf-8").translate(_BREAKS_OUT)


def _dumps(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _spelled(data: Any) -> Any:
    if isinstance(data, float):
        if math.isfinite(data):
            return data
        return "NaN" if math.isnan(data) else "Infinity" if data > 0 else "-Infinity"
    if isinstance(data, dict):
        return {key: _spelled(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_spelled(value) for value in data]
    return data
