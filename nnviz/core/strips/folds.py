"""Folds: activations without the additions and multiplications that weights can do.

    activation(z) = scale · raw(factor · z) + offset

`factor` goes into the layer's own weights and `scale` and `offset` into the next layer's, once a map; only `raw` is
computed at every point.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from nnviz.core import activations
from nnviz.core.arrays import FloatArray
from nnviz.core.compiled.activation_calls import Call, activate


@dataclass(frozen=True)
class Fold:
    """How an activation is taken apart.

    Attributes
    ----------
    raw : (numbers, scratch) -> calls
        Turn factor · scores into raw outputs, in place; both (n_neurons, n_points), `scratch` may be overwritten.
    factor, scale, offset : float
    """

    raw: Callable[[FloatArray, FloatArray], list[Call]]
    factor: float = 1.0
    scale: float = 1.0
    offset: float = 0.0

    def outside(self, n_neurons: int) -> tuple[FloatArray, FloatArray]:
        """Scale and offset, for all neurons of a layer: both (1, n_neurons)."""
        return np.full((1, n_neurons), self.scale), np.full((1, n_neurons), self.offset)


def fold(name: str) -> Fold:
    """The fold of the activation of this name."""
    return _FOLDS.get(name) or Fold(partial(activate, name))


def invert(numbers: FloatArray) -> Call:
    """1 / numbers, in place: NumPy divides faster than it takes reciprocals."""
    return partial(np.divide, np.array(1.0, numbers.dtype), numbers, numbers)


def _falling(numbers: FloatArray, scratch: FloatArray) -> list[Call]:
    """1 / (1 + exp(z)), the logistic curve from right to left; where exp(z) is infinite, the 0 that is right."""
    del scratch
    one = np.array(1.0, numbers.dtype)
    return [partial(np.exp, numbers, numbers), partial(np.add, numbers, one, numbers), invert(numbers)]


def _elu_and_one(numbers: FloatArray, scratch: FloatArray) -> list[Call]:
    """z + 1 where z is positive, else exp(z)."""
    zeros = np.zeros_like(numbers)
    return [
        partial(np.minimum, numbers, zeros, out=scratch),
        partial(np.exp, scratch, scratch),
        partial(np.maximum, numbers, zeros, out=numbers),
        partial(np.add, numbers, scratch, numbers),
    ]


def _softplus(numbers: FloatArray, scratch: FloatArray) -> list[Call]:
    """log(1 + exp(z)) as max(z, 0) + log(1 + exp(-|z|)), which no z is too large for."""
    return [
        partial(np.abs, numbers, scratch),
        partial(np.negative, scratch, scratch),
        partial(np.exp, scratch, scratch),
        partial(np.add, scratch, np.array(1.0, scratch.dtype), scratch),
        partial(np.log, scratch, scratch),
        partial(np.maximum, numbers, np.zeros_like(numbers), out=numbers),
        partial(np.add, numbers, scratch, numbers),
    ]


FALLING_EXPONENTIALS = {
    activations.SIGMOID.name: Fold(_falling, factor=-1.0),
    activations.TANH.name: Fold(_falling, factor=2.0, scale=-2.0, offset=1.0),  # tanh(z) = 1 - 2 / (1 + exp(2z))
}
"""Those whose raw outputs are 1 / (1 + exp(factor · z))."""

_FOLDS = {
    **FALLING_EXPONENTIALS,
    activations.ELU.name: Fold(_elu_and_one, offset=-1.0),
    activations.SOFTPLUS.name: Fold(_softplus),
}
