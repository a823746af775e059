"""``backsweep export``: a model's trace in one of the formats."""

from __future__ import annotations

import argparse

from backsweep import model
from backsweep.failure import MISUSED, Failure
from engine.formats import FORMATS


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    rows = "\n".join(f"  {name:<10} {format_.summary}" for name, format_ in FORMATS.items())
    parser.epilog = f"formats:\n{rows}"
    parser.add_argument("format", choices=FORMATS, metavar="FORMAT", help="one of those below")
    model.arguments(parser)
    parser.add_argument("--to", metavar="FILE", help="write into this file, in UTF-8, instead of standard output")


def run(options: argparse.Namespace) -> int:
    """Write the export. Raises Failure."""
    traced = model.read_model(options).trace
    text = FORMATS[options.format].write(traced)
    if options.to is None:
        print(text, end="" if text.endswith("\n") else "\n")
        return 0
    try:
        with open(options.to, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise Failure(f"{options.to} cannot be written: {error.strerror or error}.", MISUSED) from None
    return 0
