"""What must be said beside the numbers: where a NaN or an infinity began, kinks, idle nodes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal as Choice

import numpy as np

from engine.formula.expr import Static
from engine.graph.graph import Constant, Graph, Node
from engine.graph.values import Evaluation
from engine.primitives.declaration import Condition, Value
from engine.primitives.ops import TABLE
from engine.sweeps.backprop import Sweep

Kind = Choice["value", "kink", "unused"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One warning: the node (its index), what to say of it, and of which kind it is."""

    node: int
    message: str
    kind: Kind


def findings(graph: Graph, evaluation: Evaluation, sweep: Sweep) -> Iterator[Finding]:
    """Every warning of a trace: in the order of the forward pass, then of the sweep."""
    for index, node in enumerate(graph.nodes):
        for kind, message in dict.fromkeys(_forward(node, index, evaluation)):  # a line may do the same thing twice
            yield Finding(index, message, kind)
    yield from _backward(graph, evaluation, sweep)
    for index in range(len(graph.nodes)):
        if not graph.reaches_output[index]:
            yield Finding(index, "The output does not depend on it: its adjoint is 0.", "unused")


def _forward(node: Node, index: int, evaluation: Evaluation) -> Iterator[tuple[Kind, str]]:
    if not node.body:
        if not np.all(np.isfinite(evaluation.values[index])):
            yield "value", f"Its value is given as {_word(evaluation.values[index])}."
        return
    operands = evaluation.operands(node, index)
    for operation, result in zip(node.body, evaluation.inner[index], strict=True):
        arguments = operands(operation)
        for argument, value in zip(operation.arguments, arguments, strict=True):
            if isinstance(argument, Constant) and not np.all(np.isfinite(value)):
                yield "value", f"The constant {argument.id} is given as {_word(value)}."  # a constant is no node
        primitive = TABLE[operation.op]
        options = dict(operation.options)
        for kink in primitive.kinks:
            if np.any(kink.when(*arguments, **options)):
                yield "kink", f"{_sentence(kink.text)} (a convention)."
        if not _begins(result, arguments):
            continue
        cause = _first(primitive.faults, arguments, options) or _cause(result, primitive.name)
        yield "value", f"{_sentence(cause)}: the value is {_word(result)} from here on."


def _backward(graph: Graph, evaluation: Evaluation, sweep: Sweep) -> Iterator[Finding]:
    """Local derivatives, terms and sums of terms that stop being finite here."""
    lost = [bool(np.any(np.isnan(value))) for value in evaluation.values]
    for edge, local, product in zip(graph.edges, sweep.locals, sweep.products, strict=True):
        upstream = sweep.adjoints[edge.child]
        factors = (upstream,) if local is None else (upstream, local)
        if product is None or not (_begins(product, (upstream,)) or _begins(product, factors)):
            continue
        if any(lost[index] for index in (edge.child, *graph.nodes[edge.child].parents)):
            continue  # said of the forward pass
        name = f"The term through {graph.nodes[edge.child].id} is {_word(product)}"
        finite = local is None or np.all(np.isfinite(local))
        why = _cause(product, "the product") if finite else f"its local derivative is {_word(local)}"
        yield Finding(edge.parent, f"{name}: {why}.", "value")
    for index, terms in enumerate(graph.terms):
        if len(terms) > 1 and _begins(sweep.adjoints[index], [sweep.products[edge] for edge in terms]):
            total = sweep.adjoints[index]
            yield Finding(index, f"The sum of its terms is {_word(total)}: {_cause(total, 'the sum')}.", "value")


def _begins(result: Value, arguments: Sequence[Value]) -> bool:
    """Whether an infinity came of finite numbers, or a NaN of numbers of which none was one."""
    if np.all(np.isfinite(result)):
        return False
    if np.any(np.isnan(result)):
        return not any(np.any(np.isnan(argument)) for argument in arguments)
    return all(np.all(np.isfinite(argument)) for argument in arguments)


def _cause(result: Value, place: str) -> str:
    return f"∞ leaves {place} undetermined" if np.any(np.isnan(result)) else f"overflow in {place}"


def _first(remarks: Sequence[Condition], arguments: Sequence[Value], options: Mapping[str, Static]) -> str | None:
    return next((remark.text for remark in remarks if np.any(remark.when(*arguments, **options))), None)


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


def _word(value: Value) -> str:
    """The first of its numbers that is not finite, in words; of an array, that it holds one."""
    if np.ndim(value):
        first = np.asarray(value)[~np.isfinite(value)][0]
        return f"{_word(first)} in {int(np.sum(~np.isfinite(value)))} of {np.size(value)} entries"
    if np.isnan(value):
        return "not a number"
    return "∞" if value > 0 else "−∞"
