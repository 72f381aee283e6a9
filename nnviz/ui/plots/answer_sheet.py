"""The answer sheet: what the network of a moment answers to the points, as many as a frame has time for."""

import numpy as np

from nnviz.core.answers import Answers, answer, joined
from nnviz.core.arrays import FloatArray, IntArray
from nnviz.core.network import Network
from nnviz.core.snapshot import Snapshot
from nnviz.data.dataset import Dataset
from nnviz.ui.plots.point_sample import sample_rows

MOST_AT_ONCE = 15_000
"""Points asked in one frame: with the article's network that takes about 2 ms."""

_WORK, _FEWEST = 20_000_000, 100
"""Weights times points in one frame, about 4 ms; and so many points are asked however large the network."""


class AnswerSheet:
    """The answers to the training or the test points of one moment.

    Where there are more points than a frame has time for, a sample is asked at once, the same points every time; and
    `go_on`, to be called while the run stands still, asks all the others slice by slice.

    Attributes
    ----------
    answers : Answers or None
        None before the first moment, and where the network's numbers are no longer finite.
    n_points : int
        Points there are, asked or not.
    """

    def __init__(self) -> None:
        self.answers: Answers | None = None
        self.n_points = 0
        self._snapshot: Snapshot | None = None
        self._dataset: Dataset | None = None
        self._is_test = True
        self._sample: tuple[int, IntArray] | None = None
        self._parts: list[Answers] = []

    @property
    def is_sample(self) -> bool:
        """Whether there are points that have not been asked."""
        return self.answers is not None and len(self.answers) < self.n_points

    def show_moment(self, snapshot: Snapshot, dataset: Dataset, *, is_test: bool) -> None:
        """Ask the network of this moment about the test or the training points."""
        if snapshot is self._snapshot and dataset is self._dataset and is_test == self._is_test:
            return
        if dataset is not self._dataset or is_test != self._is_test:
            self._sample = None
        self._snapshot, self._dataset, self._is_test = snapshot, dataset, is_test
        self._parts = []
        points, labels = self._inputs
        self.n_points = len(labels)
        n_most = affordable(snapshot.network)
        if not snapshot.is_finite:
            self.answers = None
        elif self.n_points <= n_most:
            self.answers = answer(snapshot.network, points, labels)
        else:
            rows = self._sampled(n_most)
            self.answers = answer(snapshot.network, points[rows], labels[rows], rows)

    def go_on(self) -> bool:
        """Ask a slice of the points that are missing; true where the answers have just become whole."""
        if self._snapshot is None or not self.is_sample:
            return False
        points, labels = self._inputs
        done = sum(map(len, self._parts))
        some = slice(done, min(done + affordable(self._snapshot.network), self.n_points))
        rows = np.arange(some.start, some.stop)
        self._parts.append(answer(self._snapshot.network, points[some], labels[some], rows))
        if some.stop < self.n_points:
            return False
        self.answers, self._parts = joined(self._parts), []
        return True

    @property
    def _inputs(self) -> tuple[FloatArray, IntArray]:
        dataset = self._dataset
        if dataset is None:
            raise ValueError("no moment has been shown")
        if self._is_test:
            return dataset.test_inputs, dataset.test_labels
        return dataset.training_inputs, dataset.training_labels

    def _sampled(self, n_wanted: int) -> IntArray:
        if self._sample is None or self._sample[0] != n_wanted:
            labels = self._inputs[1]
            n_classes = 1 if self._dataset is None else self._dataset.n_classes
            self._sample = (n_wanted, sample_rows(labels, n_classes, n_wanted))
        return self._sample[1]


def affordable(network: Network) -> int:
    """Points that a network can be asked about in a frame."""
    return max(_FEWEST, min(MOST_AT_ONCE, _WORK // network.n_parameters))
