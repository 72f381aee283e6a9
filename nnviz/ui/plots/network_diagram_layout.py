"""Where everything of a network diagram stands: which neurons have room, their boxes, and the lines between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetrics

from nnviz.ui.plots.network_places import NeuronPlace, WeightPlace
from nnviz.ui.theme import Theme

NAME_SIZE = 11
"""Of all text in the diagram, in pixels at normal size."""

_MOST_SHOWN, _FEW_SHOWN = 16, 8
"""A column shows all its neurons where they are not more than the first; else it is summed up by the second."""

_MOST_LINES = 640
_HEADING, _FOOTER, _GAP = 19, 20, 6
_NAME_BELOW = 15
_LARGEST_BOX, _SMALLEST_BOX, _BOX_SHARE = 52, 9, 0.6
_LEAST_PITCH = 17
_WIDEST_NAMES = 0.24
_NEAR = 5


@dataclass(frozen=True)
class Column:
    """A layer's neurons, the inputs, or the classes.

    Attributes
    ----------
    names : (n_neurons,)
    title : str
        Of the layer: "hidden 2".
    activation : str
        What its neurons do; empty for inputs.
    """

    names: tuple[str, ...]
    title: str
    activation: str = ""


@dataclass(frozen=True)
class DiagramLayout:
    """A layout in a certain size, of certain columns.

    Attributes
    ----------
    columns : tuple[Column, ...]
    shown : for each column, the numbers of the neurons that have a box
    boxes : dict[NeuronPlace, QRectF]
        All of one size, column by column.
    links : (n_lines, 3)
        Layer, row and neuron of the weight of each line.
    lines : (n_lines,)
    has_names_below : bool
        Whether there is room for the names of hidden neurons.
    """

    columns: tuple[Column, ...]
    shown: tuple[tuple[int, ...], ...]
    boxes: dict[NeuronPlace, QRectF]
    links: NDArray[np.intp]
    lines: list[QLineF]
    has_names_below: bool

    @property
    def side(self) -> float:
        """Of a box, in pixels."""
        return next(iter(self.boxes.values())).width()

    def neuron_at(self, place: QPointF) -> NeuronPlace | None:
        """The neuron whose box is there."""
        return next((neuron for neuron, box in self.boxes.items() if box.contains(place)), None)

    def weight_at(self, place: QPointF, theme: Theme) -> WeightPlace | None:
        """The weight whose line is nearest, if one is near."""
        starts, runs, squares = self._segments
        if not len(starts):
            return None
        offset = np.array([place.x(), place.y()]) - starts
        along = np.clip((offset * runs).sum(axis=1) / squares, 0.0, 1.0)
        distances = np.hypot(*(offset - along[:, np.newaxis] * runs).T)
        nearest = int(distances.argmin())
        return WeightPlace(*self.links[nearest].tolist()) if distances[nearest] <= theme.px(_NEAR) else None

    def number_of(self, weight: WeightPlace) -> int | None:
        """Which line is the weight's, if it has one."""
        found = np.flatnonzero((self.links == weight).all(axis=1))
        return int(found[0]) if len(found) else None

    def touching(self, neuron: NeuronPlace) -> NDArray[np.bool_]:
        """Which lines begin or end at a neuron, (n_lines,)."""
        layer, row, target = self.links.T
        ends = (layer == neuron.column - 1) & (target == neuron.neuron)
        return ends | ((layer == neuron.column) & (row == neuron.neuron))

    def summary(self) -> str:
        """Which columns show some of their neurons only; empty where all show all."""
        pairs = zip(self.columns, self.shown, strict=True)
        parts = [
            f"{column.title}: {len(column.names)} {_kind_of(column)}, {len(shown)} shown"
            for column, shown in pairs
            if len(shown) < len(column.names)
        ]
        return " · ".join(parts) + (" (evenly chosen)" if parts else "")

    @cached_property
    def _segments(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Starts and runs of the lines, (n_lines, 2), and the squares of their lengths."""
        ends = np.array([(line.x1(), line.y1(), line.x2(), line.y2()) for line in self.lines]).reshape(-1, 4)
        runs = ends[:, 2:] - ends[:, :2]
        return ends[:, :2], runs, np.maximum((runs * runs).sum(axis=1), 1e-9)


def lay_out(columns: Sequence[Column], size: QSize, theme: Theme) -> DiagramLayout:
    """Give every column its place from left to right, and as many of its neurons as there is room for."""
    px = theme.px
    left, right = _sides(columns, size, theme)
    top = px(_HEADING)
    height = max(size.height() - top - px(_FOOTER), px(4 * _LEAST_PITCH))
    shown = _shown(columns, height // px(_LEAST_PITCH))
    most = max(map(len, shown))
    across = (size.width() - left - right) / (len(columns) - 0.9)
    pitch = height / most
    side = max(min(_BOX_SHARE * across, pitch - px(5), px(_LARGEST_BOX)), min(px(_SMALLEST_BOX), _BOX_SHARE * across))
    has_names_below = pitch - px(_NAME_BELOW) >= px(20) and across >= px(26)
    if has_names_below:
        side = min(side, pitch - px(_NAME_BELOW) - px(4))
    boxes: dict[NeuronPlace, QRectF] = {}
    inner = size.width() - left - right - side
    for number, neurons in enumerate(shown):
        x = left + inner * number / (len(shown) - 1)
        own_pitch = min(height / len(neurons), 2.0 * pitch)
        y = top + (height - own_pitch * len(neurons)) / 2 + (own_pitch - side) / 2
        y -= px(_NAME_BELOW) / 2 if has_names_below else 0
        for row, neuron in enumerate(neurons):
            boxes[NeuronPlace(number, neuron)] = QRectF(round(x), round(y + row * own_pitch), round(side), round(side))
    links, lines = _lines(shown, boxes)
    return DiagramLayout(tuple(columns), shown, boxes, links, lines, has_names_below)


def _sides(columns: Sequence[Column], size: QSize, theme: Theme) -> tuple[int, int]:
    """Room at the left for the names of the inputs, at the right for those of the classes and their marks."""
    width = QFontMetrics(theme.font(NAME_SIZE)).horizontalAdvance
    most = round(_WIDEST_NAMES * size.width())
    left, right = (max(map(width, column.names)) for column in (columns[0], columns[-1]))
    return min(left + theme.px(_GAP + 4), most), min(right + theme.px(_GAP + 20), most)


def _shown(columns: Sequence[Column], n_fit: int) -> tuple[tuple[int, ...], ...]:
    """The numbers of the neurons of each column that are shown: all, or some that stand for all."""
    most = max(min(_MOST_SHOWN, n_fit), 2)
    while True:
        few = min(most, _FEW_SHOWN)
        shown = [_chosen(len(column.names), most, few) for column in columns]
        n_lines = sum(len(one) * len(other) for one, other in pairwise(shown))
        if n_lines <= _MOST_LINES or most <= _FEW_SHOWN:
            return tuple(shown)
        most -= 1


def _chosen(n_neurons: int, most: int, few: int) -> tuple[int, ...]:
    """All, or `few` that are spread evenly: the same ones from step to step, whatever they learn."""
    if n_neurons <= most:
        return tuple(range(n_neurons))
    return tuple(np.rint(np.linspace(0, n_neurons - 1, few)).astype(int).tolist())


def _lines(shown: Sequence[Sequence[int]], boxes: dict[NeuronPlace, QRectF]) -> tuple[NDArray[np.intp], list[QLineF]]:
    links: list[WeightPlace] = []
    lines: list[QLineF] = []
    for layer, (sources, targets) in enumerate(pairwise(shown)):
        for source in sources:
            start = boxes[NeuronPlace(layer, source)]
            for target in targets:
                end = boxes[NeuronPlace(layer + 1, target)]
                links.append(WeightPlace(layer, source, target))
                lines.append(QLineF(start.right(), start.center().y(), end.left(), end.center().y()))
    return np.array(links, dtype=np.intp).reshape(-1, 3), lines


def _kind_of(column: Column) -> str:
    return {"inputs": "inputs", "classes": "classes"}.get(column.title, "neurons")
