import numpy as np
import pytest

from nnviz.core.boundary import decision_boundary, most_probable
from nnviz.core.losses import softmax
from nnviz.core.regions import Rectangle, grid_points

AREA = Rectangle(-2.0, -1.0, 2.0, 3.0)


def map_of(scores_of: object, n_columns: int, n_rows: int) -> np.ndarray:
    """What a network with these scores would have over the area."""
    scores = scores_of(grid_points(AREA, n_columns, n_rows))  # type: ignore[operator]
    return softmax(np.stack(scores, axis=1)).reshape(n_rows, n_columns, -1)


def test_the_most_probable_class_is_that_of_argmax() -> None:
    by_class = np.random.default_rng(0).dirichlet(np.ones(4), (7, 9)).transpose(2, 0, 1)
    winners, highest = most_probable(by_class)
    np.testing.assert_array_equal(winners, by_class.argmax(axis=0))
    np.testing.assert_array_equal(highest, by_class.max(axis=0))
    assert most_probable(np.full((3, 1, 1), 1 / 3))[0].item() == 0


@pytest.mark.parametrize("steepness", [0.1, 1.0, 12.0])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_between_two_classes_it_is_exact_however_sure_they_are(steepness: float, dtype: type) -> None:
    """Straight scores meet in a straight line, here y = 1 + x / 2."""
    probabilities = map_of(lambda p: (steepness * (p[:, 1] - 1 - p[:, 0] / 2), 0 * p[:, 0]), 11, 8).astype(dtype)
    pieces = decision_boundary(probabilities, AREA)
    inner = pieces[(np.abs(pieces[..., 0]) < 2 - 2 / 11).all(axis=1)]  # the outermost half cells go on as they are
    np.testing.assert_allclose(inner[..., 1], 1 + inner[..., 0] / 2, atol=1e-4)
    assert pieces[..., 0].min() == -2.0
    assert pieces[..., 0].max() == 2.0
    assert np.hypot(*(pieces[:, 1] - pieces[:, 0]).T).sum() == pytest.approx(np.hypot(4, 2), rel=0.02)


def test_with_a_stride_it_is_half_as_many_pieces_of_the_same_line() -> None:
    probabilities = map_of(lambda p: (p[:, 1] - 1 - p[:, 0] / 2, 0 * p[:, 0]), 101, 100)
    fine, coarse = decision_boundary(probabilities, AREA), decision_boundary(probabilities, AREA, stride=2)
    assert len(coarse) < 0.55 * len(fine)
    inner = coarse[(np.abs(coarse[..., 0]) < 2 - 4 / 101).all(axis=1)]
    np.testing.assert_allclose(inner[..., 1], 1 + inner[..., 0] / 2, atol=1e-6)
    assert (coarse[..., 0].min(), coarse[..., 0].max()) == (-2.0, 2.0)  # to the very edges


def test_a_circle_is_closed_and_as_long_as_it_is() -> None:
    pieces = decision_boundary(map_of(lambda p: (p[:, 0] ** 2 + (p[:, 1] - 1) ** 2 - 1, 0 * p[:, 0]), 60, 60), AREA)
    np.testing.assert_allclose(np.hypot(pieces[..., 0], pieces[..., 1] - 1), 1.0, atol=1e-3)
    assert np.hypot(*(pieces[:, 1] - pieces[:, 0]).T).sum() == pytest.approx(2 * np.pi, rel=1e-3)
    ends, counts = np.unique(pieces.reshape(-1, 2).round(9), axis=0, return_counts=True)
    assert len(ends) == len(pieces)
    assert (counts == 2).all()


def test_three_classes_meet_in_a_point() -> None:
    """Each class is the nearest of three places; all are as far from (0, 1)."""
    corners = [(np.cos(turn), 1 + np.sin(turn)) for turn in (0.3, 2.4, 4.5)]
    probabilities = map_of(lambda p: tuple(9 * (p[:, 0] * x + (p[:, 1] - 1) * (y - 1)) for x, y in corners), 21, 21)
    ends, counts = np.unique(decision_boundary(probabilities, AREA).reshape(-1, 2).round(9), axis=0, return_counts=True)
    assert np.abs(ends[counts == 3] - (0, 1)).max() < 0.1
    assert (counts == 3).sum() == 1


def test_lines_nearer_than_a_cell_meet_in_the_middle() -> None:
    probabilities = np.array([[[0.9, 0.1], [0.1, 0.9]], [[0.1, 0.9], [0.9, 0.1]]])
    pieces = decision_boundary(probabilities, AREA)
    ends, counts = np.unique(pieces.reshape(-1, 2).round(9), axis=0, return_counts=True)
    np.testing.assert_allclose(ends[counts == 4], [[0.0, 1.0]])


@pytest.mark.parametrize("n_classes", [1, 2, 3])
def test_where_one_class_has_it_all_there_is_none(n_classes: int) -> None:
    assert decision_boundary(np.full((5, 4, n_classes), 1 / n_classes), AREA).shape == (0, 2, 2)


def test_no_probability_at_all_does_no_harm() -> None:
    probabilities = np.zeros((3, 3, 2), dtype=np.float32)
    probabilities[:, 0, 0] = probabilities[:, 1:, 1] = 1.0
    pieces = decision_boundary(probabilities, AREA)
    np.testing.assert_allclose(pieces[..., 0], -2 / 3, atol=1e-6)
