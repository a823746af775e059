"""The primitive table. Adding a primitive is adding one declaration to one of these files."""

from __future__ import annotations

from engine.ops import activations, arithmetic, elementary, selection
from engine.primitive import Primitive

TABLE: dict[str, Primitive] = {
    primitive.name: primitive
    for room in (arithmetic, elementary, activations, selection)
    for primitive in room.PRIMITIVES
}
"""Every primitive by name."""

NOTATION: dict[str, Primitive] = {
    name: primitive for primitive in TABLE.values() if primitive.spoken for name in (primitive.name, *primitive.aliases)
}
"""Every name that the notation can call, aliases included."""
