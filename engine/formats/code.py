"""The forward and the backward pass as a Python module that runs alone and prints value and gradients."""

from __future__ import annotations

from engine.explain.trace_latex import Mathematics
from engine.formats.format import Format
from engine.routine import written
from engine.sweeps.trace import Trace


def write(trace: Trace, _: Mathematics) -> str:
    """The source of the model's routine, with the trace's inputs: NumPy where there are arrays, else plain Python."""
    return written(trace.graph, trace.values)


FORMAT = Format("numpy", "Forward and backward pass as a Python module", "text/x-python", ".py", write)
"""Named after what it needs where there are arrays; a model of numbers needs nothing but Python."""
