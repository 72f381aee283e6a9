"""How many points of each class lie in each cell of a grid: counted a slice at a time, so that no frame waits."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nnviz.core.arrays import FloatArray, IntArray
from nnviz.core.regions import Rectangle

SLICE = 100_000
"""Points that are counted at once: some 3 ms, a tenth of a frame, also while the wheel turns."""


class PointCount:
    """A count that goes on from frame to frame, and gives its estimate from the first slice on.

    A slice is every k-th point, so that each class and each place has its share in it whatever the points' order.

    Parameters
    ----------
    kinds : one (points, labels) a kind
        Points (n_points, 2) and their classes (n_points,); none is copied.
    n_classes : int
    area : Rectangle
        Points outside are not counted.
    shape : (n_rows, n_columns)
        Cells of the grid over `area`.
    """

    def __init__(
        self,
        kinds: Sequence[tuple[FloatArray, IntArray]],
        n_classes: int,
        area: Rectangle,
        shape: tuple[int, int],
    ) -> None:
        self._kinds = kinds
        self._area = area
        self._n_slices = max(1, -(-sum(len(labels) for _, labels in kinds) // SLICE))
        self._n_counted = 0
        self._counts = np.zeros((n_classes, *shape), dtype=np.intp)

    @property
    def is_whole(self) -> bool:
        """Whether every point has been counted."""
        return self._n_counted == self._n_slices

    @property
    def counts(self) -> NDArray[np.float32]:
        """Points of each class in each cell, (n_classes, n_rows, n_columns), bottom row first.

        As long as the count is not whole, an estimate from the slices counted so far.
        """
        return self._counts.astype(np.float32) * np.float32(self._n_slices / max(self._n_counted, 1))

    def count_on(self) -> None:
        """Count another slice."""
        for points, labels in self._kinds:
            rows = slice(self._n_counted, None, self._n_slices)
            self._count(points[rows], labels[rows])
        self._n_counted += 1

    def _count(self, points: FloatArray, labels: IntArray) -> None:
        area = self._area
        _, n_rows, n_columns = self._counts.shape
        columns = (points[:, 0] - area.left) * (n_columns / (area.right - area.left))
        rows = (points[:, 1] - area.bottom) * (n_rows / (area.top - area.bottom))
        inside = (columns >= 0) & (columns < n_columns) & (rows >= 0) & (rows < n_rows)
        cells = labels[inside] * (n_rows * n_columns)
        cells += rows[inside].astype(np.intp) * n_columns
        cells += columns[inside].astype(np.intp)
        self._counts += np.bincount(cells, minlength=self._counts.size).reshape(self._counts.shape)
