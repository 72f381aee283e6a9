"""The decision boundary: where the most probable class changes, found on a grid by marching squares.

Along the edge of a cell the logarithm of the ratio of two classes' probabilities is the difference of their scores. A
network of straight pieces (ReLU) makes that a straight line, but where one of its own folds lies between; so two values
tell where it is zero. Inside a cell the boundary is taken for straight.
"""

import numpy as np

from nnviz.core.arrays import BoolArray, FloatArray, IntArray
from nnviz.core.regions import Rectangle

_LEAST = 1e-37
"""What a probability counts for at the least: in single precision there is nothing between 0 and 1e-38."""

# The four edges of a cell: at the bottom, right, at the top, left; each from its lower or left corner.
_START_ROW, _START_COLUMN = np.array([0, 0, 1, 0]), np.array([0, 1, 0, 0])
_END_ROW, _END_COLUMN = np.array([0, 1, 1, 1]), np.array([1, 1, 1, 0])


def most_probable(by_class: FloatArray) -> tuple[IntArray, FloatArray]:
    """The most probable class and its probability; of equals the first.

    Parameters
    ----------
    by_class : (n_classes, n_rows, n_columns)
        A pass a class is quicker than argmax over few.

    Returns
    -------
    winners, highest : (n_rows, n_columns)
    """
    highest = by_class[0].copy()
    winners = np.zeros(highest.shape, dtype=np.intp)
    for label in range(1, len(by_class)):
        winners[by_class[label] > highest] = label
        np.maximum(highest, by_class[label], out=highest)
    return winners, highest


def decision_boundary(probabilities: FloatArray, area: Rectangle, stride: int = 1) -> FloatArray:
    """Straight pieces of the lines where the most probable class changes, (n_pieces, 2 ends, 2 features).

    Where more than two classes meet in a cell, or two lines come nearer to one another than a cell is wide, the pieces
    meet in the middle between them. What is smaller than a cell may be missed.

    Parameters
    ----------
    probabilities : (n_rows, n_columns, n_classes)
        Bottom row first, each in the middle of its cell, as `probability_map` gives them. They go on to the edges of
        the area as they are in the outermost cells.
    area : Rectangle
    stride : int
        Of how many rows and columns to look at one: the pieces are fewer, and longer. Straight lines stay where they
        are, for a piece ends where two scores are equal; bends are cut short.
    """
    some = np.moveaxis(probabilities[::stride, ::stride], 2, 0)
    by_class = np.pad(some, ((0, 0), (1, 1), (1, 1)), mode="edge")
    winners, _ = most_probable(by_class)
    row, column, crossed = _crossed_cells(winners)
    places = _crossings(by_class, winners, row, column)
    places = stride * (places - 1.0) + 0.5  # in the cells of all rows and columns, from the corner of the area
    places[..., 0] = _scaled(places[..., 0], area.left, area.right, probabilities.shape[1])
    places[..., 1] = _scaled(places[..., 1], area.bottom, area.top, probabilities.shape[0])
    n_crossed = crossed.sum(axis=1)
    plain = n_crossed == 2
    joined = places[plain][crossed[plain]].reshape(-1, 2, 2)
    return np.concatenate([joined, _meeting(places[~plain], crossed[~plain], n_crossed[~plain])])


def _crossed_cells(winners: IntArray) -> tuple[IntArray, IntArray, BoolArray]:
    """The cells that a line goes through, by their lower left corners, and which of their edges, (n_cells, 4)."""
    level, upright = winners[:, 1:] != winners[:, :-1], winners[1:] != winners[:-1]
    row, column = np.nonzero(level[:-1] | level[1:] | upright[:, :-1] | upright[:, 1:])
    edges = (level[row, column], upright[row, column + 1], level[row + 1, column], upright[row, column])
    return row, column, np.stack(edges, axis=1)


def _crossings(by_class: FloatArray, winners: IntArray, row: IntArray, column: IntArray) -> FloatArray:
    """Where a line crosses the edges of these cells, (n_cells, 4, 2), in cells; of an edge not crossed, anything."""
    first_row, first_column = row[:, np.newaxis] + _START_ROW, column[:, np.newaxis] + _START_COLUMN
    last_row, last_column = row[:, np.newaxis] + _END_ROW, column[:, np.newaxis] + _END_COLUMN
    one, other = winners[first_row, first_column], winners[last_row, last_column]

    def lead(at_row: IntArray, at_column: IntArray) -> FloatArray:
        """Of the first corner's class over the last one's: the difference of their scores."""
        ratio = by_class[one, at_row, at_column].clip(_LEAST) / by_class[other, at_row, at_column].clip(_LEAST)
        return np.log(ratio, dtype=np.float64)

    before, after = lead(first_row, first_column), lead(last_row, last_column)
    with np.errstate(invalid="ignore"):
        share = before / (before - after)  # of an edge not crossed 0 / 0
    across = first_column + share * (last_column - first_column)
    upward = first_row + share * (last_row - first_row)
    return np.stack([across, upward], axis=-1)


def _scaled(cells: FloatArray, low: float, high: float, n_cells: int) -> FloatArray:
    """From cells, counted from the edge of the area, to the plane; what is beyond the edges, to these."""
    return low + cells.clip(0.0, n_cells) * ((high - low) / n_cells)


def _meeting(places: FloatArray, crossed: BoolArray, n_crossed: IntArray) -> FloatArray:
    """From each crossed edge of these cells to the middle of them all."""
    shares = np.where(crossed[..., np.newaxis], places, 0.0)
    middles = shares.sum(axis=1) / n_crossed[:, np.newaxis]
    return np.stack([places[crossed], np.repeat(middles, n_crossed, axis=0)], axis=1)
