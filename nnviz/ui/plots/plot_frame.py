"""What stands in a plot: a piece of the plane, an axis below it and an axis at its left."""

from collections.abc import Mapping

import pyqtgraph as pg
from PySide6.QtWidgets import QGraphicsGridLayout, QSizePolicy

_AXIS_DEPTH = 0.5
"""Above the pictures in the plane, which are at 0, and below what is drawn over them, from 1 on."""
_PLACES = {"left": (0, 0), "bottom": (1, 1)}
"""Row and column of each axis."""


class PlotFrame(pg.GraphicsWidget):
    """Lays out a view and its axes, as pyqtgraph's own PlotItem does.

    That one brings along two more axes that nobody sees, but that follow every change of the range, a title, a button,
    and all the forms of a menu that we do not show: four fifths of the time that it takes to be made.

    Parameters
    ----------
    axes : Mapping of side to pg.AxisItem
        Axes of one's own, "bottom" or "left"; pyqtgraph's where there is none.

    Attributes
    ----------
    view : pg.ViewBox
    axes : dict of side to pg.AxisItem
    """

    def __init__(self, axes: Mapping[str, pg.AxisItem]) -> None:
        super().__init__()
        expanding = QSizePolicy.Policy.Expanding
        self.setSizePolicy(expanding, expanding)
        self.setContentsMargins(0, 6, 4, 0)  # room for half of the topmost number
        grid = QGraphicsGridLayout()
        grid.setContentsMargins(1, 1, 1, 1)
        grid.setSpacing(0)
        self.setLayout(grid)
        self.view = pg.ViewBox(parent=self, enableMenu=False)
        self.view.disableAutoRange()
        grid.addItem(self.view, 0, 1)
        self.axes = {side: axes.get(side) or pg.AxisItem(side) for side in _PLACES}
        for side, axis in self.axes.items():
            axis.linkToView(self.view)
            axis.setZValue(_AXIS_DEPTH)
            axis.setFlag(axis.GraphicsItemFlag.ItemNegativeZStacksBehindParent)
            axis.enableAutoSIPrefix(False)  # a loss of 3e303 is no number of 3e276 "nats (x1e+27)"
            grid.addItem(axis, *_PLACES[side])
