"""A routine: compiled code for a program, and the care that is taken around it."""

from __future__ import annotations

import contextvars
import copy
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from engine.errors import EngineError
from engine.formula.expr import Shape
from engine.graph.inputs import canonical_keys, numeric
from engine.primitives.declaration import Value
from engine.primitives.python_forms import FLOAT_ERRORS
from engine.routine.alone import module_of
from engine.routine.job import GradientProgram, Leaf, differentiated
from engine.tape import run

Result = tuple[Any, dict[str, Any]]
Fast = Callable[..., Result]

REFUSED = (*FLOAT_ERRORS, KeyError)
"""What is raised for inputs of another kind, for missing ones, and where Python's floats have no answer."""

LARGE = 1 << 14
"""Gradients of so many elements are written into arrays that an earlier result has left behind."""
MOST_NAMED = 6
"""A routine's description names at most so many gradients."""
_REFERENCES = 3
"""To an array in the pool that nobody else holds: the pool's, the loop's and the counting call's own."""


class Routine:
    """One program, ready to be run again and again: ``routine(inputs)`` gives ``(value, {name: gradient})``.

    ``inputs`` maps names to numbers or arrays; a name that is left out keeps the value that the source
    gives it. Results belong to the caller: no later call changes them. (A large gradient's array is
    used again once the caller has let it go; arrays given as keywords, ``routine(inputs, W=array)``,
    are written to where the gradient is an array.) Values outside a domain never raise: NaN or an
    infinity comes of them, as in :func:`engine.trace`.

    A routine writes into buffers of its own, so two threads must not run the same one at the same
    time; :func:`engine.compile` gives each thread its own.

    Attributes:
        source: The same operations as a module of its own, which needs NumPy and agrees with the trace.
        output: The name of the value.
        wrt: The names of the gradients.
        kind: How it runs: ``scalar``, ``array``, ``levels`` or ``steps``.
    """

    def __init__(
        self,
        job: GradientProgram,
        kind: str,
        fast: Fast,
        dtype: str,
        again: Callable[..., Routine],
        direct: Callable[[Fast], Fast] | None = None,
    ) -> None:
        self.kind = kind
        self.output = job.name
        self.wrt = tuple(job.gradients)
        self._job = job
        self._fast = fast
        self._dtype = np.dtype(dtype)
        self._again = again
        self._direct = direct
        # NumPy keeps how it treats infinities in the context; entering one that is silent costs a tenth of np.errstate.
        self._quiet = contextvars.copy_context()
        self._quiet.run(np.seterr, all="ignore")
        if kind == "array" and dtype == "float64":
            # In what is spelled in another way than the trace's, an infinity may come too early: say so.
            self._quiet.run(np.seterr, over="raise", invalid="raise")
        self._pool: dict[str, list[Any]] = {}
        tape = job.tape
        self._large = {
            name: tape.shapes[position]
            for name, position in job.gradients.items()
            if np.prod(tape.shapes[position]) >= LARGE
        }
        self._shorten()

    def _shorten(self) -> None:
        """Let a call of a scalar routine be a call of its code, with nothing in between."""
        if self._direct is not None:
            code = staticmethod(self._direct(self._checked))
            self.__class__ = type("Routine", (Routine,), {"__call__": code, "__module__": __name__})

    @property
    def source(self) -> str:
        """The routine to be read: run alone, it prints the value and the gradients at the source's values."""
        job = self._job
        swept = differentiated(job) if job.scalar and not any(job.adjoints.values()) else job
        return module_of(swept, self._dtype.name)

    def over(self, values: Mapping[str, Any]) -> Routine:
        """The same routine with other values for leaves that a call leaves out."""
        other = copy.copy(self)
        other._pool = {}
        other._quiet = self._quiet.copy()
        leaves = (
            replace(leaf, default=self._value(leaf, values)) if leaf.name in values else leaf
            for leaf in self._job.leaves
        )
        other._job = replace(self._job, leaves=tuple(leaves))
        other._shorten()
        return other

    def __repr__(self) -> str:
        named = ", ".join(self.wrt[:MOST_NAMED]) + (", …" if len(self.wrt) > MOST_NAMED else "")
        return f"<Routine of {self.output}: gradients of {named}>"

    def __call__(self, inputs: Mapping[str, Any] | None = None, **out: Any) -> Result:
        try:
            return self._run(inputs, out)
        except REFUSED:
            return self._checked(inputs, out)

    def _run(self, inputs: Mapping[str, Any] | None, out: dict[str, Any]) -> Result:
        if self.kind in ("scalar", "steps"):
            return self._fast(inputs)
        for name, shape in self._large.items():
            if name not in out:
                out[name] = self._recycled(name, shape)
        return self._quiet.run(self._fast, inputs, **out)

    def _recycled(self, name: str, shape: Shape) -> Any:
        """An array that nobody else holds: one that was given out before, or a new one."""
        pool = self._pool.setdefault(name, [])
        for array in pool:
            if sys.getrefcount(array) <= _REFERENCES:
                return array
        array = np.empty(shape, self._dtype)
        pool.append(array)
        del pool[:-3]
        return array

    def _checked(self, inputs: Mapping[str, Any] | None, out: dict[str, Any] | None = None) -> Result:
        """The same for inputs that are no floats or arrays of the right kind, and for values beyond Python's floats."""
        given = canonical_keys(inputs or {})
        values = {leaf.name: self._value(leaf, given) for leaf in self._job.leaves}
        shapes = {leaf.name: np.shape(values[leaf.name]) for leaf in self._job.leaves}
        if any(shapes[leaf.name] != leaf.shape for leaf in self._job.leaves):
            return self._again({name: shape for name, shape in shapes.items() if name in given})(values, **(out or {}))
        try:
            return self._run(values, out or {})
        except REFUSED:
            return self._reference(values, out or {})

    def _value(self, leaf: Leaf, given: Mapping[str, Any]) -> Any:
        value = given.get(leaf.name, leaf.default)
        if value.__class__ is float:  # as most are
            return value
        if value is None:
            raise EngineError(
                f"'{leaf.name}' has no value.",
                f"Write {leaf.name} = 1, or give it as an input.",
                code="no-value",
                name=leaf.name,
            )
        found = numeric(leaf.name, value)
        return found.astype(self._dtype, copy=False) if np.ndim(found) else float(found)

    def _reference(self, values: Mapping[str, Value], out: Mapping[str, Any]) -> Result:
        """Operation by operation, by NumPy's rules for what has no finite value."""
        job = self._job
        if job.scalar and not any(job.adjoints.values()):
            job = differentiated(job)
        results = [position for position in job.adjoints.values() if position is not None]
        value, *adjoints = run(job.tape, values, [job.output, *results])
        found = iter(adjoints)
        gradients: dict[str, Any] = {}
        for name, position in job.adjoints.items():
            shape = job.tape.shapes[job.gradients[name]]
            adjoint = np.zeros(shape) if position is None else next(found)
            gradients[name] = self._written(adjoint, out.get(name)) if shape else float(adjoint)
        return float(value), gradients

    def _written(self, adjoint: Value, into: Any) -> Any:
        """The adjoint in an array of its own, or in the one that the caller gives."""
        array = np.empty(np.shape(adjoint), self._dtype) if into is None else into
        array[...] = adjoint
        return array
