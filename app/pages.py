"""The HTML pages: Jinja2 templates, filled in once and sent as finished bytes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app import __version__, jsontext
from app.answer import Answer

DIRECTORY = Path(__file__).parent / "templates"
HTML = "text/html; charset=utf-8"


class Pages:
    """Renders templates; everything that is set in is escaped unless it is markup of our own."""

    def __init__(self, directory: Path = DIRECTORY) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(directory),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def version(self, template: str) -> int:
        """What changes with the template's file."""
        return Path(str(self._environment.get_template(template).filename)).stat().st_mtime_ns

    def render(self, template: str, headers: Mapping[str, str] | None = None, **context: Any) -> Answer:
        """A template as an answer."""
        text = self._environment.get_template(template).render(version=__version__, **context)
        return Answer.of(text.encode("utf-8"), HTML, headers=headers)


def start_data(example: bytes, trace: bytes) -> Markup:
    """What the page starts with, ready to stand in a script element of type application/json."""
    text = b'{"example":' + example + b',"trace":' + trace + b"}"
    return Markup(jsontext.inside_script(text))  # no '<', '>' or '&' is left in it
