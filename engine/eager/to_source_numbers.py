"""Numbers as an author would type them, with every digit that they have."""

from __future__ import annotations

from typing import Any

import numpy as np


def spelled(number: float) -> str:
    """A finite number: ``0.5``, ``2``, ``-1e-05``. Read again it is the same number."""
    return repr(float(number)).removesuffix(".0")


def spelled_latex(number: float) -> str:
    """The same on the blackboard."""
    mantissa, _, exponent = spelled(number).partition("e")
    if not exponent:
        return mantissa
    power = f"10^{{{exponent.removeprefix('+')}}}"
    return {"1": power, "-1": f"-{power}"}.get(mantissa, rf"{mantissa} \cdot {power}")


def spelled_array(data: Any) -> str:
    """A number, or an array in square brackets."""
    if np.ndim(data) == 0:
        return spelled(data)
    return f"[{', '.join(map(spelled_array, data))}]"
