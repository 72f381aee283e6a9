"""Splitting points into those a network learns from and those it is tested on."""

import math

import numpy as np
from numpy.typing import NDArray


def count_test_points(n_points: int, test_share: float) -> int:
    """How many of `n_points` are set aside for testing: their share, rounded up.

    Raises
    ------
    ValueError
        Where no training point would be left.
    """
    n_test = math.ceil(n_points * test_share)
    if n_test >= n_points:
        raise ValueError(f"a test share of {test_share:.0%} leaves none of {n_points:,} points to learn from")
    return n_test


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
