"""Backsweep's one command line: `python3 scripts/dev.py run`, `check`, `test`, `bench`, `build`, `wheel`, `lock`.

This file only makes sure of the Python it runs on, and is therefore written so that an old one can
still read it: everything else is in scripts/commands.py.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the very purpose of this file
    sys.exit(
        "Backsweep needs Python 3.11 or newer, and this is Python %d.%d (%s).\n"  # noqa: UP031 - read by old Pythons
        "Install a newer one, then run: python3 scripts/dev.py run"
        % (sys.version_info[0], sys.version_info[1], sys.executable)
    )

if __name__ == "__main__":
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    from scripts.commands import main

    sys.exit(main(sys.argv[1:]))
