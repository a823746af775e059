"""Program -> Routine: which way of running suits it, and the code for that."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np

from engine.algebra import Shape
from engine.graph import Graph, Role
from engine.limits import Limits
from engine.lowering import lower
from engine.notation import canonical
from engine.program import Program
from engine.routine import arrays, plain
from engine.routine.job import Job, differentiated, job_of
from engine.routine.levels import Levels
from engine.routine.preparing import prepared
from engine.routine.running import REFUSED, Fast, Routine
from engine.routine.standalone import main_of
from engine.routine.steps import Steps

UNLIMITED = Limits(operations=10**15, elements=10**15, multiply_adds=10**15, unfolded=10**15)
"""Whoever compiles a program runs it himself."""

LARGEST_EXPONENT = {"float64": 709.0, "float32": 88.0}
"""e to this power is still a float."""


def compile(
    program: Program | Graph,
    wrt: Iterable[str] | str | None = None,
    *,
    inputs: Mapping[str, Any] | None = None,
    output: str | None = None,
    roles: Mapping[str, Role] | None = None,
    dtype: Any = np.float64,
) -> Routine:
    """Compile a program and its reverse sweep into one routine.

    Args:
        program: From :func:`engine.parse`; or a graph.
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
    """
    names = None if wrt is None else tuple(canonical(name) for name in ([wrt] if isinstance(wrt, str) else wrt))
    given = {canonical(name): value for name, value in (inputs or {}).items()}
    shapes = tuple(sorted((name, np.shape(value)) for name, value in given.items()))
    named_roles = tuple(sorted((canonical(name), role) for name, role in (roles or {}).items()))
    goal = None if output is None else canonical(output)
    key = _Same(program) if isinstance(program, Graph) else program
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


@lru_cache(maxsize=128)
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


def build(job: Job, dtype: str, again: Any) -> Routine:
    """The routine of a job whose sweep is not on its tape yet."""
    if job.scalar:
        return _of_numbers(job, again)
    job = differentiated(job)
    writer = arrays.Writer(prepared(job, LARGEST_EXPONENT[dtype]), dtype)
    text = writer.source()
    fast = _loaded(text, _array_guard(writer.reads, dtype))
    return Routine(job, "array", fast, lambda: text, dtype, again)


def written(graph: Graph, values: Mapping[str, Any], wrt: Iterable[str] | None = None) -> str:
    """The source of a graph's routine, nothing of it being run or kept.

    Args:
        values: Of the leaves and constants, by id; they become the module's inputs.
        wrt: As in :func:`compile`.
    """
    leaves = [node.id for node in (*graph.nodes, *graph.constants) if not node.body]
    job = differentiated(job_of(graph, wrt, {name: values[name] for name in leaves if name in values}))
    ready = prepared(job)
    if job.scalar and plain.writable(ready.tape, ready.tape.needed([ready.output, *_positions(ready)])):
        return plain.Writer(ready).source() + main_of(job, "float64")
    return arrays.Writer(prepared(job, LARGEST_EXPONENT["float64"])).source() + main_of(job, "float64")


MANY = 400
"""Fewer operations on numbers are always written out."""
MOST = 30_000
"""More are not: Python would take longer to compile them than it is worth."""
CALL, ELEMENT, LINE = 0.45, 0.015, 0.11
"""Microseconds for a call of NumPy, for one more operation in it, and for an operation as a line of Python."""


def _of_numbers(job: Job, again: Any) -> Routine:
    count = sum(job.tape.needed([job.output]))
    if count > MANY and _levels_pay(job, count):
        levels = Levels(job)
        if CALL * levels.calls + ELEMENT * count < LINE * count:
            return Routine(job, "levels", levels, lambda: _straight(job).source(), "float64", again)
    if count > MOST:
        return Routine(job, "steps", Steps(job), lambda: _straight(job).source(), "float64", again)
    job = differentiated(job)
    ready = prepared(job)
    if not plain.writable(ready.tape, ready.tape.needed([ready.output, *_positions(ready)])):
        writer = arrays.Writer(prepared(job, LARGEST_EXPONENT["float64"]))
        text = writer.source()
        return Routine(
            job, "array", _loaded(text, _array_guard(writer.reads, "float64")), lambda: text, "float64", again
        )
    scalars = plain.Writer(ready)
    text = scalars.source()
    guard, check = _float_guard(scalars.reads), _finite(scalars.returned)

    def direct(carefully: Fast) -> Fast:
        return _loaded(_fenced(text), guard, check, carefully=carefully)

    return Routine(job, "scalar", _loaded(text, guard, check), lambda: text, "float64", again, direct)


def _levels_pay(job: Job, count: int) -> bool:
    """Whether the longest way through the graph is short enough for its levels to be worth a look."""
    tape, depth = job.tape, [0] * len(job.tape)
    for position, arguments in enumerate(tape.arguments):
        if arguments:
            sums = tape.ops[position] in ("add", "sub")  # long sums are run at once
            depth[position] = max(depth[argument] for argument in arguments) + (not sums)
    return 4 * depth[job.output] * CALL < LINE * count


def _straight(job: Job) -> plain.Writer:
    """The text for a job that is run another way."""
    return plain.Writer(prepared(differentiated(job)))


def _positions(job: Job) -> list[int]:
    return [position for position in job.adjoints.values() if position is not None]


def _fenced(text: str) -> str:
    """The text with its trouble caught where it arises: a function around it would cost a fifth of its time."""
    head, start, body = text.partition("def routine(inputs):\n")
    inside = "".join(f"    {line}\n" for line in body.splitlines()[1:])
    return f"{head}{start[:-3]}=None):\n    try:\n{inside}    except TROUBLE:\n        return carefully(inputs)\n"


def _loaded(text: str, guard: str, check: str = "", **names: Any) -> Fast:
    """The function ``routine`` of a text, which checks its inputs first and its results last."""
    lines: list[str] = []
    for line in text.splitlines():
        blank = " " * (len(line) - len(line.lstrip()))
        if line.lstrip() == "# forward" and guard:
            lines.append(blank + guard)
        elif line.lstrip().startswith("return ") and check and "carefully" not in line:
            lines += [blank + check, line]
        else:
            lines.append(line)
    checked = "\n".join(lines)
    space: dict[str, Any] = {"ndarray_": np.ndarray, "TROUBLE": REFUSED, **names}
    space |= {f"{name}_": np.dtype(name) for name in ("float64", "float32")}
    exec(checked, space)  # noqa: S102 - the text was written here, of nothing but identifiers and numbers
    function: Fast = space["routine"]
    return function


def _float_guard(reads: Sequence[tuple[str, Shape]]) -> str:
    checks = " is ".join(f"{variable}.__class__" for variable, _ in reads)
    return f"if not ({checks} is float): raise TypeError" if reads else ""


def _finite(returned: Sequence[str]) -> str:
    """What is not finite is asked of NumPy again: on the way there Python may have differed."""
    return f"if ({' + '.join(returned)}) * 0.0 != 0.0: raise ArithmeticError"


def _array_guard(reads: Sequence[tuple[str, Shape]], dtype: str) -> str:
    checks = [
        f"{variable}.__class__ is ndarray_ and {variable}.dtype is {dtype}_ and {variable}.shape == {shape}"
        if shape
        else f"{variable}.__class__ is float"
        for variable, shape in reads
    ]
    return f"if not ({' and '.join(checks)}): raise TypeError" if checks else ""
