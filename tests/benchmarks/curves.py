"""What a frame of a growing curve costs, and what memory the curves of a run, against its length.

The same is done with pyqtgraph's own curve, which has all values.

    python -m tests.benchmarks.curves [--steps N …] [--rounds N] [--slice SECONDS]

prints a Markdown table, in processor time. Runs offscreen or on a display, as Qt is set. A frame: the run has made a
thousandth more steps; the curve is handed in and painted. Memory is that of the history of loss,
data loss and penalty, with the room it has to grow; recording is what a step takes in it, 32 steps at once.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import cycle

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QApplication, QWidget

from nnviz.app import make_application
from nnviz.core.arrays import FloatArray
from nnviz.core.history import History
from nnviz.ui.plots.curve import Curve
from nnviz.ui.plots.curve_kinds import LOSS, curves_by_key
from nnviz.ui.plots.curve_plot import CurvePlot
from nnviz.ui.theme import light
from tests.benchmarks.contest import machine
from tests.benchmarks.contest.clock import Clock, Samples, repeated, take_turns
from tests.benchmarks.contest.table import duration, markdown, spread, times

SIZE = (330, 170)
"""Of a dock's plot in a window of 1440×900."""

HEADER = ("steps", "nnviz", "nnviz, log axes", "PlotCurveItem", "… downsampled (peak)", "memory", "recording")
_N_OWN, _N_CONTESTANTS = 2, 4
_N_FRAMES = 40
_AT_ONCE = 32
"""Steps that the trainer records at once, at the most."""


class Run:
    """A loss that falls and jitters, seen longer and longer, and its history.

    Attributes
    ----------
    n_steps : int
        That it ends at.
    memory : int
        Bytes that the history takes when the run is first seen.
    recording : float
        Seconds for which the last steps before that are recorded, each.
    """

    def __init__(self, n_steps: int) -> None:
        stride = max(n_steps // 1000, 1)
        steps = np.arange(n_steps + _N_FRAMES * stride, dtype=np.float64)
        self.values: FloatArray = 0.05 * np.random.RandomState(1).random_sample(len(steps))
        self.values += 2.0 / np.sqrt(1.0 + steps / 50.0)
        self.n_steps = 3 * n_steps
        history = History()
        n_timed = min(n_steps, 200_000)
        _record(history, self.values[: n_steps - n_timed], 2**16)
        started = time.thread_time()
        _record(history, self.values[n_steps - n_timed : n_steps], _AT_ONCE)
        self.recording = (time.thread_time() - started) / n_timed
        self.memory = history.n_bytes
        self._seen: list[Curve] = []
        for end in range(n_steps + stride, len(steps) + 1, stride):
            _record(history, self.values[end - stride : end], stride)
            self._seen.append(curves_by_key(history.curves())["training-loss"])

    def frames(self) -> Iterator[Curve]:
        """What there is in the next frame, and the next, over and over again."""
        return cycle(self._seen)


def _record(history: History, losses: FloatArray, at_once: int) -> None:
    no_penalty = np.zeros(at_once)
    for begin in range(0, len(losses), at_once):
        piece = losses[begin : begin + at_once]
        history.record_steps(piece, no_penalty[: len(piece)])


def ours(run: Run, *, log: bool) -> tuple[QWidget, Callable[[], object]]:
    """Our plot, with one line."""
    plot = CurvePlot((LOSS,))
    plot.set_theme(light())
    lines = frozenset({"training-loss"})
    plot.show_choice(replace(plot.choice, lines=lines, log_steps=log, log_values=log))
    _show(plot)
    curves = run.frames()

    def frame() -> None:
        plot.show_curves({"training-loss": next(curves)}, run.n_steps)
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
    curves = run.frames()

    def frame() -> None:
        item.setData(run.values[: next(curves).last_step + 1])
        QApplication.processEvents()

    return plot, frame


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    for paragraph in _report(_options(arguments)):
        print(paragraph, end="\n\n", flush=True)  # noqa: T201


def _report(options: argparse.Namespace) -> Iterator[str]:
    yield machine.describe()
    clock = Clock(options.rounds, options.slice, of_processor=True)
    rows: list[list[str]] = []
    widest = 0.0
    for n_steps in options.steps:
        run = Run(n_steps)
        found = measure(run, clock)
        rows.append(_row(n_steps, run, found))
        widest = max(widest, *(spread(found.ratios(peer, 0)) for peer in range(_N_OWN, _N_CONTESTANTS)))
    yield markdown(HEADER, rows)
    yield f"Half of all rounds lie within ± {widest:.0%} of each ratio, or closer."


def measure(run: Run, clock: Clock) -> Samples:
    """A frame of each."""
    make_application()
    contestants = [
        *(ours(run, log=log) for log in (False, True)),
        *(pyqtgraphs(run, downsamples=downsamples) for downsamples in (False, True)),
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


def _row(n_steps: int, run: Run, samples: Samples) -> list[str]:
    cells = [duration(samples.median(column)) for column in range(_N_CONTESTANTS)]
    for peer in range(_N_OWN, _N_CONTESTANTS):
        cells[peer] += f": {times(samples.ratios(peer, 0))}"
    return [f"{n_steps:,}", *cells, f"{run.memory / 1e6:.1f} MB", f"{1e9 * run.recording:.0f} ns"]


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.curves")
    parser.add_argument("--steps", type=int, nargs="+", default=[10**power for power in range(3, 8)])
    parser.add_argument("--rounds", type=int, default=7, help="turns of each")
    parser.add_argument("--slice", type=float, default=0.05, help="seconds of a turn, at least")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
