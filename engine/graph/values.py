"""The numbers of a forward pass, and the adjoints to begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.formula.expr import Shape
from engine.primitives.declaration import Value

ONE = np.float64(1.0)


ZERO = np.float64(0.0)


def zeros(shape: Shape) -> Value:
    """The adjoint of a node that receives nothing."""
    return np.zeros(shape) if shape else ZERO


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The values of one forward pass.

    Args:
        values: One per node.
        inner: For each node, its body's results in order (empty for a leaf).
        constants: The named constants' values.
    """

    values: tuple[Value, ...]
    inner: tuple[tuple[Value, ...], ...]
    constants: Mapping[str, Value]
