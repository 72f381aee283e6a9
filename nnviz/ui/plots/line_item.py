"""A line through a few hundred points of a plot, with nothing to it but to be drawn quickly."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from nnviz.core.arrays import FloatArray


class LineItem(pg.GraphicsObject):
    """A line with gaps where a number is not finite.

    It takes all of its plot for its own, so that nobody has to look for its ends: pyqtgraph's own curve does, several
    times for each drawing, which takes longer than to draw.

    Attributes
    ----------
    points : (x, y), (n,) each
        In the units of the plot.
    pen : QPen
    """

    def __init__(self) -> None:
        super().__init__()
        self.points: tuple[FloatArray, FloatArray] = (np.empty(0), np.empty(0))
        self.pen = QPen()
        self._path = QPainterPath()

    def set_points(self, x: FloatArray, y: FloatArray) -> None:
        """Go through these points."""
        self.points = (x, y)
        has_gaps = not np.isfinite(y).all()
        self._path = pg.functions.arrayToQPath(x, y, connect="finite" if has_gaps else "all", finiteCheck=False)
        self.update()

    def set_pen(self, pen: QPen) -> None:
        """Be drawn in this pen, whose width is in pixels."""
        self.pen = pen
        self.update()

    def boundingRect(self) -> QRectF:
        return self.viewRect() or QRectF()

    def viewRangeChanged(self) -> None:  # noqa: N802 - pyqtgraph's name
        self.prepareGeometryChange()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        del option, widget
        painter.setPen(self.pen)
        painter.drawPath(self._path)
