"""What the frozen program runs: `nnviz`. The processes it starts beside itself have turned off in `helper_first.py`."""

import sys

from nnviz.cli import main

if __name__ == "__main__":
    del __file__  # it stands in no folder, and a process that is started from here would look for it
    sys.exit(main())
