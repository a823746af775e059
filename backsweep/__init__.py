"""Backsweep: from blackboard notation to a complete, immutable trace of backpropagation.

    program = backsweep.parse("input x = 3\\nL = (x - 1)^2")
    trace = backsweep.trace(program)
    trace.adjoints["x"]        # 4.0

The names below are the library: importing them takes NumPy and nothing else. The page and the API, which
``backsweep`` serves on the command line, take the packages that are installed beside it.
"""

import engine
from engine import (
    EngineError,
    Limits,
    Mathematics,
    Program,
    Routine,
    Span,
    Trace,
    Value,
    __version__,
    canonical,
    compile,
    describe,
    graph_of,
    parse,
    source_of,
    trace,
    trace_of,
)

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
    "engine",
    "graph_of",
    "parse",
    "source_of",
    "trace",
    "trace_of",
]
