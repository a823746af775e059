"""How a name is printed: ``w1`` as w₁, ``L_reg`` with its subscript upright, Greek as Greek."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.notation.characters import GREEK

_GREEK = frozenset(GREEK.values())
_ACCENTS = {"hat": "\\hat", "tilde": "\\tilde", "vec": "\\vec"}
_PARTS = re.compile(r"([A-Za-z]+)([0-9]*)(?:_(.+))?", re.ASCII)


def name_latex(name: str) -> str:
    """The LaTeX of a name of the program."""
    stem, subscript = _split(name)
    return stem + subscript


def bar_latex(name: str) -> str:
    """The LaTeX of the name's adjoint: the bar stands over the letter, not over its subscript."""
    stem, subscript = _split(name)
    wide = (len(stem) > 1 and not stem.startswith("\\")) or stem.startswith("\\mathit")
    return f"\\{'overline' if wide else 'bar'}{{{stem}}}{subscript}"


def dot_latex(name: str) -> str:
    """The LaTeX of the name's tangent: a dot over the letter, as physicists write a rate."""
    stem, subscript = _split(name)
    return f"\\dot{{{stem}}}{subscript}"


def element_latex(name: str, at: Sequence[int]) -> str:
    """The LaTeX of one element of an array, counted from 1 as on the blackboard: ``W_{12}``."""
    return _with_index(*_split(name), at)


def element_bar_latex(name: str, at: Sequence[int]) -> str:
    """The LaTeX of that element's adjoint."""
    _, subscript = _split(name)
    barred = bar_latex(name)
    return _with_index(barred.removesuffix(subscript) if subscript else barred, subscript, at)


def _with_index(stem: str, subscript: str, at: Sequence[int]) -> str:
    separator = "" if all(place < 9 for place in at) else ","
    index = separator.join(str(place + 1) for place in at)
    return f"{stem}{subscript[:-1]},\\,{index}}}" if subscript else f"{stem}_{{{index}}}"


def _split(name: str) -> tuple[str, str]:
    """The printed stem and the printed subscript (empty where there is none)."""
    match = _PARTS.fullmatch(name)
    if match is None:
        return f"\\mathit{{{_escape(name)}}}", ""
    letters, digits, rest = match.groups()
    stem = _word(letters, "mathit")
    if rest in _ACCENTS:
        return f"{_ACCENTS[rest]}{{{stem}}}", f"_{{{digits}}}" if digits else ""
    inside = [digits] if digits else []
    if rest:
        inside.append(rest if rest.isdigit() else _word(rest, "mathrm"))
    return stem, f"_{{{','.join(inside)}}}" if inside else ""


def _word(word: str, style: str) -> str:
    """One letter as it is, Greek as Greek, anything longer in one style."""
    if word in _GREEK:
        return f"\\{word}"
    return word if len(word) == 1 else f"\\{style}{{{_escape(word)}}}"


def _escape(text: str) -> str:
    return text.replace("_", "\\_")
