"""Optimizers: how a gradient becomes a change of the weights."""

from collections.abc import Sequence

from nnviz.core.layers import LayerGradients
from nnviz.core.network import Network


def gradient_descent(network: Network, gradients: Sequence[LayerGradients], learning_rate: float) -> None:
    """Move every weight and bias a little downhill, in place: w ← w - η · d loss / d w (Cauchy, 1847).

    Parameters
    ----------
    network : Network
    gradients : one LayerGradients a layer
    learning_rate : float
        η, above 0.
    """
    for layer, gradient in zip(network.layers, gradients, strict=True):
        layer.weights -= learning_rate * gradient.weights
        layer.biases -= learning_rate * gradient.biases
