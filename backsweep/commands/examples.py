"""``backsweep examples``: the course of examples as a list, or the text of one of them."""

from __future__ import annotations

import argparse
from difflib import get_close_matches
from itertools import groupby

from app.content.examples import Library
from backsweep.failure import MISUSED, Failure
from backsweep.table import aligned


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("id", nargs="?", metavar="ID", help="print the text of this one (default: list them all)")


def run(options: argparse.Namespace) -> int:
    """Print the list or the text. Raises Failure."""
    library = Library.read()
    if options.id is None:
        for section, group in groupby(library, key=lambda one: one.section):
            print(f"{section}\n{aligned([(f'  {one.id}', one.title) for one in group])}\n")
        return 0
    example = library.get(options.id)
    if example is None:
        near = get_close_matches(options.id, library.examples, 1)
        hint = f"Did you mean '{near[0]}'?" if near else "backsweep examples lists them."
        raise Failure(f"There is no example '{options.id}'. {hint}", MISUSED)
    print(example.source.rstrip("\n"))
    return 0
