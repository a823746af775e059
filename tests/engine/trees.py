"""The results of a calculus class written out as real trees: what its exact counts are held against."""

from __future__ import annotations

from dataclasses import dataclass

from engine.calculus import Lesson


@dataclass(frozen=True, slots=True)
class Tree:
    """An operation, or a name or a number where there are no parts."""

    head: str
    parts: tuple[Tree, ...] = ()


def grown(lesson: Lesson) -> list[Tree]:
    """The results, every repetition a tree of its own."""
    assert len(lesson.results) == len(lesson.leaves), "results that are too long are not listed part by part"

    def grow(place: int) -> Tree:
        one = lesson.drawn[place]
        return Tree(one.op or one.latex, tuple(map(grow, one.arguments)))

    return [grow(place) for place in lesson.results]


def operations(tree: Tree) -> int:
    """How many operations a tree has."""
    return (1 if tree.parts else 0) + sum(map(operations, tree.parts))


def inside(tree: Tree) -> list[Tree]:
    """Every operation in a tree, itself included, as often as it stands there."""
    return ([tree] if tree.parts else []) + [one for part in tree.parts for one in inside(part)]


def different(trees: list[Tree]) -> int:
    """How many different operations trees have together."""
    return len({one for tree in trees for one in inside(tree)})


def without_primes(tree: Tree) -> Tree:
    """The tree with σ′(z) written as σ(z) (1 − σ(z)), and its like: written here a second time, by hand."""
    parts = tuple(map(without_primes, tree.parts))
    one, two = Tree("1"), Tree("2")
    match tree.head:
        case "sigmoid'":
            value = Tree("sigmoid", parts)
            return Tree("mul", (value, Tree("sub", (one, value))))
        case "tanh'":
            return Tree("sub", (one, Tree("pow", (Tree("tanh", parts), two))))
        case "relu'":
            return Tree("positive", parts)
        case "leaky_relu'":
            active = Tree("positive", parts[:1])
            return Tree("add", (active, Tree("mul", (parts[1], Tree("sub", (one, active))))))
    return Tree(tree.head, parts)
