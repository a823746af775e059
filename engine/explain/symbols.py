"""How nodes, adjoints and partial derivatives are named in a formula."""

from __future__ import annotations

from engine.formula.expr import (
    Symbol,
)
from engine.graph.graph import Node
from engine.latex.names import bar_latex, element_bar_latex


def node_symbol(node: Node) -> Symbol:
    """The node's value as a symbol."""
    return Symbol(node.id, node.latex, node.shape)


def bar_symbol(node: Node) -> Symbol:
    """The node's adjoint as a symbol, marked in print."""
    if node.tensor is not None:
        return Symbol(f"bar {node.id}", element_bar_latex(node.tensor, node.at), marked=True)
    stem = bar_latex(node.id) if "." not in node.id else _barred(node.latex)
    return Symbol(f"bar {node.id}", stem, node.shape, marked=True)


def _barred(latex: str) -> str:
    """u_{3} with a bar over its letter."""
    letter, _, subscript = latex.partition("_")
    return f"\\bar{{{letter}}}_{subscript}"


def partial_symbol(child: Node, parent: Node) -> Symbol:
    """∂child/∂parent, where it is not spelled out."""
    latex = f"\\frac{{\\partial {child.latex}}}{{\\partial {parent.latex}}}"
    return Symbol(f"partial {child.id} {parent.id}", latex)
