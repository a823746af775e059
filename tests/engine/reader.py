"""Reads the engine's LaTeX back as a number: brackets that are missing or one too many change it.

It knows nothing of the engine. Symbols are given as LaTeX and value; ``\\,`` and ``\\cdot`` multiply, a
prime is the derivative of the function that bears it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping


def _sigmoid(a: float) -> float:
    return 1.0 / (1.0 + math.exp(-a))


FUNCTIONS: dict[str, Callable[..., float]] = {
    "\\sigma": _sigmoid,
    "\\sigma'": lambda a: _sigmoid(a) * _sigmoid(-a),
    "\\tanh": math.tanh,
    "\\tanh'": lambda a: 1.0 / math.cosh(a) ** 2,
    "\\operatorname{relu}": lambda a: max(a, 0.0),
    "\\operatorname{relu}'": lambda a: float(a > 0.0),
    "\\operatorname{lrelu}": lambda a, s: a if a > 0.0 else s * a,
    "\\operatorname{lrelu}'": lambda a, s: 1.0 if a > 0.0 else s,
    "\\operatorname{softplus}": lambda a: max(a, 0.0) + math.log1p(math.exp(-abs(a))),
    "\\operatorname{log1p}": math.log1p,
    "\\operatorname{expm1}": math.expm1,
    "\\operatorname{sgn}": lambda a: math.copysign(1.0, a) if a else 0.0,
    "\\log": math.log,
    "\\sin": math.sin,
    "\\cos": math.cos,
    "\\tan": math.tan,
    "\\sinh": math.sinh,
    "\\cosh": math.cosh,
    "\\max": max,
    "\\min": min,
}


def read(latex: str, symbols: Mapping[str, float]) -> float:
    """The value of a formula.

    Raises:
        ValueError: Where it cannot be read as a formula.
    """
    plain = latex.replace("\\left|", "⟦").replace("\\right|", "⟧").replace("\\left", "").replace("\\right", "")
    reader = _Reader(plain, symbols)
    value = reader.sum()
    if reader.rest():
        raise ValueError(f"left over in {latex!r}: {reader.rest()!r}")
    return value


class _Reader:
    def __init__(self, text: str, symbols: Mapping[str, float]) -> None:
        self.text = text
        self.at = 0
        known = {"\\pi": math.pi, "e": math.e, "\\infty": math.inf, **symbols}
        self.symbols = dict(sorted(known.items(), key=lambda item: -len(item[0])))

    def rest(self) -> str:
        return self.text[self.at :].strip()

    def skip(self) -> None:
        while self.text.startswith((" ", "\\,"), self.at):
            self.at += 1 if self.text[self.at] == " " else 2

    def takes(self, sign: str) -> bool:
        self.skip()
        found = self.text.startswith(sign, self.at)
        self.at += len(sign) if found else 0
        return found

    def needs(self, sign: str) -> None:
        if not self.takes(sign):
            raise ValueError(f"{sign!r} is missing before {self.rest()!r} in {self.text!r}")

    def sum(self) -> float:
        total = -self.product() if self.takes("-") else self.product()
        while True:
            if self.takes("+"):
                total += self.product()
            elif self.takes("-"):
                total -= self.product()
            else:
                return total

    def product(self) -> float:
        total = self.power()
        while True:
            self.skip()
            if not self.takes("\\cdot") and (not self.rest() or self.rest()[0] in "+-)]}⟧,=>"):
                return total
            total *= self.power()

    def power(self) -> float:
        base = self.atom()
        if self.takes("^"):
            base = math.pow(base, self.braced())
        if self.takes("^"):
            raise ValueError(f"two exponents follow each other in {self.text!r}")
        return base

    def braced(self) -> float:
        self.needs("{")
        value = self.sum()
        self.needs("}")
        return value

    def atom(self) -> float:
        self.skip()
        for name in sorted(FUNCTIONS, key=len, reverse=True):
            if self.takes(f"{name}("):
                return FUNCTIONS[name](*self.arguments())
        if self.takes("e^"):  # before the symbols: a power of e is the function, whatever else is called e
            return math.exp(self.braced())
        for latex, value in self.symbols.items():
            if self.takes(latex):
                return value
        if self.takes("\\frac") or self.takes("\\tfrac"):
            above = self.braced()
            return above / self.braced()
        if self.takes("\\sqrt"):
            return math.sqrt(self.braced())
        if self.takes("("):
            value = self.sum()
            self.needs(")")
            return value
        if self.takes("["):
            left = self.sum()
            self.needs(">")
            right = self.sum()
            self.needs("]")
            return 0.5 if left == right else float(left > right)
        if self.takes("⟦"):
            value = abs(self.sum())
            self.needs("⟧")
            return value
        return self.number()

    def arguments(self) -> list[float]:
        values = [self.sum()]
        while self.takes(","):
            values.append(self.sum())
        self.needs(")")
        return values

    def number(self) -> float:
        start = self.at
        while self.at < len(self.text) and (self.text[self.at].isdigit() or self.text[self.at] == "."):
            self.at += 1
        if start == self.at:
            raise ValueError(f"no number, name or bracket here: {self.rest()!r} in {self.text!r}")
        return float(self.text[start : self.at])
