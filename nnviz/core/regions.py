"""Regions: what the network would say anywhere in the plane."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from nnviz.core.arrays import FloatArray
from nnviz.core.compiled.activation_calls import Call, activate
from nnviz.core.network import Network

_TAME = 1e3
"""Larger weights are computed with in double precision, whose numbers reach further."""

_SAFE_EXPONENT = 80.0
"""exp() of numbers up to here does not overflow in single precision."""

_POINTS_AT_ONCE = 4000
"""A few rows of the grid, whose numbers stay in the processor's cache."""


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


def probability_map(network: Network, area: Rectangle, n_columns: int, n_rows: int) -> FloatArray:
    """The class probabilities over a grid, (n_rows, n_columns, n_classes), bottom row first.

    The network has two inputs. Each cell shows its middle. Computed in single precision, which is quick and enough for
    a picture, a few rows of the grid at a time, so that all of it stays in the processor's cache; in memory the classes
    come first. Where a network on its way to divergence has scores beyond all numbers, every class is as likely as any
    other: nothing is known there.
    """
    is_tame = all(
        np.abs(layer.weights).max() < _TAME and np.abs(layer.biases).max() < _TAME for layer in network.layers
    )
    dtype = np.float32 if is_tame else np.float64
    probabilities = np.empty((network.layers[-1].weights.shape[1], n_rows, n_columns), dtype)
    x, y = _middles(area, n_columns, n_rows)
    rows_at_once = min(n_rows, max(1, _POINTS_AT_ONCE // n_columns))
    with np.errstate(all="ignore"):
        strip = _Strip(network, x, rows_at_once, dtype)
        for start in range(0, n_rows, rows_at_once):
            rows = slice(start, start + rows_at_once)
            if n_rows - start < rows_at_once:  # the last rows are fewer
                strip = _Strip(network, x, n_rows - start, dtype)
            strip.fill(y[rows], probabilities[:, rows])
    if not is_tame and not np.isfinite(probabilities.sum()):
        probabilities[:, ~np.isfinite(probabilities).all(axis=0)] = 1.0 / len(probabilities)
    return np.moveaxis(probabilities, 0, 2)


def _middles(area: Rectangle, n_columns: int, n_rows: int) -> tuple[FloatArray, FloatArray]:
    """Where the columns and the rows of the grid have their middles, (n_columns,) and (n_rows,)."""
    x = area.left + (np.arange(n_columns) + 0.5) * ((area.right - area.left) / n_columns)
    y = area.bottom + (np.arange(n_rows) + 0.5) * ((area.top - area.bottom) / n_rows)
    return x, y


class _Strip:
    """A few rows of the grid, on buffers made beforehand; points stand in columns.

    As in `compiled`, biases are weights of a row of ones, and softmax takes the scores less the first class's.
    """

    def __init__(self, network: Network, x: FloatArray, n_rows: int, dtype: type[np.floating[Any]]) -> None:
        self._shape = (n_rows, len(x))
        n_points = n_rows * len(x)
        inputs = _and_ones(2, n_points, dtype)
        inputs[0].reshape(self._shape)[...] = x
        self._upward = inputs[1].reshape(self._shape)
        layers = [np.column_stack([layer.weights.T, layer.biases]) for layer in network.layers]
        layers[-1] = layers[-1][1:] - layers[-1][:1]
        self._exponentials = np.ones((len(layers[-1]) + 1, n_points), dtype)
        self._scores = self._exponentials[1:]
        self._sums = np.ones(len(self._exponentials), dtype)
        self._totals = np.empty(n_points, dtype)
        self._calls: list[Call] = []
        for weights, layer in zip(layers[:-1], network.layers[:-1], strict=True):
            outputs = _and_ones(len(weights), n_points, dtype)
            self._calls.append(partial(weights.astype(dtype).dot, inputs, outputs[:-1]))
            self._calls += activate(layer.activation.name, outputs[:-1], np.empty_like(outputs[:-1]))
            inputs = outputs
        self._calls.append(partial(layers[-1].astype(dtype).dot, inputs, self._scores))

    def fill(self, y: FloatArray, probabilities: FloatArray) -> None:
        """Write the probabilities, (n_classes, n_rows, n_columns), of the rows at these heights, (n_rows,)."""
        self._upward[...] = y[:, np.newaxis]
        for call in self._calls:
            call()
        if self._scores.max() < _SAFE_EXPONENT:
            np.exp(self._scores, self._scores)
            self._exponentials[0] = 1.0
        else:  # shifted, as in `losses.softmax`
            self._exponentials[0] = 0.0
            self._exponentials -= self._exponentials.max(axis=0)
            np.exp(self._exponentials, self._exponentials)
        self._sums.dot(self._exponentials, self._totals)
        shape = probabilities.shape
        np.divide(self._exponentials.reshape(shape), self._totals.reshape(self._shape), probabilities)


def _and_ones(n_neurons: int, n_points: int, dtype: type[np.floating[Any]]) -> FloatArray:
    return np.ones((n_neurons + 1, n_points), dtype)
