"""How long until the window stands, and until the points are in it.

    python -m tests.benchmarks.startup [RUNS]

starts nnviz in a new process several times (the first start warms the disk's cache and is not counted) and prints the
median in seconds: process to first painted window, and from there to the painted points. For comparison it times what
cannot be had cheaper in the same processes: Python itself, and the imports of Qt, NumPy and pyqtgraph.
"""

import statistics
import subprocess
import sys
import time

WINDOW = """
import sys, time
from nnviz.cli import main
import nnviz.app
from PySide6.QtCore import QTimer
load = nnviz.app.load_views
def timed(window):
    print("window", time.time(), flush=True)
    load(window)
    window.repaint()
    def look():
        if window.run_bar.step_figure.text == "0":
            window.grab()
            print("points", time.time(), flush=True)
            window.close()
        else:
            QTimer.singleShot(5, look)
    look()
nnviz.app.load_views = timed
main([])
"""
IMPORTS = ("pass", "import numpy", "from PySide6 import QtWidgets", "import pyqtgraph")


def time_window() -> tuple[float, float]:
    """Seconds to the first painted window, and from there to the points."""
    started = time.time()
    output = subprocess.run([sys.executable, "-c", WINDOW], check=True, capture_output=True, text=True).stdout  # noqa: S603
    at = dict(line.split() for line in output.splitlines())
    return float(at["window"]) - started, float(at["points"]) - float(at["window"])


def time_import(statement: str) -> float:
    """Seconds of a process that does only this."""
    started = time.time()
    subprocess.run([sys.executable, "-c", statement], check=True)  # noqa: S603
    return time.time() - started


def main() -> None:
    """Print the table."""
    n_runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    time_window()
    windows, points = zip(*(time_window() for _ in range(n_runs)), strict=True)
    rows = [("first painted window", statistics.median(windows)), ("then the points", statistics.median(points))]
    rows += [(statement, statistics.median(time_import(statement) for _ in range(n_runs))) for statement in IMPORTS]
    for name, seconds in rows:
        print(f"{name:32} {seconds:6.3f} s")  # noqa: T201


if __name__ == "__main__":
    main()
