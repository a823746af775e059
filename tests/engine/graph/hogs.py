"""Short programs that mean a great deal of work: each was the worst of its kind that a search has found."""

_ROW, _COLUMN = ", ".join(["1"] * 12), ", ".join(["2"] * 12)
VECTORS = f"a = [{_ROW}]\nb = [{_COLUMN}]\n"

GROWING = f"{VECTORS}P = outer(a, b) @ outer(b, a)\nL = sum(P)"
"""Half a second at the element grain: each of 144 entries repeats what it needs of the line."""
OUTER = f"{VECTORS}P = outer(a, b) @ outer(a, b) @ outer(a, b) @ outer(a, b)\nL = sum(P)"
"""Over 45 seconds at the element grain."""
_LONG = ", ".join(["1"] * 30)
TWICE = f"a = [{_LONG}]\nM = outer(a, a)\nL = sum(M @ M)"
"""More single numbers than anybody could look at, when unfolded."""
CHAIN = "x1 = sin(x0)\n" + "\n".join(f"x{k} = sin(x{k - 1})" for k in range(2, 3991))
"""As many lines as a chain may well have."""


def nested(name: str, depth: int, inner: str) -> str:
    """A function of one argument, applied so often."""
    return f"{name}(" * depth + inner + ")" * depth


NORMALISED = (
    "x = [1, 2, 4]\ny0 = x\n"
    + "\n".join(f"y{k} = {nested('layer_norm', 5, f'y{k - 1}')}" for k in range(1, 40))
    + "\nL = sum(y39)"
)
"""Formulas of thousands of symbols in 70 characters, for each operand is written several times."""
PRODUCT = "x = 1.001\ny = 1\nL = " + "x*" * 7000 + "y"
"""A product that took the square of its length."""
WEIGHTED = "x = 0.5\ny0 = x\n" + "\n".join(
    f"y{k} = y{k - 1}*sin(y{k - 1} + x)*exp(-y{k - 1}^2/2)" for k in range(1, 900)
)
"""Terms as long as terms may be."""
ALL = {"growing": GROWING, "outer": OUTER, "twice": TWICE, "chain": CHAIN, "normalised": NORMALISED,
       "product": PRODUCT, "weighted": WEIGHTED}  # fmt: skip
