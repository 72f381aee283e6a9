"""Splitting points into those a network learns from and those it is tested on."""

import numpy as np
from numpy.typing import NDArray

from nnviz.data.set_aside import count_test_points


def split_rows(n_points: int, test_share: float, seed: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
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
    n_test = count_test_points(n_points, test_share)
    order = np.random.RandomState(seed).permutation(n_points)
    return order[n_test:], order[:n_test]


def split_rows_by_class(
    labels: NDArray[np.intp], test_share: float, seed: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The same, but each class gives its share of the test points.

    As near as whole points allow: each class gives its share rounded down, and those with the largest remainders one
    more, until there are as many as `split_rows` takes.

    Parameters
    ----------
    labels : (n_points,)
    test_share, seed
        As for `split_rows`; so are the rows returned, and the error raised.
    """
    n_test = count_test_points(len(labels), test_share)
    order = np.random.RandomState(seed).permutation(len(labels))
    counts = np.bincount(labels)
    shares = counts * (n_test / len(labels))
    n_taken = shares.astype(np.intp)
    n_taken[np.argsort(n_taken - shares, kind="stable")[: n_test - n_taken.sum()]] += 1
    is_test = np.zeros(len(labels), dtype=np.bool_)
    for label, n_of_class in enumerate(n_taken):
        is_test[order[labels[order] == label][:n_of_class]] = True
    in_order = is_test[order]
    return order[~in_order], order[in_order]
