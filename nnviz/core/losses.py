"""Losses: one number for how wrong the network is, and the slope that number has.

loss = data loss + penalty. The data loss is the cross-entropy of the true classes; the penalty keeps weights small.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from nnviz.core.arrays import FloatArray, IntArray


def softmax(logits: FloatArray) -> FloatArray:
    """Turn each row of logits into probabilities: positive, and summing to 1.

    Parameters
    ----------
    logits : (n_points, n_classes)
        Scores of the last layer; any finite size.

    Returns
    -------
    probabilities : (n_points, n_classes)
        exp(z_k) / Σ_j exp(z_j). Taking the row's maximum away first changes nothing in the quotient and keeps
        every exponent at or below 0, so that nothing overflows.
    """
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def cross_entropy(logits: FloatArray, labels: IntArray) -> tuple[float, FloatArray]:
    """Mean surprise at the true classes, and the error signal it sends back.

    Parameters
    ----------
    logits : (n_points, n_classes)
    labels : (n_points,)
        True class of each point, 0 … n_classes - 1.

    Returns
    -------
    data_loss : float
        Mean of -log p(true class), in nats. A network that knows nothing has log(n_classes). It is computed as
        log Σ exp(z) - z_true: the logarithm of an underflowed probability would be infinite.
    error_signal : (n_points, n_classes)
        d data_loss / d logits = (probabilities - one-hot labels) / n_points.
    """
    rows = np.arange(len(labels))
    shifted = logits - logits.max(axis=1, keepdims=True)
    exponentials = np.exp(shifted)
    totals = exponentials.sum(axis=1)
    surprise = np.log(totals) - shifted[rows, labels]

    error_signal = exponentials / totals[:, np.newaxis]
    error_signal[rows, labels] -= 1.0
    error_signal /= len(labels)
    return float(surprise.mean()), error_signal


@dataclass(frozen=True)
class Penalty:
    """What large weights cost: ½ λ₂ Σ w² + λ₁ Σ |w| over all weights, biases left out.

    Attributes
    ----------
    l2 : float
        λ₂, at or above 0. Its share pulls every weight towards 0 in proportion to its size (ridge; Hoerl and Kennard,
        1970).
    l1 : float
        λ₁, at or above 0. Its share pulls every weight towards 0 equally hard (lasso; Tibshirani, 1996).
    """

    l2: float = 0.0
    l1: float = 0.0

    def of(self, weights: Iterable[FloatArray]) -> float:
        """The penalty of some weight matrices, in nats as the data loss is."""
        total = 0.0
        for matrix in weights:
            total += 0.5 * self.l2 * float(np.sum(np.square(matrix))) + self.l1 * float(np.sum(np.abs(matrix)))
        return total

    def slope(self, weights: FloatArray) -> FloatArray:
        """d penalty / d weights, of the shape of `weights`: λ₂ w + λ₁ sign(w), with 0 for a weight of exactly 0."""
        return self.l2 * weights + self.l1 * np.sign(weights)


NO_PENALTY = Penalty()
