"""The command line: which commands there are, and what they share in saying and ending."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence
from typing import Protocol, cast

from backsweep import __version__
from backsweep.failure import Failure

COMMANDS = {
    "serve": "serve the page and open it (this is what backsweep alone does)",
    "trace": "walk through the forward and the backward pass of a model",
    "check": "compare every adjoint with finite differences",
    "export": "write a model's trace as LaTeX, code, a drawing or a table",
    "examples": "list the examples, or print the text of one",
    "version": "say the versions of Backsweep, its contract and what it runs on",
}
"""One row a command; backsweep/commands has a file of the same name for each."""

DESCRIPTION = "Type a model as it stands on the blackboard, and see backpropagation happen on it."
EPILOG = """\
examples:
  backsweep                             the page, in your browser
  backsweep trace model.txt             both passes in words and numbers
  backsweep examples lecture | backsweep check
  backsweep COMMAND --help              what a command takes

exit codes: 0; 1 for a model that is refused or an adjoint that disagrees; 2 for wrong usage"""

READER_GONE = 141
"""What a shell reports for a program whose reader has gone (128 + SIGPIPE)."""
INTERRUPTED = 130
"""The same for Ctrl-C (128 + SIGINT)."""


class Command(Protocol):
    """What a file in backsweep/commands holds."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare what the command takes."""

    def run(self, options: argparse.Namespace) -> int:
        """Carry it out and return the exit code. Raises Failure."""


def load(name: str) -> Command:
    """The command's file; only the one that is used is loaded, since some bring the whole server along."""
    return cast(Command, importlib.import_module(f"backsweep.commands.{name}"))


def with_command(words: Sequence[str]) -> list[str]:
    """The words with "serve" in front where no command is named: ``backsweep --port 9000`` serves too."""
    own = {"-h", "--help", "--version"}
    return ["serve", *words] if not words or (words[0].startswith("-") and words[0] not in own) else list(words)


def parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """The command line, with the arguments of the command that the words name."""
    top = argparse.ArgumentParser(
        prog="backsweep", description=DESCRIPTION, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    top.add_argument("--version", action="version", version=f"backsweep {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND", title="commands")
    for name, purpose in COMMANDS.items():
        description = purpose[0].upper() + purpose[1:] + "."
        command = commands.add_parser(name, help=purpose, description=description)
        if name == words[0]:
            load(name).arguments(command)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code.

    Raises:
        SystemExit: From argparse, after ``--help`` (0) and for wrong usage (2).
    """
    words = with_command(sys.argv[1:] if arguments is None else arguments)
    _settle_streams()
    options = parser(words).parse_args(words)
    try:
        code = load(options.command).run(options)
        sys.stdout.flush()  # here, where a reader that has gone can still be caught
        return code
    except Failure as failure:
        print(failure.message, file=sys.stderr)
        return failure.code
    except BrokenPipeError:
        _silence_output()
        return READER_GONE
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return INTERRUPTED


def _settle_streams() -> None:
    """Write UTF-8 into files and pipes whatever the system's old encoding is, and never fail over a letter.

    A terminal keeps its encoding, and so does whoever chose one with PYTHONIOENCODING.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            keep = stream.isatty() or "PYTHONIOENCODING" in os.environ
            stream.reconfigure(encoding=None if keep else "utf-8", errors="replace")


def _silence_output() -> None:
    """Let what is still to be written go nowhere, so that Python does not complain of it at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
