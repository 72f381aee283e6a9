"""The points that are kept of a table: all of them, or every so many where there are too many."""

import numpy as np
from numpy.typing import NDArray

from nnviz.data.limits import MOST_POINTS


class KeptPoints:
    """Collects points block by block. Beyond a million it keeps every second, then every fourth, and so on.

    So what is kept comes from all of the table, also where its rows are sorted, and memory stays bounded.

    Attributes
    ----------
    n_seen : int
        Points added up to now.
    every : int
        1 where all are kept, 2 where every second is.
    """

    def __init__(self) -> None:
        self._points: list[NDArray[np.float64]] = []
        self._labels: list[NDArray[np.intp]] = []
        self._n_kept = 0
        self.n_seen = 0
        self.every = 1

    def add(self, points: NDArray[np.float64], labels: NDArray[np.intp]) -> None:
        """Take another block: (n, n_features) and (n,)."""
        wanted = slice(-self.n_seen % self.every, None, self.every)
        self._points.append(points[wanted])
        self._labels.append(labels[wanted])
        self.n_seen += len(labels)
        self._n_kept += len(self._labels[-1])
        while self._n_kept > MOST_POINTS:
            points, labels = self.all()
            self._points, self._labels = [points[::2].copy()], [labels[::2].copy()]
            self._n_kept = len(self._labels[0])
            self.every *= 2

    def all(self) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
        """The points kept, (n_kept, n_features), and their labels, (n_kept,)."""
        return np.concatenate(self._points), np.concatenate(self._labels)
