"""The point that the mouse is on."""

from PySide6.QtCore import QPointF

from nnviz.core.arrays import FloatArray
from nnviz.ui.plots.quiet_plot import QuietPlot

_REACH = 9.0
"""Pixels."""


def nearest_point(plot: QuietPlot, points: FloatArray, place: QPointF) -> int | None:
    """Which of the points, (n_points, 2), is nearest to a place in the scene; None where none is near.

    Pixels are compared: the axes have different units.
    """
    if len(points) == 0 or not plot.view.sceneBoundingRect().contains(place):
        return None
    spot = plot.view.mapSceneToView(place)
    across, upward = plot.view.viewPixelSize()
    squares = ((points - (spot.x(), spot.y())) / (across, upward)) ** 2
    distances = squares[:, 0] + squares[:, 1]
    nearest = int(distances.argmin())
    return nearest if distances[nearest] <= _REACH**2 else None
