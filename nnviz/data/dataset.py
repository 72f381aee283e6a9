"""The data set: all points, their classes, and which are for what."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.data.formula import Formula
from nnviz.data.inputs import InputMap, check_inputs, fit_inputs
from nnviz.data.lots import Numbers, order_of
from nnviz.data.split import Rows, split_order, split_order_by_class, split_rows, split_rows_by_class


@dataclass(frozen=True)
class Dataset:
    """Labelled points, split into training and test points.

    All arrays are read-only.

    Attributes
    ----------
    class_names : tuple[str, ...]
        Name of class k at place k.
    training_points, test_points : (n_training, n_features), (n_test, n_features), float64
        Drawn points are single-precision values in double-precision arrays: converted once here, not at every step.
    training_labels, test_labels : (n_training,), (n_test,)
    training_inputs, test_inputs : (n_training, n_inputs), (n_test, n_inputs), float64
        What the network is fed for them; the very arrays of the points where that is all.
    inputs_of : InputMap
        From any points to the network's inputs.
    feature_names : tuple[str, ...]
        Of the features, for the axes.
    class_colors : tuple[int, ...]
        Number of class k's colour in the palette at place k; empty for k itself.
    """

    class_names: tuple[str, ...]
    training_points: NDArray[np.float64]
    training_labels: NDArray[np.intp]
    test_points: NDArray[np.float64]
    test_labels: NDArray[np.intp]
    training_inputs: NDArray[np.float64]
    test_inputs: NDArray[np.float64]
    inputs_of: InputMap
    feature_names: tuple[str, ...]
    class_colors: tuple[int, ...] = ()

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


@dataclass(frozen=True)
class Split:
    """How points are split.

    Attributes
    ----------
    test_share, seed
        As for `split_rows`.
    by_class : bool
        Whether each class gives its share of the test points, as near as whole points allow.
    """

    test_share: float
    seed: int
    by_class: bool = False


def split_dataset(
    points: NDArray[np.floating],
    labels: NDArray[np.intp],
    class_names: Sequence[str],
    split: Split,
    *,
    class_colors: Sequence[int] = (),
    feature_names: Sequence[str] = ("x₁", "x₂"),
    formulas: Sequence[Formula] = (),
    standardized: bool = False,
    numbers: Numbers | None = None,
) -> Dataset:
    """Make a data set of points, setting a share of them aside for testing.

    Parameters
    ----------
    points : (n_points, n_features)
    labels : (n_points,)
    class_names : Sequence[str]
    split : Split
    class_colors : Sequence[int]
    feature_names : (n_features,)
    formulas, standardized
        As for `fit_inputs`.
    numbers : (n_points,) or None
        Where the points have numbers of their own, by which they are dealt instead of by their rows (see `lots.py`).

    Raises
    ------
    ValueError
        Where no training point would be left, or a formula has no number for one of the points.
    """
    rows = deal(labels, split, numbers)
    training_points, test_points = (_frozen(points[some].astype(np.float64)) for some in rows)
    training_labels, test_labels = (_frozen(labels[some]) for some in rows)
    inputs_of = fit_inputs(formulas, training_points, standardized=standardized)
    if inputs_of.is_identity:
        training_inputs, test_inputs = training_points, test_points
    else:
        training_inputs, test_inputs = _frozen(inputs_of(training_points)), _frozen(inputs_of(test_points))
        check_inputs(inputs_of, test_points, test_inputs)
    return Dataset(
        class_names=tuple(class_names),
        training_points=training_points,
        training_labels=training_labels,
        test_points=test_points,
        test_labels=test_labels,
        training_inputs=training_inputs,
        test_inputs=test_inputs,
        inputs_of=inputs_of,
        feature_names=tuple(feature_names),
        class_colors=tuple(class_colors),
    )


def deal(labels: NDArray[np.intp], split: Split, numbers: Numbers | None = None) -> tuple[Rows, Rows]:
    """Which rows are for training, and which for testing; arguments and errors are those of `split_dataset`."""
    if numbers is None:
        if split.by_class:
            return split_rows_by_class(labels, split.test_share, split.seed)
        return split_rows(len(labels), split.test_share, split.seed)
    order = order_of(numbers, split.seed)
    if split.by_class:
        return split_order_by_class(order, labels, split.test_share)
    return split_order(order, split.test_share)


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    array.setflags(write=False)
    return array
