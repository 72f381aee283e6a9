"""Points that stand out on the canvas because something elsewhere is about them: a cell of a table, a row of a list."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainterPath

from nnviz.core.arrays import FloatArray, IntArray
from nnviz.data.dataset import Dataset
from nnviz.ui.class_marks import class_mark
from nnviz.ui.plots.marks_item import Mark, MarksItem
from nnviz.ui.plots.pens import pixel_pen
from nnviz.ui.plots.quiet_plot import QuietPlot
from nnviz.ui.theme import Theme

MOST_SELECTED = 1_000
"""Points that are drawn of a selection: with more of them the canvas is rings all over, and a frame is full."""

_SEED = 3  # any: what counts is that the same points are drawn as long as they are selected
_Z = 12
_MARK, _RING, _LONE_RING = 7.0, 13.0, 22.0


class PointRows(NamedTuple):
    """Some of the points.

    Attributes
    ----------
    rows : (n_rows,)
        Which, rising.
    is_test : bool
        Of the test points, or of the training points.
    """

    rows: IntArray
    is_test: bool


class SelectionMarks:
    """Points that stand out in a plot, each with its class's mark and a ring."""

    def __init__(self, plot: QuietPlot) -> None:
        self.rings, self.marks = MarksItem(), MarksItem()
        for z, item in enumerate((self.rings, self.marks), start=_Z):
            item.setZValue(z)
            plot.addItem(item)

    def show_points(self, places: FloatArray, labels: IntArray, theme: Theme, n_classes: int) -> None:
        """Let these stand out, (n_points, 2) and (n_points,); none of them is as good as nothing."""
        for item in (self.rings, self.marks):
            item.setVisible(len(labels) > 0)
        alone = np.zeros(len(labels), dtype=np.intp)
        self.rings.show_marks(places, alone, _rings(theme, is_alone=len(labels) == 1))
        self.marks.show_marks(places, labels, _marks(theme, n_classes))

    def clear(self) -> None:
        """Let nothing stand out."""
        for item in (self.rings, self.marks):
            item.setVisible(False)
            item.clear()


class PointSelection:
    """Some training or test points that stand out, whether or not they were drawn before."""

    def __init__(self, plot: QuietPlot) -> None:
        self._theme: Theme | None = None
        self._dataset: Dataset | None = None
        self._rows: IntArray | None = None
        self._is_test = True
        self._priority: FloatArray | None = None
        self._drawn = SelectionMarks(plot)

    @property
    def rows(self) -> IntArray | None:
        """Which of the points are selected, (n_selected,); None where nothing is."""
        return self._rows

    @property
    def n_drawn(self) -> int:
        """Points that have rings."""
        return len(self._drawn.rings.labels)

    def show_dataset(self, dataset: Dataset) -> None:
        """Show the selection among these points; other points than before are not selected."""
        if self._dataset is None or not same_rows(dataset, self._dataset):
            self._rows = self._priority = None
        self._dataset = dataset
        self._draw()

    def show_rows(self, rows: IntArray | None, *, is_test: bool) -> None:
        """Select these of the test or the training points, (n_selected,), rising; None selects nothing."""
        if rows is None and self._rows is None:
            return
        if is_test != self._is_test:
            self._priority = None
        self._rows, self._is_test = rows, is_test
        self._draw()

    def place_of(self, row: int, *, is_test: bool) -> tuple[float, float] | None:
        """Where a point is in the plane that is shown."""
        if self._dataset is None:
            return None
        points = self._dataset.test_points if is_test else self._dataset.training_points
        return float(points[row, 0]), float(points[row, 1])

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours and size."""
        self._theme = theme
        self._draw()

    def _draw(self) -> None:
        dataset, theme, rows = self._dataset, self._theme, self._rows
        if dataset is None or theme is None or rows is None:
            self._drawn.clear()
            return
        all_labels = dataset.test_labels if self._is_test else dataset.training_labels
        rows = self._drawn_of(rows[rows < len(all_labels)])  # for a frame they may be rows of the points before
        points = (dataset.test_points if self._is_test else dataset.training_points)[rows]
        labels = all_labels[rows]
        self._drawn.show_points(points, labels, theme, dataset.n_classes)

    def _drawn_of(self, rows: IntArray) -> IntArray:
        """All, or those that come first in an order that never changes: a selection that grows keeps its rings."""
        if len(rows) <= MOST_SELECTED or self._dataset is None:
            return rows
        n_points = len(self._dataset.test_labels if self._is_test else self._dataset.training_labels)
        if self._priority is None:
            self._priority = np.random.default_rng(_SEED).random(n_points)
        return rows[np.argpartition(self._priority[rows], MOST_SELECTED)[:MOST_SELECTED]]


def same_rows(one: Dataset, other: Dataset) -> bool:
    """Whether a row is the same point in both: a plane through features moves points, and keeps the labels' arrays."""
    return one.test_labels is other.test_labels and one.training_labels is other.training_labels


@lru_cache(maxsize=8)
def _rings(theme: Theme, *, is_alone: bool) -> tuple[Mark, ...]:
    """One ring, larger where it is to be found among all others."""
    path = QPainterPath()
    path.addEllipse(QRectF(-0.5, -0.5, 1.0, 1.0))
    pen = pixel_pen(QColor(theme.text), (2.6 if is_alone else 1.6) * theme.scale)
    return (Mark(path, (_LONE_RING if is_alone else _RING) * theme.scale, pen, QBrush(Qt.BrushStyle.NoBrush)),)


@lru_cache(maxsize=8)
def _marks(theme: Theme, n_classes: int) -> tuple[Mark, ...]:
    pen = pixel_pen(QColor(theme.point_outline), 0.8)
    size = _MARK * theme.scale
    return tuple(
        Mark(class_mark(theme.class_number(label)), size, pen, QBrush(theme.class_color(label)))
        for label in range(n_classes)
    )
