"""Regions: what the network would say anywhere in the plane."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from nnviz.core.arrays import FloatArray
from nnviz.core.compiled.activation_calls import Call, activate
from nnviz.core.layers import DenseLayer
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
        across, upward = _first_scores(network.layers[0], x, y, dtype)
        strip = _Strip(network, rows_at_once, n_columns, dtype)
        for start in range(0, n_rows, rows_at_once):
            if n_rows - start < rows_at_once:  # the last rows are fewer
                strip = _Strip(network, n_rows - start, n_columns, dtype)
            rows = slice(start, start + rows_at_once)
            strip.fill(across, upward[:, rows], probabilities[:, rows])
    if not np.isfinite(probabilities.sum()):
        probabilities[:, ~np.isfinite(probabilities).all(axis=0)] = 1.0 / len(probabilities)
    return np.moveaxis(probabilities, 0, 2)


def _middles(area: Rectangle, n_columns: int, n_rows: int) -> tuple[FloatArray, FloatArray]:
    """Where the columns and the rows of the grid have their middles, (n_columns,) and (n_rows,)."""
    x = area.left + (np.arange(n_columns) + 0.5) * ((area.right - area.left) / n_columns)
    y = area.bottom + (np.arange(n_rows) + 0.5) * ((area.top - area.bottom) / n_rows)
    return x, y


def _first_scores(
    layer: DenseLayer, x: FloatArray, y: FloatArray, dtype: type[np.floating[Any]]
) -> tuple[FloatArray, FloatArray]:
    """The first layer's scores on the grid are sums of one part for the column and one for the row.

    Returns
    -------
    across : (n_neurons, n_columns)
        The bias is in it.
    upward : (n_neurons, n_rows)
    """
    across = np.multiply.outer(layer.weights[0], x) + layer.biases[:, np.newaxis]
    return across.astype(dtype), np.multiply.outer(layer.weights[1], y).astype(dtype)


class _Strip:
    """A few rows of the grid, on buffers made beforehand; points stand in columns.

    As in `compiled`, biases are weights of a row of ones, and softmax takes the scores less the first class's.
    """

    def __init__(self, network: Network, n_rows: int, n_columns: int, dtype: type[np.floating[Any]]) -> None:
        self._shape = (n_rows, n_columns)
        n_points = n_rows * n_columns
        last = network.layers[-1].weights.shape[1]
        self._exponentials = np.ones((last, n_points), dtype)
        self._scores = self._exponentials[1:]
        self._sums = np.ones(last, dtype)
        self._totals = np.empty(n_points, dtype)
        layers = [_with_bias(layer, dtype) for layer in network.layers[1:]]
        kinds = [layer.activation.name for layer in network.layers[:-1]]
        self._first = self._exponentials  # where there is no hidden layer, all is computed right there
        self._calls: list[Call] = []
        if not layers:
            return
        layers[-1] = layers[-1][1:] - layers[-1][:1]
        outputs = self._first = _and_ones(layers[0].shape[1] - 1, n_points, dtype)
        for kind, weights, is_last in zip(kinds, layers, [*[False] * (len(layers) - 1), True], strict=True):
            scores = outputs[:-1]
            self._calls += activate(kind, scores, np.empty_like(scores))
            after = self._exponentials if is_last else _and_ones(len(weights), n_points, dtype)
            self._calls.append(partial(weights.dot, outputs, self._scores if is_last else after[:-1]))
            outputs = after

    def fill(self, across: FloatArray, upward: FloatArray, probabilities: FloatArray) -> None:
        """Write the probabilities (n_classes, n_rows, n_columns) of the rows with these parts of their first scores."""
        n_neurons = len(across)
        first = self._first[:n_neurons].reshape(n_neurons, *self._shape)
        np.add(across[:, np.newaxis, :], upward[:, :, np.newaxis], first)
        for call in self._calls:
            call()
        self._take_exponentials(is_plain=not self._calls)
        self._sums.dot(self._exponentials, self._totals)
        shape = probabilities.shape
        np.divide(self._exponentials.reshape(shape), self._totals.reshape(self._shape), probabilities)

    def _take_exponentials(self, *, is_plain: bool) -> None:
        """Of the scores; shifted by the highest only where one is too large for an exponential."""
        if is_plain:
            self._exponentials -= self._exponentials[:1].copy()
        if self._scores.max() < _SAFE_EXPONENT:
            np.exp(self._scores, self._scores)
            self._exponentials[0] = 1.0
        else:
            self._exponentials[0] = 0.0
            self._exponentials -= self._exponentials.max(axis=0)
            np.exp(self._exponentials, self._exponentials)


def _with_bias(layer: DenseLayer, dtype: type[np.floating[Any]]) -> FloatArray:
    """Weights (n_neurons, n_inputs + 1), the biases in the last column."""
    return np.column_stack([layer.weights.T, layer.biases]).astype(dtype)


def _and_ones(n_neurons: int, n_points: int, dtype: type[np.floating[Any]]) -> FloatArray:
    return np.ones((n_neurons + 1, n_points), dtype)
