"""The page's graph layout against Graphviz dot: crossings on the drawn curves; and how long it takes, what it moves.

Both are counted by the two `.mjs` files beside this one, which also run by themselves and then say more.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from benchmarks.report import Row
from scripts.places import ROOT

PATIENCE_SECONDS = 300
PROMISED = "published, named"
"""The graphs that a lecture shows: on these dot must not be better, neither in all nor on a single one."""

Measured = Mapping[str, Any]


def measure() -> Iterable[Row]:
    """Crossings first, then milliseconds and shares."""
    yield from crossings(ask("crossings.mjs"))
    speed = ask("layout_speed.mjs")
    yield from times(speed["times"])
    yield from movements(speed["moved"])


def crossings(groups: Sequence[Measured]) -> Iterator[Row]:
    """One block for each group of graphs. Fails where the promised group is missing."""
    if PROMISED not in [group["title"] for group in groups]:
        raise LookupError(f"crossings.mjs says nothing of the graphs '{PROMISED}'")
    for group in groups:
        most = 0 if group["title"] == PROMISED else None
        yield Row(f"{group['title']} ({group['graphs']}): crossings", group["ours"])
        yield Row("  beyond dot's", group["ours"] - group["dot"], most=most)
        yield Row("  graphs with more than dot's", group["more"], most=most)
        yield Row("  area compared with dot's, median", group["area"], "times")


def times(graphs: Iterable[Measured]) -> Iterator[Row]:
    """How long a first picture takes, by graph."""
    for graph in graphs:
        yield Row(f"{graph['name']}: layout", graph["fresh"], "ms")


def movements(places: Iterable[Measured]) -> Iterator[Row]:
    """The share of the other nodes that move when one is added to a program of 40."""
    for place in places:
        yield Row(f"a node more at the {place['place']}: others moved, mean", 100 * place["mean"], "%")
        yield Row("  without the last picture, median", 100 * place["without"], "%")


def ask(name: str) -> Any:
    """What one of the measuring programs says; its complaints go to the screen."""
    node = os.environ.get("BACKSWEEP_NODE") or shutil.which("node")
    if node is None:
        raise RuntimeError("No Node was found: name its executable in BACKSWEEP_NODE.")
    command = [node, str(ROOT / "benchmarks" / name), "--json"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, timeout=PATIENCE_SECONDS)
    return json.loads(done.stdout)
