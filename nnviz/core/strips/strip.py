"""A strip, carried from its opening to the probabilities on buffers made beforehand."""

from collections.abc import Sequence
from math import isfinite
from typing import NamedTuple

import numpy as np

from nnviz.core.arrays import FloatArray
from nnviz.core.compiled.activation_calls import Call
from nnviz.core.layers import DenseLayer
from nnviz.core.strips.folds import fold
from nnviz.core.strips.grid import ROOMS, DType, with_one_below
from nnviz.core.strips.openings import Opening


class _Stage(NamedTuple):
    """A layer's product, with a matrix for each strip or one for all, and the calls that its activation takes."""

    matrices: list[FloatArray]
    inputs: FloatArray
    outputs: FloatArray
    calls: list[Call]


class Strip:
    """The layers after the opening, and softmax.

    Parameters
    ----------
    opening : Opening
    layers : at least one DenseLayer
        The last one's scores are the logits, of which those of the first class are taken away.
    """

    def __init__(self, opening: Opening, layers: Sequence[DenseLayer]) -> None:
        n_points, dtype = opening.inputs.shape[1], opening.inputs.dtype
        n_classes = layers[-1].weights.shape[1]
        self._opening = opening
        self._scores = ROOMS.take((n_classes - 1, n_points), dtype)
        self._exponentials = ROOMS.take((n_classes, n_points), dtype)
        self._exponentials[0] = 1.0  # exp(0), of the first class less itself
        self._sums = np.ones(n_classes, dtype)
        self._totals = ROOMS.take((n_points,), dtype)
        self._ones = opening.inputs[-1]
        self._stages = self._make_stages(layers)

    def fill(self, number: int, probabilities: FloatArray) -> None:
        """Write the probabilities of the strip of this number, (n_classes, n_rows, n_columns)."""
        self._opening.fill(number)
        for matrices, inputs, outputs, calls in self._stages:
            matrices[number % len(matrices)].dot(inputs, outputs)
            for call in calls:
                call()
        np.exp(self._scores, self._exponentials[1:])
        self._sums.dot(self._exponentials, self._totals)
        exponentials = self._exponentials if isfinite(self._totals.dot(self._ones)) else self._shifted()
        shape = probabilities.shape
        np.divide(exponentials.reshape(shape), self._totals.reshape(shape[1:]), probabilities)

    def _shifted(self) -> FloatArray:
        """Exponentials of the scores less their maximum, as in `losses.softmax`, and their totals."""
        exponents = np.zeros_like(self._exponentials)
        exponents[1:] = self._scores
        exponents -= exponents.max(axis=0)
        np.exp(exponents, exponents)
        self._sums.dot(exponents, self._totals)
        return exponents

    def _make_stages(self, layers: Sequence[DenseLayer]) -> list[_Stage]:
        opening, dtype = self._opening, self._opening.inputs.dtype
        stages: list[_Stage] = []
        scales, offsets, inputs = opening.scales, opening.offsets, opening.inputs
        for layer in layers[:-1]:
            inside = fold(layer.activation.name)
            room = with_one_below(len(layer.biases), inputs.shape[1], dtype)
            outputs = room[:-1]
            matrices = _matrices(inside.factor * layer.weights, inside.factor * layer.biases, scales, offsets, dtype)
            stages.append(_Stage(matrices, inputs, outputs, inside.raw(outputs, ROOMS.take(outputs.shape, dtype))))
            scales, offsets = inside.outside(len(outputs))
            inputs = room
        weights, biases = layers[-1].weights, layers[-1].biases
        matrices = _matrices(weights[:, 1:] - weights[:, :1], biases[1:] - biases[:1], scales, offsets, dtype)
        return [*stages, _Stage(matrices, inputs, self._scores, [])]


def _matrices(
    weights: FloatArray, biases: FloatArray, scales: FloatArray, offsets: FloatArray, dtype: DType
) -> list[FloatArray]:
    """For each strip, weights and biases for numbers of which scales · numbers + offsets are the layer's inputs.

    Each (n_neurons, n_inputs + 1); a single one where one does for all strips.
    """
    n_strips = max(len(scales), len(offsets))
    matrices = np.empty((n_strips, len(biases), len(weights) + 1), dtype)
    matrices[:, :, :-1] = weights.T * scales[:, np.newaxis]
    matrices[:, :, -1] = offsets @ weights + biases
    return list(matrices)
