import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.data.dataset import Split, deal
from nnviz.data.lots import NEW, draw_lots, numbers_for, order_of, with_new_numbers

seeds = st.integers(0, 2**32 - 1)
shares = st.floats(0.0, 0.9)


def painted_on(labels: np.ndarray, numbers: np.ndarray, added: np.ndarray, split: Split) -> tuple[np.ndarray, ...]:
    """Labels and numbers after a stroke."""
    both = np.concatenate([labels, added])
    wanting = np.concatenate([numbers, np.full(len(added), NEW)])
    settled = with_new_numbers(wanting, both, test_share=split.test_share, seed=split.seed, by_class=split.by_class)
    return both, settled


def roles(labels: np.ndarray, numbers: np.ndarray, split: Split) -> np.ndarray:
    is_test = np.zeros(len(labels), np.bool_)
    is_test[deal(labels, split, numbers)[1]] = True
    return is_test


def test_lots_are_all_over_and_the_seed_decides_them():
    numbers = np.arange(20_000)
    shares = np.sort(draw_lots(numbers, 5).astype(np.float64) / 2.0**64)
    assert np.abs(shares - np.linspace(0, 1, 20_000)).max() < 0.02  # Kolmogorov and Smirnov's distance
    assert len(np.unique(draw_lots(numbers, 5))) == 20_000
    both = np.corrcoef(draw_lots(numbers, 5).astype(float), draw_lots(numbers, 6).astype(float))[0, 1]
    assert abs(both) < 0.03


@given(st.integers(1, 200), seeds)
def test_an_order_is_kept_by_the_numbers_that_are_given_for_it(n_points: int, seed: int):
    order = np.random.RandomState(n_points).permutation(n_points)
    numbers = numbers_for(order, seed)
    assert sorted(numbers) == list(range(n_points))
    assert (order_of(numbers, seed) == order).all()


@settings(deadline=None)
@given(st.integers(3, 60), st.lists(st.integers(1, 30), min_size=1, max_size=4), shares, seeds)
def test_a_stroke_changes_no_other_point_and_keeps_the_share(
    n_before: int, strokes: list[int], share: float, seed: int
):
    split = Split(share, seed)
    labels, numbers = np.zeros(n_before, np.intp), numbers_for(np.arange(n_before), seed)
    try:
        before = roles(labels, numbers, split)
    except ValueError:  # no point would be left to learn from
        return
    for label, n_new in enumerate(strokes):
        labels, numbers = painted_on(labels, numbers, np.full(n_new, label), split)
        after = roles(labels, numbers, split)
        assert after.sum() == np.ceil(len(labels) * share)
        n_changed = (after[: len(before)] != before).sum()
        assert n_changed <= (0 if share == 0.0 or share > 0.01 else 1)
        before = after
    assert len(np.unique(numbers)) == len(numbers)


@settings(deadline=None)
@given(st.integers(20, 80), st.integers(1, 30), st.floats(0.02, 0.5), seeds)
def test_by_class_no_more_points_change_than_the_shares_need(n_before: int, n_new: int, share: float, seed: int):
    split = Split(share, seed, by_class=True)
    labels = np.arange(n_before) % 3
    numbers = numbers_for(np.arange(n_before), seed)
    before = roles(labels, numbers, split)
    both, settled = painted_on(labels, numbers, np.full(n_new, 1), split)
    after = roles(both, settled, split)
    needed = sum(abs(int(after[both == label].sum()) - int(before[labels == label].sum())) for label in (0, 2)) + max(
        0, int(before[labels == 1].sum()) - int(after[both == 1].sum())
    )
    assert (after[:n_before] != before).sum() <= needed


@settings(deadline=None)
@given(st.integers(10, 80), st.sets(st.integers(0, 79), max_size=8), shares, seeds)
def test_erasing_changes_no_more_than_the_share_needs(n_before: int, erased: set[int], share: float, seed: int):
    split = Split(share, seed)
    labels, numbers = np.zeros(n_before, np.intp), numbers_for(np.arange(n_before), seed)
    kept = np.setdiff1d(np.arange(n_before), list(erased))
    try:
        before = roles(labels, numbers, split)
        after = roles(labels[kept], numbers[kept], split)
    except ValueError:
        return
    assert (after != before[kept]).sum() == abs(int(after.sum()) - int(before[kept].sum()))


def test_the_test_points_are_all_along_a_stroke():
    split = Split(0.25, 3)
    labels, numbers = painted_on(np.zeros(100, np.intp), numbers_for(np.arange(100), 3), np.zeros(40, np.intp), split)
    assert roles(labels, numbers, split)[100:].reshape(4, 10).sum(axis=1).tolist() == [2, 3, 2, 3]


def test_where_nothing_is_new_nothing_changes():
    numbers = np.array([4, 2, 9])
    assert with_new_numbers(numbers, np.zeros(3, np.intp), test_share=0.5, seed=1, by_class=False) is numbers


@pytest.mark.parametrize("by_class", [False, True])
def test_points_may_all_be_new(by_class: bool):
    split = Split(0.3, 7, by_class)
    none = np.zeros(0, np.intp)
    labels, numbers = painted_on(none, none, np.repeat([0, 2], 50), split)
    assert np.bincount(labels[roles(labels, numbers, split)]).sum() == 30
