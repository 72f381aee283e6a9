"""What a repaint of the canvas costs, against the number of points, and what the same costs elsewhere.

    python -m tests.benchmarks.points [--points N …] [--rounds N] [--slice SECONDS] [--processor-time]

prints Markdown tables. Runs offscreen or on a display, as Qt is set.
"""

import argparse
import importlib.metadata
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("NUMBA_NUM_THREADS", "1")

import pyqtgraph as pg
from PySide6.QtWidgets import QApplication, QWidget

from nnviz.app import make_application
from nnviz.core.snapshot import Snapshot
from nnviz.data.dataset import Dataset
from nnviz.experiment.build import build_dataset, build_trainer
from nnviz.experiment.presets import preset
from nnviz.ui.class_marks import class_mark
from nnviz.ui.plots.canvas import Canvas
from nnviz.ui.theme import Theme, light
from tests.benchmarks.contest import machine
from tests.benchmarks.contest.clock import Clock, Samples, repeated, take_turns
from tests.benchmarks.contest.table import duration, markdown, spread, times
from tests.benchmarks.contest.workload import cloud

SIZE = (760, 560)
_ZOOM = (0.8, 0.8)

HEADER = (
    "points", "a new moment", "new range: first picture", "… until all are counted", "new points",
    "pyqtgraph: repaint", "pyqtgraph: new range", "pyqtgraph: new points", "datashader: new range",
)  # fmt: skip
_PEER_OF = {5: 0, 6: 1, 7: 3, 8: 2}
"""Which column of nnviz's each of the others' columns is divided by."""


class Ours:
    """The canvas with all its points as test points, regions and rings included."""

    def __init__(self, dataset: Dataset, snapshot: Snapshot, theme: Theme) -> None:
        self._datasets = (dataset, replace(dataset))  # the same points, which the canvas takes for others
        self._snapshot = snapshot
        self._ranges = _Ranges()
        self.canvas = Canvas()
        self.canvas.set_theme(theme)
        _show(self.canvas)
        self.canvas.show_dataset(dataset)
        self.new_moment()

    def new_moment(self) -> None:
        """As in a frame of training."""
        self.canvas.show_snapshot(self._snapshot)
        self._paint()

    def new_range(self) -> None:
        """As in a frame while the wheel turns."""
        self.canvas.view.scaleBy(self._ranges.next())
        self.canvas.follow()
        self._paint()

    def new_range_to_the_end(self) -> None:
        """All frames until every point has been counted."""
        self.new_range()
        while self.canvas.follow():
            self._paint()

    def new_points(self) -> None:
        """As in a frame while a cluster is dragged."""
        self._datasets = self._datasets[::-1]
        self.canvas.show_dataset(self._datasets[0])
        self.canvas.show_snapshot(self._snapshot)
        self._paint()

    def _paint(self) -> None:
        self.canvas.viewport().repaint()


class Pyqtgraph:
    """A plot with every point as a mark, a scatter of one brush for each class: nothing else."""

    def __init__(self, dataset: Dataset, area: tuple[tuple[float, float], tuple[float, float]], theme: Theme) -> None:
        self._ranges = _Ranges()
        self._by_class = [dataset.test_points[dataset.test_labels == label] for label in range(dataset.n_classes)]
        self.plot = pg.PlotWidget()
        self._view = self.plot.getPlotItem().getViewBox()
        self._view.disableAutoRange()
        self._view.setRange(xRange=area[0], yRange=area[1], padding=0.0)
        self._items = [
            pg.ScatterPlotItem(symbol=class_mark(label), size=7, brush=theme.class_color(label), pen=None)
            for label in range(dataset.n_classes)
        ]
        for item in self._items:
            self.plot.addItem(item)
        _show(self.plot)
        self.new_points()

    def repaint(self) -> None:
        """Nothing has changed."""
        self.plot.viewport().repaint()

    def new_range(self) -> None:
        """The wheel has turned."""
        self._view.scaleBy(self._ranges.next())
        self.repaint()

    def new_points(self) -> None:
        """All points are handed in again."""
        for item, points in zip(self._items, self._by_class, strict=True):
            item.setData(pos=points)
        self.repaint()


class _Ranges:
    """In and out again, so that the view stays about where it is."""

    def __init__(self) -> None:
        self._inward = False

    def next(self) -> tuple[float, float]:
        self._inward = not self._inward
        return _ZOOM if self._inward else (1 / _ZOOM[0], 1 / _ZOOM[1])


