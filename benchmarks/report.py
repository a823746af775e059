"""The rows of a benchmark's report, and how they are printed."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One measured figure; with `most` or `least`, a promise that it keeps or breaks."""

    what: str
    value: float
    unit: str = ""
    most: float | None = None
    least: float | None = None

    @property
    def promise(self) -> str:
        """The promise in words; empty where the figure is only reported."""
        parts = [f"at most {self.most:g}"] if self.most is not None else []
        parts += [f"at least {self.least:g}"] if self.least is not None else []
        return " and ".join(parts)

    @property
    def kept(self) -> bool:
        """Whether the figure keeps its promise; NaN keeps none."""
        below = self.most is None or self.value <= self.most
        above = self.least is None or self.value >= self.least
        return below and above


def table(rows: Iterable[Row]) -> str:
    """The rows as aligned text."""
    lines = [f"  {row.what:<58} {row.value:>12,.4g} {row.unit:<8} {verdict(row)}".rstrip() for row in rows]
    return "\n".join(lines)


def verdict(row: Row) -> str:
    """What the last column says."""
    return f"{row.promise}: {'kept' if row.kept else 'BROKEN'}" if row.promise else ""
