"""The model that a command is about: its text from a file or standard input, and what is asked of it."""

from __future__ import annotations

import argparse
import codecs
import json
import os
import sys
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from app.api.run import traced
from app.http.problems import Refusal
from app.request.model import TraceRequest, read
from app.settings import Settings
from backsweep.failure import MISUSED, Failure
from backsweep.refusal import told
from engine import EngineError, Program, Trace, parse
from engine.graph.graph import GRAINS

STANDARD_INPUT = "-"
END_KEY = "Ctrl-Z and Enter" if os.name == "nt" else "Ctrl-D"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
"""What begins a file in these encodings; Windows' shells write the second into files."""


@dataclass(frozen=True, slots=True)
class Model:
    """A model that was read and traced."""

    name: str
    source: str
    program: Program
    trace: Trace


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what every command about a model takes."""
    parser.add_argument(
        "file", nargs="?", default=STANDARD_INPUT, metavar="FILE", help="the model's text; - or none: standard input"
    )
    parser.add_argument(
        "--input",
        action="append",
        default=[],
        type=given,
        metavar="NAME=VALUE",
        help="a leaf's value over the one in the text: w=0.5, x=[1,2]; may be repeated",
    )
    parser.add_argument("--output", metavar="NAME", help="the name to differentiate (default: the last one defined)")
    parser.add_argument("--grain", choices=GRAINS, default=GRAINS[0], help="what a node is (default: %(default)s)")


def given(text: str) -> tuple[str, Any]:
    """A name and its value, for argparse."""
    name, equals, value = text.partition("=")
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        found = None
    if not equals or isinstance(found, bool) or not isinstance(found, int | float | list):
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE with a number or nested lists: w=0.5, x=[1,2]")
    return name.strip(), found


def settings() -> Settings:
    """The settings of the environment, which are the server's too. Raises Failure."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"BACKSWEEP_{'_'.join(map(str, first['loc'][:1])).upper()}"
        raise Failure(f"The environment variable {name} cannot be read: {first['msg']}.", MISUSED) from None


def read_model(options: argparse.Namespace) -> Model:
    """Read the model that the command line names, and trace it. Raises Failure."""
    own = settings()
    name, source = text_of(options.file, own.source_bytes)
    inputs = dict(options.input)
    if len(inputs) < len(options.input):
        raise Failure("--input gives one name twice.", MISUSED)
    asked = {"source": source, "inputs": inputs, "output": options.output, "grain": options.grain}
    try:
        trace = traced(read(json.dumps(asked).encode(), own, TraceRequest), own)
        return Model(name, source, parse(source, inputs, own.limits()), trace)
    except (EngineError, Refusal) as error:
        raise Failure(told(error, source, name)) from None


def text_of(file: str, most: int) -> tuple[str, str]:
    """A name for the model, and its text. Raises Failure.

    Args:
        file: A path, or ``-`` for standard input.
        most: How many bytes a model may have; of a longer one no more is read than shows that it is longer.
    """
    name = "standard input" if file == STANDARD_INPUT else file
    try:
        if file == STANDARD_INPUT:
            if sys.stdin.isatty():
                print(f"Type the model, then {END_KEY}:", file=sys.stderr)
            content = sys.stdin.buffer.read(most + 4)
        else:
            with open(file, "rb") as opened:
                content = opened.read(most + 4)
    except OSError as error:
        raise Failure(f"{name} cannot be read: {error.strerror or error}.", MISUSED) from None
    encoding = next((known for mark, known in _MARKS if content.startswith(mark)), "utf-8")
    try:
        return name, content.decode(encoding, "ignore" if len(content) > most else "strict")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Failure(
            f"{name} is no text in UTF-8 (line {line}, byte {content[error.start]:#04x}).\nSave it as UTF-8.", MISUSED
        ) from None
