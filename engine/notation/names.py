"""Names: one canonical spelling for each, however it was typed."""

from __future__ import annotations

import re
from typing import NamedTuple

from engine.errors import EngineError
from engine.limits import Limits
from engine.notation.characters import GREEK, explain, fold, raised

_PLAIN = re.compile(r"_*+[A-Za-z][A-Za-z0-9_]*+")
_DEFAULT = Limits()


class Unit(NamedTuple):
    """One letter, digit or underscore of a name, and which character of the written word it came from.

    ``label`` marks those of a label in raised brackets, as in W⁽¹⁾, and the two underscores before it.
    """

    text: str
    position: int
    subscript: bool
    label: bool = False

    @property
    def is_letter(self) -> bool:
        return self.text in GREEK or self.text.isalpha()


def units(word: str) -> list[Unit]:
    """The letters, digits and underscores of a word whose every character folds."""
    found: list[Unit] = []
    position = 0
    while position < len(word):
        char = word[position]
        end = end_of_label(word, position) if found else position
        if end > position:
            inside = "".join(map(raised, word[position + 1 : end - 1]))
            found.extend(Unit(text, position, False, True) for text in ("_", "_", *inside[:-1]))
            found.append(Unit(inside[-1], end - 1, False, True))  # the closing bracket belongs to the name
            position = end
            continue
        folded = fold(char)
        if folded is None:
            raise explain(char)
        found.extend(Unit(letter, position, folded[1]) for letter in folded[0])
        position += 1
    return found


def end_of_label(text: str, at: int) -> int:
    """Where a label in raised brackets that begins at ``at`` ends; ``at`` if none does."""
    if not text.startswith("⁽", at):
        return at
    end = at + 1
    while end < len(text) and raised(text[end]):
        end += 1
    return end + 1 if end > at + 1 and text.startswith("⁾", end) else at


def spell(word: list[Unit]) -> str:
    """The canonical spelling of some units.

    Greek letters get their English names, and an underscore keeps them, and the letters of a
    subscript, apart from the letters they touch: λ is lambda, Δw is Delta_w, xᵢ is x_i, x₁ is x1.
    A label in raised brackets follows two underscores: W⁽¹⁾ is W__1.
    """
    return "".join(spell_each(word))


def spell_each(word: list[Unit]) -> list[str]:
    """What each unit adds to the spelling, so that the spelling of every beginning is at hand."""
    parts: list[str] = []
    before: Unit | None = None
    marked = False  # whether an underscore has begun this subscript
    for unit in word:
        part = GREEK.get(unit.text, unit.text)
        if unit.label:
            parts.append(part)
            before, marked = unit, False
            continue
        if before is not None and before.label:
            part = part if part == "_" else f"_{part}"
            parts.append(part)
            before, marked = unit, unit.subscript
            continue
        marked = unit.text == "_" or (marked and unit.subscript)
        if before is not None and before.text != "_" and unit.is_letter and not marked:
            greek = before.is_letter and (unit.text in GREEK or before.text in GREEK)
            if unit.subscript or greek:
                part = f"_{part}"
            marked = unit.subscript
        parts.append(part)
        before = unit
    return parts


def canonical(name: str, limits: Limits = _DEFAULT) -> str:
    """The one spelling of a name: ``λ`` and ``lambda`` are both ``lambda``; ``x₁`` is ``x1``.

    Raises:
        EngineError: for a text that is no name, or a name that is too long.
    """
    if len(name) <= limits.name_length and _PLAIN.fullmatch(name):
        return name
    limits.check_name(name, None)
    if not name:
        raise EngineError("A name is empty.", "Give every value a name, for instance x.", code="empty-name")
    text = spell(units(name))
    limits.check_name(text, None)
    if text[0].isdigit() or not any(char.isalpha() for char in text):
        raise EngineError(
            f"{name!r} cannot be a name.", "A name begins with a letter, for instance x1.", code="bad-name", name=name
        )
    return text
