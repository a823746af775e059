"""The rows of a benchmark's report, and how they are printed."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One measured figure; with `most` or `least`, a promise that it keeps or breaks.

    Without a figure it says why in `note`; its promise is then neither kept nor broken.
    """

    what: str
    value: float | None
    unit: str = ""
    most: float | None = None
    least: float | None = None
    note: str = "not installed"

    @property
    def promise(self) -> str:
        """The promise in words; empty where the figure is only reported."""
        parts = [f"at most {self.most:g}"] if self.most is not None else []
        parts += [f"at least {self.least:g}"] if self.least is not None else []
        return " and ".join(parts)

    @property
    def kept(self) -> bool:
        """Whether the figure keeps its promise; NaN keeps none."""
        if self.value is None:
            return True
        below = self.most is None or self.value <= self.most
        above = self.least is None or self.value >= self.least
        return below and above

    @property
    def figure(self) -> str:
        """The figure with its unit, or why there is none."""
        return self.note if self.value is None else f"{self.value:,.4g} {self.unit}".rstrip()


def table(rows: Iterable[Row]) -> str:
    """The rows as aligned text."""
    return "\n".join(f"  {row.what:<64} {row.figure:>18}   {verdict(row)}".rstrip() for row in rows)


def verdict(row: Row) -> str:
    """What the last column says."""
    if not row.promise or row.value is None:
        return row.promise
    return f"{row.promise}: {'kept' if row.kept else 'BROKEN'}"
