"""Values that remember how they were computed: the engine for programs and notebooks.

from engine import Value

w, x = Value(0.5, label="w"), Value(2.0, label="x")
y = (w * x - 1).tanh()
y.backward()
w.grad
"""

from engine.eager import functions
from engine.eager.notebook import link, show
from engine.eager.operators import equip
from engine.eager.svg import still
from engine.eager.to_program import graph_of, trace_of
from engine.eager.to_source import source_of
from engine.eager.value import Value

equip({"show": show, "_repr_html_": still})

__all__ = ["Value", "functions", "graph_of", "link", "source_of", "trace_of"]
