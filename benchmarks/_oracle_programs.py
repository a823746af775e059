"""Random programs over numbers and arrays, grown line by line at a point that lies away from kinks and edges."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from benchmarks._oracle_text import text
from benchmarks._oracle_torch import LARGEST, Tree, evaluate, tensor

Shape = tuple[int, ...]
ELEMENTWISE = (
    "neg", "square", "exp", "log", "log1p", "expm1", "sqrt", "sin", "cos", "tanh", "sinh", "cosh", "abs", "sigmoid",
    "relu", "softplus", "leaky_relu",
)  # fmt: skip
PAIRS = ("add", "sub", "mul", "div", "max", "min", "pow")
PATIENCE = 200
"""So many lines are tried; the program is as long as it has become by then."""
ELEMENTS = 64
"""No value has more."""


@dataclass(slots=True)
class Sample:
    """A program and its inputs; ``definitions`` are trees by name, the last of which is the output."""

    inputs: dict[str, Any] = field(default_factory=dict)
    definitions: dict[str, Tree] = field(default_factory=dict)
    refused: int = 0

    @property
    def source(self) -> str:
        """The program's text."""
        return "\n".join(f"{name} = {text(tree)}" for name, tree in self.definitions.items())

    @property
    def output(self) -> str:
        """The name of the scalar that is differentiated."""
        return next(reversed(self.definitions))


