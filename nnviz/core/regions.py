"""Regions: what the network would say anywhere in the plane."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from nnviz.core.arrays import FloatArray
from nnviz.core.network import Network

_TAME = 1e3
"""Larger weights are computed with in double precision, whose numbers reach further."""


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

    The network has two inputs. Each cell shows its middle. Computed in single precision with points in columns,
    which is quick and enough for a picture; in memory the classes come first. Where a network on its way to divergence
    has scores beyond all numbers, every class is as likely as any other: nothing is known there.
    """
    is_tame = all(
        np.abs(layer.weights).max() < _TAME and np.abs(layer.biases).max() < _TAME for layer in network.layers
    )
    dtype = np.float32 if is_tame else np.float64
    with np.errstate(all="ignore"):
        outputs = _grid_inputs(area, n_columns, n_rows, dtype)
        for layer in network.layers:
            scores = layer.weights.T.astype(dtype) @ outputs
            scores += layer.biases.astype(dtype)[:, np.newaxis]
            outputs = layer.activation.function(scores)
        outputs = np.exp(outputs - outputs.max(axis=0))  # softmax, as in `losses`
        outputs /= outputs.sum(axis=0)
    if not np.isfinite(outputs.sum()):
        outputs[:, ~np.isfinite(outputs).all(axis=0)] = 1.0 / len(outputs)
    return np.moveaxis(outputs.reshape(-1, n_rows, n_columns), 0, 2)


@lru_cache(maxsize=4)
def _grid_inputs(area: Rectangle, n_columns: int, n_rows: int, dtype: type[np.floating[Any]]) -> FloatArray:
    """The grid's points as columns; the same for every frame until somebody zooms."""
    return np.ascontiguousarray(grid_points(area, n_columns, n_rows).T, dtype=dtype)
