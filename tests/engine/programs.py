"""Random programs over every spoken primitive: source text, inputs, and the same program as trees.

A program is grown forwards, with its values at hand (computed here with Python's own mathematics, not
the engine's), so that every operation is applied where it and its derivatives are defined and no kink is
near. ``tame`` programs keep to moderate numbers, where a difference quotient means something; ``wild``
ones go into saturated tails, and to large and tiny numbers.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Apply:
    """One primitive, by its canonical name, applied to parts."""

    op: str
    parts: tuple[Tree, ...]


Tree = Apply | str | float
"""An expression: an operation, a name, or a number."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A program three ways: its text, the values of its leaves, and its definitions as trees."""

    source: str
    inputs: dict[str, float]
    definitions: tuple[tuple[str, Tree], ...]


class Dice(Protocol):
    """Where the choices come from."""

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""
        ...

    def number(self, low: float, high: float) -> float:
        """A number between two."""
        ...


class Seeded:
    """Dice that fall the same way for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def pick(self, options: Sequence[T]) -> T:
        return self.random.choice(options)

    def number(self, low: float, high: float) -> float:
        return self.random.uniform(low, high)


class Drawn:
    """Dice that Hypothesis throws, and can throw again more simply."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def pick(self, options: Sequence[T]) -> T:
        return self.draw(st.sampled_from(options))

    def number(self, low: float, high: float) -> float:
        return self.draw(st.floats(low, high))


def _sigmoid(a: float) -> float:
    small = math.exp(-abs(a))
    return (1.0 if a >= 0.0 else small) / (1.0 + small)


def _softplus(a: float) -> float:
    return max(a, 0.0) + math.log1p(math.exp(-abs(a)))


VALUES: dict[str, Callable[..., float]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "neg": lambda a: -a,
    "pow": lambda a, b: a**b,
    "square": lambda a: a * a,
    "exp": math.exp,
    "log": math.log,
    "log1p": math.log1p,
    "expm1": math.expm1,
    "sqrt": math.sqrt,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "sinh": math.sinh,
    "cosh": math.cosh,
    "tanh": math.tanh,
    "sigmoid": _sigmoid,
    "softplus": _softplus,
    "relu": lambda a: max(a, 0.0),
    "leaky_relu": lambda a, s: a if a > 0.0 else s * a,
    "abs": abs,
    "max": max,
    "min": min,
}
"""Every primitive that the notation offers, as Python computes it."""

NAMES: dict[str, tuple[str, ...]] = {
    "add": ("+",),
    "sub": ("-", "−", "subtract"),
    "mul": ("*", "·", "×", "multiply"),
    "div": ("/", "divide"),
    "neg": ("-", "−", "negative"),
    "pow": ("^", "**", "power"),
    "square": ("square", "²", "np.square"),
    "exp": ("exp", "np.exp", "e^"),
    "log": ("log", "ln", "math.log"),
    "log1p": ("log1p",),
    "expm1": ("expm1",),
    "sqrt": ("sqrt", "√", "torch.sqrt"),
    "sin": ("sin", "jnp.sin"),
    "cos": ("cos",),
    "tan": ("tan",),
    "sinh": ("sinh",),
    "cosh": ("cosh",),
    "tanh": ("tanh", "np.tanh"),
    "sigmoid": ("sigmoid", "σ", "logistic", "expit", "torch.sigmoid"),
    "softplus": ("softplus", "F.softplus"),
    "relu": ("relu", "F.relu"),
    "leaky_relu": ("leaky_relu", "lrelu"),
    "abs": ("abs", "absolute", "fabs", "|"),
    "max": ("max", "maximum"),
    "min": ("min", "minimum"),
}
"""The ways of writing each of them."""

BINARY = ("add", "sub", "mul", "div", "pow", "max", "min", "leaky_relu")
UNARY = tuple(op for op in VALUES if op not in BINARY)

_APART = 1e-3
"""How far arguments stay from a kink, against their size."""


def _fits(op: str, a: float, b: float, *, wild: bool) -> bool:
    """Whether an operation and its derivatives are defined there, and no kink is near."""
    apart = abs(a - b) > _APART * (abs(a) + abs(b))
    most = 700.0 if wild else 4.0
    match op:
        case "div":
            return abs(b) > (1e-30 if wild else 0.2)
        case "pow":
            return (1e-3 if wild else 0.2) < a < 1e6 and abs(math.log(a)) > 0.01 and abs(b * math.log(a)) < most
        case "log" | "sqrt":
            return a > (1e-30 if wild else 0.2)
        case "log1p":
            return a > -0.8
        case "exp" | "expm1" | "sinh" | "cosh":
            return abs(a) < most
        case "sin" | "cos":
            return abs(a) < 1e6
        case "tan":
            return abs(a) < 1e6 and abs(math.cos(a)) > 0.2
        case "relu" | "abs":
            return abs(a) > (0.0 if wild else _APART)
        case "leaky_relu":
            return abs(a) > (0.0 if wild else _APART) and 0.0 < b < 1.0
        case "max" | "min":
            return apart
    return True


def _digits(value: float) -> str:
    """A literal that is read as exactly this float."""
    return repr(value) if value >= 0.0 else f"({value!r})"


def write(tree: Tree, dice: Dice) -> str:
    """The expression in the author's hand, one way of writing each operation."""
    if isinstance(tree, str):
        return tree
    if isinstance(tree, float):
        return _digits(tree)
    parts = [write(part, dice) for part in tree.parts]
    name = dice.pick(NAMES[tree.op])
    match name, parts:
        case ("-" | "−", [a]):
            return f"({name}{a})"
        case "|", [a]:
            return f"abs({a})" if "|" in a else f"|{a}|"
        case "²", [a]:
            return f"(({a})²)"
        case "e^", [a]:
            return f"(e^({a}))"
        case ("√", [a]):
            return f"√({a})"
        case (("+" | "-" | "−" | "*" | "·" | "×" | "/" | "^" | "**"), [a, b]):
            return f"({a} {name} {b})"
    return f"{name}({', '.join(parts)})"


