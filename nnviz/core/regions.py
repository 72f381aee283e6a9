"""Regions: what the network would say anywhere in the plane."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nnviz.core.activations import IDENTITY
from nnviz.core.arrays import FloatArray
from nnviz.core.layers import DenseLayer
from nnviz.core.network import Network
from nnviz.core.strips.grid import ROOMS, DType, Grid
from nnviz.core.strips.openings import Fed, first_layer
from nnviz.core.strips.strip import Strip

InputsOf = Callable[[FloatArray], FloatArray]
"""What the network is fed for points of the plane: (n_points, 2) to (n_points, n_inputs)."""

_TAME = 1e3
"""The length of a layer's weights, or biases, as a vector, from which on they are computed with in double precision."""

_FEW_POINTS, _MOST_POINTS = 4000, 10_000
"""A strip has about so many points: of fewer, NumPy spends its time on calls, and more leave the cache."""

_NUMBERS = 64_000
"""So many outputs of a layer, for all points of a strip, stay in the cache."""


@dataclass(frozen=True)
class Rectangle:
    """A piece of the plane, in the units of the features."""

    left: float
    bottom: float
    right: float
    top: float


def grid_points(area: Rectangle, n_columns: int, n_rows: int) -> FloatArray:
    """The middles of the cells of a grid over `area`, (n_rows · n_columns, 2), row by row from the bottom."""
    columns, rows = np.meshgrid(*_middles(area, n_columns, n_rows))
    return np.column_stack([columns.ravel(), rows.ravel()])


def probability_map(
    network: Network,
    area: Rectangle,
    n_columns: int,
    n_rows: int,
    inputs_of: InputsOf | None = None,
) -> FloatArray:
    """The class probabilities over a grid, (n_rows, n_columns, n_classes), bottom row first.

    Each cell shows its middle. Computed in single precision, which is quick and enough for a picture, a few rows of the
    grid at a time; in memory the classes come first. Where a network on its way to divergence has scores beyond all
    numbers, every class is as likely as any other: nothing is known there.

    Parameters
    ----------
    network : Network
    area : Rectangle
    n_columns, n_rows : int
    inputs_of : callable or None
        What the network is fed for points of the plane: (n_points, 2) to (n_points, n_inputs). None: the points
        themselves.
    """
    layers = network.layers
    n_classes = len(layers[-1].biases)
    widest = max(len(layer.biases) for layer in layers)
    points_at_once = min(_MOST_POINTS, max(_FEW_POINTS, _NUMBERS // widest))
    with np.errstate(all="ignore"):
        is_tame = _is_tame(layers)
        grid = _grid(area, n_columns, n_rows, points_at_once, np.float32 if is_tame else np.float64)
        probabilities = np.empty((n_classes, n_rows, n_columns), grid.dtype)
        ROOMS.free()
        strip = _strip(layers, grid, inputs_of, is_tame=is_tame)
        for number, rows in enumerate(grid.strips):
            strip.fill(number, probabilities[:, rows])
        if not (is_tame and inputs_of is None) and not np.isfinite(probabilities.sum()):
            probabilities[:, ~np.isfinite(probabilities).all(axis=0)] = 1.0 / n_classes
    return probabilities.transpose(1, 2, 0)


def _is_tame(layers: Sequence[DenseLayer]) -> bool:
    arrays = [array for layer in layers for array in (layer.weights, layer.biases)]
    return all(np.vdot(array, array) < _TAME * _TAME for array in arrays)


def _middles(area: Rectangle, n_columns: int, n_rows: int) -> tuple[FloatArray, FloatArray]:
    """Where the columns and the rows of the grid have their middles, (n_columns,) and (n_rows,)."""
    x = area.left + np.arange(0.5, n_columns) * ((area.right - area.left) / n_columns)
    y = area.bottom + np.arange(0.5, n_rows) * ((area.top - area.bottom) / n_rows)
    return x, y


@lru_cache(maxsize=2)
def _grid(area: Rectangle, n_columns: int, n_rows: int, points_at_once: int, dtype: DType) -> Grid:
    """Kept, because the same piece of the plane is shown again and again while a network learns."""
    return Grid(*_middles(area, n_columns, n_rows), points_at_once, dtype)


def _strip(layers: Sequence[DenseLayer], grid: Grid, inputs_of: InputsOf | None, *, is_tame: bool) -> Strip:
    if inputs_of is not None:
        return Strip(Fed(inputs_of, layers[0].weights.shape[0], grid), layers)
    if len(layers) == 1 or not is_tame:  # the quick ways of a first layer multiply and add what could overflow
        layers = (DenseLayer(np.eye(2), np.zeros(2), IDENTITY), *layers)
    return Strip(first_layer(layers[0], grid), layers[1:])
