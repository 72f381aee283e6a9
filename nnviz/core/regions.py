"""Regions: what the network would say anywhere in the plane."""

from dataclasses import dataclass

import numpy as np

from nnviz.core.arrays import FloatArray
from nnviz.core.network import Network


@dataclass(frozen=True)
class Rectangle:
    """A piece of the plane, in the units of the features."""

    left: float
    bottom: float
    right: float
    top: float


def grid_points(area: Rectangle, n_columns: int, n_rows: int) -> FloatArray:
    """The middles of the cells of a grid over `area`, (n_rows · n_columns, 2), row by row from the bottom."""
    x = area.left + (np.arange(n_columns) + 0.5) * ((area.right - area.left) / n_columns)
    y = area.bottom + (np.arange(n_rows) + 0.5) * ((area.top - area.bottom) / n_rows)
    columns, rows = np.meshgrid(x, y)
    return np.column_stack([columns.ravel(), rows.ravel()])


def probability_map(network: Network, area: Rectangle, n_columns: int, n_rows: int) -> FloatArray:
    """The class probabilities over a grid, (n_rows, n_columns, n_classes), bottom row first.

    The network has two inputs. Each cell shows its middle.
    """
    probabilities = network.probabilities(grid_points(area, n_columns, n_rows))
    return probabilities.reshape(n_rows, n_columns, -1)
