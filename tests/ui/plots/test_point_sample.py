import numpy as np

from nnviz.ui.plots.point_sample import sample_rows


def test_each_class_gives_its_share() -> None:
    labels = np.repeat([0, 1, 2], [60_000, 30_000, 10_000])
    rows = sample_rows(labels, 3, 1_000)
    np.testing.assert_array_equal(np.bincount(labels[rows]), [600, 300, 100])
    assert len(np.unique(rows)) == len(rows)


def test_it_is_the_same_ones_every_time_and_from_everywhere() -> None:
    labels = np.arange(100_000) % 4
    rows = sample_rows(labels, 4, 2_000)
    np.testing.assert_array_equal(rows, sample_rows(labels, 4, 2_000))
    assert np.all(np.bincount(rows // 10_000) > 100)


def test_a_small_class_is_not_lost_and_one_without_points_is_no_trouble() -> None:
    labels = np.zeros(1_000_000, dtype=np.intp)
    labels[[5, 500_000, 999_999]] = 1
    labels[1000:1100] = 2
    rows = sample_rows(labels, 4, 1_000)
    assert {5, 500_000, 999_999} <= set(rows)
    assert np.bincount(labels[rows], minlength=4)[1:].tolist() == [3, 20, 0]


def test_of_no_points_none_are_chosen() -> None:
    assert len(sample_rows(np.empty(0, dtype=np.intp), 2, 100)) == 0
