"""One node is nudged by h, and what follows is followed: what moves, by how much, and what was predicted.

    Δvⱼ ≈ v̇ⱼ · h,    v̇ⱼ = Σ over i in Pa(vⱼ) of  ∂vⱼ/∂vᵢ · v̇ᵢ,    v̇ = 1 at the nudged node

Nodes may be held: they keep their values whatever their parents do. Holding none gives the total derivative, which
is the adjoint; holding those between gives a partial derivative. Both are ∂L/∂v in a notation that does not say
what is held.
"""

from engine.finite_differences.perturbation import Nudged, Ripple, holdable, reached, ripple
from engine.graph.lookup import entry, find

__all__ = ["Nudged", "Ripple", "entry", "find", "holdable", "reached", "ripple"]
