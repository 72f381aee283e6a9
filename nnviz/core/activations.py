"""Activations: what a neuron makes of its score.

Without them a stack of layers would be one linear map. Each comes with its derivative, because backpropagation
multiplies by it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnviz.core.arrays import FloatArray


@dataclass(frozen=True)
class Activation:
    """A function applied to every score by itself, with its derivative.

    Attributes
    ----------
    name : str
        As it stands in recipes and on the screen.
    function : scores -> outputs, same shape
    derivative : (scores, outputs) -> d outputs / d scores, same shape
        Both are given because one of them is usually the cheaper way: tanh'(z) is 1 - tanh(z)².
    """

    name: str
    function: Callable[[FloatArray], FloatArray]
    derivative: Callable[[FloatArray, FloatArray], FloatArray]


def _relu(scores: FloatArray) -> FloatArray:
    return np.maximum(scores, 0.0)


def _relu_derivative(scores: FloatArray, outputs: FloatArray) -> FloatArray:
    del scores
    # At exactly 0 there is no derivative; like the original experiment we take 0.
    return (outputs > 0.0).astype(outputs.dtype)


def _identity(scores: FloatArray) -> FloatArray:
    return scores


def _identity_derivative(scores: FloatArray, outputs: FloatArray) -> FloatArray:
    del outputs
    return np.ones_like(scores)


RELU = Activation("relu", _relu, _relu_derivative)
"""max(0, z): passes what is positive and is silent otherwise (Nair and Hinton, 2010)."""

IDENTITY = Activation("identity", _identity, _identity_derivative)
"""z itself. The last layer has it: its scores are the logits that softmax reads."""

ACTIVATIONS = {activation.name: activation for activation in (RELU, IDENTITY)}
