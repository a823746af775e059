"""The forward and the backward pass as a Python module that runs alone and prints value and gradients."""

from __future__ import annotations

from engine.formats.format import Format
from engine.routine import written
from engine.sweeps.trace import Trace


def write(trace: Trace) -> str:
    """The source of the model's routine, with the trace's inputs. It needs NumPy, and its numbers are the trace's."""
    return written(trace.graph, trace.values)


FORMAT = Format("numpy", "Forward and backward pass as a Python module", "text/x-python", ".py", write)
"""Named after what it needs."""
