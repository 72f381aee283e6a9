"""Initializers: the random weights a network starts from.

Randomness is always an argument. It comes from NumPy's `RandomState`, whose stream of numbers is frozen: a recipe
gives the same weights in ten years.

Weights must differ, or all neurons of a layer learn the same. They must not be too large or small either: scores that
grow or shrink from layer to layer end in gradients that explode or vanish. Glorot's and He's rules choose the spread
so that scores keep their size through the network.
"""

from math import sqrt
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


def uniform(limit: float) -> Initializer:
    """Weights equally likely anywhere between -limit and +limit, `limit` above 0."""

    def draw(n_inputs: int, n_neurons: int, generator: np.random.RandomState) -> FloatArray:
        return generator.uniform(-limit, limit, (n_inputs, n_neurons))

    return draw


def glorot_uniform(n_inputs: int, n_neurons: int, generator: np.random.RandomState) -> FloatArray:
    """Uniform in ±√(6 / (n_inputs + n_neurons)): made for tanh (Glorot and Bengio, 2010)."""
    return uniform(sqrt(6.0 / (n_inputs + n_neurons)))(n_inputs, n_neurons, generator)


def glorot_normal(n_inputs: int, n_neurons: int, generator: np.random.RandomState) -> FloatArray:
    """Normal with variance 2 / (n_inputs + n_neurons): made for tanh (Glorot and Bengio, 2010)."""
    return normal(sqrt(2.0 / (n_inputs + n_neurons)))(n_inputs, n_neurons, generator)


def he_uniform(n_inputs: int, n_neurons: int, generator: np.random.RandomState) -> FloatArray:
    """Uniform in ±√(6 / n_inputs): made for ReLU, which silences half of its scores (He and others, 2015)."""
    return uniform(sqrt(6.0 / n_inputs))(n_inputs, n_neurons, generator)


def he_normal(n_inputs: int, n_neurons: int, generator: np.random.RandomState) -> FloatArray:
    """Normal with variance 2 / n_inputs: made for ReLU, which silences half of its scores (He and others, 2015)."""
    return normal(sqrt(2.0 / n_inputs))(n_inputs, n_neurons, generator)


def zeros(n_inputs: int, n_neurons: int, generator: np.random.RandomState) -> FloatArray:
    """All weights 0: then all neurons of a layer are alike, get the same gradient, and stay alike for ever."""
    del generator
    return np.zeros((n_inputs, n_neurons))
