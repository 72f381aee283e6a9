"""Borders: the lines where the most probable class changes, found on a grid by marching squares.

Between two Gaussian clusters the logarithms of prior · density differ by a quadratic function of the place. So along
the edge of a cell they differ by a parabola, which three values give exactly: the lines meet the grid where they really
do, and only inside a cell are they taken for straight.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from nnviz.data.bayes import Mixture

_FINE = np.linspace(0.0, 1.0, 9)


def optimal_borders(mixture: Mixture, x: NDArray[np.float64], y: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """The borders of the best classifier in the plane.

    Only clusters that fill an area have one; those without width take none from the others. What is smaller than a cell
    of the grid may be missed.

    Parameters
    ----------
    mixture : Mixture
    x, y : (n_columns,), (n_rows,)
        Where the grid's lines stand, each increasing; at least two of both.

    Returns
    -------
    lines : list of (n, 2)
        Each through n points; a closed one ends where it begins.
    """
    wide = mixture.wide
    if len(wide.ellipses) < 2:
        return []
    grid = _Grid(wide, x, y)
    edges, pieces = np.unique(grid.pieces(), return_inverse=True)
    return _joined(grid.places(edges), pieces.reshape(-1, 2))


class _Grid:
    """The best class at every corner of a grid, and what follows from it for the cells between.

    A point of a border is known by its number: that of the edge it lies on, first the level edges and then the upright
    ones, each by its lower or left corner; or, where more than two borders meet inside a cell, that of the cell.
    """

    def __init__(self, mixture: Mixture, x: NDArray[np.float64], y: NDArray[np.float64]) -> None:
        self._mixture = mixture
        columns, rows = np.meshgrid(x, y)
        self._corners = np.column_stack([columns.ravel(), rows.ravel()])
        self._joint = mixture.log_joint(self._corners)
        self._labels = self._joint.argmax(axis=1)
        self._n_columns = len(x)
        self._n_corners = len(self._corners)

    def pieces(self) -> NDArray[np.intp]:
        """All pieces of border that lie in one cell each, as the numbers of their two ends, (n, 2)."""
        labels = self._labels.reshape(-1, self._n_columns)
        level, upright = labels[:, 1:] != labels[:, :-1], labels[1:] != labels[:-1]
        row, column = np.nonzero(level[:-1] | level[1:] | upright[:, :-1] | upright[:, 1:])
        corner = row * self._n_columns + column
        # Around the cell: at the bottom, right, at the top, left.
        crossed = np.stack([level[row, column], upright[row, column + 1], level[row + 1, column], upright[row, column]])
        edges = np.stack([corner, self._n_corners + corner + 1, corner + self._n_columns, self._n_corners + corner])
        n_crossed = crossed.sum(axis=0)
        plain, all_four = n_crossed == 2, n_crossed == 4
        return np.concatenate(
            [
                edges.T[plain][crossed.T[plain]].reshape(-1, 2),
                self._meeting(corner[n_crossed == 3], edges[:, n_crossed == 3], crossed[:, n_crossed == 3]),
                self._of_four(corner[all_four], edges[:, all_four]),
            ]
        )

    def places(self, numbers: NDArray[np.intp]) -> NDArray[np.float64]:
        """Where the points of these numbers are, (n, 2)."""
        kind, corner = np.divmod(numbers, self._n_corners)
        beyond = corner + np.array([1, self._n_columns, self._n_columns + 1])[kind]
        start, size = self._corners[corner], self._corners[beyond] - self._corners[corner]
        share = np.empty((len(numbers), 2))
        is_edge = kind < 2
        share[is_edge] = self._crossing(corner[is_edge], beyond[is_edge])[:, np.newaxis]
        share[~is_edge] = self._meeting_point(start[~is_edge], size[~is_edge])
        return start + share * size

    def _crossing(self, start: NDArray[np.intp], end: NDArray[np.intp]) -> NDArray[np.float64]:
        """How far along these edges, 0 … 1, the best class of one end gives way to that of the other."""
        one, other = self._labels[start], self._labels[end]
        middle = self._mixture.log_joint((self._corners[start] + self._corners[end]) / 2)
        each = np.arange(len(start))
        return _root(
            self._joint[start, one] - self._joint[start, other],
            middle[each, one] - middle[each, other],
            self._joint[end, one] - self._joint[end, other],
        )

    def _meeting_point(self, start: NDArray[np.float64], size: NDArray[np.float64]) -> NDArray[np.float64]:
        """Where in these cells three classes are most nearly as probable as one another, as shares of their size."""
        if len(start) == 0:
            return start
        shares = np.stack(np.meshgrid(_FINE, _FINE), axis=-1).reshape(-1, 2)
        joint = self._mixture.log_joint((start[:, np.newaxis] + shares * size[:, np.newaxis]).reshape(-1, 2))
        ranked = np.sort(joint, axis=1).reshape(len(start), len(shares), -1)
        return shares[(ranked[:, :, -1] - ranked[:, :, -3]).argmin(axis=1)]

    def _meeting(
        self, corner: NDArray[np.intp], edges: NDArray[np.intp], crossed: NDArray[np.bool_]
    ) -> NDArray[np.intp]:
        """From each crossed edge to where borders meet inside its cell."""
        meetings = np.broadcast_to(2 * self._n_corners + corner, edges.shape)
        return np.column_stack([edges[crossed], meetings[crossed]])

    def _of_four(self, corner: NDArray[np.intp], edges: NDArray[np.intp]) -> NDArray[np.intp]:
        """Where all four edges are crossed, the middle of the cell tells which opposite corners belong together."""
        bottom, right, top, left = edges
        opposite = corner + self._n_columns + 1
        middle = self._mixture.optimal_labels((self._corners[corner] + self._corners[opposite]) / 2)
        rising = (self._labels[corner] == middle) & (self._labels[opposite] == middle)
        falling = (self._labels[corner + 1] == middle) & (self._labels[opposite - 1] == middle)
        neither = ~rising & ~falling
        pairs = [(bottom, right, rising), (top, left, rising), (bottom, left, falling), (top, right, falling)]
        return np.concatenate(
            [np.column_stack([one[chosen], other[chosen]]) for one, other, chosen in pairs]
            + [self._meeting(corner[neither], edges[:, neither], np.ones((4, int(neither.sum())), dtype=bool))]
        )


def _root(start: NDArray[np.float64], middle: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where a parabola with these values at 0, ½ and 1 is zero: `start` is not below, `end` not above it."""
    bend = 2 * (start + end) - 4 * middle
    slope = end - start - bend
    # The form of the solution that has no difference of like numbers; the parabola falls from start to end, so that of
    # its two zeros the one with a falling slope is meant.
    width = np.sqrt(np.maximum(slope * slope - 4 * bend * start, 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(slope <= 0, 2 * start / (width - slope), -(width + slope) / (2 * bend))
    return np.clip(np.nan_to_num(share, nan=0.5), 0.0, 1.0)


def _joined(places: NDArray[np.float64], pieces: NDArray[np.intp]) -> list[NDArray[np.float64]]:
    """Pieces that share an end as one line; from loose ends and meetings first, then what is closed."""
    beside: dict[int, list[int]] = {}
    for one, other in pieces.tolist():
        beside.setdefault(one, []).append(other)
        beside.setdefault(other, []).append(one)
    starts = [place for place, others in beside.items() if len(others) != 2]
    lines: list[NDArray[np.float64]] = []
    for start in (*starts, *beside):
        while beside[start]:
            lines.append(places[list(_walk(beside, start))])
    return lines


def _walk(beside: dict[int, list[int]], place: int) -> Iterator[int]:
    """From place to place until there is nowhere to go; what was walked is taken out."""
    yield place
    while beside[place]:
        after = beside[place].pop()
        beside[after].remove(place)
        yield after
        place = after