class Grower:
    """Grows one program; ``chance`` decides everything."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.sample = Sample()
        self.values: dict[str, Any] = {}
        self.unused: set[str] = set()

    def grow(self, lines: int) -> Sample:
        """A program of so many lines and the sum that makes a number of them."""
        sizes = [self.chance.randint(1, 4) for _ in range(3)]
        ranks = (0, 0, 1, 1, 2, 2, 2, 3) if self.chance.random() < 0.8 else (0,)
        for number in range(self.chance.randint(2, 5)):
            shape = tuple(self.chance.choice(sizes) for _ in range(self.chance.choice(ranks)))
            self.sample.inputs[f"p{number}"] = self._numbers(shape)
            self._hold(f"p{number}", tensor(self.sample.inputs[f"p{number}"]))
        for _ in range(PATIENCE):
            if len(self.sample.definitions) == lines:
                break
            self._try(f"v{len(self.sample.definitions)}", self._tree())
        while not self._try("L", self._total()):
            self.unused = {
                name for name in sorted(self.unused) if self._shape(name) and self.chance.random() < 0.5
            } or {"p0"}
        return self.sample

    def _numbers(self, shape: Shape) -> Any:
        if not shape:
            return round(self.chance.uniform(-2, 2), 3)
        return [self._numbers(shape[1:]) for _ in range(shape[0])]

    def _hold(self, name: str, value: Any) -> None:
        self.values[name] = value
        self.unused.add(name)

    def _try(self, name: str, tree: Tree | None) -> bool:
        """Take the line, unless its value is not fit to go on with."""
        if tree is None:
            return False
        try:
            value = evaluate(tree, self.values)
            if not bool(value.isfinite().all()) or float(value.abs().max()) > LARGEST:
                raise ValueError("large")
        except ValueError:
            self.sample.refused += 1
            return False
        if value.numel() > ELEMENTS:
            return False
        self.unused -= set(names(tree))
        self._hold(name, value)
        self.sample.definitions[name] = tree
        return True

    # --- choosing ---

    def _shape(self, name: str) -> Shape:
        return tuple(self.values[name].shape)

    def _name(self, fits: Callable[[Shape], bool] = lambda _: True) -> str | None:
        """A name whose shape fits; those not used yet are likelier."""
        fitting = [name for name in self.values if fits(self._shape(name))]
        fresh = [name for name in fitting if name in self.unused]
        pool = fresh if fresh and self.chance.random() < 0.6 else fitting
        return self.chance.choice(pool) if pool else None

    def _dressed(self, name: str) -> Tree:
        """The name, or now and then an operation on it that keeps its shape."""
        if self.chance.random() < 0.75:
            return name
        return (self.chance.choice(("sin", "tanh", "sigmoid", "neg", "cos")), [name], {})

    def _tree(self) -> Tree | None:
        kind = self.chance.choice(KINDS)
        return kind(self)

    def _total(self) -> Tree:
        """One number of everything that has not been used."""
        terms = [self._number(name) for name in sorted(self.unused)]
        total = terms[0]
        for term in terms[1:]:
            total = ("add", [total, term], {})
        return total

    def _number(self, name: str) -> Tree:
        if not self._shape(name):
            return name
        return (self.chance.choice(("sum", "mean")), [(self.chance.choice(("sin", "tanh", "square")), [name], {})], {})


def names(tree: Tree) -> Iterator[str]:
    """The names in a tree."""
    if isinstance(tree, str):
        yield tree
    elif not isinstance(tree, float):
        for operand in tree[1]:
            yield from names(operand)


# --- the kinds of lines: each gives a tree, or None where nothing fits ---


def unary(g: Grower) -> Tree | None:
    return (g.chance.choice(ELEMENTWISE), [g._name()], {})


def binary(g: Grower) -> Tree | None:
    first = g._name()
    assert first is not None
    second = g._name(lambda shape: fits_together(shape, g._shape(first)))
    op = g.chance.choice(PAIRS)
    if second is None or g.chance.random() < 0.15:
        number = round(g.chance.uniform(0.5, 3), 2)
        return (op, [g._dressed(first), number] if g.chance.random() < 0.5 or op == "pow" else [number, first], {})
    return (op, [g._dressed(first), g._dressed(second)], {})


def fits_together(a: Shape, b: Shape) -> bool:
    """Whether the two broadcast."""
    return all(m == n or 1 in (m, n) for m, n in zip(reversed(a), reversed(b), strict=False))


def product(g: Grower) -> Tree | None:
    first = g._name(lambda shape: len(shape) > 0)
    if first is None:
        return None
    a = g._shape(first)

    def fits(b: Shape) -> bool:
        if not b or a[-1] != (b[0] if len(b) == 1 else b[-2]):
            return False
        return fits_together(a[:-2], b[:-2])

    second = g._name(fits)
    return None if second is None else ("matmul", [g._dressed(first), g._dressed(second)], {})


def turned(g: Grower) -> Tree | None:
    """Aᵀ alone, or AᵀA."""
    name = g._name(lambda shape: len(shape) == 2)
    if name is None:
        return None
    across: Tree = ("transpose", [name], {})
    return across if g.chance.random() < 0.4 else ("matmul", [across, g._dressed(name)], {})


def reduction(g: Grower) -> Tree | None:
    name = g._name(lambda shape: len(shape) > 0)
    if name is None:
        return None
    op = g.chance.choice(("sum", "sum", "mean", "mean", "amax", "amin", "prod", "norm", "var", "std"))
    options: dict[str, Any] = {}
    if g.chance.random() < 0.75:
        options["axis"] = g.chance.randrange(-len(g._shape(name)), len(g._shape(name)))
    if op in ("sum", "mean", "amax", "amin") and g.chance.random() < 0.4:
        options["keepdims"] = True
    if op in ("sum", "mean") and len(g._shape(name)) > 2 and g.chance.random() < 0.3:
        options["axis"] = (0, 2)
    return (op, [g._dressed(name)], options)


def probability(g: Grower) -> Tree | None:
    name = g._name(lambda shape: len(shape) > 0)
    options = {"axis": 0} if g.chance.random() < 0.3 else {}
    return None if name is None else (g.chance.choice(("softmax", "log_softmax", "logsumexp")), [name], options)


def reshaped(g: Grower) -> Tree | None:
    name = g._name(lambda shape: len(shape) > 0)
    if name is None:
        return None
    count = int(g.values[name].numel())
    columns = g.chance.choice([size for size in range(1, count + 1) if count % size == 0])
    shape = g.chance.choice(((count,), (count // columns, columns), (-1, columns)))
    return ("reshape", [g._dressed(name)], {"shape": shape})


def part(g: Grower) -> Tree | None:
    name = g._name(lambda shape: len(shape) > 0)
    if name is None:
        return None
    at: list[int | slice] = []
    for size in g._shape(name)[: g.chance.randint(1, len(g._shape(name)))]:
        start = g.chance.randrange(size)
        one = g.chance.random()
        at.append(
            start - size * (one < 0.1)
            if one < 0.4
            else slice(None)
            if one < 0.6
            else slice(start, None, 2 if one > 0.9 else None)
            if one > 0.8
            else slice(start, g.chance.randint(start + 1, size))
        )
    return ("index", [name], {"at": tuple(at)})


def joined(g: Grower) -> Tree | None:
    first = g._name(lambda shape: len(shape) > 0)
    if first is None:
        return None
    shape = g._shape(first)
    if g.chance.random() < 0.5:
        parts = [g._name(lambda other: other == shape) or first for _ in range(g.chance.randint(1, 2))]
        return ("stack", [first, *parts], {"axis": g.chance.randint(0, len(shape))})
    axis = g.chance.randrange(len(shape))
    second = g._name(lambda other: drop(other, axis) == drop(shape, axis) and len(other) == len(shape))
    return ("concatenate", [first, g._dressed(second or first)], {"axis": axis})


def drop(shape: Shape, axis: int) -> Shape:
    """The shape without one of its sizes."""
    return shape[:axis] + shape[axis + 1 :]


def choice(g: Grower) -> Tree | None:
    """Where and clip."""
    first = g._name()
    assert first is not None
    shape = g._shape(first)
    if g.chance.random() < 0.4:
        return (
            "clip",
            [first],
            {"low": -round(g.chance.uniform(0.2, 1), 2), "high": round(g.chance.uniform(0.2, 2), 2)},
        )
    others = [g._name(lambda other: other in (shape, ())) or first for _ in range(3)]
    return ("where", [first, *others], {}) if others[0] != first else None


def vectors(g: Grower) -> Tree | None:
    first = g._name(lambda shape: len(shape) == 1)
    if first is None:
        return None
    if g.chance.random() < 0.5:
        return ("outer", [first, g._dressed(g._name(lambda shape: len(shape) == 1) or first)], {})
    return ("dot", [g._dressed(first), g._dressed(g._name(lambda shape: shape == g._shape(first)) or first)], {})


def loss(g: Grower) -> Tree | None:
    first = g._name(lambda shape: len(shape) > 0)
    second = None if first is None else g._name(lambda shape: shape == g._shape(first))
    if second is None or first == second:
        return None
    op = g.chance.choice(("cross_entropy", "squared_error", "mse", "bce_with_logits"))
    target: Tree = (
        second
        if op in ("squared_error", "mse")
        else (("softmax" if op == "cross_entropy" else "sigmoid"), [second], {})
    )
    return (op, [first, target], {})


def layer(g: Grower) -> Tree | None:
    """Normalisations and a convolution."""
    if g.chance.random() < 0.4:
        image = g._name(lambda shape: len(shape) == 2)
        if image is None:
            return None
        rows, columns = g._shape(image)
        kernel = g._name(lambda k: len(k) == 2 and k[0] <= rows and k[1] <= columns)
        return None if kernel is None else ("conv2d", [image, kernel], {})
    op = g.chance.choice(("layer_norm", "batch_norm"))
    name = g._name(lambda shape: len(shape) == 2 and shape[0] > 1 and shape[1] > 1)
    return None if name is None else (op, [name], {})


KINDS = (
    unary, unary, unary, binary, binary, binary, product, product, turned, reduction, reduction, probability, reshaped,
    part, joined, choice, vectors, loss, layer,
)  # fmt: skip


def program(seed: int) -> Sample:
    """The program of this number, always the same one."""
    chance = random.Random(seed)
    return Grower(chance).grow(chance.randint(3, 12))
