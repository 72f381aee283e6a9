"""Points with their marks, as one item of a plot."""

from collections.abc import Sequence
from typing import NamedTuple, cast

import numpy as np
import pyqtgraph as pg
from pyqtgraph.graphicsItems.ScatterPlotItem import SymbolAtlas
from PySide6.QtCore import QRectF
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget
from shiboken6 import wrapInstance

from nnviz.core.arrays import FloatArray, IntArray

_FAR = 1e6
_FAR_IN_PIXELS = 1e6

_FIELDS = 10
"""Of a fragment: middle, place and size in the picture, scale, turn and opacity, all of them double."""


class Mark(NamedTuple):
    """How the points of one class look: a shape about one unit wide, and how many pixels that unit is."""

    shape: QPainterPath
    size: float
    pen: QPen
    brush: QBrush


class MarksItem(pg.GraphicsObject):
    """Points of several classes, each class with its mark.

    Each mark is drawn once, as pyqtgraph's scatter plots do, and stamped wherever its class has a point. Without what
    such a plot does for each point by itself (styles of its own, a hand to click it) points that follow a hand take a
    third of the time, and all classes in one item two thirds less than one for each.
    """

    def __init__(self) -> None:
        super().__init__()
        self._places: FloatArray = np.empty((0, 2))
        self._labels: IntArray = np.empty(0, dtype=np.intp)
        self._marks: Sequence[Mark] = ()
        self._atlas = SymbolAtlas()
        self._fragments: FloatArray = np.empty((0, _FIELDS))
        self._has_fragments = False

    @property
    def places(self) -> FloatArray:
        """Where each point is, (n_points, 2)."""
        return self._places

    @property
    def labels(self) -> IntArray:
        """The class of each point that is shown."""
        return self._labels

    @property
    def marks(self) -> Sequence[Mark]:
        """The mark of class k at place k."""
        return self._marks

    def show_marks(self, points: FloatArray, labels: IntArray, marks: Sequence[Mark]) -> None:
        """Show points (n_points, 2) of these classes (n_points,), with mark k for class k.

        The same marks again, as an object, are not drawn again.
        """
        if marks is not self._marks:
            self._atlas.clear()
        self._has_fragments = self._has_fragments and labels is self._labels and marks is self._marks
        self._places, self._labels, self._marks = points, labels, marks
        self.update()

    def clear(self) -> None:
        """Show none."""
        if len(self._labels):
            self.show_marks(self._places[:0], self._labels[:0], self._marks)

    def boundingRect(self) -> QRectF:
        """Everywhere: to look for the outermost points takes as long as to paint them."""
        return QRectF(-_FAR, -_FAR, 2 * _FAR, 2 * _FAR)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Stamp the marks, in pixels and not in the units of the plot."""
        del option
        if not len(self._labels):
            return
        self._fit_fragments(1.0 if widget is None else widget.devicePixelRatioF())
        transform = painter.transform()
        fragments, (x, y) = self._fragments, self._places.T
        fragments[:, 0] = np.clip(transform.m11() * x + transform.dx(), -_FAR_IN_PIXELS, _FAR_IN_PIXELS)
        fragments[:, 1] = np.clip(transform.m22() * y + transform.dy(), -_FAR_IN_PIXELS, _FAR_IN_PIXELS)
        painter.resetTransform()
        # Qt takes an array of fragments, PySide the first of them and how many there are.
        first = cast(QPainter.PixmapFragment, wrapInstance(fragments.ctypes.data, QPainter.PixmapFragment))
        painter.drawPixmapFragments(first, len(fragments), self._atlas.pixmap)

    def _fit_fragments(self, ratio: float) -> None:
        """Which stamp each point has, and how large it is on a screen of this ratio of pixels."""
        if ratio != self._atlas.devicePixelRatio():
            self._atlas.setDevicePixelRatio(ratio)
            self._atlas.clear()
            self._has_fragments = False
        if self._has_fragments:
            return
        stamps = np.array(self._atlas[self._marks], dtype=np.float64)
        if len(self._fragments) != len(self._labels):
            self._fragments = np.empty((len(self._labels), _FIELDS))
        self._fragments[:, 2:6] = stamps[self._labels]
        self._fragments[:, 6:] = (1.0 / ratio, 1.0 / ratio, 0.0, 1.0)  # as wide, as high, turned, opaque
        self._has_fragments = True
