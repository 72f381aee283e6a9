"""Points with their marks, as one item of a plot."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtGui import QBrush, QPainterPath, QPen

from nnviz.core.arrays import FloatArray, IntArray


class Mark(NamedTuple):
    """How the points of one class look: a shape about one unit wide, and how many pixels that unit is."""

    shape: QPainterPath
    size: float
    pen: QPen
    brush: QBrush


class MarksItem(pg.ScatterPlotItem):
    """Points of several classes, each class with its mark.

    Left to itself, pyqtgraph asks for the style of each point by itself, in Python, whenever points change. Here each
    class's mark is drawn and looked up once, and handed out to its points at once; and one item for all classes is
    painted two or three times as fast as one for each.
    """

    data: NDArray[np.void]  # pyqtgraph's own, in the place of a method of Qt's

    def __init__(self) -> None:
        self._labels: IntArray = np.empty(0, dtype=np.intp)
        self._marks: Sequence[Mark] = ()
        super().__init__(pxMode=True)

    @property
    def labels(self) -> IntArray:
        """The class of each point that is shown."""
        return self._labels[: len(self.data)]

    @property
    def marks(self) -> Sequence[Mark]:
        """The mark of class k at place k."""
        return self._marks

    def show_marks(self, points: FloatArray, labels: IntArray, marks: Sequence[Mark]) -> None:
        """Show points (n_points, 2) of these classes (n_points,), with mark k for class k.

        The same marks again, as an object, are not drawn again.
        """
        if marks is not self._marks:
            self.fragmentAtlas.clear()
        self._labels, self._marks = labels, marks
        self.setData(pos=points)

    def updateSpots(self, dataSet: object = None) -> None:  # noqa: N802, N803 - pyqtgraph's names
        """Give every point the place of its mark among those drawn; pyqtgraph calls it for new points and screens."""
        del dataSet
        if len(self.data):
            for field, of_class in zip(("symbol", "size", "pen", "brush"), zip(*self._marks, strict=True), strict=True):
                self.data[field] = _column(of_class)[self._labels]
            places = np.array(self.fragmentAtlas[self._marks], dtype=self.data.dtype["sourceRect"])
            self.data["sourceRect"] = places[self._labels]
        self._updateMaxSpotSizes(data=self.data)
        self.invalidate()


def _column(values: Sequence[object]) -> NDArray[np.object_]:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column
