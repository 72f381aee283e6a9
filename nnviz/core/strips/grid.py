"""A grid of points in the plane, cut into strips."""

import threading
from typing import Any

import numpy as np

from nnviz.core.arrays import FloatArray

DType = np.dtype[np.floating[Any]] | type[np.floating[Any]]


class Grid:
    """All that is known of the points before there is a network.

    Parameters
    ----------
    x : (n_columns,)
        Middles of the columns.
    y : (n_rows,)
        Middles of the rows.
    points_at_once : int
        The most points of a strip, if a row has no more than that.
    dtype : type
        Of the numbers computed with.

    Attributes
    ----------
    strips : tuple[slice, ...]
        Rows, as many in each strip: the last may begin before the one below it ends.
    shape : tuple[int, int]
        Rows of a strip, and columns.
    middle : (3, n_points)
        x, y and 1 at the points of the strip in the middle, from which the others are least far.
    rises : (n_strips, 1)
        How much further up each strip is than that.
    """

    def __init__(self, x: FloatArray, y: FloatArray, points_at_once: int, dtype: DType) -> None:
        n_strips = -(-len(y) // max(1, points_at_once // len(x)))
        height = -(-len(y) // n_strips)
        starts = [min(start, len(y) - height) for start in range(0, len(y), height)]
        middle = starts[len(starts) // 2]
        self.x = x
        self.y = y
        self.dtype = dtype
        self.strips = tuple(slice(start, start + height) for start in starts)
        self.shape = (height, len(x))
        self.middle = np.ones((3, height * len(x)), dtype)
        self.middle[:2] = self.points(len(starts) // 2).T
        self.rises = (y[starts] - y[middle])[:, np.newaxis]

    def points(self, number: int) -> FloatArray:
        """The points of the strip of this number, (n_points, 2), in double precision."""
        points = np.empty((*self.shape, 2))
        points[:, :, 0] = self.x
        points[:, :, 1] = self.y[self.strips[number], np.newaxis]
        return points.reshape(-1, 2)


class Rooms(threading.local):
    """Memory for a map, which it leaves to the next one on its thread.

    To be given new memory takes longer than to compute what is put into it, where the system hands it out page by page.
    """

    def __init__(self) -> None:
        self._rooms: list[FloatArray] = []
        self._n_taken = 0

    def free(self) -> None:
        """Let all rooms be taken again, by whoever asks next."""
        self._n_taken = 0

    def take(self, shape: tuple[int, ...], dtype: DType) -> FloatArray:
        """A room of this shape, with anything in it: the same as last time, if all is asked for in the same order."""
        number = self._n_taken
        self._n_taken += 1
        kept = self._rooms[number : self._n_taken]
        if not kept or kept[0].shape != shape or kept[0].dtype != dtype:
            self._rooms[number:] = [np.empty(shape, dtype)]
        return self._rooms[number]


ROOMS = Rooms()


def with_one_below(n_rows: int, n_points: int, dtype: DType) -> FloatArray:
    """Room for n_rows · n_points numbers, and below them the row of ones that biases are multiplied with."""
    room = ROOMS.take((n_rows + 1, n_points), dtype)
    room[-1] = 1.0
    return room
