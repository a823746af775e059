"""What the Values of a history are called: their labels, or names that are free."""

from __future__ import annotations

from engine.eager.value import Value
from engine.errors import EngineError
from engine.latex.names import name_latex
from engine.notation import canonical
from engine.notation.identifiers import PYTHON, is_reserved


class Names:
    """Gives each Value a name of the notation that no other has, nor one that looks the same."""

    def __init__(self) -> None:
        self.printed: set[str] = set()
        self.last: dict[str, int] = {}

    def label(self, value: Value) -> str | None:
        """Its label as a name; None if it has none, or one that cannot be a name (``x1*w1 + b``)."""
        label = value.label
        if not label:
            return None
        try:
            name = canonical(label)
        except EngineError:
            return None
        if is_reserved(name) or name in PYTHON:
            return None
        return name if self._claim(name) else self.free(f"{name}_")

    def free(self, stem: str) -> str:
        """The first of ``stem1``, ``stem2`` … that is free."""
        number = self.last.get(stem, 0) + 1
        while not self._claim(f"{stem}{number}"):
            number += 1
        self.last[stem] = number
        return f"{stem}{number}"

    def plain(self, name: str) -> str:
        """This name if it is free, else it with a number."""
        return name if self._claim(name) else self.free(name)

    def _claim(self, name: str) -> bool:
        printed = name_latex(name)
        if printed in self.printed:
            return False
        self.printed.add(printed)
        return True
