"""``backsweep trace``: both passes of a model, in words and numbers or as the JSON of POST /api/trace."""

from __future__ import annotations

import argparse

import engine
from app.api.trace_json import present
from app.http import json_text
from backsweep import model
from backsweep.walk import walk


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    model.arguments(parser)
    parser.add_argument("--json", action="store_true", help="the answer of POST /api/trace, byte for byte")


def run(options: argparse.Namespace) -> int:
    """Print the trace. Raises Failure."""
    found = model.read_model(options)
    if options.json:
        print(json_text.encode(present(found.trace, engine.describe(found.trace))).decode("utf-8"))
    else:
        print(walk(found))
    return 0
