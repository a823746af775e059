"""What makes a routine's text a program of its own: the model's values, and a main that prints the results."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.routine.job import GradientProgram
from engine.routine.source.identifiers import number, quoted

MOST = 2_000
"""An array of more numbers is not written out."""

_MAIN = """

inputs = {{
{rows}
}}

if __name__ == "__main__":
    value, gradients = routine(inputs)
    print({name}, value)
    for name, gradient in gradients.items():
        print(f"{{name}}_bar =", gradient)
"""


def main_of(job: GradientProgram, dtype: str) -> str:
    """The values of the leaves and the main; nothing where a leaf has no value, or one that is too large."""
    values = {leaf.name: leaf.default for leaf in job.leaves}
    if any(value is None or np.size(value) > MOST for value in values.values()):
        return ""
    rows = "\n".join(f"    {quoted(name)}: {written(value, dtype)}," for name, value in values.items())
    return _MAIN.format(rows=rows, name=quoted(f"{job.name} ="))


def written(value: Any, dtype: str) -> str:
    """A number, or an array as a call of NumPy."""
    if np.ndim(value) == 0:
        text = number(float(value))
        return text if np.isfinite(value) else f'float("{text}")'
    kind = "" if dtype == "float64" else f", np.{dtype}"
    listed = _nested(value)
    return f"np.array({listed}{kind})" if "float" not in listed else f"np.array({listed}, float)"


def _nested(value: Any) -> str:
    if np.ndim(value) == 0:
        text = number(float(value))
        return text if np.isfinite(value) else f'float("{text}")'
    return f"[{', '.join(map(_nested, value))}]"
