"""Optimizers: how a gradient becomes a change of the weights.

All of them walk downhill. They differ in what they remember: a velocity (momentum), how steep it has been along every
single weight (AdaGrad, RMSProp), or both (Adam). What they remember stands in *memories*, arrays of the weights' own
shape that begin at 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nnviz.core.arrays import FloatArray
from nnviz.core.layers import LayerGradients
from nnviz.core.network import Network


@dataclass(frozen=True)
class GradientDescent:
    """Straight downhill: w ← w - η g (Cauchy, 1847)."""

    n_memories: ClassVar[int] = 0

    def stride(
        self, gradient: FloatArray, memories: Sequence[FloatArray], learning_rate: float, step: int
    ) -> FloatArray:
        """What is added to the weights; as in every optimizer here, `memories` are brought up to date in place.

        Parameters
        ----------
        gradient : any shape
            g, d loss / d weights.
        memories : n_memories arrays of that shape
        learning_rate : float
            η, above 0.
        step : int
            Updates made before this one.
        """
        del memories, step
        return -learning_rate * gradient


@dataclass(frozen=True)
class Momentum:
    """A heavy ball: v ← μ v - η g, w ← w + v (Polyak, 1964).

    Attributes
    ----------
    momentum : float
        μ, what is kept of the velocity, 0 … below 1.
    """

    momentum: float = 0.9

    n_memories: ClassVar[int] = 1

    def stride(
        self, gradient: FloatArray, memories: Sequence[FloatArray], learning_rate: float, step: int
    ) -> FloatArray:
        """As `GradientDescent.stride`; the memory is the velocity v."""
        del step
        (velocity,) = memories
        velocity *= self.momentum
        velocity -= learning_rate * gradient
        return velocity


@dataclass(frozen=True)
class Nesterov:
    """Momentum that looks ahead: v ← μ v - η g, w ← w + μ v - η g.

    Nesterov (1983), in the form of Sutskever and others (2013) with the weights standing where the velocity will have
    carried them.

    Attributes
    ----------
    momentum : float
        μ, what is kept of the velocity, 0 … below 1.
    """

    momentum: float = 0.9

    n_memories: ClassVar[int] = 1

    def stride(
        self, gradient: FloatArray, memories: Sequence[FloatArray], learning_rate: float, step: int
    ) -> FloatArray:
        """As `GradientDescent.stride`; the memory is the velocity v."""
        del step
        (velocity,) = memories
        velocity *= self.momentum
        velocity -= learning_rate * gradient
        return self.momentum * velocity - learning_rate * gradient


@dataclass(frozen=True)
class AdaGrad:
    """Shorter strides along what has been steep: s ← s + g², w ← w - η g / (√s + ε) (Duchi, Hazan and Singer, 2011).

    Attributes
    ----------
    epsilon : float
        ε, above 0: keeps the quotient finite where nothing was ever steep.
    """

    epsilon: float = 1e-10

    n_memories: ClassVar[int] = 1

    def stride(
        self, gradient: FloatArray, memories: Sequence[FloatArray], learning_rate: float, step: int
    ) -> FloatArray:
        """As `GradientDescent.stride`; the memory is the sum s of squared gradients."""
        del step
        (squares,) = memories
        squares += np.square(gradient)
        return -learning_rate * gradient / (np.sqrt(squares) + self.epsilon)


@dataclass(frozen=True)
class RMSProp:
    """AdaGrad that forgets: s ← ρ s + (1 - ρ) g², w ← w - η g / (√s + ε) (Tieleman and Hinton, 2012).

    Attributes
    ----------
    decay : float
        ρ, what is kept of the mean of squares, 0 … below 1.
    epsilon : float
        ε, above 0.
    """

    decay: float = 0.9
    epsilon: float = 1e-8

    n_memories: ClassVar[int] = 1

    def stride(
        self, gradient: FloatArray, memories: Sequence[FloatArray], learning_rate: float, step: int
    ) -> FloatArray:
        """As `GradientDescent.stride`; the memory is the running mean s of squared gradients."""
        del step
        (squares,) = memories
        squares *= self.decay
        squares += (1.0 - self.decay) * np.square(gradient)
        return -learning_rate * gradient / (np.sqrt(squares) + self.epsilon)


@dataclass(frozen=True)
class Adam:
    """Momentum and RMSProp in one: w ← w - η_t m / (√s + ε) with η_t = η √(1 - β₂ᵗ) / (1 - β₁ᵗ).

    m and s are running means of g and g². Both begin at 0 and are too small at first; η_t makes up for that. This is
    the efficient order that Kingma and Ba (2015) give at the end of their section 2, with the defaults they propose.

    Attributes
    ----------
    beta1, beta2 : float
        What is kept of m and of s, 0 … below 1.
    epsilon : float
        ε, above 0.
    """

    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8

    n_memories: ClassVar[int] = 2

    def stride(
        self, gradient: FloatArray, memories: Sequence[FloatArray], learning_rate: float, step: int
    ) -> FloatArray:
        """As `GradientDescent.stride`; the memories are m and s."""
        mean, squares = memories
        mean *= self.beta1
        mean += (1.0 - self.beta1) * gradient
        squares *= self.beta2
        squares += (1.0 - self.beta2) * np.square(gradient)
        return -learning_rate * self.correction(step) * mean / (np.sqrt(squares) + self.epsilon)

    def correction(self, step: int) -> float:
        """η_t / η at update number t = `step` + 1."""
        return float(np.sqrt(1.0 - self.beta2 ** (step + 1)) / (1.0 - self.beta1 ** (step + 1)))


Optimizer = GradientDescent | Momentum | Nesterov | AdaGrad | RMSProp | Adam


class Memories:
    """What an optimizer remembers of a whole network: for each layer, arrays for its weights and for its biases."""

    def __init__(self, optimizer: Optimizer, network: Network) -> None:
        self._optimizer = optimizer
        self._network = network
        self._layers = [(self._blank(layer.weights), self._blank(layer.biases)) for layer in network.layers]

    def update(self, gradients: Sequence[LayerGradients], learning_rate: float, step: int) -> None:
        """Move every weight and bias of the network, in place.

        Parameters
        ----------
        gradients : one LayerGradients a layer
        learning_rate : float
            η, above 0.
        step : int
            Updates made before this one.
        """
        stride = self._optimizer.stride
        for layer, gradient, (of_weights, of_biases) in zip(self._network.layers, gradients, self._layers, strict=True):
            layer.weights += stride(gradient.weights, of_weights, learning_rate, step)
            layer.biases += stride(gradient.biases, of_biases, learning_rate, step)

    def _blank(self, like: FloatArray) -> list[FloatArray]:
        return [np.zeros_like(like) for _ in range(self._optimizer.n_memories)]
