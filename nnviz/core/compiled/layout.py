"""The layout: where the weights and biases of a network stand in one flat vector."""

from collections.abc import Sequence

import numpy as np

from nnviz.core.arrays import FloatArray, IntArray, LabelArray
from nnviz.core.layers import LayerGradients
from nnviz.core.network import Network


class Layout:
    """Layer after layer, neuron after neuron: a neuron's weights, then its bias.

    Parameters
    ----------
    network : Network

    Attributes
    ----------
    shapes : one (n_neurons, n_inputs + 1) a layer
    size : int
        Number of parameters.
    """

    def __init__(self, network: Network) -> None:
        self.shapes = [(layer.weights.shape[1], layer.weights.shape[0] + 1) for layer in network.layers]
        self._ends = np.cumsum([n_rows * n_columns for n_rows, n_columns in self.shapes])
        self.size = int(self._ends[-1])

    def matrices(self, flat: FloatArray) -> tuple[FloatArray, ...]:
        """Views of a vector (size,) as a matrix (n_neurons, n_inputs + 1) for each layer; biases in the last column."""
        return tuple(
            flat[end - n_rows * n_columns : end].reshape(n_rows, n_columns)
            for end, (n_rows, n_columns) in zip(self._ends, self.shapes, strict=True)
        )

    def layers(self, flat: FloatArray) -> tuple[LayerGradients, ...]:
        """Views of a vector in the textbook's shapes: weights (n_inputs, n_neurons) and biases (n_neurons,)."""
        return tuple(LayerGradients(matrix[:, :-1].T, matrix[:, -1]) for matrix in self.matrices(flat))

    def fill(self, flat: FloatArray, weights: Sequence[FloatArray], biases: Sequence[FloatArray]) -> None:
        """Write weights and biases in the textbook's shapes into a vector."""
        for matrix, of_weights, of_biases in zip(self.matrices(flat), weights, biases, strict=True):
            matrix[:, :-1] = of_weights.T
            matrix[:, -1] = of_biases

    def is_weight(self, dtype: np.dtype[np.floating]) -> FloatArray:
        """1 where a weight stands and 0 where a bias does, (size,)."""
        flat = np.ones(self.size, dtype)
        for matrix in self.matrices(flat):
            matrix[:, -1] = 0.0
        return flat


def with_ones(points: FloatArray, dtype: np.dtype[np.floating]) -> FloatArray:
    """Points (n_points, n_features) as columns over a row of ones: (n_features + 1, n_points)."""
    inputs = np.ones((points.shape[1] + 1, len(points)), dtype)
    inputs[:-1] = points.T
    return inputs


def compact(labels: IntArray | LabelArray, n_classes: int) -> LabelArray:
    """Class numbers (n_points,) in the smallest whole numbers that hold them, which compare the fastest."""
    return labels.astype(np.min_scalar_type(n_classes - 1), copy=False)
