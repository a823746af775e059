"""The primitive table. Adding a primitive is adding one declaration to one of these files."""

from __future__ import annotations

from engine.primitives.declaration import Composite, Function, Primitive
from engine.primitives.ops import (
    activations,
    arithmetic,
    comparisons,
    convolution,
    elementary,
    extremes,
    factors,
    layers,
    losses,
    norms,
    probabilities,
    products,
    reductions,
    selection,
    shaping,
    statistics,
)

ROOMS = (
    arithmetic, elementary, activations, selection, comparisons,
    products, reductions, extremes, factors, norms, probabilities, convolution, shaping,
)  # fmt: skip
WRITTEN = (statistics, losses, layers)

TABLE: dict[str, Primitive] = {primitive.name: primitive for room in ROOMS for primitive in room.PRIMITIVES}
"""Every primitive by name."""

COMPOSITES: dict[str, Composite] = {composite.name: composite for room in WRITTEN for composite in room.COMPOSITES}
"""Every function that is written out in primitives, by name."""

FUNCTIONS: dict[str, Function] = {**TABLE, **COMPOSITES}
"""Everything that can be called, by name."""

NOTATION: dict[str, Function] = {
    name: function
    for function in FUNCTIONS.values()
    if function.in_notation
    for name in (function.name, *function.aliases)
}
"""Every name that the notation can call, aliases included."""
