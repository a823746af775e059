"""Values that remember how they were computed: the engine for programs and notebooks.

from engine import Value

w, x = Value(0.5, label="w"), Value(2.0, label="x")
y = (w * x - 1).tanh()
y.backward()
w.grad
"""

from engine.eager import functions
from engine.eager.history import graph_of, trace_of
from engine.eager.operators import equip
from engine.eager.page import link, show
from engine.eager.picture import still
from engine.eager.value import Value
from engine.eager.writing import source_of

equip({"show": show, "_repr_html_": still})

__all__ = ["Value", "functions", "graph_of", "link", "source_of", "trace_of"]
