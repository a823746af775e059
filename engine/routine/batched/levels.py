"""Large scalar graphs: a few hundred NumPy calls for tens of thousands of operations.

Forward, operations of one kind that are ready together are one call. All local derivatives are then
computed at once, kind by kind, for every value they need is known. Backward, the edges into all nodes
whose children are finished are one multiplication (:mod:`engine.routine.batched.sums` adds the terms up).

The sweep is planned apart from the walk of :mod:`engine.graph.interpret`, which goes node by node: here nodes
are taken by their distance from the output, and an operation may have become a product of many factors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.formula.expr import Number, Symbol
from engine.primitives.declaration import meaning
from engine.primitives.ops import TABLE
from engine.primitives.rules import numeric_rules
from engine.routine.batched.schedule import BILINEAR, MINUS, ONE, TOTAL, ZERO, Flat, flattened, groups
from engine.routine.batched.sums import Edge, Layout
from engine.routine.job import GradientProgram
from engine.tape import CONSTANT, INPUT

Floats = npt.NDArray[np.float64]
Call = tuple[Callable[..., Any], tuple[Any, ...]]

_LEAVES = (INPUT, CONSTANT)
_SUMS = (BILINEAR, TOTAL)


class Levels:
    """A scalar job, planned once and run on buffers of its own."""

    def __init__(self, job: GradientProgram) -> None:
        wanted = list(job.gradients.values())
        flat = flattened(job.tape, job.output, wanted)
        self.steps = groups(flat)
        self.place = _numbered(flat, self.steps)
        self.ranges = _ranges(flat, self.steps, self.place)
        self.forward: list[Call] = []
        self.backward: list[Call] = []
        # Values first, then the local derivatives that have to be computed.
        extra = [(op, k) for op in self.ranges for k, _ in enumerate(_rules(op)) if wanted and _is_computed(op, k)]
        sizes = {op: stop - start for op, (start, stop) in self.ranges.items()}
        self.known: Floats = np.zeros(len(flat.ops) + sum(sizes[op] for op, _ in extra))
        for one, value in flat.constants.items():
            self.known[self.place[one]] = value
        leaves = [leaf for leaf in job.leaves if leaf.position in flat.place]
        self.names = [leaf.name for leaf in leaves]
        self.leaves = np.array([self.place[flat.place[leaf.position]] for leaf in leaves], np.intp)
        self.operands = [
            np.zeros(len(flat.ops)) for _ in range(max([len(_rules(op)) for op in self.ranges], default=0))
        ]
        for step in self.steps:
            self._plan_step(flat, step)
        offsets: dict[tuple[str, int], int] = {}
        offset = len(flat.ops)
        for op, k in extra:
            offsets[op, k] = offset - self.ranges[op][0]
            self._plan_slope(op, k, offset)
            offset += sizes[op]
        slots = self._plan_backward(
            flat, flat.place[job.output], offsets, [flat.place[p] for p in wanted if p in flat.place]
        )
        self.sweep = _unrolled([*self.forward, *self.backward])
        self.output = self.place[flat.place[job.output]]
        self.zero = dict.fromkeys(job.gradients, 0.0)
        reached = {name: slots.get(flat.place[p]) for name, p in job.gradients.items() if p in flat.place}
        self.reached = [name for name, slot in reached.items() if slot is not None]
        self.slots = np.array([slot for slot in reached.values() if slot is not None], np.intp)

    @property
    def calls(self) -> int:
        """How many calls of NumPy a run takes."""
        return len(self.forward) + len(self.backward)

    def __call__(self, inputs: Mapping[str, Any]) -> tuple[float, dict[str, float]]:
        """The value and the gradients.

        Raises:
            KeyError, TypeError, ValueError: For inputs that are missing or no numbers.
        """
        self.known[self.leaves] = [inputs[name] for name in self.names]
        self.sweep()
        gradients = self.zero.copy()
        gradients.update(zip(self.reached, self.terms.take(self.slots).tolist(), strict=True))
        return float(self.known[self.output]), gradients

    def _plan_step(self, flat: Flat, step: Sequence[int]) -> None:
        op = flat.ops[step[0]]
        if op in _LEAVES:
            return
        known, place = self.known, self.place
        start, stop = place[step[0]], place[step[-1]] + 1
        target = known[start:stop]
        if op in _SUMS:
            rows = zip(*(flat.arguments[one] for one in step), strict=True)
            columns = [[place[one] for one in row] for row in rows]
            self._plan_products(op, columns, target)
            return
        views = []
        for k in range(len(flat.arguments[step[0]])):
            index = np.array([place[flat.arguments[one][k]] for one in step], np.intp)
            views.append(self.operands[k][start:stop])
            self.forward.append((known.take, (index, None, views[k], "clip")))
        function = TABLE[op].value
        # NumPy wants the output of these two as a keyword.
        if isinstance(function, np.ufunc) and function not in (np.maximum, np.minimum):
            self.forward.append((function, (*views, target)))
        else:
            self.forward.append((_assign, (target, function, tuple(views))))

    def _plan_products(self, op: str, columns: list[list[int]], target: Floats) -> None:
        """One gathering for all factors, one product, one sum."""
        left = [one for column in columns[::2] for one in column]
        right = [one for column in columns[1::2] for one in column]
        count = len(left)
        factors = np.empty(2 * count)
        self.forward.append((self.known.take, (np.array(left + right, np.intp), None, factors, "clip")))
        if op == TOTAL:
            self.forward.append((np.dot, (factors[:count], factors[count:], target.reshape(()))))
            return
        self.forward.append((np.multiply, (factors[:count], factors[count:], factors[:count])))
        self.forward.append((np.add, (factors[: count // 2], factors[count // 2 : count], target)))

    def _plan_slope(self, op: str, k: int, offset: int) -> None:
        start, stop = self.ranges[op]
        arguments = [operand[start:stop] for operand in self.operands[: len(_rules(op))]]
        target = self.known[offset : offset + stop - start]
        self.forward.append((_assign, (target, numeric_rules(op)[k], (arguments, self.known[start:stop]))))

    def _local(self, flat: Flat, child: int, k: int, offsets: Mapping[tuple[str, int], int]) -> int | None:
        """Where the local derivative of an operation in its k-th operand is; None where it is 0."""
        op, arguments = flat.ops[child], flat.arguments[child]
        if op in _SUMS:
            return self.place[arguments[k ^ 1]]
        rule = _rules(op)[k]
        if isinstance(rule, Number) and rule.value in (0.0, 1.0, -1.0):
            return {1.0: self.place[ONE], -1.0: self.place[MINUS]}[rule.value] if rule.value else None
        if isinstance(rule, Symbol):
            return self.place[meaning(rule, arguments, child)]
        return self.place[child] + offsets[op, k]

    def _plan_backward(
        self, flat: Flat, output: int, offsets: Mapping[tuple[str, int], int], wanted: Sequence[int]
    ) -> dict[int, int]:
        """Plan the sweep; gives for each node the slot of its adjoint."""
        leads = [False] * len(flat.ops)
        for one in wanted:
            leads[one] = True
        for one, arguments in enumerate(flat.arguments):
            leads[one] = leads[one] or any(leads[argument] for argument in arguments)
        edges: dict[int, list[Edge]] = {output: []}
        level = {output: 0}
        for child in range(output, -1, -1):
            if child not in level or not leads[child]:
                continue
            for k, parent in enumerate(flat.arguments[child]):
                local = self._local(flat, child, k, offsets) if leads[parent] else None
                if local is not None:
                    edges.setdefault(parent, []).append((child, local))
                    level[parent] = max(level.get(parent, 0), level[child] + 1)
        by_level: list[list[int]] = [[] for _ in range(1 + max(level.values()))]
        for one, number in level.items():
            by_level[number].append(one)
        slots, locals_, start = {output: 0}, [self.place[ONE]], 1
        planned: list[tuple[int, Any, Layout]] = []
        for nodes in by_level[1:]:
            layout = Layout(start, nodes, edges)
            slots |= layout.slots
            children = np.array([0 if edge is None else slots[edge[0]] for edge in layout.edges], np.intp)
            locals_ += [self.place[ZERO] if edge is None else edge[1] for edge in layout.edges]
            locals_ += [self.place[ZERO]] * layout.apart
            planned.append((start, children, layout))
            start += len(children) + layout.apart
        self.terms: Floats = np.zeros(start)
        self.terms[0] = 1.0
        local_values: Floats = np.zeros(start)
        self.backward.append((self.known.take, (np.array(locals_, np.intp), None, local_values, "clip")))
        for first, children, layout in planned:
            last = first + len(children)
            part = self.terms[first:last]
            self.backward.append((self.terms.take, (children, None, part, "clip")))
            self.backward.append((np.multiply, (part, local_values[first:last], part)))
            for into, of, count in layout.sums:
                target = self.terms[into : into + count]
                self.backward.append((np.add, (target, self.terms[of : of + count], target)))
            if layout.apart:
                matrix = part[: layout.rows * layout.apart].reshape(layout.rows, layout.apart)
                target = self.terms[last : last + layout.apart]
                self.backward.append((np.dot, (np.ones(layout.rows), matrix, target)))
        return slots


def _unrolled(calls: Sequence[Call]) -> Callable[[], None]:
    """The calls one after the other, as one function."""
    space: dict[str, Any] = {}
    lines = ["def sweep():"]
    for number, (function, arguments) in enumerate(calls):
        names = [f"a{number}_{k}" for k in range(len(arguments))]
        space |= dict(zip(names, arguments, strict=True))
        space[f"f{number}"] = function
        lines.append(f"    f{number}({', '.join(names)})")
    exec("\n".join([*lines, "    return None"]), space)  # noqa: S102 - names that were made here
    made: Callable[[], None] = space["sweep"]
    return made


def _rules(op: str) -> Sequence[Any]:
    return () if op in _SUMS else TABLE[op].derivatives


def _is_computed(op: str, k: int) -> bool:
    """Whether a local derivative is neither one of the operands, nor the value, nor 1, −1 or 0."""
    rule = _rules(op)[k]
    return not isinstance(rule, Symbol) and not (isinstance(rule, Number) and rule.value in (1.0, -1.0, 0.0))


def _numbered(flat: Flat, steps: Sequence[Sequence[int]]) -> list[int]:
    """A place for each value: those of one kind together, each step's in its order."""
    kinds: dict[str, list[int]] = {}
    for step in steps:
        kinds.setdefault(flat.ops[step[0]], []).extend(step)
    place = [0] * len(flat.ops)
    for number, one in enumerate(one for found in kinds.values() for one in found):
        place[one] = number
    return place


def _ranges(flat: Flat, steps: Sequence[Sequence[int]], place: Sequence[int]) -> dict[str, tuple[int, int]]:
    """The first place and the one after the last of each kind of operation."""
    ranges: dict[str, tuple[int, int]] = {}
    for step in steps:
        op, start, stop = flat.ops[step[0]], place[step[0]], place[step[-1]] + 1
        if op not in _LEAVES:
            ranges[op] = (min(ranges[op][0], start), stop) if op in ranges else (start, stop)
    return ranges


def _assign(target: Floats, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    target[...] = function(*arguments)
