"""Runs the benchmarks, all or those named, and fails when a promise is broken."""

import importlib
import pkgutil
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks._document import record
from benchmarks._threads import one_thread
from benchmarks.report import Row, table

OTHERS = {"__main__", "report"}


def available() -> list[str]:
    """The names of the benchmarks: each module of this folder that is not part of the runner."""
    found = pkgutil.iter_modules([str(Path(__file__).parent)])
    return sorted(module.name for module in found if module.name not in OTHERS and not module.name.startswith("_"))


def main(names: Sequence[str]) -> int:
    """Run the named benchmarks, or all; 1 when one breaks a promise, 2 when there is none of that name."""
    known = available()
    unknown = [name for name in names if name not in known]
    if unknown or not known:
        print(f"No benchmark {', '.join(unknown)}. There are: {', '.join(known) or 'none'}.", file=sys.stderr)
        return 2
    one_thread()  # before the first benchmark imports NumPy
    broken: list[Row] = []
    for name in names or known:
        module = importlib.import_module(f"benchmarks.{name}")
        said = (module.__doc__ or "").strip().splitlines()[0]
        print(f"{name}: {said}", flush=True)
        rows = list(module.measure())
        record(name, said, rows)
        print(table(rows) + "\n", flush=True)
        broken += [row for row in rows if not row.kept]
    print(f"{len(broken)} promises broken" if broken else "All promises kept")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
