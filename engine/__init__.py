"""Backsweep's engine: from blackboard notation to a complete, immutable trace of backpropagation.

    program = engine.parse("input x = 3\\nL = (x - 1)^2")
    trace = engine.trace(program)
    trace.adjoints["x"]        # 4.0

Python and NumPy only; it knows nothing of the web.
"""

from engine.eager import Value, graph_of, source_of, trace_of
from engine.errors import EngineError, Span
from engine.explain.trace_latex import Mathematics, describe
from engine.limits import Limits
from engine.notation import canonical, parse
from engine.notation.program import Program
from engine.routine import Routine, compile
from engine.sweeps.trace import Trace, trace

__all__ = [
    "EngineError",
    "Limits",
    "Mathematics",
    "Program",
    "Routine",
    "Span",
    "Trace",
    "Value",
    "__version__",
    "canonical",
    "compile",
    "describe",
    "graph_of",
    "parse",
    "source_of",
    "trace",
    "trace_of",
]

__version__ = "0.1.0"
"""The version of the whole project, as semantic versioning counts; nothing else repeats it."""
