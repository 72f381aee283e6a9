"""Activations: what a neuron makes of its score.

Without them a stack of layers would be one linear map. Each comes with its derivative, because backpropagation
multiplies by it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnviz.core.arrays import FloatArray

LEAK = 0.01
"""What leaky ReLU lets through of a negative score."""


@dataclass(frozen=True)
class Activation:
    """A function applied to every score by itself, with its derivative.

    Attributes
    ----------
    name : str
        As it stands in recipes.
    title : str
        As it stands on the screen.
    function : scores -> outputs, same shape
    derivative : (scores, outputs) -> d outputs / d scores, same shape
        Both are given because one of them is usually the cheaper way: tanh'(z) is 1 - tanh(z)².
    """

    name: str
    title: str
    function: Callable[[FloatArray], FloatArray]
    derivative: Callable[[FloatArray, FloatArray], FloatArray]


def _relu(scores: FloatArray) -> FloatArray:
    return np.maximum(scores, 0.0)


def _relu_derivative(scores: FloatArray, outputs: FloatArray) -> FloatArray:
    del scores
    # At exactly 0 there is no derivative; like the original experiment we take 0.
    return (outputs > 0.0).astype(outputs.dtype)


def _leaky_relu(scores: FloatArray) -> FloatArray:
    return np.maximum(scores, LEAK * scores)


def _leaky_relu_derivative(scores: FloatArray, outputs: FloatArray) -> FloatArray:
    return np.where(scores > 0.0, 1.0, LEAK).astype(outputs.dtype)


def _elu(scores: FloatArray) -> FloatArray:
    # The exponential of a positive score is not used, and could overflow. expm1 is exact near 0, where exp - 1 is not.
    return np.maximum(scores, 0.0) + np.expm1(np.minimum(scores, 0.0))


def _elu_derivative(scores: FloatArray, outputs: FloatArray) -> FloatArray:
    del scores
    return np.minimum(outputs, 0.0) + 1.0


def _tanh_derivative(scores: FloatArray, outputs: FloatArray) -> FloatArray:
    del scores
    return 1.0 - np.square(outputs)


def _sigmoid(scores: FloatArray) -> FloatArray:
    # The textbook's 1 / (1 + exp(-z)) in a form that cannot overflow.
    return 0.5 + 0.5 * np.tanh(0.5 * scores)


def _sigmoid_derivative(scores: FloatArray, outputs: FloatArray) -> FloatArray:
    del scores
    return outputs * (1.0 - outputs)


def _softplus(scores: FloatArray) -> FloatArray:
    # log(1 + exp(z)) with the larger exponent taken out, so that nothing overflows.
    return np.maximum(scores, 0.0) + np.log1p(np.exp(-np.abs(scores)))


def _softplus_derivative(scores: FloatArray, outputs: FloatArray) -> FloatArray:
    del outputs
    return _sigmoid(scores)


def _identity(scores: FloatArray) -> FloatArray:
    return scores


def _identity_derivative(scores: FloatArray, outputs: FloatArray) -> FloatArray:
    del outputs
    return np.ones_like(scores)


RELU = Activation("relu", "ReLU", _relu, _relu_derivative)
"""max(0, z): passes what is positive and is silent otherwise (Nair and Hinton, 2010)."""

LEAKY_RELU = Activation("leaky-relu", "Leaky ReLU", _leaky_relu, _leaky_relu_derivative)
"""z where positive, else z / 100: a silent neuron still learns (Maas, Hannun and Ng, 2013)."""

ELU = Activation("elu", "ELU", _elu, _elu_derivative)
"""z where positive, else exp(z) - 1: like ReLU with a soft floor at -1 (Clevert, Unterthiner and Hochreiter, 2015)."""

TANH = Activation("tanh", "tanh", np.tanh, _tanh_derivative)
"""The hyperbolic tangent: a smooth switch from -1 to 1."""

SIGMOID = Activation("sigmoid", "Sigmoid", _sigmoid, _sigmoid_derivative)
"""1 / (1 + exp(-z)): a smooth switch from 0 to 1, the logistic curve."""

SOFTPLUS = Activation("softplus", "Softplus", _softplus, _softplus_derivative)
"""log(1 + exp(z)): ReLU with its corner rounded off (Dugas and others, 2001)."""

IDENTITY = Activation("identity", "Identity", _identity, _identity_derivative)
"""z itself. The last layer has it: its scores are the logits that softmax reads."""

ACTIVATIONS = {activation.name: activation for activation in (RELU, LEAKY_RELU, ELU, TANH, SIGMOID, SOFTPLUS, IDENTITY)}
