"""Export formats. Adding one is adding a file and its row here."""

from __future__ import annotations

from engine.formats import code, dot, gradient, latex, mermaid, table
from engine.formats.format import Format

FORMATS: dict[str, Format] = {
    format_.name: format_
    for format_ in (
        latex.FORMAT,
        code.FORMAT,
        gradient.FORMAT,
        dot.FORMAT,
        mermaid.FORMAT,
        table.FORMAT,
    )
}
"""Every format by name."""

__all__ = ["FORMATS", "Format"]
