"""The steps of a trace: what happens at each of them, in numbers."""

from __future__ import annotations

from dataclasses import dataclass

from engine.primitives.declaration import Value


@dataclass(frozen=True, slots=True)
class ValueStep:
    """Forward: a node's value has been computed from its parents."""

    node: int
    value: Value


@dataclass(frozen=True, slots=True)
class SeedStep:
    """Backward: the output's adjoint is 1, for raising the result by h raises the result by h."""

    node: int
    adjoint: Value


@dataclass(frozen=True, slots=True)
class TermStep:
    """Backward: one child's term has reached a node.

    Args:
        node: The receiving node.
        edge: The position in ``graph.edges`` through which it came.
        upstream: The child's adjoint.
        local: ∂child/∂node at the forward values; None where it is a Jacobian that is never formed.
        product: upstream × local, in the node's shape.
        total: The sum of the terms so far.
        remaining: How many terms are still awaited; at 0 a node with one term is finished.
    """

    node: int
    edge: int
    upstream: Value
    local: Value | None
    product: Value
    total: Value
    remaining: int


@dataclass(frozen=True, slots=True)
class AdjointStep:
    """Backward: a node with several terms, or with none, is finished."""

    node: int
    adjoint: Value


Step = ValueStep | SeedStep | TermStep | AdjointStep
