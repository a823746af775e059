"""``backsweep version``: the versions that a report of a mistake should name."""

from __future__ import annotations

import argparse
import platform

import numpy as np

from app.api.trace_json import VERSION
from backsweep import __version__


def arguments(_: argparse.ArgumentParser) -> None:
    """Declare what the command takes: nothing."""


def run(_: argparse.Namespace) -> int:
    """Print the versions."""
    print(f"backsweep {__version__}, contract {VERSION}")
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, {platform.platform()}")
    return 0
