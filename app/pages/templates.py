"""The HTML pages: Jinja2 templates, filled in once and sent as finished bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app import __version__
from app.http import json_text
from app.http.finished import Answer
from app.pages.language import DEFAULT, languages

DIRECTORY = Path(__file__).parent.parent / "templates"
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

    def render(self, template: str, language: str = DEFAULT, **context: Any) -> Answer:
        """A template as an answer, in one of the languages."""
        given = {"version": __version__, "language": language, "words": languages()[language], **context}
        text = self._environment.get_template(template).render(given)
        headers = {"content-language": language, "vary": "Accept-Encoding, Accept-Language"}
        return Answer.of(text.encode("utf-8"), HTML, headers=headers)


def start_data(example: bytes, trace: bytes) -> Markup:
    """What the page starts with, ready to stand in a script element of type application/json."""
    text = b'{"example":' + example + b',"trace":' + trace + b"}"
    return Markup(json_text.inside_script(text))  # no '<', '>' or '&' is left in it
