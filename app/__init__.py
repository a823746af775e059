"""Backsweep's web service: the engine behind a REST contract, and the page that plays its traces."""

from engine import __version__

__all__ = ["__version__"]
