"""Backsweep's web service: the engine behind a REST contract, and the page that plays its traces."""

__version__ = "0.1.0"