def datashader_range(
    dataset: Dataset, area: tuple[tuple[float, float], tuple[float, float]], theme: Theme
) -> Callable[[], object]:
    """Counts and shades all points by class, on as many pixels as the canvas has; nothing is painted."""
    import datashader  # noqa: PLC0415 - a peer that may not be installed
    import pandas as pd  # noqa: PLC0415
    from datashader import transfer_functions  # noqa: PLC0415

    classes = pd.Categorical.from_codes(dataset.test_labels, list(dataset.class_names))
    frame = pd.DataFrame({"x": dataset.test_points[:, 0], "y": dataset.test_points[:, 1], "class": classes})
    colors = {name: theme.class_color(label).name() for label, name in enumerate(dataset.class_names)}
    canvas = datashader.Canvas(*SIZE, x_range=area[0], y_range=area[1])

    def count_and_shade() -> object:
        counts = canvas.points(frame, "x", "y", agg=datashader.count_cat("class"))
        return transfer_functions.shade(counts, color_key=colors, how="log")

    return count_and_shade


def main(arguments: Sequence[str]) -> None:
    """Print the tables."""
    for paragraph in _report(_options(arguments)):
        print(paragraph, end="\n\n", flush=True)  # noqa: T201


def _report(options: argparse.Namespace) -> Iterator[str]:
    yield machine.describe()
    version = _version("datashader")
    yield f"datashader {version}." if version else "datashader is not installed: left out."
    clock = Clock(options.rounds, options.slice, options.processor_time)
    samples = {n_points: _measure(n_points, clock, with_datashader=version is not None) for n_points in options.points}
    yield markdown(HEADER, [_row(n_points, found) for n_points, found in samples.items()])
    widest = max(spread(found.ratios(peer, own)) for found in samples.values() for peer, own in _pairs(found))
    yield f"Half of all rounds lie within ± {widest:.0%} of each ratio, or closer."


def _measure(n_points: int, clock: Clock, *, with_datashader: bool) -> Samples:
    theme = light()
    make_application()
    dataset = _as_test_points(cloud(n_points))
    experiment = preset("three-clusters")
    trainer = build_trainer(experiment, build_dataset(experiment.data))
    trainer.advance(300)
    ours = Ours(dataset, trainer.snapshot(), theme)
    area = ours.canvas.area
    ranges = ((area.left, area.right), (area.bottom, area.top))
    peer = Pyqtgraph(dataset, ranges, theme)
    QApplication.processEvents()
    doings: list[Callable[[], object]] = [
        ours.new_moment, ours.new_range, ours.new_range_to_the_end, ours.new_points,
        peer.repaint, peer.new_range, peer.new_points,
    ]  # fmt: skip
    if with_datashader:
        doings.append(datashader_range(dataset, ranges, theme))
    samples = take_turns([repeated(do) for do in doings], clock)
    for widget in (ours.canvas, peer.plot):
        widget.close()
        widget.deleteLater()
    QApplication.processEvents()
    return samples


def _as_test_points(dataset: Dataset) -> Dataset:
    """All but a few points: the rings cost what they cost, too."""
    return replace(
        dataset,
        training_points=dataset.training_points[:3],
        training_labels=dataset.training_labels[:3],
        training_inputs=dataset.training_inputs[:3],
        test_points=dataset.training_points,
        test_labels=dataset.training_labels,
        test_inputs=dataset.training_inputs,
    )


def _show(widget: QWidget) -> None:
    widget.resize(*SIZE)
    widget.show()
    QApplication.processEvents()


def _row(n_points: int, samples: Samples) -> list[str]:
    n_measured = samples.seconds.shape[1]
    cells = [duration(samples.median(column)) for column in range(n_measured)]
    for peer, own in _pairs(samples):
        cells[peer] += f": {times(samples.ratios(peer, own))}"
    return [f"{n_points:,}", *cells, *["–"] * (len(HEADER) - 1 - n_measured)]


def _pairs(samples: Samples) -> list[tuple[int, int]]:
    """Columns of the samples that are compared, the others' and ours."""
    return [(peer - 1, own) for peer, own in _PEER_OF.items() if peer <= samples.seconds.shape[1]]


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.points")
    parser.add_argument("--points", type=int, nargs="+", default=[1_000, 3_000, 10_000, 30_000, 100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=7, help="turns of each")
    parser.add_argument("--slice", type=float, default=0.05, help="seconds of a turn, at least")
    parser.add_argument("--processor-time", action="store_true", help="not time on the wall: for a busy machine")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
