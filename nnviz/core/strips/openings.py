"""Openings: what a strip begins with, and how little of it must be computed anew for each strip.

A neuron of the first layer has the score w₁ x + w₂ y + b. From one strip to another x stays and y moves by as much for
all its rows, so the score moves by one number, the shift. Of the first layer only what that changes is computed anew.
"""

from collections.abc import Callable
from typing import Protocol

import numpy as np

from nnviz.core import activations
from nnviz.core.arrays import FloatArray
from nnviz.core.layers import DenseLayer
from nnviz.core.strips.folds import FALLING_EXPONENTIALS, Fold, fold, invert
from nnviz.core.strips.grid import ROOMS, Grid, with_one_below

_SAFE_EXPONENT = 75.0
"""exp() of numbers up to here, and down to their negatives, leaves single precision room for some multiplication."""


class Opening(Protocol):
    """The numbers that a strip begins with, up to an affine map that is left to the next layer.

    Attributes
    ----------
    inputs : (n_inputs + 1, n_points)
        Those of the strip filled last, over a row of ones; scales · numbers + offsets is what the next layer takes in.
    scales, offsets : (n_strips, n_inputs)
        Or (1, n_inputs), where they are the same for all strips.
    """

    inputs: FloatArray
    scales: FloatArray
    offsets: FloatArray

    def fill(self, number: int) -> None:
        """Make `inputs` the strip's of this number."""
        ...


def first_layer(layer: DenseLayer, grid: Grid) -> Opening:
    """The layer's outputs, in the way that is quickest for its activation and is right for its weights."""
    name = layer.activation.name
    scores = _Scores(layer, fold(name), grid)
    if name == activations.IDENTITY.name:
        return _Same(scores)
    if name == activations.RELU.name:
        return _Clipped(scores)
    if name in FALLING_EXPONENTIALS and scores.reach() < _SAFE_EXPONENT:
        return _Multiplied(scores)
    return _Shifted(scores)


class Fed:
    """What the points are turned into, (n_points, 2) to (n_points, n_inputs)."""

    def __init__(self, inputs_of: Callable[[FloatArray], FloatArray], n_inputs: int, grid: Grid) -> None:
        self.inputs = with_one_below(n_inputs, grid.middle.shape[1], grid.dtype)
        self.scales: FloatArray = np.ones((1, n_inputs))
        self.offsets: FloatArray = np.zeros((1, n_inputs))
        self._inputs_of = inputs_of
        self._grid = grid

    def fill(self, number: int) -> None:
        """Ask for the inputs of the strip of this number."""
        self.inputs[:-1] = self._inputs_of(self._grid.points(number)).T


class _Scores:
    """The first layer's scores, times the fold's factor: of the strip in the middle, and how they shift to the others.

    Attributes
    ----------
    fold : Fold
    base : (n_neurons, n_points)
    shifts : (n_strips, n_neurons)
    room : (n_neurons + 1, n_points)
        For the outputs, with ones below.
    """

    def __init__(self, layer: DenseLayer, fold: Fold, grid: Grid) -> None:
        self._matrix = np.empty((len(layer.biases), 3), grid.dtype)
        self._matrix[:, :2] = layer.weights.T
        self._matrix[:, 2] = layer.biases
        self._matrix *= fold.factor
        self._grid = grid
        self.fold = fold
        self.base = ROOMS.take((len(self._matrix), grid.middle.shape[1]), grid.dtype)
        self._matrix.dot(grid.middle, self.base)
        self.shifts = grid.rises * (fold.factor * layer.weights[1])
        self.room = with_one_below(len(self.base), grid.middle.shape[1], grid.dtype)

    def reach(self) -> float:
        """No number in `base` or `shifts` is larger in size."""
        of_base = np.abs(self._matrix).dot(np.abs(self._grid.middle).max(axis=1)).max()
        return max(float(of_base), float(np.abs(self.shifts).max()))

    def in_columns(self, numbers: FloatArray) -> FloatArray:
        """Numbers (n_strips, n_neurons), to be combined with `base`: (n_strips, n_neurons, 1) of its kind."""
        return numbers.astype(self.base.dtype)[:, :, np.newaxis]


class _Shifted:
    """Any activation: the scores shifted, then whatever it does to them."""

    def __init__(self, scores: _Scores) -> None:
        self.inputs = scores.room
        self.scales, self.offsets = scores.fold.outside(len(scores.base))
        self._base = scores.base
        self._shifts = scores.in_columns(scores.shifts)
        self._outputs = scores.room[:-1]
        self._calls = scores.fold.raw(self._outputs, ROOMS.take(self._outputs.shape, self._outputs.dtype))

    def fill(self, number: int) -> None:
        np.add(self._base, self._shifts[number], self._outputs)
        for call in self._calls:
            call()


class _Same:
    """The identity: the next layer adds the shift, and nothing is computed anew."""

    def __init__(self, scores: _Scores) -> None:
        self.inputs = scores.room
        self.inputs[:-1] = scores.base
        self.scales: FloatArray = np.ones((1, len(scores.base)))
        self.offsets = scores.shifts

    def fill(self, number: int) -> None:
        """Nothing to do."""


class _Clipped:
    """ReLU: max(z + shift, 0) is max(z, -shift) + shift, and the last is added by the next layer."""

    def __init__(self, scores: _Scores) -> None:
        self.inputs = scores.room
        self.scales: FloatArray = np.ones((1, len(scores.base)))
        self.offsets = scores.shifts
        self._base = scores.base
        self._lowest = scores.in_columns(-scores.shifts)
        self._highest = np.full((len(scores.base), 1), np.inf, scores.base.dtype)
        self._outputs = scores.room[:-1]

    def fill(self, number: int) -> None:
        # With both bounds: NumPy is two to three times slower at a maximum with one number for a whole row.
        self._base.clip(self._lowest[number], self._highest, self._outputs)


class _Multiplied:
    """Where exp(z + shift) is exp(z) exp(shift): 1 / (1 + E S) is 1 / (1/S + E), divided by S in the next layer."""

    def __init__(self, scores: _Scores) -> None:
        divisors = np.exp(-scores.shifts)
        scales, self.offsets = scores.fold.outside(len(scores.base))
        self.scales = scales * divisors
        self.inputs = scores.room
        self._exponentials = np.exp(scores.base, scores.base)
        self._divisors = scores.in_columns(divisors)
        self._outputs = scores.room[:-1]
        self._invert = invert(self._outputs)

    def fill(self, number: int) -> None:
        np.add(self._exponentials, self._divisors[number], self._outputs)
        self._invert()
