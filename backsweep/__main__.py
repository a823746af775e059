"""``python -m backsweep`` is the command ``backsweep``."""

import sys

from backsweep.command_line import main

if __name__ == "__main__":
    sys.exit(main())