@dataclass(frozen=True, slots=True)
class Grown:
    """An expression, its value, and how many units of roundoff may be wrong with it."""

    tree: Tree
    value: float
    unsure: float = 0.0


_MOST_UNSURE = 1e4
"""Programs that cancel more than this are about float64, not about derivatives."""


def _unsure(op: str, numbers: Sequence[float], value: float, unsure: Sequence[float]) -> float:
    """The first-order error of a result, by nudging each argument a little."""
    if value == 0.0:
        return math.inf
    total = 1.0
    for position, before in enumerate(unsure):
        if before:
            nudged = [n * (1.0 + 1e-7) if i == position else n for i, n in enumerate(numbers)]
            total += before * abs(VALUES[op](*nudged) / value - 1.0) / 1e-7
    return total


class _Grower:
    def __init__(self, dice: Dice, *, wild: bool) -> None:
        self.dice = dice
        self.wild = wild
        self.known: dict[str, Grown] = {}
        self.leaves: dict[str, float] = {}
        self.fresh = ["x", "w", "t", "s", "q", "p", "n", "k", "h", "g", "d", "c", "b", "a"]

    def leaf_value(self) -> float:
        sign = self.dice.pick((1.0, -1.0))
        if not self.wild:
            return sign * self.dice.number(0.3, 2.5)
        low, high = self.dice.pick(((0.1, 3.0), (0.1, 3.0), (10.0, 60.0), (60.0, 600.0), (1e-9, 1e-6)))
        return sign * self.dice.number(low, high)

    def atom(self) -> Grown:
        """A new leaf, a name that is there already, or a number."""
        kinds = ("new",) * (12 if self.wild else 2)
        kind = self.dice.pick((*kinds, "known", "number"))
        if kind == "number":
            value = self.dice.pick((0.5, 1.0, 2.0, 3.0, 0.1, 1.5, 0.01))
            return Grown(value, value)
        if self.fresh and (kind == "new" or not self.known):
            name = self.fresh.pop()
            self.leaves[name] = self.leaf_value()
            self.known[name] = Grown(name, self.leaves[name])
            return self.known[name]
        return self.known[self.dice.pick(tuple(self.known))]

    def grow(self, depth: int) -> Grown:
        if depth == 0:
            return self.atom()
        left = self.grow(self.dice.pick(range(depth)))
        if self.dice.pick((True, False)):
            return self.apply(UNARY, left)
        return self.apply(BINARY, left, self.grow(self.dice.pick(range(depth))))

    def apply(self, ops: Sequence[str], *operands: Grown) -> Grown:
        """The first operation that fits, from a place in the list that the dice choose."""
        start = self.dice.pick(range(len(ops)))
        parts = tuple(operand.tree for operand in operands)
        numbers = [operand.value for operand in operands]
        limit = 1e150 if self.wild else 50.0
        for op in (*ops[start:], *ops[:start]):
            if op == "leaky_relu" and not (isinstance(parts[1], float) and parts[1] in (0.01, 0.1, 0.5)):
                continue
            if op == "sub" and parts[0] == parts[1]:
                continue  # nothing but rounding would be left of a gradient,
            if op == "div" and self.wild and names_in(parts[0]) & names_in(parts[1]):
                continue  # as of (a b)/a
            if not _fits(op, numbers[0], numbers[-1], wild=self.wild):
                continue
            try:
                value = VALUES[op](*numbers)
                unsure = _unsure(op, numbers, value, [operand.unsure for operand in operands])
            except (OverflowError, ValueError, ZeroDivisionError):
                continue
            if math.isfinite(value) and abs(value) < limit and unsure < _MOST_UNSURE:
                return Grown(Apply(op, parts), value, unsure)
        return operands[0]


def grow(dice: Dice, *, wild: bool = False, lines: int = 4, depth: int = 3) -> Sample:
    """A random program of a few lines; the last one uses the one before it."""
    grower = _Grower(dice, wild=wild)
    definitions: list[tuple[str, Tree]] = []
    for number in range(dice.pick(range(1, lines + 1))):
        grown = grower.grow(depth)
        if definitions:
            grown = grower.apply(BINARY[:3], grower.known[definitions[-1][0]], grown)
        tree = grown.tree if isinstance(grown.tree, Apply) else Apply("mul", (grown.tree, 1.0))
        name = f"v{number + 1}"
        definitions.append((name, tree))
        grower.known[name] = Grown(name, grown.value, grown.unsure)
    source = "\n".join(f"{name} = {write(tree, dice)}" for name, tree in definitions)
    used = {name for _, tree in definitions for name in names_in(tree)}
    return Sample(source, {name: value for name, value in grower.leaves.items() if name in used}, tuple(definitions))


def names_in(tree: Tree) -> set[str]:
    """The names that an expression uses."""
    if isinstance(tree, Apply):
        return set().union(*map(names_in, tree.parts))
    return {tree} if isinstance(tree, str) else set()


def seeded(seed: int, *, wild: bool = False) -> Sample:
    """The program of a seed."""
    return grow(Seeded(seed), wild=wild)


@st.composite
def tame_programs(draw: st.DrawFn) -> Sample:
    """Programs for Hypothesis."""
    return grow(Drawn(draw), lines=3)
