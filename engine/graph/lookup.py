"""Which node is nudged, which entry of it, and which nodes are held."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from engine.errors import EngineError
from engine.graph.graph import Graph
from engine.notation import canonical
from engine.primitives.declaration import element_count, shape_text

LISTED = 6
"""So many ids are offered to someone who named none."""


def find(graph: Graph, name: str) -> int:
    """The index of the node with this name.

    Raises:
        EngineError: For a name that is no node of the graph.
    """
    try:
        known = name if name in graph.index else canonical(name)
    except EngineError:
        known = name
    index = graph.index.get(known)
    if index is not None:
        return index
    if any(known in (one.id, one.tensor) for one in graph.constants):
        hint = f"Write it as a parameter to see what it does: param {known[:40]}."
        raise EngineError(
            f"'{known[:40]}' is a constant: it is no node of the graph.", hint, code="constant-node", name=known[:40]
        )
    ids = list(graph.index)
    listed = f"The nodes are: {', '.join(ids[:LISTED])}{', …' if len(ids) > LISTED else ''}."
    close = get_close_matches(known[:100], ids, 1)
    what, names = f"There is no node '{known[:40]}' in this graph.", ", ".join(ids[:LISTED])
    if close:
        hint, code = f"Did you mean '{close[0]}'? {listed}", "misspelled-node"
        raise EngineError(what, hint, code=code, name=known[:40], nearest=close[0], nodes=names)
    raise EngineError(what, listed, code="no-such-node", name=known[:40], nodes=names)


def entry(graph: Graph, node: int, at: Sequence[int]) -> tuple[int, ...]:
    """An entry of a node, counted from 0 from the front.

    Raises:
        EngineError: Where there is no such entry, and where an array is named and none of its entries.
    """
    shape, name = graph.nodes[node].shape, graph.nodes[node].id
    inside = len(at) == len(shape) and all(0 <= place < size for place, size in zip(at, shape, strict=True))
    if inside:
        return tuple(at)
    if not shape:
        raise EngineError(
            f"'{name}' is a number and has no entries.", 'Leave "at" out.', code="entry-of-number", name=name
        )
    if not element_count(shape):
        raise EngineError(
            f"'{name}' has no entries that could be nudged.",
            "Give it a shape without a 0.",
            code="entry-of-nothing",
            name=name,
        )
    last = ", ".join(str(size - 1) for size in shape)
    what = f"'{name}' has the shape {shape_text(shape)}, and one entry of it is nudged."
    raise EngineError(
        what,
        f'Say which, counted from 0: "at" goes up to [{last}].',
        code="no-such-entry",
        name=name,
        shape=str(shape),
        last=last,
    )
