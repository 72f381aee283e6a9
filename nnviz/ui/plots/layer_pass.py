"""A layer pass: points on their way through a network that is too large to take all of them through in a frame."""

import numpy as np

from nnviz.core.arrays import FloatArray
from nnviz.core.hidden_space import layer_outputs
from nnviz.core.network import Network

_WORK = 40_000_000
"""Weights times points at once: some 3 ms."""
_FEWEST = 16
"""Points at once, however many weights: of fewer, each weight is fetched for nearly nothing."""


class LayerPass:
    """Takes inputs to the outputs of a layer, as many at once as a frame has time for.

    Parameters
    ----------
    network : Network
    layer : int
        Its number, from 0.
    inputs : (n_points, n_inputs)
    """

    def __init__(self, network: Network, layer: int, inputs: FloatArray) -> None:
        self._network = network
        self._layer = layer
        self._inputs = inputs
        self._parts: list[FloatArray] = []
        self._n_done = 0
        n_weights = sum(part.weights.size for part in network.layers[: layer + 1])
        self._at_once = max(_WORK // n_weights, _FEWEST)

    @property
    def outputs(self) -> FloatArray:
        """Of all that have gone through so far, (n_done, n_neurons)."""
        return np.concatenate(self._parts)

    def go_on(self) -> bool:
        """Take some more through; False where all of them have been."""
        some = self._inputs[self._n_done : self._n_done + self._at_once]
        self._parts.append(layer_outputs(self._network, self._layer, some))
        self._n_done += len(some)
        return self._n_done < len(self._inputs)
