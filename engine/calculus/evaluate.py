"""Formulas on the numbers of a trace. Each different part is computed once, however long the formula is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from engine.calculus.hash_consed import PRIME, Store
from engine.explain.symbols import node_symbol
from engine.primitives.declaration import Value
from engine.primitives.ops import TABLE
from engine.primitives.rules import numeric_rules
from engine.sweeps.trace import Trace


def names_of(trace: Trace, store: Store) -> dict[int, Value]:
    """The values of the names, by their positions in the store."""
    graph, evaluation = trace.graph, trace.evaluation
    found = {
        store.symbol(node_symbol(node)): value
        for node, value in zip(graph.nodes, evaluation.values, strict=True)
        if not node.body and not node.shape
    }
    named = {store.symbol(node_symbol(one)): evaluation.constants[one.id] for one in graph.constants if not one.shape}
    return found | named


def on_numbers(store: Store, roots: Sequence[int], names: Mapping[int, Value]) -> dict[int, Value]:
    """Formulas on numbers, each different part computed once."""
    found: dict[int, Value] = {}
    with np.errstate(all="ignore"):
        for formula in store.under(roots):
            head, arguments = store.heads[formula], [found[part] for part in store.arguments[formula]]
            if formula in store.numbers:
                found[formula] = np.float64(store.numbers[formula].value)
            elif formula in store.symbols:
                found[formula] = names[formula]
            elif head.endswith(PRIME):
                op = head.removesuffix(PRIME)
                found[formula] = numeric_rules(op)[0](arguments, TABLE[op].value(*arguments))
            else:
                found[formula] = TABLE[head].value(*arguments)
    return found
