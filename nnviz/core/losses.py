"""Losses: one number for how wrong the network is, and the slope that number has.

loss = data loss + penalty. The data loss is the cross-entropy of the true classes; the penalty keeps weights small.
"""

from collections.abc import Iterable

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


def l2_penalty(weights: Iterable[FloatArray], strength: float) -> float:
    """½ λ Σ w² over all weights, biases left out.

    Parameters
    ----------
    weights : one (n_inputs, n_neurons) array a layer
    strength : float
        λ, at or above 0. Its gradient with respect to a weight is λ w.
    """
    return 0.5 * strength * sum(float(np.sum(np.square(matrix))) for matrix in weights)
