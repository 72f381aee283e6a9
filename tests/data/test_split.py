import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.model_selection import train_test_split

from nnviz.data.set_aside import count_test_points
from nnviz.data.split import split_rows, split_rows_by_class


@settings(deadline=None)
@given(st.integers(2, 3000), st.floats(0.0, 0.9, exclude_min=True), st.integers(0, 2**32 - 1))
def test_a_split_is_scikit_learns_bit_for_bit(n_points: int, test_share: float, seed: int):
    if math.ceil(n_points * test_share) >= n_points:
        with pytest.raises(ValueError, match="to learn from"):
            split_rows(n_points, test_share, seed)
        return
    training_rows, test_rows = split_rows(n_points, test_share, seed)
    expected = train_test_split(np.arange(n_points), test_size=test_share, random_state=seed)
    assert (training_rows == expected[0]).all()
    assert (test_rows == expected[1]).all()


def test_without_a_test_share_every_point_is_learned_from():
    training_rows, test_rows = split_rows(10, 0.0, 1)
    assert sorted(training_rows) == list(range(10))
    assert len(test_rows) == 0


@pytest.mark.parametrize(("n_points", "share"), [(1, 0.5), (4, 0.9), (2, 0.51)])
def test_a_share_that_leaves_no_training_point_is_refused_in_a_sentence(n_points: int, share: float):
    with pytest.raises(
        ValueError, match=f"^a test share of {share:.0%} leaves none of {n_points} points to learn from$"
    ):
        split_rows(n_points, share, 0)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=6), st.floats(0.0, 0.9), st.integers(0, 2**32 - 1))
def test_by_class_each_class_gives_its_share(sizes: list[int], share: float, seed: int):
    labels = np.repeat(np.arange(len(sizes)), sizes)
    try:
        training, test = split_rows_by_class(labels, share, seed)
    except ValueError:
        return
    assert len(test) == count_test_points(len(labels), share)
    assert sorted([*training, *test]) == list(range(len(labels)))
    exact = np.array(sizes) * len(test) / len(labels)
    assert (np.abs(np.bincount(labels[test], minlength=len(sizes)) - exact) < 1.0 + 1e-9).all()


def test_by_class_the_seed_decides_who():
    labels = np.repeat([0, 1], 50)
    first, again, other = (split_rows_by_class(labels, 0.2, seed)[1].tolist() for seed in (1, 1, 2))
    assert first == again != other


def test_by_class_the_rows_are_mixed():
    training, test = split_rows_by_class(np.repeat([0, 1], 500), 0.2, 0)
    assert (np.diff(training) < 0).any()
    assert set((test[:20] >= 500).tolist()) == {True, False}
