"""Metrics: what a person reads off, and training does not."""

from typing import NamedTuple

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


class ClassScores(NamedTuple):
    """How well each class is told from the others: shares from 0 to 1, NaN where there is nothing to take a share of.

    Attributes
    ----------
    precision : (n_classes,)
        Of the points predicted as the class, how many are of it.
    recall : (n_classes,)
        Of the points of the class, how many are predicted as it.
    f1 : (n_classes,)
        The harmonic mean of both, 2 p r / (p + r), which is near the lower one.
    """

    precision: FloatArray
    recall: FloatArray
    f1: FloatArray


def class_scores(counts: IntArray) -> ClassScores:
    """Precision, recall and F1 of each class.

    Parameters
    ----------
    counts : (n_classes, n_classes)
        As of `confusion_matrix`: rows are true classes.

    Returns
    -------
    scores : ClassScores
        F1 is computed as 2 · right / (predicted + true), the same number, and one that a class has as soon as it either
        occurs or is predicted (van Rijsbergen, 1979).
    """
    right, predicted, true = np.diagonal(counts), counts.sum(axis=0), counts.sum(axis=1)
    with np.errstate(invalid="ignore"):  # 0/0 is NaN, and meant
        return ClassScores(right / predicted, right / true, 2 * right / (predicted + true))
