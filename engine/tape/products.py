"""Derivatives of every kind, by reading the rules on the nodes of a tape: forward, reverse, and one on the other.

A Jacobian is never needed to multiply with it. ``jvp`` is one tangent sweep (J v), ``vjp`` one reverse
sweep (Jᵀ u); the gradient is a vjp with 1, a Hessian-vector product the jvp of the gradient
(Pearlmutter, "Fast exact multiplication by the Hessian", 1994).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.errors import EngineError
from engine.formula.expr import Shape
from engine.graph.graph import Graph
from engine.graph.inputs import array, canonical_keys, leaf_values
from engine.graph.lowering import lower
from engine.limits import Limits
from engine.notation import as_program, canonical
from engine.notation.program import Program
from engine.primitives.declaration import Value, element_count, shape_text
from engine.tape import Recording, record, run
from engine.tape.differentiate import pushforward, reverse

Floats = npt.NDArray[np.float64]


def gradient(
    program: Program | str,
    inputs: Mapping[str, Any] | None = None,
    *,
    output: str | None = None,
    wrt: Iterable[str] = (),
) -> dict[str, Any]:
    """The gradient of a scalar: for each leaf (or each of ``wrt``) an adjoint in its shape.

    Raises:
        EngineError: As :func:`engine.trace` does; for a name in ``wrt`` that is no leaf.
    """
    session = _Session(program, inputs, output, scalar=True)
    places = session.leaves(wrt)
    adjoints = reverse(session.tape, session.output, places.values())
    return session.values_of({name: adjoints[place] for name, place in places.items()}, places)


def jvp(
    program: Program | str, inputs: Mapping[str, Any] | None, direction: Mapping[str, Any], *, of: str | None = None
) -> Value:
    """The Jacobian-vector product: how ``of`` moves when the leaves move in ``direction``. In the shape of ``of``.

    Raises:
        EngineError: For a direction that is not in the shape of its leaf.
    """
    session = _Session(program, inputs, of)
    tangents = session.given("direction", direction)
    moved = pushforward(session.tape, tangents, [session.output])
    return session.values_of({"": moved[session.output]}, {"": session.output})[""]


def vjp(
    program: Program | str,
    inputs: Mapping[str, Any] | None,
    cotangent: Any,
    *,
    of: str | None = None,
    wrt: Iterable[str] = (),
) -> dict[str, Any]:
    """The vector-Jacobian product: for each leaf the sum over the entries of ``of`` of cotangent × derivative.

    Args:
        cotangent: In the shape of ``of``.

    Raises:
        EngineError: For a cotangent of another shape.
    """
    session = _Session(program, inputs, of)
    places = session.leaves(wrt)
    seed = session.given("cotangent", {session.graph.nodes[session.graph.output].id: cotangent})
    adjoints = reverse(session.tape, session.output, places.values(), seed[session.output])
    return session.values_of({name: adjoints[place] for name, place in places.items()}, places)


def jacobian(program: Program | str, inputs: Mapping[str, Any] | None, wrt: str, *, of: str | None = None) -> Floats:
    """The whole Jacobian ∂of/∂wrt, of shape (shape of ``of``) + (shape of ``wrt``).

    It is swept in whichever direction takes fewer sweeps: a row for each entry of ``of`` in reverse, a
    column for each entry of ``wrt`` forwards.
    """
    session = _Session(program, inputs, of)
    (place,) = session.leaves([wrt]).values()
    rows, columns = session.shape(session.output), session.shape(place)
    if element_count(rows) <= element_count(columns):
        seed = session.unit("cotangent", rows)
        swept = reverse(session.tape, session.output, [place], seed)[place]
        parts = session.sweep("cotangent", rows, swept, columns)
        return parts.reshape(rows + columns)
    direction = session.unit("direction", columns)
    swept = pushforward(session.tape, {place: direction}, [session.output])[session.output]
    parts = session.sweep("direction", columns, swept, rows)
    return np.moveaxis(parts.reshape((element_count(columns), *rows)), 0, -1).reshape(rows + columns)


def hvp(
    program: Program | str,
    inputs: Mapping[str, Any] | None,
    direction: Mapping[str, Any],
    *,
    output: str | None = None,
    wrt: Iterable[str] = (),
) -> dict[str, Any]:
    """The Hessian-vector product: how the gradient moves when the leaves move in ``direction``.

    It costs a small multiple of the gradient; the Hessian is not formed.
    """
    session = _Session(program, inputs, output, scalar=True)
    places = session.leaves(wrt)
    adjoints = reverse(session.tape, session.output, places.values())
    found = {name: adjoints[place] for name, place in places.items()}
    known = [place for place in found.values() if place is not None]
    moved = pushforward(session.tape, session.given("direction", direction), known)
    return session.values_of({name: None if place is None else moved[place] for name, place in found.items()}, places)


def hessian(program: Program | str, inputs: Mapping[str, Any] | None, wrt: str, *, output: str | None = None) -> Floats:
    """The Hessian in one leaf, of shape (shape of ``wrt``) twice: a Hessian-vector product for each entry."""
    session = _Session(program, inputs, output, scalar=True)
    (place,) = session.leaves([wrt]).values()
    shape = session.shape(place)
    adjoint = reverse(session.tape, session.output, [place])[place]
    if adjoint is None:
        return np.zeros(shape + shape)
    direction = session.unit("direction", shape)
    moved = pushforward(session.tape, {place: direction}, [adjoint])[adjoint]
    return session.sweep("direction", shape, moved, shape).reshape(shape + shape)


class _Session:
    """One program on tape, with the values of its leaves."""

    def __init__(
        self, program: Program | str, inputs: Mapping[str, Any] | None, output: str | None, *, scalar: bool = False
    ) -> None:
        program = as_program(program, (inputs or {}).keys())
        given = {name: array(name, value) for name, value in canonical_keys(inputs or {}).items()}
        shapes = {name: np.shape(value) for name, value in given.items()}
        wanted = None if output is None else canonical(output)
        self.graph: Graph = lower(program, shapes, output=wanted, limits=Limits(), scalar=scalar)
        self.recording: Recording = record(self.graph)
        self.tape = self.recording.tape
        self.output = self.recording.output
        self.inputs: dict[str, Value] = dict(leaf_values(program, self.graph, given))

    def shape(self, position: int) -> Shape:
        return self.tape.shapes[position]

    def leaves(self, wanted: Iterable[str]) -> dict[str, int]:
        """The positions of the leaves that are asked for; of all of them unless any are named."""
        names = [canonical(name) for name in wanted]
        known = [node.id for node in self.graph.nodes if not node.body]
        for name in names:
            if name not in known:
                raise EngineError(
                    f"'{name}' is no leaf of this program.",
                    f"The leaves are: {', '.join(known)}.",
                    code="no-such-leaf",
                    name=name,
                    leaves=", ".join(known),
                )
        return {name: self.recording.positions[name] for name in names or known}

    def given(self, word: str, values: Mapping[str, Any]) -> dict[int, int]:
        """New inputs on the tape, one for each name, in that name's shape; position of the name to position."""
        found: dict[int, int] = {}
        for key, value in canonical_keys(values).items():
            if key not in self.recording.positions:
                raise EngineError(
                    f"The {word} of '{key}' is given, and there is no '{key}'.",
                    "Name a leaf.",
                    code="vector-of-nothing",
                    word=word,
                    name=key,
                )
            position = self.recording.positions[key]
            number = array(key, value)
            if np.shape(number) != self.shape(position):
                raise EngineError(
                    f"The {word} of '{key}' has the shape {shape_text(np.shape(number))}.",
                    f"Give it in the shape of '{key}': {shape_text(self.shape(position))}.",
                    code="vector-shape",
                    word=word,
                    name=key,
                    found=str(np.shape(number)),
                    shape=str(self.shape(position)),
                )
            found[position] = self.unit(f"{word} of {key}", self.shape(position))
            self.inputs[f" {word} of {key}"] = number
        return found

    def unit(self, name: str, shape: Shape) -> int:
        """An input that is no leaf; its name begins with a space, as no program's does."""
        return self.tape.input(f" {name}", shape)

    def values_of(self, places: Mapping[str, int | None], like: Mapping[str, int]) -> dict[str, Any]:
        """The values at positions; zeros where there is none, in the shape of what it belongs to."""
        results = run(self.tape, self.inputs, [place for place in places.values() if place is not None])
        values = iter(results)
        return {
            name: np.zeros(self.shape(like[name]))[()] if place is None else next(values)
            for name, place in places.items()
        }

    def sweep(self, word: str, shape: Shape, result: int | None, wanted: Shape) -> Floats:
        """The results of a sweep for each unit array of ``shape``: an array of shape (entries,) + wanted."""
        parts = np.zeros((element_count(shape), *wanted))
        if result is not None:
            for row in range(element_count(shape)):
                one = np.zeros(element_count(shape))
                one[row] = 1.0
                (parts[row],) = run(self.tape, self.inputs | {f" {word}": one.reshape(shape)}, [result])
        return parts
