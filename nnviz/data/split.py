"""Splitting points into those a network learns from and those it is tested on."""

import numpy as np
from numpy.typing import NDArray

from nnviz.data.set_aside import count_test_points

Rows = NDArray[np.intp]


def split_rows(n_points: int, test_share: float, seed: int) -> tuple[Rows, Rows]:
    """Choose the training and the test points at random.

    Parameters
    ----------
    n_points : int
        At least 1.
    test_share : float
        0 … below 1; the number of test points is rounded up.
    seed : int
        0 … 2³² - 1.

    Returns
    -------
    training_rows, test_rows : (n_training,), (n_test,)
        In the order of scikit-learn's `train_test_split`, bit for bit: a shuffle of all rows, test rows first.
        (Importing scikit-learn for these two lines would cost a second at every start.)

    Raises
    ------
    ValueError
        Where no training point would be left.
    """
    return split_order(_shuffled(n_points, seed), test_share)


def split_rows_by_class(labels: NDArray[np.intp], test_share: float, seed: int) -> tuple[Rows, Rows]:
    """The same, but each class gives its share of the test points.

    Parameters
    ----------
    labels : (n_points,)
    test_share, seed
        As for `split_rows`; so are the rows returned, and the error raised.
    """
    return split_order_by_class(_shuffled(len(labels), seed), labels, test_share)


def split_order(order: Rows, test_share: float) -> tuple[Rows, Rows]:
    """Split rows in an order that is there already: the first of them are for testing."""
    n_test = count_test_points(len(order), test_share)
    return order[n_test:], order[:n_test]


def split_order_by_class(order: Rows, labels: NDArray[np.intp], test_share: float) -> tuple[Rows, Rows]:
    """The same, the first of each class."""
    n_taken = count_test_points_by_class(labels, count_test_points(len(labels), test_share))
    is_test = np.zeros(len(labels), dtype=np.bool_)
    for label, n_of_class in enumerate(n_taken):
        is_test[order[labels[order] == label][:n_of_class]] = True
    in_order = is_test[order]
    return order[~in_order], order[in_order]


def count_test_points_by_class(labels: NDArray[np.intp], n_test: int) -> Rows:
    """How many of `n_test` test points each class gives, (n_classes,).

    As near as whole points allow: each class gives its share rounded down, and those with the largest remainders one
    more, until there are enough. `labels` (n_points,) has at least one point.
    """
    counts = np.bincount(labels)
    shares = counts * (n_test / len(labels))
    n_taken = shares.astype(np.intp)
    n_taken[np.argsort(n_taken - shares, kind="stable")[: n_test - n_taken.sum()]] += 1
    return n_taken


def _shuffled(n_points: int, seed: int) -> Rows:
    return np.random.RandomState(seed).permutation(n_points)
