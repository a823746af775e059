"""Which leaves the class differentiates by."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from engine.errors import EngineError
from engine.graph.graph import Graph
from engine.notation import canonical

MOST_LEAVES = 2
"""So many derivatives stand side by side."""


def choose(graph: Graph, names: Sequence[str] | None) -> list[int]:
    """The indices of the leaves with these names, each once.

    Without names: parameters first, then the other leaves, of those that the output depends on.

    Raises:
        EngineError: For too many names, and for one that is no leaf with an adjoint.
    """
    leaves = [index for index, node in enumerate(graph.nodes) if not node.body]
    if names is None:
        reaching = [index for index in leaves if graph.reaches_output[index]]
        reaching.sort(key=lambda index: graph.nodes[index].role != "parameter")
        return reaching[:MOST_LEAVES]
    if len(names) > MOST_LEAVES:
        raise EngineError(
            f"{len(names)} leaves are too many to stand side by side.",
            f"Name at most {MOST_LEAVES} of them.",
            code="too-many-leaves",
            count=len(names),
            most=MOST_LEAVES,
        )
    return list(dict.fromkeys(_leaf(graph, name, leaves) for name in names))


def _leaf(graph: Graph, name: str, leaves: Sequence[int]) -> int:
    try:
        known = name if name in graph.index else canonical(name)
    except EngineError:
        known = name
    index = graph.index.get(known)
    if index is not None and not graph.nodes[index].body:
        return index
    ids = [graph.nodes[leaf].id for leaf in leaves]
    listed = f"Name a leaf: {', '.join(ids[:6])}{', …' if len(ids) > 6 else ''}." if ids else "Add a leaf: param w = 1."
    if index is not None:
        raise EngineError(
            f"'{known}' is computed; a class differentiates by leaves.",
            listed,
            code="computed-leaf",
            name=known,
            leaves=", ".join(ids[:6]),
        )
    if any(one.id == known for one in graph.constants):
        raise EngineError(
            f"'{known}' is a constant and has no derivative.",
            f"Make it a parameter, or: {listed}",
            code="constant-leaf",
            name=known,
            leaves=", ".join(ids[:6]),
        )
    close = get_close_matches(known[:100], ids, 1)
    what, names = f"There is no leaf '{known[:40]}' in this graph.", ", ".join(ids[:6])
    if close:
        hint, code = f"Did you mean '{close[0]}'? {listed}", "misspelled-leaf"
        raise EngineError(what, hint, code=code, name=known[:40], nearest=close[0], leaves=names)
    raise EngineError(what, listed, code="no-such-leaf", name=known[:40], leaves=names)
