"""Program -> Routine: which way of running suits it, and the code for that."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np

from engine.formula.expr import Shape
from engine.graph.graph import Graph, Role
from engine.graph.lowering import lower
from engine.limits import Limits
from engine.notation import as_program, canonical
from engine.notation.program import Program
from engine.primitives.ops import TABLE
from engine.routine.alone import module_of
from engine.routine.batched.levels import Levels
from engine.routine.batched.steps import Steps
from engine.routine.expand import prepared
from engine.routine.job import GradientProgram, differentiated, job_of
from engine.routine.loading import array_guard, fenced, finite, float_guard, loaded
from engine.routine.routine import Fast, Routine
from engine.routine.source import numpy_source, python_source
from engine.tape import CONSTANT, INPUT

UNLIMITED = Limits(operations=10**15, elements=10**15, multiply_adds=10**15, unfolded=10**15)
"""Whoever compiles a program runs it himself."""

LARGEST_EXPONENT = {"float64": None, "float32": 88.0}
"""e to this power is still a float32; in float64 a power beyond all floats raises."""

MANY = 400
"""Fewer operations on numbers are always written out."""
MOST = 15_000
"""More are not: Python would take longer to compile them than it is worth."""
CALL, ELEMENT, LINE = 0.45, 0.015, 0.11
"""Microseconds for a call of NumPy, for one more operation in it, and for an operation as a line of Python."""


def compile(
    program: Program | Graph | str,
    wrt: Iterable[str] | str | None = None,
    *,
    inputs: Mapping[str, Any] | None = None,
    output: str | None = None,
    roles: Mapping[str, Role] | None = None,
    dtype: Any = np.float64,
) -> Routine:
    """Compile a program and its reverse sweep into one routine.

    Args:
        program: From :func:`engine.parse`, or its text; or a graph.
        wrt: The names whose gradients are wanted, leaves or not; every leaf that is no constant unless
            given. Adjoints that these do not need are not computed.
        inputs: Values (or arrays of the right shape) of the leaves to which the source gives none. They
            become defaults. A routine that is called with other shapes compiles itself for them.
        output: The scalar to differentiate; the last name defined unless given.
        roles: Roles for leaves, over those in the source.
        dtype: ``float64`` or ``float32``. Programs of single numbers run in Python's floats.

    The routine of the same program, shapes and thread is compiled once.

    Raises:
        EngineError: As :func:`engine.trace`, and for a ``wrt`` that is no node.
        TypeError: For a program that is none of these.
    """
    names = None if wrt is None else tuple(canonical(name) for name in ([wrt] if isinstance(wrt, str) else wrt))
    given = {canonical(name): value for name, value in (inputs or {}).items()}
    shapes = tuple(sorted((name, np.shape(value)) for name, value in given.items()))
    named_roles = tuple(sorted((canonical(name), role) for name, role in (roles or {}).items()))
    goal = None if output is None else canonical(output)
    key = _Same(program) if isinstance(program, Graph) else as_program(program, given.keys())
    routine = _compiled(key, names, shapes, goal, named_roles, np.dtype(dtype).name, threading.get_ident())
    return routine.over(given) if given else routine


class _Same:
    """A graph as a key: the same one, not an equal one."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.graph is self.graph

    def __hash__(self) -> int:
        return id(self.graph)


@lru_cache(maxsize=64)
def _compiled(
    subject: Program | _Same,
    wrt: tuple[str, ...] | None,
    shapes: tuple[tuple[str, Shape], ...],
    output: str | None,
    roles: tuple[tuple[str, Role], ...],
    dtype: str,
    thread: int,
) -> Routine:
    defaults: Mapping[str, Any] = MappingProxyType({})
    if isinstance(subject, _Same):
        graph = subject.graph
    else:
        graph = lower(subject, dict(shapes), roles=dict(roles), output=output, limits=UNLIMITED)
        defaults = {leaf.name: _array(leaf.value, dtype) for leaf in subject.leaves if leaf.value is not None}

    def again(other: Mapping[str, Shape]) -> Routine:
        return _compiled(subject, wrt, tuple(sorted(other.items())), output, roles, dtype, thread)

    return build(job_of(graph, wrt, defaults), dtype, again)


def _array(value: Any, dtype: str) -> Any:
    return float(value) if isinstance(value, float) else np.array(value, dtype)


def build(job: GradientProgram, dtype: str, again: Any) -> Routine:
    """The routine of a job whose sweep is not on its tape yet.

    Args:
        again: Gives the routine of the same program for other shapes of its inputs.
    """
    if job.scalar:
        dtype = "float64"
        runner = _together(job)
        if runner is not None:
            kind = "levels" if isinstance(runner, Levels) else "steps"
            return Routine(job, kind, runner, dtype, again)
    job = differentiated(job)
    writer = writer_of(job, dtype)
    text = writer.source()
    if isinstance(writer, numpy_source.Writer):
        fast = loaded(text, array_guard(writer.reads, dtype))
        return Routine(job, "array", fast, dtype, again)
    guard, check = float_guard(writer.reads), finite(writer.returned)

    def direct(carefully: Fast) -> Fast:
        return loaded(fenced(text), guard, check, carefully=carefully)

    short = len(job.tape) <= MANY  # in a long routine the call is nothing, and compiling is what takes time
    return Routine(job, "scalar", loaded(text, guard, check), dtype, again, direct if short else None)


def writer_of(job: GradientProgram, dtype: str) -> python_source.Writer | numpy_source.Writer:
    """What writes a job with its sweep: in Python's floats where every operation has a text in them."""
    if job.scalar:
        ready = prepared(job)
        results = [position for position in ready.adjoints.values() if position is not None]
        if python_source.writable(ready.tape, ready.tape.needed([ready.output, *results])):
            return python_source.Writer(ready)
    return numpy_source.Writer(prepared(job, LARGEST_EXPONENT[dtype]), dtype)


def written(graph: Graph, values: Mapping[str, Any], wrt: Iterable[str] | None = None) -> str:
    """The source of a graph's routine, nothing of it being run or kept.

    Args:
        values: Of the leaves and constants, by id; they become the module's inputs.
        wrt: As in :func:`compile`.
    """
    leaves = [node.id for node in (*graph.nodes, *graph.constants) if not node.body]
    job = differentiated(job_of(graph, wrt, {name: values[name] for name in leaves if name in values}))
    return module_of(job)


def _together(job: GradientProgram) -> Levels | Steps | None:
    """How a large scalar graph is run; None for one that had better be written out."""
    tape = job.tape
    needed = tape.needed([job.output])
    count = sum(needed)
    kinds = {op for op, wanted in zip(tape.ops, needed, strict=True) if wanted} - {INPUT, CONSTANT}
    if count <= MANY or not all(TABLE[op].elementwise for op in kinds):
        return None
    if 4 * CALL * _depth(job) < LINE * count:
        levels = Levels(job)
        if CALL * levels.calls + ELEMENT * count < LINE * count:
            return levels
    return Steps(job) if count > MOST else None


def _depth(job: GradientProgram) -> int:
    """The longest way through the graph, sums aside: long ones are run at once."""
    tape, depth = job.tape, [0] * len(job.tape)
    for position, arguments in enumerate(tape.arguments):
        if arguments:
            sums = tape.ops[position] in ("add", "sub")
            depth[position] = max(depth[argument] for argument in arguments) + (not sums)
    return depth[job.output]
