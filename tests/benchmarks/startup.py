"""How long until the window stands, and until the points are in it.

    python -m tests.benchmarks.startup [RUNS]

starts nnviz in a new process several times (the first start warms the disk's cache and is not counted) and prints the
median in seconds: process to first painted window, and from there to the painted points. For comparison it times what
cannot be had cheaper, in processes of the same kind: Python itself, and the imports of Qt, NumPy and pyqtgraph; and the
import of scikit-learn, which the times that are aimed at were once measured beside (.75 s there): ratios to it compare
machines. All find compiled modules, as those of an installation are, also where Python is told not to write any.
"""

import os
import statistics
import subprocess
import sys
import tempfile
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
IMPORTS = ("pass", "import numpy", "from PySide6 import QtWidgets", "import pyqtgraph", "import sklearn")
PATIENCE = 60.0


def time_window(environment: dict[str, str]) -> tuple[float, float]:
    """Seconds to the first painted window, and from there to the points."""
    started = time.time()
    at = dict(line.split() for line in run(WINDOW, environment).splitlines())
    return float(at["window"]) - started, float(at["points"]) - float(at["window"])


def time_import(statement: str, environment: dict[str, str]) -> float:
    """Seconds of a process that does only this."""
    started = time.time()
    run(statement, environment)
    return time.time() - started


def run(program: str, environment: dict[str, str]) -> str:
    """What a Python of its own prints."""
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", program],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        timeout=PATIENCE,
    )
    return done.stdout


def with_compiled_modules(folder: str) -> dict[str, str]:
    """The environment of processes that keep compiled modules in `folder`."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": folder}


def main() -> None:
    """Print the table."""
    n_runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    seconds: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        environment = with_compiled_modules(folder)
        for _ in range(n_runs + 1):  # in turns, so that a noisy minute falls on all of them
            window, points = time_window(environment)
            seconds.setdefault("first painted window", []).append(window)
            seconds.setdefault("then the points", []).append(points)
            for statement in IMPORTS:
                seconds.setdefault(statement, []).append(time_import(statement, environment))
    medians = {name: statistics.median(measured[1:]) for name, measured in seconds.items()}
    print("| | seconds | imports of scikit-learn |\n| --- | ---: | ---: |")  # noqa: T201
    for name, median in medians.items():
        print(f"| {name} | {median:.3f} | {median / medians['import sklearn']:.2f} |")  # noqa: T201


if __name__ == "__main__":
    main()
