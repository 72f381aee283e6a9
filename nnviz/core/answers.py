"""Answers: what a network says of points whose classes are known, and how sure it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nnviz.core.arrays import FloatArray, IntArray
from nnviz.core.network import Network

_FEWEST_POINTS, _MOST_POINTS = 64, 4000
_NUMBERS = 16_000
"""So many outputs of a layer take no new memory from the system, which would take six times as long."""


@dataclass(frozen=True)
class Answers:
    """A network's answers to some labelled points.

    Attributes
    ----------
    rows : (n_answers,)
        Which of the points were asked about.
    labels, predicted : (n_answers,)
        The true classes, and the most probable ones.
    confidence : (n_answers,)
        Probability of the predicted class, 0 … 1; NaN where scores were beyond all numbers.
    truth : (n_answers,)
        Probability of the true class.
    """

    rows: IntArray
    labels: IntArray
    predicted: IntArray
    confidence: FloatArray
    truth: FloatArray

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def wrong(self) -> IntArray:
        """Places of the wrong answers among the answers, rising, (n_wrong,)."""
        return np.flatnonzero(self.predicted != self.labels)

    def places_of(self, label: int, predicted: int) -> IntArray:
        """Places of the points of class `label` that are predicted as class `predicted`, (n_found,)."""
        return np.flatnonzero((self.labels == label) & (self.predicted == predicted))


def answer(network: Network, points: FloatArray, labels: IntArray, rows: IntArray | None = None) -> Answers:
    """Ask a network about points.

    Parameters
    ----------
    network : Network
    points : (n_points, n_features)
    labels : (n_points,)
    rows : (n_points,), optional
        Their numbers, where they are a part of others.
    """
    rows = np.arange(len(labels)) if rows is None else rows
    widest = max(len(layer.biases) for layer in network.layers)
    at_once = min(_MOST_POINTS, max(_FEWEST_POINTS, _NUMBERS // widest))
    slices = [slice(first, first + at_once) for first in range(0, max(len(labels), 1), at_once)]
    return joined([_answer(network, points[some], labels[some], rows[some]) for some in slices])


def joined(parts: Sequence[Answers]) -> Answers:
    """The answers of all parts, one part after another; at least one."""
    columns = ("rows", "labels", "predicted", "confidence", "truth")
    return Answers(*(np.concatenate([getattr(part, name) for part in parts]) for name in columns))


def _answer(network: Network, points: FloatArray, labels: IntArray, rows: IntArray) -> Answers:
    """As `answer`, all points at once.

    The softmax is taken with the classes along rows, which is quicker; and the predicted class has the largest score,
    so that its probability is exp(0) over the sum of all.
    """
    with np.errstate(all="ignore"):  # a network on its way to divergence has an answer too
        logits = network.logits(points)
        by_class = np.ascontiguousarray(logits.T)
        exponentials = np.exp(by_class - by_class.max(axis=0))
        totals = exponentials.sum(axis=0)
        confidence, truth = 1 / totals, exponentials[labels, np.arange(len(labels))] / totals
    return Answers(rows, labels, logits.argmax(axis=1), confidence, truth)
