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
    "two arms": (lambda n, noise, generator: shapes.spirals(n, noise, 2, generator), 2),
    "five arms": (lambda n, noise, generator: shapes.spirals(n, noise, 5, generator), 5),
    "board": (lambda n, noise, generator: shapes.checkerboard(n, noise, 4, generator), 2),
    "odd board": (lambda n, noise, generator: shapes.checkerboard(n, noise, 3, generator), 2),
    "unlearnable": (shapes.unlearnable, 2),
}
LEARNABLE = [name for name in SHAPES if name != "unlearnable"]


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
