"""What a frame of a growing curve costs, against its length, and what the same costs with pyqtgraph's own curve.

    python -m tests.benchmarks.curves [--steps N …] [--rounds N] [--slice SECONDS]

prints a Markdown table, in processor time. Runs offscreen or on a display, as Qt is set. A frame: the run has made a
thousandth more steps; the curve is handed in and painted.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QApplication, QWidget

from nnviz.app import make_application
from nnviz.core.arrays import FloatArray
from nnviz.ui.plots.curve import Curve
from nnviz.ui.plots.curve_kinds import LOSS
from nnviz.ui.plots.curve_plot import CurvePlot
from nnviz.ui.theme import light
from tests.benchmarks.contest import machine
from tests.benchmarks.contest.clock import Clock, Samples, repeated, take_turns
from tests.benchmarks.contest.table import duration, markdown, spread, times

SIZE = (330, 170)
"""Of a dock's plot in a window of 1440×900."""

HEADER = ("steps", "nnviz", "nnviz, log axes", "PlotCurveItem", "… downsampled (peak)")
_N_OWN = 2


class Run:
    """A loss that falls and jitters, seen longer and longer."""

    def __init__(self, n_steps: int) -> None:
        steps = np.arange(3 * n_steps, dtype=np.float64)
        jitter = 0.05 * np.random.RandomState(1).random_sample(len(steps))
        self._values: FloatArray = 2.0 / np.sqrt(1.0 + steps / 50.0) + jitter
        self._first = self._shown = n_steps
        self.n_steps = len(steps)

    def next(self) -> FloatArray:
        """What there is in the next frame: a longer view of the same memory, as a `Series` gives it."""
        self._shown += max(self._first // 1000, 1)
        if self._shown > len(self._values):
            self._shown = self._first
        return self._values[: self._shown]


def ours(run: Run, *, log: bool) -> tuple[QWidget, Callable[[], object]]:
    """Our plot, with one line."""
    plot = CurvePlot((LOSS,))
    plot.set_theme(light())
    lines = frozenset({"training-loss"})
    plot.show_choice(replace(plot.choice, lines=lines, log_steps=log, log_values=log))
    _show(plot)

    def frame() -> None:
        plot.show_curves({"training-loss": Curve(run.next())}, run.n_steps)
        QApplication.processEvents()

    return plot, frame


def pyqtgraphs(run: Run, *, downsamples: bool) -> tuple[QWidget, Callable[[], object]]:
    """Pyqtgraph's plot in the same range, its curve drawn as it is or by its own downsampling."""
    plot = pg.PlotWidget()
    view = plot.getPlotItem().getViewBox()
    view.disableAutoRange()
    view.setRange(xRange=(0, run.n_steps), yRange=(0, 2.2), padding=0.0)
    if downsamples:
        item = pg.PlotDataItem()
        item.setDownsampling(auto=True, method="peak")
        item.setClipToView(True)
    else:
        item = pg.PlotCurveItem()
    plot.addItem(item)
    _show(plot)

    def frame() -> None:
        item.setData(run.next())
        QApplication.processEvents()

    return plot, frame


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    for paragraph in _report(_options(arguments)):
        print(paragraph, end="\n\n", flush=True)  # noqa: T201


def _report(options: argparse.Namespace) -> Iterator[str]:
    yield machine.describe()
    clock = Clock(options.rounds, options.slice, of_processor=True)
    samples = {n_steps: measure(n_steps, clock) for n_steps in options.steps}
    yield markdown(HEADER, [_row(n_steps, found) for n_steps, found in samples.items()])
    widest = max(spread(found.ratios(peer, 0)) for found in samples.values() for peer in range(_N_OWN, len(HEADER) - 1))
    yield f"Half of all rounds lie within ± {widest:.0%} of each ratio, or closer."


def measure(n_steps: int, clock: Clock) -> Samples:
    """A frame of each."""
    make_application()
    contestants = [
        *(ours(Run(n_steps), log=log) for log in (False, True)),
        *(pyqtgraphs(Run(n_steps), downsamples=downsamples) for downsamples in (False, True)),
    ]
    samples = take_turns([repeated(frame) for _, frame in contestants], clock)
    for plot, _ in contestants:
        plot.close()
        plot.deleteLater()
    QApplication.processEvents()
    return samples


def _show(widget: QWidget) -> None:
    widget.resize(*SIZE)
    widget.show()
    QApplication.processEvents()


def _row(n_steps: int, samples: Samples) -> list[str]:
    cells = [duration(samples.median(column)) for column in range(len(HEADER) - 1)]
    for peer in range(_N_OWN, len(cells)):
        cells[peer] += f": {times(samples.ratios(peer, 0))}"
    return [f"{n_steps:,}", *cells]


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.curves")
    parser.add_argument("--steps", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=7, help="turns of each")
    parser.add_argument("--slice", type=float, default=0.05, help="seconds of a turn, at least")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
