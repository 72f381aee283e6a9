"""How soon the points follow a hand that drags a cluster of the article's data.

    python -m tests.benchmarks.drag [--seconds S] [--networks N-N …]

A hand moves 125 times a second, as a mouse does. With the article's network and with a large one, for a run that stands
and for one that trains (which begins anew with every move): new data sets shown a second, frames a second, and what
frames took from tick to the end of their painting.
"""

import argparse
import math
import time

import msgspec
import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from nnviz.data.dataset import Dataset
from nnviz.data.plane import Plane
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.presets import preset
from nnviz.ui.plots.canvas import Canvas
from tests.benchmarks.frames import Watching, as_in_the_program, wait

_BETWEEN_MOVES = 0.008
_SETTLES = 2.0


class Hand:
    """Holds the first cluster of the data and moves it about; counts what the canvas shows meanwhile."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._show = canvas.show_dataset
        self.n_shown = 0
        canvas.show_dataset = self._count

    def drag(self, seconds: float) -> float:
        """Go in loops for about so long, then put the cluster back; the seconds it took."""
        start = self._canvas._to_pixels(QPointF(0.0, 0.0))
        self._send(QEvent.Type.MouseButtonPress, start)
        assert self._canvas.editor.is_dragging
        begun = time.perf_counter()
        for number in range(round(seconds / _BETWEEN_MOVES)):
            at = QPointF(60 * math.sin(number / 40), 30 * math.cos(number / 30))
            self._send(QEvent.Type.MouseMove, start + at)
            wait(_BETWEEN_MOVES)
        took = time.perf_counter() - begun
        self._canvas.editor.cancel()  # a document with edits would ask before it is closed
        return took

    def _count(self, dataset: Dataset, plane: Plane | None = None, *, is_ahead: bool = False) -> None:
        self.n_shown += dataset is not self._canvas._dataset
        self._show(dataset, plane, is_ahead=is_ahead)

    def _send(self, kind: QEvent.Type, place: QPointF) -> None:
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        button = none if kind == QEvent.Type.MouseMove else left
        at = self._canvas.viewport().mapToGlobal(place)
        event = QMouseEvent(kind, place, at, button, left, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self._canvas.viewport(), event)


def _with_network(*sizes: int) -> Experiment:
    base = preset("three-clusters")
    (layer,) = base.network.hidden_layers
    layers = tuple(msgspec.structs.replace(layer, n_neurons=size) for size in sizes)
    return msgspec.structs.replace(base, network=msgspec.structs.replace(base.network, hidden_layers=layers))


def _print_row(seconds: float, sizes: tuple[int, ...], *, trains: bool) -> None:
    watching = Watching(_with_network(*sizes), hurries=False, shows_many=False)
    views = watching.window.views
    assert views is not None
    wait(_SETTLES)
    if trains:
        watching.window.actions_["play"].trigger()
    hand = Hand(views.canvas.canvas)
    watching.counts = True
    took = hand.drag(seconds)
    p50, p99 = np.percentile(watching.frames, [50, 99])
    per_second = f"{hand.n_shown / took:.0f} | {len(watching.frames) / took:.0f}"
    name = f"{'-'.join(map(str, sizes))}, {'training' if trains else 'standing'}"
    print(f"| {name} | {per_second} | {p50:.1f} | {p99:.1f} | {max(watching.frames):.1f} |", flush=True)  # noqa: T201
    watching.close()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.drag", description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--networks", nargs="*", default=["5", "128-128"], metavar="N-N")
    options = parser.parse_args()
    print("| the run is | data sets a second | frames a second | frame ms: median | p99 | max |")  # noqa: T201
    print("| --- | ---: | ---: | ---: | ---: | ---: |")  # noqa: T201
    with as_in_the_program():
        for sizes in options.networks:
            for trains in (False, True):
                _print_row(options.seconds, tuple(map(int, sizes.split("-"))), trains=trains)


if __name__ == "__main__":
    main()
