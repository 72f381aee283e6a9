"""Dropout: neurons that are left out by lot while training, so that none can rely on another.

Srivastava and others (2014). In every step and for every point, a hidden neuron is silenced with the probability of
its layer; what the others say is made larger by as much, so that the sum keeps its size (and nothing need be changed
when predicting, where all neurons speak).
"""

from collections.abc import Sequence

import numpy as np

from nnviz.core.arrays import FloatArray

_STREAM = 1
"""Batches draw from the same seed, in streams of their own."""


class Dropout:
    """Draws, for each step, which hidden neurons speak for which points.

    Parameters
    ----------
    shares : one a hidden layer
        Probability of being left out, 0 … below 1.
    n_neurons : one a hidden layer
    seed : int
        The masks of a step follow from the seed and the step.
    """

    def __init__(self, shares: Sequence[float], n_neurons: Sequence[int], seed: int) -> None:
        self._seed = seed
        self._generator = np.random.RandomState()
        self._shares = np.repeat(np.array(shares, dtype=np.float64), n_neurons)
        self._ends = np.cumsum(n_neurons)

    @property
    def is_on(self) -> bool:
        """Whether any neuron is ever left out."""
        return bool((self._shares > 0.0).any())

    def begin(self, step: int) -> None:
        """Get ready to draw the masks of `step`."""
        self._generator.seed([self._seed, _STREAM, step])

    def draw(self, n_points: int) -> FloatArray:
        """Masks of the next `n_points` points of the step, (n_points, n_hidden), all hidden layers side by side.

        An entry is 0 where a neuron is left out, and 1 / (1 - share) where it speaks.
        """
        speaks = self._generator.random_sample((n_points, len(self._shares))) >= self._shares
        return speaks / (1.0 - self._shares)

    def masks(self, step: int, n_points: int) -> tuple[FloatArray, ...]:
        """The masks of a whole batch, one (n_points, n_neurons) for each hidden layer."""
        self.begin(step)
        return tuple(np.split(self.draw(n_points), self._ends[:-1], axis=1))
