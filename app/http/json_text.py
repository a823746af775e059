"""Data to JSON text: compact UTF-8, the same bytes for the same data, NaN and infinities as strings.

JSON has no NaN. Python's encoder writes an invalid token for it, others turn it silently into null;
here it travels as one of the strings ``"NaN"``, ``"Infinity"``, ``"-Infinity"``.
"""

from __future__ import annotations

import json
import math
from typing import Any

MEDIA_TYPE = "application/json"
PIECE = 100
"""How many elements of a list are encoded at once."""

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


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), check_circular=False)


def _dumps(data: Any) -> str:
    """The text of the data.

    The C encoder never lets another thread run until it is done: 30 ms for the largest traces, in which the
    event loop stands still. So the long lists of the outermost object are encoded a piece at a time.
    """
    if not isinstance(data, dict):
        return _ENCODER.encode(data)
    return "{" + ",".join(f"{_ENCODER.encode(key)}:{_value(value)}" for key, value in data.items()) + "}"


def _value(value: Any) -> str:
    if not isinstance(value, list) or len(value) <= PIECE:
        return _ENCODER.encode(value)
    pieces = [_ENCODER.encode(value[first : first + PIECE])[1:-1] for first in range(0, len(value), PIECE)]
    return "[" + ",".join(pieces) + "]"


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
