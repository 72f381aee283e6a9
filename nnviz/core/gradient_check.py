"""The gradient check: backpropagation beside a way to the same numbers that needs no calculus.

Nudge one weight a little up and a little down, and see how far the loss moves: that is its slope. It is far too slow
to train with, four losses for every single weight, but it cannot share a mistake with backpropagation. Where both
agree, the gradient is right.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.core.arrays import FloatArray, IntArray
from nnviz.core.layers import DenseLayer, LayerGradients, LayerPass
from nnviz.core.losses import NO_PENALTY, Penalty, cross_entropy
from nnviz.core.network import Network

# The first that is gentle is taken: a loss has 16 digits, and the smaller the nudge, the fewer are left for the slope.
_NUDGES = (1e-3, 1e-4, 1e-5, 1e-6, 1e-7)

# A nudge that moves no score further than this leaves less than 1e-9 of a slope to its formula's own error.
_GENTLE = 0.01

# Slopes below this share of the largest one, or below this size, are lost in the rounding of the losses.
_SMALL_SHARE = 0.01
_SMALL = 1e-4


@dataclass(frozen=True)
class GradientCheck:
    """The gradient of a loss, found in two ways.

    Attributes
    ----------
    analytic : one LayerGradients a layer, the first layer first
        By backpropagation.
    numeric : the same
        By finite differences.
    """

    analytic: tuple[LayerGradients, ...]
    numeric: tuple[LayerGradients, ...]

    @property
    def relative_error(self) -> float:
        """How far apart the two are at most: 1e-6 or less is agreement, 1e-2 or more a mistake.

        For each weight and bias |analytic - numeric| / max(|analytic|, |numeric|), and of these the largest. Where a
        slope is small its difference is measured by more than itself: by a hundredth of the network's largest slope,
        and by no less than 1e-4, since what finite differences find is rounded.
        """
        analytic, numeric = _flat(self.analytic), _flat(self.numeric)
        sizes = np.maximum(np.abs(analytic), np.abs(numeric))
        scales = np.maximum(sizes, max(_SMALL_SHARE * float(sizes.max()), _SMALL))
        return float((np.abs(analytic - numeric) / scales).max())


def gradient_check(
    network: Network,
    points: FloatArray,
    labels: IntArray,
    penalty: Penalty = NO_PENALTY,
    masks: Sequence[FloatArray] = (),
) -> GradientCheck:
    """The gradient of the loss on some points, by backpropagation and by finite differences.

    The slope along a weight w is the central difference D(h) = (L(w + h) - L(w - h)) / 2h, improved to
    D(h) + (D(h) - D(2h)) / 3, in which the error of order h² has cancelled (Richardson, 1911; Press and others,
    Numerical Recipes, 2007, section 5.7). The nudge h is as large as it may be, at most 1e-3, without moving a score
    by more than .01 and without taking a hidden score or a weight to the other side of 0: there ReLU and |w| have a
    kink, and a difference across a kink is the slope of neither side.

    Everything is computed in double precision, whatever that of `network`, which is left exactly as it is.

    Parameters
    ----------
    network : Network
    points : (n_points, n_features)
        A hundred will do: the time grows with their number and with the square of the network's parameters, and of
        many thousands some lie so near a kink that no nudge is small enough.
    labels : (n_points,)
    penalty : Penalty
    masks : one (n_points, n_neurons) a hidden layer, or none
        Dropout's, the same for every nudge.
    """
    with np.errstate(all="ignore"):  # where the loss is not finite the answer is not either
        twin = Network([_in_double_precision(layer) for layer in network.layers])
        slopes = _Slopes(twin, points.astype(np.float64), labels, penalty, masks)
        analytic = twin.measure(points.astype(np.float64), labels, penalty, masks).gradients
        numeric = [LayerGradients(slopes.along(layer.weights), slopes.along(layer.biases)) for layer in twin.layers]
    return GradientCheck(analytic, tuple(numeric))


class _Slopes:
    """Measures how the loss changes with the parameters of a network, one after another."""

    def __init__(
        self, network: Network, points: FloatArray, labels: IntArray, penalty: Penalty, masks: Sequence[FloatArray]
    ) -> None:
        self._network = network
        self._points = points
        self._labels = labels
        self._penalty = penalty
        self._masks = masks
        self._unmoved = network.forward(points, masks)

    def along(self, parameters: FloatArray) -> FloatArray:
        """d loss / d parameters, of the same shape; each parameter is moved in its place and put back."""
        slopes = np.empty_like(parameters)
        for place in np.ndindex(*parameters.shape):
            kept = float(parameters[place])
            slopes[place] = self._along_one(parameters, place, kept, _NUDGES)
            parameters[place] = kept
        return slopes

    def _along_one(self, parameters: FloatArray, place: tuple[int, ...], kept: float, nudges: Sequence[float]) -> float:
        """By the first of `nudges` that is gentle, or the last of them."""
        nudge, *smaller = nudges
        far, is_gentle = self._difference(parameters, place, kept, 2.0 * nudge)
        if smaller and not is_gentle:
            return self._along_one(parameters, place, kept, smaller)
        near, _ = self._difference(parameters, place, kept, nudge)
        return near + (near - far) / 3.0

    def _difference(
        self, parameters: FloatArray, place: tuple[int, ...], kept: float, nudge: float
    ) -> tuple[float, bool]:
        """The central difference quotient around `kept`, and whether the nudge was gentle."""
        parameters[place] = above = kept + nudge
        loss_above, is_near_above = self._look()
        parameters[place] = below = kept - nudge
        loss_below, is_near_below = self._look()
        crosses_zero = 0.0 < abs(kept) <= nudge
        return (loss_above - loss_below) / (above - below), is_near_above and is_near_below and not crosses_zero

    def _look(self) -> tuple[float, bool]:
        """The loss, and whether the scores are still nearly what they were."""
        passes = self._network.forward(self._points, self._masks)
        loss = cross_entropy(passes[-1].outputs, self._labels)[0] + self._network.penalty(self._penalty)
        return loss, _are_near(passes, self._unmoved)


def _are_near(passes: Sequence[LayerPass], unmoved: Sequence[LayerPass]) -> bool:
    """Whether no score has moved far, and no hidden one to the other side of 0."""
    pairs = [(moved.scores, before.scores) for moved, before in zip(passes, unmoved, strict=True)]
    moved_far = any(not np.abs(moved - before).max() <= _GENTLE for moved, before in pairs)
    return not moved_far and not any(((moved > 0.0) != (before > 0.0)).any() for moved, before in pairs[:-1])


def _in_double_precision(layer: DenseLayer) -> DenseLayer:
    """A copy; `astype` makes one even where nothing changes."""
    return DenseLayer(layer.weights.astype(np.float64), layer.biases.astype(np.float64), layer.activation)


def _flat(gradients: Sequence[LayerGradients]) -> FloatArray:
    return np.concatenate([array.ravel() for layer in gradients for array in (layer.weights, layer.biases)])
