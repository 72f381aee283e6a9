"""Metrics: what a person reads off, and training does not."""

import numpy as np

from nnviz.core.arrays import FloatArray, IntArray


def accuracy(logits: FloatArray, labels: IntArray) -> float:
    """Share of points whose most probable class is the true one, 0 … 1.

    Parameters
    ----------
    logits : (n_points, n_classes)
        Softmax keeps their order, so it need not be computed.
    labels : (n_points,)
    """
    return float(np.count_nonzero(logits.argmax(axis=1) == labels) / len(labels))


def confusion_matrix(predicted: IntArray, labels: IntArray, n_classes: int) -> IntArray:
    """Counts of points by true class (rows) and predicted class (columns).

    Parameters
    ----------
    predicted, labels : (n_points,)
        Classes 0 … n_classes - 1.

    Returns
    -------
    counts : (n_classes, n_classes)
        Right answers stand on the diagonal; the sum is n_points.
    """
    cells = labels * n_classes + predicted
    return np.bincount(cells, minlength=n_classes**2).reshape(n_classes, n_classes)
