"""How many points are set aside for testing. Apart from `split`, which draws them: counting needs no NumPy."""

import math


def share_of(n_points: int, test_share: float) -> int:
    """The share of so many points, rounded up."""
    return math.ceil(n_points * test_share)


def count_test_points(n_points: int, test_share: float) -> int:
    """How many of `n_points` are set aside for testing: their share, rounded up.

    Raises
    ------
    ValueError
        Where no training point would be left.
    """
    n_test = share_of(n_points, test_share)
    if n_test >= n_points:
        raise ValueError(f"a test share of {test_share:.0%} leaves none of {n_points:,} points to learn from")
    return n_test
