"""The calls that turn a gradient into the next step's weights: `optimizers.py`, on the flat vector."""

from collections.abc import Callable
from functools import partial

import numpy as np

from nnviz.core.arrays import FloatArray
from nnviz.core.optimizers import AdaGrad, Adam, GradientDescent, Momentum, Nesterov, Optimizer, RMSProp

Call = Callable[[], object]


def update(
    optimizer: Optimizer, now: FloatArray, after: FloatArray, gradients: FloatArray, rate: FloatArray
) -> list[Call]:
    """From the state before an update to the one after it.

    Parameters
    ----------
    optimizer : Optimizer
    now, after : (1 + n_memories, n_parameters)
        Parameters, and below them what the optimizer remembers. `now` is left as it is.
    gradients : (2, n_parameters)
        The gradient, and room for its square; both may be overwritten.
    rate : ()
        What the update is multiplied with, read when the calls are made; see `effective_rates`.
    """
    gradient = gradients[0]
    match optimizer:
        case GradientDescent():
            return _gradient_descent(now, after, gradient, rate)
        case Momentum():
            return _momentum(optimizer, now, after, gradient, rate)
        case Nesterov():
            return _nesterov(optimizer, now, after, gradient, rate)
        case AdaGrad():
            return _adagrad(optimizer, now, after, gradient, rate)
        case RMSProp():
            return _rmsprop(optimizer, now, after, gradient, rate)
        case _:
            return _adam(optimizer, now, after, gradients, rate)


def effective_rates(optimizer: Optimizer, rates: FloatArray, first: int) -> FloatArray:
    """What the updates of steps first, first + 1, … are multiplied with, from their learning rates; same shape."""
    if not isinstance(optimizer, Adam):
        return rates
    updates = np.arange(first + 1, first + 1 + len(rates), dtype=np.float64)
    return rates * np.sqrt(1.0 - optimizer.beta2**updates) / (1.0 - optimizer.beta1**updates)


def _numbers(like: FloatArray, *values: float) -> list[FloatArray]:
    """Numbers as arrays of no dimensions: NumPy is quickest with those."""
    return [np.array(value, like.dtype) for value in values]


def _gradient_descent(now: FloatArray, after: FloatArray, gradient: FloatArray, rate: FloatArray) -> list[Call]:
    return [partial(np.multiply, gradient, rate, gradient), partial(np.subtract, now[0], gradient, after[0])]


def _velocity(momentum: FloatArray, now: FloatArray, after: FloatArray, gradient: FloatArray) -> list[Call]:
    """v ← μ v - η g, with η g in `gradient`."""
    return [partial(np.multiply, now[1], momentum, after[1]), partial(np.subtract, after[1], gradient, after[1])]


def _momentum(
    optimizer: Momentum, now: FloatArray, after: FloatArray, gradient: FloatArray, rate: FloatArray
) -> list[Call]:
    (momentum,) = _numbers(now, optimizer.momentum)
    return [
        partial(np.multiply, gradient, rate, gradient),
        *_velocity(momentum, now, after, gradient),
        partial(np.add, now[0], after[1], after[0]),
    ]


def _nesterov(
    optimizer: Nesterov, now: FloatArray, after: FloatArray, gradient: FloatArray, rate: FloatArray
) -> list[Call]:
    (momentum,) = _numbers(now, optimizer.momentum)
    return [
        partial(np.multiply, gradient, rate, gradient),
        *_velocity(momentum, now, after, gradient),
        partial(np.multiply, after[1], momentum, after[0]),
        partial(np.subtract, after[0], gradient, after[0]),
        partial(np.add, now[0], after[0], after[0]),
    ]


def _scaled_stride(
    numerator: FloatArray, now: FloatArray, after: FloatArray, epsilon: FloatArray, rate: FloatArray
) -> list[Call]:
    """w ← w - η numerator / (√s + ε), s being the last of what is remembered."""
    stride = after[0]
    return [
        partial(np.sqrt, after[-1], stride),
        partial(np.add, stride, epsilon, stride),
        partial(np.divide, numerator, stride, stride),
        partial(np.multiply, stride, rate, stride),
        partial(np.subtract, now[0], stride, after[0]),
    ]


def _adagrad(
    optimizer: AdaGrad, now: FloatArray, after: FloatArray, gradient: FloatArray, rate: FloatArray
) -> list[Call]:
    (epsilon,) = _numbers(now, optimizer.epsilon)
    return [
        partial(np.multiply, gradient, gradient, after[1]),
        partial(np.add, after[1], now[1], after[1]),
        *_scaled_stride(gradient, now, after, epsilon, rate),
    ]


def _rmsprop(
    optimizer: RMSProp, now: FloatArray, after: FloatArray, gradient: FloatArray, rate: FloatArray
) -> list[Call]:
    decay, rest, epsilon = _numbers(now, optimizer.decay, 1.0 - optimizer.decay, optimizer.epsilon)
    return [
        partial(np.multiply, gradient, gradient, after[0]),
        partial(np.multiply, after[0], rest, after[0]),
        partial(np.multiply, now[1], decay, after[1]),
        partial(np.add, after[1], after[0], after[1]),
        *_scaled_stride(gradient, now, after, epsilon, rate),
    ]


def _adam(optimizer: Adam, now: FloatArray, after: FloatArray, gradients: FloatArray, rate: FloatArray) -> list[Call]:
    # Both means are brought up to date at once, as the rows of one array.
    betas = np.array([[optimizer.beta1], [optimizer.beta2]])
    kept = np.broadcast_to(betas, gradients.shape).astype(now.dtype)
    new = np.broadcast_to(1.0 - betas, gradients.shape).astype(now.dtype)
    (epsilon,) = _numbers(now, optimizer.epsilon)
    return [
        partial(np.multiply, gradients[0], gradients[0], gradients[1]),
        partial(np.multiply, gradients, new, gradients),
        partial(np.multiply, now[1:], kept, after[1:]),
        partial(np.add, after[1:], gradients, after[1:]),
        *_scaled_stride(after[1], now, after, epsilon, rate),
    ]
