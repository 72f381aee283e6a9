"""Initializers: the random weights a network starts from.

Randomness is always an argument. It comes from NumPy's `RandomState`, whose stream of numbers is frozen: a recipe
gives the same weights in ten years.
"""

from typing import Protocol

import numpy as np

from nnviz.core.arrays import FloatArray


class Initializer(Protocol):
    """Anything that draws a weight matrix of a given shape."""

    def __call__(self, n_inputs: int, n_neurons: int, generator: np.random.RandomState) -> FloatArray:
        """Draw weights of shape (n_inputs, n_neurons)."""
        ...


def normal(standard_deviation: float) -> Initializer:
    """Weights from a normal distribution around 0.

    Parameters
    ----------
    standard_deviation : float
        Above 0.
    """

    def draw(n_inputs: int, n_neurons: int, generator: np.random.RandomState) -> FloatArray:
        return standard_deviation * generator.standard_normal((n_inputs, n_neurons))

    return draw


def truncated_normal(standard_deviation: float) -> Initializer:
    """Weights from a normal distribution around 0, drawn again while further than two deviations away.

    Parameters
    ----------
    standard_deviation : float
        Of the untruncated distribution, above 0; the weights' own is about .88 of it. No weight is larger than
        twice this in size.
    """

    def draw(n_inputs: int, n_neurons: int, generator: np.random.RandomState) -> FloatArray:
        weights = generator.standard_normal((n_inputs, n_neurons))
        while (too_far := np.abs(weights) > 2.0).any():
            weights[too_far] = generator.standard_normal(int(too_far.sum()))
        return standard_deviation * weights

    return draw
