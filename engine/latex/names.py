"""How a name is printed: ``w1`` as w₁, ``L_reg`` with its subscript upright, ``W__1`` as W⁽¹⁾, Greek as Greek."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from engine.notation.characters import GREEK

_GREEK = frozenset(GREEK.values())
_ACCENTS = {"hat": "\\hat", "tilde": "\\tilde", "vec": "\\vec"}
_LABEL = r"(?:__([A-Za-z0-9]+))?"
_PARTS = re.compile(rf"([A-Za-z]+)([0-9]*){_LABEL}(?:_([^_].*?))?{_LABEL}", re.ASCII)


class _Parts(NamedTuple):
    """The printed letter or word, its subscript, and its label in raised brackets; empty where there is none."""

    stem: str
    subscript: str = ""
    label: str = ""

    def __str__(self) -> str:
        # Braces around the whole let a power or a transpose follow the label: {W^{(1)}}^{\\top}.
        whole = self.stem + self.subscript + self.label
        return f"{{{whole}}}" if self.label else whole

    def over(self, accent: str) -> _Parts:
        """With an accent over the stem alone."""
        return self._replace(stem=f"{accent}{{{self.stem}}}")

    def at(self, at: Sequence[int]) -> _Parts:
        """With an index beside the subscript."""
        separator = "" if all(place < 9 for place in at) else ","
        index = separator.join(str(place + 1) for place in at)
        subscript = f"{self.subscript[:-1]},\\,{index}}}" if self.subscript else f"_{{{index}}}"
        return self._replace(subscript=subscript)


def name_latex(name: str) -> str:
    """The LaTeX of a name of the program."""
    return str(_split(name))


def bar_latex(name: str) -> str:
    """The LaTeX of the name's adjoint: the bar stands over the letter, not over its subscript."""
    return str(_barred(name))


def stem_latex(name: str) -> str:
    """The LaTeX of the name without its subscript."""
    return str(_split(name)._replace(subscript=""))


def dot_latex(name: str) -> str:
    """The LaTeX of the name's tangent: a dot over the letter, as physicists write a rate."""
    return str(_split(name).over("\\dot"))


def element_latex(name: str, at: Sequence[int]) -> str:
    """The LaTeX of one element of an array, counted from 1 as on the blackboard: ``W_{12}``."""
    return str(_split(name).at(at))


def element_bar_latex(name: str, at: Sequence[int]) -> str:
    """The LaTeX of that element's adjoint."""
    return str(_barred(name).at(at))


def _barred(name: str) -> _Parts:
    parts = _split(name)
    wide = (len(parts.stem) > 1 and not parts.stem.startswith("\\")) or parts.stem.startswith("\\mathit")
    return parts.over("\\overline" if wide else "\\bar")


@lru_cache(maxsize=4096)  # a name is asked for its symbol, its adjoint and its letter, again at every step
def _split(name: str) -> _Parts:
    match = _PARTS.fullmatch(name)
    if match is None or (match[3] and match[5]):
        return _Parts(f"\\mathit{{{_escape(name)}}}")
    letters, digits, first, rest, last = match.groups()
    stem = _word(letters, "mathit")
    mark = first or last
    label = f"^{{({mark if mark.isdigit() else _word(mark, 'mathrm')})}}" if mark else ""
    if rest in _ACCENTS:
        return _Parts(f"{_ACCENTS[rest]}{{{stem}}}", f"_{{{digits}}}" if digits else "", label)
    inside = [digits] if digits else []
    if rest:
        inside.append(rest if rest.isdigit() else _word(rest, "mathrm"))
    return _Parts(stem, f"_{{{','.join(inside)}}}" if inside else "", label)


def _word(word: str, style: str) -> str:
    """One letter as it is, Greek as Greek, anything longer in one style."""
    if word in _GREEK:
        return f"\\{word}"
    return word if len(word) == 1 else f"\\{style}{{{_escape(word)}}}"


def _escape(text: str) -> str:
    return text.replace("_", "\\_")
