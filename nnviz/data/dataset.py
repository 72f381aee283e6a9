"""The data set: all points, their classes, and which are for what."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.data.split import split_rows


@dataclass(frozen=True)
class Dataset:
    """Labelled points, split into training and test points.

    All arrays are read-only.

    Attributes
    ----------
    class_names : tuple[str, ...]
        Name of class k at place k.
    training_points, test_points : (n_training, n_features), (n_test, n_features), float64
        Single-precision values in double-precision arrays: converted once here, not at every step.
    training_labels, test_labels : (n_training,), (n_test,)
    """

    class_names: tuple[str, ...]
    training_points: NDArray[np.float64]
    training_labels: NDArray[np.intp]
    test_points: NDArray[np.float64]
    test_labels: NDArray[np.intp]

    @property
    def n_points(self) -> int:
        """Training and test points together."""
        return len(self.training_labels) + len(self.test_labels)

    @property
    def n_features(self) -> int:
        """Numbers a point has."""
        return self.training_points.shape[1]

    @property
    def n_classes(self) -> int:
        """Classes there are, with points or without."""
        return len(self.class_names)


def split_dataset(
    points: NDArray[np.float32], labels: NDArray[np.intp], class_names: Sequence[str], test_share: float, seed: int
) -> Dataset:
    """Make a data set of points, setting a share of them aside for testing.

    Parameters
    ----------
    points : (n_points, n_features)
    labels : (n_points,)
    class_names : Sequence[str]
    test_share, seed
        As for `split_rows`, which also raises ValueError.
    """
    training_rows, test_rows = split_rows(len(labels), test_share, seed)
    arrays = (
        points[training_rows].astype(np.float64),
        labels[training_rows],
        points[test_rows].astype(np.float64),
        labels[test_rows],
    )
    for array in arrays:
        array.setflags(write=False)
    return Dataset(tuple(class_names), *arrays)
