"""The borders of the best classifier as an item of a plot."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from nnviz.core.arrays import FloatArray
from nnviz.data.bayes import Mixture
from nnviz.data.borders import optimal_borders
from nnviz.ui.plots.pens import pixel_pen
from nnviz.ui.theme import Theme

MOVING_CELLS = 100
STILL_CELLS = 300
"""Cells of the view along each side while something moves and while it stands."""

_SMALL = 12
"""A line through fewer points than so many for each of its thinning is not thinned."""


def paint_border(painter: QPainter, lines: list[QPolygonF], theme: Theme) -> None:
    """Draw dashed lines on a pale band."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    band = QColor(theme.card)
    band.setAlphaF(0.75)
    dashes = _pen(QColor(theme.text), 1.8 * theme.scale)
    dashes.setDashPattern([4.0, 2.5])
    for pen in (_pen(band, 4.4 * theme.scale), dashes):
        painter.setPen(pen)
        for line in lines:  # each for itself: as one path they would take Qt twice as long
            painter.drawPolyline(line)


class BorderItem(pg.GraphicsObject):
    """Dashed lines on a pale band, to be seen on any region and among any points.

    They are found anew when it is painted after the clusters or the view have changed, and at no other time.
    """

    def __init__(self) -> None:
        super().__init__()
        self._mixture: Mixture | None = None
        self._theme: Theme | None = None
        self._lines: list[QPolygonF] = []
        self._n_cells = MOVING_CELLS
        self._area = QRectF()
        self._is_right = False
        # The dashes of many lines take Qt milliseconds; as long as nothing moves, their picture is used again.
        self.setCacheMode(pg.GraphicsObject.CacheMode.DeviceCoordinateCache)
        self.hide()

    def show_mixture(self, mixture: Mixture | None) -> None:
        """Draw the borders between these clusters; None draws nothing."""
        self._mixture = mixture
        self.setVisible(mixture is not None)
        self._look_again(MOVING_CELLS)

    def sharpen(self) -> None:
        """Look for smaller islands too, once nothing moves."""
        if self._mixture is not None and self._n_cells < STILL_CELLS:
            self._look_again(STILL_CELLS)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours and size."""
        self._theme = theme
        self.update()

    def viewRangeChanged(self) -> None:  # noqa: N802 - pyqtgraph calls it by this name
        """Another piece of the plane is shown."""
        self.prepareGeometryChange()
        self._area = self.viewRect() or QRectF()
        self._look_again(MOVING_CELLS)

    def boundingRect(self) -> QRectF:
        """The view."""
        return self._area

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """The band, then the dashes."""
        del option, widget
        if self._mixture is None or self._theme is None:
            return
        if not self._is_right:
            self._lines = self._found(self._mixture)
            self._is_right = True
        paint_border(painter, self._lines, self._theme)

    def _look_again(self, n_cells: int) -> None:
        self._n_cells = n_cells
        self._is_right = False
        self.update()

    def _found(self, mixture: Mixture) -> list[QPolygonF]:
        """The borders in the view."""
        x = np.linspace(self._area.left(), self._area.right(), self._n_cells + 1)
        y = np.linspace(self._area.top(), self._area.bottom(), self._n_cells + 1)
        every = self._n_cells // MOVING_CELLS
        lines = [_thinned(line, every) for line in optimal_borders(mixture, x, y)]
        return [QPolygonF([QPointF(*place) for place in line.tolist()]) for line in lines]


def _thinned(line: FloatArray, every: int) -> FloatArray:
    """Every so manieth point of a long line, and its last: a fine grid finds small islands, the rest needs none."""
    if len(line) < _SMALL * every:
        return line
    return np.concatenate([line[:-1:every], line[-1:]])


def _pen(color: QColor, width: float) -> QPen:
    pen = pixel_pen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen
