"""Functions spelled out in simpler ones before a routine is written, so that their parts are shared.

The sigmoid: with e = exp(−z), σ(z) = 1/(1 + e) and σ(−z) = e σ(z); both keep their digits in both tails,
and one exponential serves the value and the derivative. The softmax and its logarithm, as their declarations
say them in parts: one exponential and one sum serve both, and what comes back through them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from engine.formula.expr import Options
from engine.formula.walk import fold
from engine.primitives.declaration import position_of
from engine.primitives.ops import TABLE
from engine.routine.job import GradientProgram
from engine.tape import CONSTANT, INPUT, Tape
from engine.tape.rewriting import rewrite

Spelling = Callable[[Tape, tuple[int, ...], Options], int]


def prepared(job: GradientProgram, largest: float | None = None) -> GradientProgram:
    """The same job on a new tape.

    Args:
        largest: Exponents are kept below this number; None where a power beyond all floats raises an error,
            and the routine is computed again operation by operation.
    """
    old, new = job.tape, Tape(rewrite, final=True)
    results = [job.output, *(p for p in job.adjoints.values() if p is not None)]
    needed = old.needed([*results, *job.gradients.values(), *(leaf.position for leaf in job.leaves)])
    forward = old.needed([job.output])
    given = {position: name for name, position in old.inputs.items()}
    moved: dict[int, int] = {}

    def sigmoid(tape: Tape, operands: tuple[int, ...], _options: Options) -> int:
        return _sigmoid(tape, operands[0], largest)

    spellings: dict[str, Spelling] = {"sigmoid": sigmoid, **_PATTERNS}
    for position, op in enumerate(old.ops):
        if not needed[position]:
            continue
        new.sweeping = not forward[position]
        if op == INPUT:
            moved[position] = new.input(given[position], old.shapes[position])
        elif op == CONSTANT:
            moved[position] = new.constant(old.values[position])
        else:
            operands = tuple(moved[argument] for argument in old.arguments[position])
            spelling = spellings.get(op) or (_as_it_is(op) if TABLE[op].in_parts is None else _in_parts(op))
            moved[position] = spelling(new, operands, old.options[position])
        if position in old.names:
            new.names.setdefault(moved[position], old.names[position])
    return GradientProgram(
        new,
        job.name,
        moved[job.output],
        tuple(replace(leaf, position=moved[leaf.position]) for leaf in job.leaves),
        {name: moved[position] for name, position in job.gradients.items()},
        {name: None if position is None else moved[position] for name, position in job.adjoints.items()},
    )


def _as_it_is(op: str) -> Spelling:
    return lambda tape, operands, options: tape.apply(op, operands, options)


def _in_parts(op: str) -> Spelling:
    """As the declaration says it in simpler primitives."""

    def spelled(tape: Tape, operands: tuple[int, ...], options: Options) -> int:
        formula = TABLE[op].in_parts
        assert formula is not None
        return fold(
            formula(tuple(tape.shapes[operand] for operand in operands), **dict(options)),
            lambda symbol: operands[position_of(symbol)],
            tape.constant,
            tape.apply,
        )

    return spelled


def _sigmoid(tape: Tape, z: int, largest: float | None) -> int:
    if tape.ops[z] == "neg":
        inner = tape.arguments[z][0]
        return tape.apply("mul", (_power(tape, inner, largest), _sigmoid(tape, inner, largest)))
    one = tape.constant(1.0)
    return tape.apply("div", (one, tape.apply("add", (one, _power(tape, z, largest)))))


def _power(tape: Tape, z: int, largest: float | None) -> int:
    """exp(−z)"""
    exponent = tape.apply("neg", (z,))
    if largest is not None:
        exponent = tape.apply("min", (exponent, tape.constant(largest)))
    return tape.apply("exp", (exponent,))


def _sum(tape: Tape, operands: tuple[int, ...], options: Options) -> int:
    """Σ t · log softmax(z): the logarithm of a row's sum is multiplied with the sum of the row's t."""
    (product,) = operands
    if tape.ops[product] == "mul" and tape.shape_of("sum", operands, options) == ():
        for weights, scores in (tape.arguments[product], tape.arguments[product][::-1]):
            if tape.ops[scores] == "sub" and tape.shapes[weights] == tape.shapes[scores]:
                below, log = tape.arguments[scores]
                total = _total_of(tape, below, log)
                if total is not None:
                    row = tape.apply("sum", (weights,), tape.options[total])
                    left, right = tape.apply("mul", (weights, below)), tape.apply("mul", (row, log))
                    return tape.apply(
                        "sub", (tape.apply("sum", (left,), options), tape.apply("sum", (right,), options))
                    )
    return tape.apply("sum", operands, options)


def _total_of(tape: Tape, below: int, log: int) -> int | None:
    """The sum of powers in log softmax = below − log(sum of e^below); None if it is something else."""
    if tape.ops[log] != "log" or tape.ops[tape.arguments[log][0]] != "sum":
        return None
    total = tape.arguments[log][0]
    (powers,) = tape.arguments[total]
    return total if tape.ops[powers] == "exp" and tape.arguments[powers] == (below,) else None


def _exp(tape: Tape, operands: tuple[int, ...], options: Options) -> int:
    """exp(log softmax) is the softmax."""
    (a,) = operands
    if tape.ops[a] == "sub":
        total = _total_of(tape, *tape.arguments[a])
        if total is not None:
            return tape.apply("div", (tape.arguments[total][0], total))
    return tape.apply("exp", operands, options)


def _positive(tape: Tape, operands: tuple[int, ...], options: Options) -> int:
    """relu(z) is positive where z is; asked of it, z need not be kept."""
    rectified = tape.found("relu", operands)
    return tape.apply("positive", operands if rectified is None else (rectified,), options)


_PATTERNS: dict[str, Spelling] = {
    "exp": _exp,
    "sum": _sum,
    "positive": _positive,
}
"""Operations of which something better is known where they meet certain others."""
