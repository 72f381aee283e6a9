"""The calls that apply an activation in place, and those that compute its slope from its outputs.

Every activation here tells its slope by its outputs alone, so that scores need no buffer of their own.
"""

from collections.abc import Callable
from functools import partial

import numpy as np

from nnviz.core import activations
from nnviz.core.arrays import FloatArray

Call = Callable[[], object]

MANY_POINTS = 500
"""From here on the work in a call costs more than the call."""


def activate(name: str, outputs: FloatArray, scratch: FloatArray) -> list[Call]:
    """Turn scores into outputs, in place.

    Parameters
    ----------
    name : str
        Of the activation.
    outputs : (n_neurons, n_points)
        Holds the scores when the calls are made.
    scratch : (n_neurons, n_points)
        May be overwritten.
    """
    return _ACTIVATE[name](outputs, scratch)


def slope(name: str, outputs: FloatArray, slopes: FloatArray) -> list[Call]:
    """Put d outputs / d scores into `slopes`, both (n_neurons, n_points); no calls where it is 1 everywhere."""
    return _SLOPE[name](outputs, slopes)


def _number(value: float, like: FloatArray) -> FloatArray:
    """A number as an array of no dimensions: NumPy is quickest with those, and makes one of any number at each call."""
    return np.array(value, like.dtype)


def _zeros(like: FloatArray) -> FloatArray:
    """0 to compare with. In single precision NumPy does that three times as fast with an array of the same shape."""
    return np.zeros_like(like) if like.dtype == np.float32 else _number(0.0, like)


def _no_calls(outputs: FloatArray, scratch: FloatArray) -> list[Call]:
    del outputs, scratch
    return []


def _relu(outputs: FloatArray, scratch: FloatArray) -> list[Call]:
    del scratch
    if outputs.shape[1] >= MANY_POINTS and outputs.dtype == np.float64:
        # A longer call, but NumPy is twice as fast at two bounds as at a maximum with one number.
        return [partial(outputs.clip, _number(0.0, outputs), _number(np.inf, outputs), outputs)]
    return [partial(np.maximum, outputs, _zeros(outputs), out=outputs)]


def _leaky_relu(outputs: FloatArray, scratch: FloatArray) -> list[Call]:
    leak = _number(activations.LEAK, outputs)
    return [partial(np.multiply, outputs, leak, scratch), partial(np.maximum, outputs, scratch, out=outputs)]


def _elu(outputs: FloatArray, scratch: FloatArray) -> list[Call]:
    zero = _zeros(outputs)
    return [
        partial(np.minimum, outputs, zero, out=scratch),
        partial(np.expm1, scratch, scratch),
        partial(np.maximum, outputs, zero, out=outputs),
        partial(np.add, outputs, scratch, outputs),
    ]


def _tanh(outputs: FloatArray, scratch: FloatArray) -> list[Call]:
    del scratch
    return [partial(np.tanh, outputs, outputs)]


def _sigmoid(outputs: FloatArray, scratch: FloatArray) -> list[Call]:
    del scratch
    # Where exp(-z) overflows to infinity, one divided by it is the 0 that is right.
    return [
        partial(np.negative, outputs, outputs),
        partial(np.exp, outputs, outputs),
        partial(np.add, outputs, _number(1.0, outputs), outputs),
        partial(np.reciprocal, outputs, outputs),
    ]


def _softplus(outputs: FloatArray, scratch: FloatArray) -> list[Call]:
    del scratch
    return [partial(np.logaddexp, outputs, _number(0.0, outputs), outputs)]


def _slope_relu(outputs: FloatArray, slopes: FloatArray) -> list[Call]:
    if outputs.shape[1] < MANY_POINTS:
        return [partial(np.sign, outputs, slopes)]  # of what is never negative: 1 where active, else 0
    active = np.empty(outputs.shape, dtype=np.bool_)  # a call more, but each of them is quick
    return [partial(np.greater, outputs, _number(0.0, outputs), active), partial(np.copyto, slopes, active)]


def _slope_leaky_relu(outputs: FloatArray, slopes: FloatArray) -> list[Call]:
    active = np.empty(outputs.shape, dtype=np.bool_)
    return [
        partial(np.greater, outputs, _number(0.0, outputs), active),
        partial(np.multiply, active, _number(1.0 - activations.LEAK, outputs), slopes),
        partial(np.add, slopes, _number(activations.LEAK, outputs), slopes),
    ]


def _slope_elu(outputs: FloatArray, slopes: FloatArray) -> list[Call]:
    return [
        partial(np.minimum, outputs, _zeros(outputs), out=slopes),
        partial(np.add, slopes, _number(1.0, outputs), slopes),
    ]


def _slope_tanh(outputs: FloatArray, slopes: FloatArray) -> list[Call]:
    return [partial(np.multiply, outputs, outputs, slopes), partial(np.subtract, _number(1.0, outputs), slopes, slopes)]


def _slope_sigmoid(outputs: FloatArray, slopes: FloatArray) -> list[Call]:
    return [partial(np.subtract, _number(1.0, outputs), outputs, slopes), partial(np.multiply, slopes, outputs, slopes)]


def _slope_softplus(outputs: FloatArray, slopes: FloatArray) -> list[Call]:
    # The sigmoid of z is 1 - exp(-softplus(z)).
    return [
        partial(np.negative, outputs, slopes),
        partial(np.expm1, slopes, slopes),
        partial(np.negative, slopes, slopes),
    ]


_ACTIVATE = {
    activations.RELU.name: _relu,
    activations.LEAKY_RELU.name: _leaky_relu,
    activations.ELU.name: _elu,
    activations.TANH.name: _tanh,
    activations.SIGMOID.name: _sigmoid,
    activations.SOFTPLUS.name: _softplus,
    activations.IDENTITY.name: _no_calls,
}
_SLOPE = {
    activations.RELU.name: _slope_relu,
    activations.LEAKY_RELU.name: _slope_leaky_relu,
    activations.ELU.name: _slope_elu,
    activations.TANH.name: _slope_tanh,
    activations.SIGMOID.name: _slope_sigmoid,
    activations.SOFTPLUS.name: _slope_softplus,
    activations.IDENTITY.name: _no_calls,
}
