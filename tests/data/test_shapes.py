from collections.abc import Callable

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

from nnviz.data import shapes

Draw = Callable[[int, float, np.random.RandomState], shapes.Drawn]

SHAPES: dict[str, tuple[Draw, int]] = {
    "xor": (shapes.xor, 2),
    "circles": (shapes.circles, 2),
    "moons": (shapes.moons, 2),
    "one arm": (lambda n, noise, generator: shapes.spirals(n, noise, 1, generator), 2),
    "two arms": (lambda n, noise, generator: shapes.spirals(n, noise, 2, generator), 2),
    "five arms": (lambda n, noise, generator: shapes.spirals(n, noise, 5, generator), 5),
    "board": (lambda n, noise, generator: shapes.checkerboard(n, noise, 4, generator), 2),
    "odd board": (lambda n, noise, generator: shapes.checkerboard(n, noise, 3, generator), 2),
    "blobs": (lambda n, noise, generator: shapes.blobs(n, noise, 4, generator), 4),
    "unlearnable": (shapes.unlearnable, 2),
}
LEARNABLE = [name for name in SHAPES if name not in ("unlearnable", "blobs")]


def draw(name: str, n_points: int = 2000, noise: float = 0.0, seed: int = 1) -> shapes.Drawn:
    return SHAPES[name][0](n_points, noise, np.random.RandomState(seed))


@pytest.mark.parametrize("name", SHAPES)
def test_there_are_as_many_points_as_asked_for_and_the_classes_are_even(name: str):
    points, labels = draw(name, 1003)
    assert points.shape == (1003, 2)
    assert np.abs(points).max() < 10.0
    sizes = np.bincount(labels, minlength=SHAPES[name][1])
    assert len(sizes) == SHAPES[name][1]
    assert sizes.max() - sizes.min() <= 1


@pytest.mark.parametrize("name", SHAPES)
def test_the_same_seed_gives_the_same_points_and_noise_only_shakes_them(name: str):
    points, labels = draw(name, noise=0.1)
    again, _ = draw(name, noise=0.1)
    np.testing.assert_array_equal(points, again)
    still, still_labels = draw(name)
    np.testing.assert_array_equal(labels, still_labels)
    assert np.std(points - still) == pytest.approx(0.1, rel=0.1)


@pytest.mark.parametrize("name", LEARNABLE)
def test_neighbours_know_the_class_and_a_straight_line_does_not(name: str):
    (points, labels), (others, their_labels) = draw(name, seed=1), draw(name, seed=2)
    assert KNeighborsClassifier(5).fit(points, labels).score(others, their_labels) > 0.95
    assert LogisticRegression().fit(points, labels).score(others, their_labels) < 0.9


def test_nobody_knows_what_was_drawn_by_lot():
    (points, labels), (others, their_labels) = draw("unlearnable", seed=1), draw("unlearnable", seed=2)
    assert KNeighborsClassifier(15).fit(points, labels).score(others, their_labels) == pytest.approx(0.5, abs=0.06)


def test_squares_that_touch_at_a_corner_are_of_one_class():
    points, labels = draw("xor")
    np.testing.assert_array_equal(points[:, 0] * points[:, 1] > 0, labels == 0)


def test_a_ring_lies_around_a_disc():
    points, labels = draw("circles")
    radii = np.hypot(*points.T)
    assert radii[labels == 0].max() < radii[labels == 1].min()


@pytest.mark.parametrize("name", ["board", "odd board"])
def test_neighbouring_cells_are_of_different_classes(name: str):
    points, labels = draw(name)
    cells = 4 if name == "board" else 3
    column, row = np.floor((points + 4.0) / (8.0 / cells)).astype(int).T
    assert column.min() >= 0
    assert (column < cells).all()
    np.testing.assert_array_equal((column + row) % 2, labels)


@pytest.mark.parametrize(("noise", "score"), [(0.0, 0.999), (0.1, 0.99), (0.2, 0.95)])
def test_a_single_arm_keeps_apart_from_the_cloud_it_winds_through(noise: float, score: float):
    (points, labels), (others, their_labels) = draw("one arm", 1000, noise), draw("one arm", 1000, noise, seed=2)
    assert KNeighborsClassifier(5).fit(points, labels).score(others, their_labels) > score


def test_the_cloud_lies_on_both_sides_of_a_single_arm():
    points, labels = draw("one arm")
    arm, cloud = np.hypot(*points[labels == 0].T), np.hypot(*points[labels == 1].T)
    assert arm.min() == pytest.approx(cloud.min(), abs=0.1)
    assert arm.max() == pytest.approx(cloud.max(), abs=0.1)


@pytest.mark.parametrize("n_blobs", [2, 10])
def test_blobs_are_round_and_stand_where_the_seed_puts_them(n_blobs: int):
    points, labels = shapes.blobs(20_000, 0.5, n_blobs, np.random.RandomState(3))
    still, _ = shapes.blobs(20_000, 0.0, n_blobs, np.random.RandomState(3))
    for label in range(n_blobs):
        (center,) = np.unique(still[labels == label], axis=0)
        np.testing.assert_allclose(points[labels == label].mean(axis=0), center, atol=0.06)
        np.testing.assert_allclose(np.cov(points[labels == label].T), 0.25 * np.eye(2), atol=0.03)
    elsewhere, _ = shapes.blobs(20_000, 0.0, n_blobs, np.random.RandomState(4))
    assert not np.isin(elsewhere, still).any()


def test_of_the_places_offered_the_one_furthest_from_all_others_is_taken():
    offered = np.array([[[0.0, 0.0], [9.0, 9.0]], [[1.0, 0.0], [4.0, 0.0]], [[2.0, 0.0], [5.0, 0.0]]])
    np.testing.assert_array_equal(shapes._apart(offered), [[0.0, 0.0], [4.0, 0.0], [2.0, 0.0]])


def test_blobs_rarely_lie_upon_one_another():
    near = 0
    for seed in range(50):
        centers = np.unique(shapes.blobs(20, 0.0, 4, np.random.RandomState(seed))[0], axis=0)
        distances = np.linalg.norm(centers[:, None] - centers, axis=-1)[np.triu_indices(4, 1)]
        near += distances.min() < 2.0
    assert near <= 3
