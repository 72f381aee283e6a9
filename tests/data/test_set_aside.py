import pytest

from nnviz.data.set_aside import count_test_points


@pytest.mark.parametrize(
    ("n_points", "share", "expected"), [(15_000, 0.1, 1500), (10, 0.11, 2), (2, 0.5, 1), (9, 0, 0)]
)
def test_a_share_is_rounded_up_to_whole_points(n_points: int, share: float, expected: int):
    assert count_test_points(n_points, share) == expected


@pytest.mark.parametrize(("n_points", "share"), [(1, 0.5), (4, 0.9), (2, 0.51)])
def test_a_share_that_leaves_no_training_point_is_refused_in_a_sentence(n_points: int, share: float):
    with pytest.raises(
        ValueError, match=f"^a test share of {share:.0%} leaves none of {n_points} points to learn from$"
    ):
        count_test_points(n_points, share)
