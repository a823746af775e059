"""Taking a word apart into factors: ``wx`` is w·x, ``λL_reg`` is λ·L_reg, ``W⁽¹⁾x`` is W⁽¹⁾·x."""

from __future__ import annotations

from engine.notation.names import Unit, spell_each


def ways_through(word: list[Unit], known: frozenset[str]) -> list[int]:
    """For each position of a word, where the last factor before it begins; −1 where none ends.

    A factor is a letter, its digits, its subscript and its label, if that is a known name; π is always known.
    Of two readings the one with the longest first factors wins. Every unit is looked at a bounded
    number of times: only a subscript, of which a factor has one, can end in more than one place.
    """
    ways = [-1] * (len(word) + 1)
    ways[0] = 0
    for start in range(len(word)):
        if ways[start] < 0 or not word[start].is_letter:
            continue
        plain = start + 1
        while plain < len(word) and word[plain].text.isdecimal():
            plain += 1
        last = plain
        underscored = plain < len(word) and word[plain].text == "_" and not word[plain].label
        if underscored or (plain < len(word) and word[plain].subscript):
            last += underscored
            while last < len(word) and word[last].text != "_":
                last += 1
        labelled = last
        while labelled < len(word) and word[labelled].label:
            labelled += 1
        stop = labelled
        while last < labelled and stop < len(word) and word[stop].subscript:
            stop += 1
        name = ""
        for end, part in enumerate(spell_each(word[start:stop]), start=start + 1):
            name += part
            whole = plain <= end <= last or end >= labelled
            if whole and ways[end] < 0 and (name in known or name == "pi"):
                ways[end] = start
    return ways


def walk(ways: list[int], end: int) -> list[int] | None:
    """The beginnings of the factors that end at a position."""
    if ways[end] < 0:
        return None
    cuts: list[int] = []
    while end > 0:
        end = ways[end]
        cuts.append(end)
    return cuts[::-1]
