"""Running a tape one operation at a time: slow and plain, the yardstick of the compiled routine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from engine.primitives.declaration import Value
from engine.primitives.ops import TABLE
from engine.tape.tape import CONSTANT, INPUT, Tape


def run(tape: Tape, inputs: Mapping[str, Value], results: Sequence[int]) -> list[Value]:
    """The values of the results, for values of the inputs that they need.

    Values outside a domain never raise: NaN or an infinity comes of them.

    Raises:
        KeyError: For an input that is needed and not given.
    """
    needed = tape.needed(results)
    names = {position: name for name, position in tape.inputs.items()}
    values: list[Value] = [None] * len(tape)
    with np.errstate(all="ignore"):
        for position, op in enumerate(tape.ops):
            if not needed[position]:
                continue
            if op == INPUT:
                values[position] = np.asarray(inputs[names[position]], dtype=np.float64)[()]
            elif op == CONSTANT:
                values[position] = tape.values[position]
            else:
                operands = [values[argument] for argument in tape.arguments[position]]
                values[position] = TABLE[op].value(*operands, **dict(tape.options[position]))
    return [values[result] for result in results]
