"""Lots: which of a person's own points are tested on, so that whoever paints leaves all others what they were.

Each point has a number of its own. Number and seed make its lot, and the points with the smallest lots are the test
points. A point that is moved, or stands in another row because others were erased, keeps its number and so its lot.
"""

import numpy as np
from numpy.typing import NDArray

from nnviz.data.set_aside import share_of
from nnviz.data.split import count_test_points_by_class

Numbers = NDArray[np.int64]
Lots = NDArray[np.uint64]

NEW = -1
"""In the place of the number of a point that has none yet."""

_ONE = np.uint64(1)
_SPARE = 4096
_LARGEST = 2.0**64


def draw_lots(numbers: Numbers, seed: int) -> Lots:
    """The lots of points with these numbers, (n_points,): anywhere in 64 bits, no two alike.

    The mixing of SplitMix64 (Steele, Lea and Flood 2014), which maps the 64 bits of seed and number one to one.
    """
    mixed = ((numbers.astype(np.uint64) | np.uint64(seed << 32)) + _ONE) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def order_of(numbers: Numbers, seed: int) -> NDArray[np.intp]:
    """The rows by their lots, smallest first."""
    return np.argsort(draw_lots(numbers, seed))


def numbers_for(order: NDArray[np.intp], seed: int) -> Numbers:
    """Numbers for points that had none, 0 … n_points - 1, such that their lots keep this order of the rows."""
    numbers = np.empty(len(order), np.int64)
    numbers[order] = order_of(np.arange(len(order)), seed)
    return numbers


def with_new_numbers(
    numbers: Numbers, labels: NDArray[np.intp], *, test_share: float, seed: int, by_class: bool
) -> Numbers:
    """Give each new point a number, such that the others stay what they are.

    As many of the new points become test points as their share needs. Only where it needs more than there are, or
    fewer than none, and where no number with a fitting lot is found, does another point change.

    Parameters
    ----------
    numbers : (n_points,)
        `NEW` where there is none yet.
    labels : (n_points,)
    test_share, seed, by_class
        As of `Split`.
    """
    is_new = numbers == NEW
    if not is_new.any():
        return numbers
    groups = labels if by_class else np.zeros_like(labels)
    n_before = _n_test(groups[~is_new], test_share, int(groups.max()) + 1)
    n_after = _n_test(groups, test_share, len(n_before))
    given, free = numbers.copy(), _free(numbers[~is_new], int(is_new.sum()))
    for group in np.unique(groups[is_new]):
        rows = np.flatnonzero(is_new & (groups == group))
        n_test = int(np.clip(n_after[group] - n_before[group], 0, len(rows)))
        cut = _cut(draw_lots(numbers[~is_new & (groups == group)], seed), int(n_before[group]), test_share)
        for_test = np.zeros(len(rows), np.bool_)
        for_test[((np.arange(n_test) + 0.5) * len(rows) / max(n_test, 1)).astype(np.intp)] = True  # all along a stroke
        for some, below in ((rows[for_test], True), (rows[~for_test], False)):
            lots = draw_lots(free, seed)
            # All lots on the right side of the cut are as good as one another: the smallest numbers are taken.
            wrong_by = np.maximum(lots, cut) if below else np.maximum(~lots, ~cut)
            taken = np.lexsort((free, wrong_by))[: len(some)]
            given[some] = free[taken]
            free = np.setdiff1d(free, given[some])
    return given


def _n_test(groups: NDArray[np.intp], test_share: float, n_groups: int) -> NDArray[np.intp]:
    """Test points of each group, (n_groups,)."""
    found = np.zeros(n_groups, np.intp)
    if len(groups):
        n_taken = count_test_points_by_class(groups, share_of(len(groups), test_share))
        found[: len(n_taken)] = n_taken
    return found


def _free(taken: Numbers, n_new: int) -> Numbers:
    """Numbers that no point has: enough to choose from, also where few lots fit."""
    return np.setdiff1d(np.arange(len(taken) + 16 * n_new + _SPARE), taken)


def _cut(lots: Lots, n_test: int, test_share: float) -> np.uint64:
    """The lot that parts test points from the others: as near to their share of all lots as the points allow."""
    in_order = np.sort(lots)
    wanted = np.uint64(test_share * _LARGEST)
    low = in_order[n_test - 1] if n_test > 0 else np.uint64(0)
    high = in_order[n_test] - _ONE if n_test < len(lots) else np.uint64(np.iinfo(np.uint64).max)
    return min(max(wanted, low), high)
