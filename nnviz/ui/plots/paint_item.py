"""What painting shows over the points: the brush, the rectangle that selects, and rings around what is selected."""

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsRectItem

from nnviz.ui.plots.pens import pixel_pen
from nnviz.ui.plots.quiet_plot import QuietPlot
from nnviz.ui.theme import Theme

_RING = 11.0


class PaintItem:
    """Three things in a plot, above all others.

    Parameters
    ----------
    plot : QuietPlot
    """

    def __init__(self, plot: QuietPlot) -> None:
        self._brush = pg.ScatterPlotItem(pxMode=True, brush=None)
        self._selected = pg.ScatterPlotItem(pxMode=True, brush=None)
        self._rectangle = QGraphicsRectItem()
        self._scale = 1.0
        for height, item in enumerate((self._selected, self._rectangle, self._brush)):
            item.setZValue(30 + height)
            item.hide()  # to paint nothing takes pyqtgraph most of a millisecond
            plot.addItem(item)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours and size."""
        self._scale = theme.scale
        line = pixel_pen(QColor(theme.text), 1.2 * theme.scale)
        self._brush.setPen(line)
        self._selected.setPen(pixel_pen(QColor(theme.accent), 2.0 * theme.scale))
        line.setStyle(Qt.PenStyle.DashLine)
        self._rectangle.setPen(line)

    def show_brush(self, place: QPointF, radius: int) -> None:
        """A circle of this many pixels."""
        self._brush.setData(pos=[(place.x(), place.y())], size=2 * radius)
        self._brush.show()

    def show_selected(self, points: NDArray[np.float64]) -> None:
        """Rings around these points, (n_points, 2)."""
        self._selected.setData(pos=points, size=_RING * self._scale)
        self._selected.setVisible(len(points) > 0)

    def show_rectangle(self, rectangle: QRectF | None) -> None:
        """The rectangle that selects, in units of the plot; None hides it."""
        self._rectangle.setVisible(rectangle is not None)
        if rectangle is not None:
            self._rectangle.setRect(rectangle)

    def clear(self) -> None:
        """Show nothing."""
        self._brush.clear()
        self._selected.clear()
        for item in (self._brush, self._selected, self._rectangle):
            item.hide()
